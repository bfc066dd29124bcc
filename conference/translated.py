"""Texts in several languages: mappings ``{"de": …, "tr": …, "en": …}``. Pure."""

from collections.abc import Iterable, Mapping

Translated = dict[str, str]
"""A text by language code (ISO 639-1, lower case). A language without a text has no key."""

LANGUAGES = ("de", "tr", "en")
"""The languages Meridian speaks, in the order in which it offers them."""


def pick(text: Mapping[str, str], language: str, languages: Iterable[str] = LANGUAGES) -> str:
    """Return the text in ``language``, else in the first of ``languages`` that has it, else any, else ``""``."""
    return (
        text.get(language)
        or next((text[code] for code in languages if text.get(code)), "")
        or next((value for value in text.values() if value), "")
    )


def language_of(text: Mapping[str, str], language: str, languages: Iterable[str] = LANGUAGES) -> str:
    """Return the language in which :func:`pick` answers: what belongs in the ``lang`` attribute."""
    if text.get(language):
        return language
    found = next((code for code in languages if text.get(code)), None)
    return found or next((code for code, value in text.items() if value), language)


def beside(text: Mapping[str, str], language: str, languages: Iterable[str]) -> tuple[str, str] | None:
    """Return the text's second language, as (language, text), for titles shown in two languages.

    It is the first of the event's ``languages`` that differs from the one :func:`pick` gave and
    has a text of its own; None where there is none, or where it would repeat the same words.
    """
    shown = language_of(text, language, languages)
    first = pick(text, language, languages)
    for code in languages:
        if code != shown and text.get(code) and text[code] != first:
            return code, text[code]
    return None


def missing_languages(text: Mapping[str, str], languages: Iterable[str]) -> list[str]:
    """Return the languages of the event in which this text is still missing."""
    return [code for code in languages if not text.get(code, "").strip()]


_TURKISH_LOWER = str.maketrans({"I": "ı", "İ": "i"})
_FOLD = str.maketrans(
    {
        "ı": "i", "ş": "s", "ğ": "g", "ç": "c", "ö": "o", "ü": "u", "ä": "a", "â": "a", "î": "i",
        "û": "u", "é": "e", "è": "e", "ë": "e", "ï": "i", "\u0307": None,
    }
)  # fmt: skip
_TWO_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def lower(text: str, language: str) -> str:
    """Lower the case as ``language`` does: Turkish I becomes ı and İ becomes i."""
    return (text.translate(_TURKISH_LOWER) if language == "tr" else text.replace("İ", "i")).lower()


def folded(text: str) -> str:
    """Return the form in which texts are compared in a search, the same for every language.

    Case and diacritics go, and all four i of Turkish (I ı İ i) become one, so that a reader finds
    ``Işık`` by typing ``isik`` and ``Köln`` by ``koln``.
    """
    return text.replace("İ", "i").casefold().translate(_FOLD)


def searchable(text: str) -> str:
    """Return all that a search may find in a text: its folded form, and that with ö written oe."""
    plain = text.replace("İ", "i").casefold()
    return f"{plain.translate(_FOLD)}\n{plain.translate(_TWO_LETTERS).translate(_FOLD)}"


def found_in(needle: str, text: str) -> bool:
    """Say whether a search for ``needle`` finds ``text``: folded, and with ö also written oe."""
    return folded(needle) in searchable(text)


_TURKISH_ALPHABET = "abcçdefgğhıijklmnoöpqrsştuüvwxyz"


def sort_key(text: str, language: str) -> tuple[tuple[int, int, str], ...]:
    """Return a key that sorts as readers of ``language`` expect.

    Turkish has letters of its own after c, g, h, o, s and u (TDK alphabet order); German and
    English sort umlauts beside their vowel (DIN 5007-1).
    """
    lowered = lower(text, language)
    if language == "tr":
        places = [_place(letter, _TURKISH_ALPHABET.find(letter)) for letter in lowered]
    else:
        places = [_place(letter, -1) for letter in folded(lowered)]
    # Where two names differ by diacritics alone, the plain one comes first.
    return (*places, (-1, 0, lowered))


def _place(letter: str, in_alphabet: int) -> tuple[int, int, str]:
    """Return a letter's place: signs and digits, then the alphabet's letters, then those of other scripts."""
    if in_alphabet >= 0:
        return 1, in_alphabet, ""
    return (1, 100 + ord(letter), "") if letter.isalpha() else (0, ord(letter), "")
