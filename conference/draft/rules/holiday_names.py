"""Public holidays of Germany and Turkey in the language of the other, in which their calendars do not name them."""

from conference.translated import Translated

_ESTIMATED = " (estimated)"
_NAMES: dict[str, Translated] = {
    "New Year's Day": {"de": "Neujahr", "tr": "Yılbaşı"},
    "Good Friday": {"tr": "Kutsal Cuma"},
    "Easter Monday": {"tr": "Paskalya Pazartesisi"},
    "Labor Day": {"tr": "İşçi Bayramı"},
    "Ascension Day": {"tr": "Göğe Yükseliş Günü"},
    "Pentecost Monday": {"tr": "Pentekost Pazartesisi"},
    "Whit Monday": {"tr": "Pentekost Pazartesisi"},
    "German Unity Day": {"tr": "Almanya Birlik Günü"},
    "Christmas Day": {"tr": "Noel’in birinci günü"},
    "Second Day of Christmas": {"tr": "Noel’in ikinci günü"},
    "National Sovereignty and Children's Day": {"de": "Tag der nationalen Souveränität und des Kindes"},
    "Labor and Solidarity Day": {"de": "Tag der Arbeit und Solidarität"},
    "Commemoration of Atatürk, Youth and Sports Day": {"de": "Gedenken an Atatürk, Tag der Jugend und des Sports"},
    "Democracy and National Unity Day": {"de": "Tag der Demokratie und der nationalen Einheit"},
    "Victory Day": {"de": "Tag des Sieges"},
    "Republic Day": {"de": "Tag der Republik"},
    "Eid al-Fitr": {"de": "Ramadanfest"},
    "Eid al-Adha": {"de": "Opferfest"},
}


def completed(names: Translated) -> Translated:
    """Return the names of a holiday, with those languages added that can be told from its English name.

    Days that fall together have their names joined by ``"; "``; one reckoned ahead of the moon says so.
    """
    parts = [part.removesuffix(_ESTIMATED) for part in names.get("en", "").split("; ")]
    added = {}
    for language in ("de", "tr"):
        told = [_NAMES.get(part, {}).get(language, "") for part in parts]
        if language not in names and all(told):
            added[language] = "; ".join(told)
    return {**names, **added}
