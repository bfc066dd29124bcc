"""Languages as files name them: ``de``, ``de-DE``, ``deu``, ``German``, ``formal German``, ``Deutsch / English``."""

import re

_NAMES = {
    "ar": "arabic arabisch arapça العربية ara", "bg": "bulgarian bulgarisch bulgarca български bul",
    "bs": "bosnian bosnisch boşnakça bosanski bos", "cs": "czech tschechisch čeština ces cze",
    "da": "danish dänisch dansk dan", "de": "german deutsch almanca deu ger allemand tedesco alemán",
    "el": "greek griechisch yunanca ελληνικά ell gre", "en": "english englisch ingilizce eng anglais inglese inglés",
    "es": "spanish spanisch ispanyolca español castellano spa", "fa": "persian farsi persisch farsça fas per",
    "fi": "finnish finnisch suomi fin", "fr": "french französisch fransızca français francais fra fre",
    "hr": "croatian kroatisch hırvatça hrvatski hrv", "hu": "hungarian ungarisch macarca magyar hun",
    "it": "italian italienisch italyanca italiano ita", "ja": "japanese japanisch japonca 日本語 jpn",
    "ku": "kurdish kurdisch kürtçe kurdî kurdi kur", "nl": "dutch niederländisch nederlands nld dut",
    "no": "norwegian norwegisch norsk nor nb nn", "pl": "polish polnisch lehçe polski pol",
    "pt": "portuguese portugiesisch português por", "ro": "romanian rumänisch română ron rum",
    "ru": "russian russisch rusça русский rus", "sr": "serbian serbisch srpski srp",
    "sv": "swedish schwedisch svenska swe", "tr": "turkish türkisch türkçe turkce tur",
    "uk": "ukrainian ukrainisch ukraynaca українська ukr", "zh": "chinese chinesisch çince 中文 zho chi",
}  # fmt: skip
_CODES = {word: code for code, words in _NAMES.items() for word in (code, *words.split())}
_CODE = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9]{1,8})+")
_APART = re.compile(r"[\s,;/|+&()]+")


def language_codes(text: str) -> tuple[str, ...]:
    """Return the codes of all languages that a text names, each once, in order; empty where it names none."""
    found = []
    for word in _APART.split(text.strip().lower().replace("i\u0307", "i")):
        tagged = _CODE.fullmatch(word)
        code = _CODES.get(word) or (_CODES.get(tagged[1], tagged[1]) if tagged else None)
        if code is None and word == text.strip().lower() and word.isascii() and word.isalpha() and len(word) == 2:  # noqa: PLR2004
            code = word
        if code:
            found.append(code)
    return tuple(dict.fromkeys(found))
