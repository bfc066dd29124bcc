"""What the columns of a table are for: guessed from their headings in German, Turkish and English. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from conference.exchange.sheets.refusals import NoTitleColumn
from conference.exchange.sheets.table import FORMULA, Row, Table
from conference.translated import LANGUAGES, folded


class Field(StrEnum):
    """What a column may hold. One with a language is written ``title.de``."""

    ID = "id"
    TITLE = "title"
    SUBTITLE = "subtitle"
    ABSTRACT = "abstract"
    THEME = "theme"
    THEME_ID = "theme_id"
    FORMAT = "format"
    DAY = "day"
    START = "start"
    END = "end"
    LENGTH = "length"
    START_UTC = "start_utc"
    ZONE = "zone"
    ROOM = "room"
    ROOM_ID = "room_id"
    SPEAKERS = "speakers"
    SPEAKER_IDS = "speaker_ids"
    MODERATORS = "moderators"
    MODERATOR_IDS = "moderator_ids"
    INTERPRETERS = "interpreters"
    INTERPRETER_IDS = "interpreter_ids"
    EMAILS = "emails"
    AFFILIATIONS = "affiliations"
    SPOKEN = "spoken"
    INTERPRETED = "interpreted"
    CAPTIONED = "captioned"
    SIGNED = "signed"
    EASY = "easy"
    SEATS = "seats"
    JOIN_URL = "join_url"
    PARTNERSHIPS = "partnerships"
    LABEL = "label"
    REMAINS = "remains"
    RECORDING_URL = "recording_url"
    STATE = "state"
    UID = "uid"
    MORE = "more"


TRANSLATED = frozenset(
    {Field.TITLE, Field.SUBTITLE, Field.ABSTRACT, Field.THEME, Field.ROOM, Field.LABEL, Field.REMAINS}
)
"""Fields that may have a column for each language."""
SEVERAL = frozenset({Field.THEME, Field.MORE})
"""Fields that several columns may have."""
SEARCHED = 15
"""Rows in which the heading is looked for."""

_WORDS: dict[Field, str] = {
    Field.ID: "id|nr|no|nummer|number|numara|code|kennung|kimlik|kod|submission id|session id|proposal id|talk id"
    "|externe id|guid|sira no|lfd nr|event key|session key|event id|proposal code",
    Field.UID: "uid",
    Field.MODERATOR_IDS: "moderator ids",
    Field.INTERPRETERS: "interpreters|interpreter|dolmetscher|dolmetscherin|dolmetschende|cevirmen|cevirmenler"
    "|tercuman",
    Field.INTERPRETER_IDS: "interpreter ids",
    Field.TITLE: "title|titel|baslik|session title|sitzungstitel|name|oturum basligi|oturum adi|thema der sitzung|talk"
    "|vortragstitel|proposal title|session|oturum|veranstaltung|bezeichnung|etkinlik|summary|programmpunkt"
    "|event name|event title|session name|talk title|etkinlik adi|veranstaltungstitel|subject|betreff",
    Field.SUBTITLE: "subtitle|untertitel|alt baslik|altbaslik",
    Field.ABSTRACT: "abstract|beschreibung|description|aciklama|ozet|kurzbeschreibung|zusammenfassung|inhalt|icerik"
    "|kurzfassung|details|text",
    Field.THEME: "theme|thema|tema|track|konu|themenfeld|themenstrang|strand|strang|kategorie|category|kategori|topic"
    "|bereich|themenbereich|track title|track name|session track",
    Field.THEME_ID: "theme id|track id|theme key",
    Field.FORMAT: "format|art|bicim|tur|type|typ|session type|session format|talk format|veranstaltungsart|oturum turu"
    "|oturum bicimi|submission type|event type",
    Field.DAY: "day|tag|gun|date|datum|tarih",
    Field.START: "start|beginn|baslangic|start time|starttime|startzeit|uhrzeit|time|zeit|saat|from|von|anfang|begin"
    "|starts at|start date|start datetime|baslangic saati|starts|slot|baslama|dtstart|event start|time start"
    "|session start|startdatum|baslangic tarihi",
    Field.END: "end|ende|bitis|end time|endtime|endzeit|to|bis|bitis saati|ends at|ends|dtend|schluss|event end"
    "|time end|session end|end date|enddatum|bitis tarihi",
    Field.LENGTH: "length|dauer|sure|duration|minutes|minuten|dakika|lange|laenge|sure dakika|dauer minuten"
    "|duration minutes|length minutes|duration min|dauer min|sure dk",
    Field.START_UTC: "start utc|beginn utc|baslangic utc",
    Field.ZONE: "zone|zeitzone|timezone|time zone|saat dilimi|zaman dilimi|tz",
    Field.ROOM: "room|raum|oda|salon|saal|ort|location|venue|yer|hall|buhne|stage|sanal oda|virtueller raum"
    "|room location|event venue|room name|raumname",
    Field.ROOM_ID: "room id|room key|raum id",
    Field.SPEAKERS: "speakers|speaker|sprecher|sprecherin|sprecherinnen|referent|referentin|referenten|referentinnen"
    "|vortragende|konusmaci|konusmacilar|presenter|presenters|author|authors|autor|autoren|fullname|full name"
    "|speaker names|speaker name|vortragende person|sunan|sunanlar|personen|mitwirkende|host|people",
    Field.SPEAKER_IDS: "speaker ids|speaker id|speaker codes|konusmaci id",
    Field.MODERATORS: "moderator|moderators|moderation|moderatorin|moderierende|kolaylastirici|yonetici|chair"
    "|oturum baskani",
    Field.EMAILS: "email|e mail|emails|e mails|mail|eposta|e posta|speaker email|speaker emails|mailadresse|kontakt",
    Field.AFFILIATIONS: "affiliation|affiliations|organisation|organization|organizasyon|kurum|institution"
    "|einrichtung|verwaltung|speaker affiliation|municipality of speaker|arbeitgeber|kommune|stadt",
    Field.SPOKEN: "language|languages|sprache|sprachen|dil|diller|spoken|spoken language|spoken languages|gesprochen"
    "|konusulan dil|konusma dili|sitzungssprache|lang",
    Field.INTERPRETED: "interpreted|interpretation|dolmetschen|verdolmetscht|gedolmetscht|dolmetschung|ceviri"
    "|simultane ceviri|interpreted into|simultan ceviri",
    Field.CAPTIONED: "captioned|captions|subtitles|untertitelt|untertitel sprachen|altyazi|captioned in",
    Field.SIGNED: "signed|sign language|gebardensprache|gebaerdensprache|isaret dili|signed in",
    Field.EASY: "easy language|leichte sprache|kolay dil|einfache sprache",
    Field.SEATS: "seats|platze|plaetze|kontenjan|capacity|kapazitat|kapasite|teilnehmerzahl|max participants|koltuk"
    "|max teilnehmende|yer sayisi|places|limit",
    Field.JOIN_URL: "join link|join url|link|url|meeting link|zoom|zoom link|teilnahmelink|baglanti|katilim baglantisi"
    "|meeting url|einwahl|video link|videolink|webex|bbb|teams link",
    Field.PARTNERSHIPS: "partnership|partnerships|partnerschaft|partnerschaften|stadtepartnerschaft"
    "|staedtepartnerschaft|kardes sehir|kardes sehirler|municipalities|kommunen|belediyeler|ortaklik|ortakliklar",
    Field.LABEL: "label|kurztitel|etiket|short title|kisa baslik",
    Field.REMAINS: "remains|material|materials|unterlagen|materyal|documents|dokumente|belgeler|was bleibt",
    Field.RECORDING_URL: "recording|aufzeichnung|kayit|recording url|recording link|video|video url",
    Field.STATE: "state|status|zustand|durum",
}
_LANGUAGE_WORDS = {
    "de": "de|deu|ger|deutsch|german|almanca|auf deutsch|in german",
    "tr": "tr|tur|turkce|turkisch|tuerkisch|turkish|auf turkisch|in turkish",
    "en": "en|eng|english|englisch|ingilizce|auf englisch|in english",
}
LANGUAGE_OF_WORD = {word: code for code, words in _LANGUAGE_WORDS.items() for word in words.split("|")}
_FIELD_OF_WORD = {word: field for field, words in _WORDS.items() for word in words.split("|")}
_NOT_A_WORD = re.compile(r"[^0-9a-z]+")
_OTHER_LANGUAGE = re.compile(r"(title|abstract|theme|room|label|remains) ([a-z]{2,3})")
"""As an export names texts in a language that Meridian has no pages in."""
_CODE = re.compile(r"[a-z]{2,3}")
_BOTH_GENDERS = re.compile(r"(?<=[a-zäöü])[*:_/]-?(?:innen|in|r|n)\b")
"""Endings after a sign: Referent*innen, Sprecher:in."""


def plain(text: str) -> str:
    """Return the form in which headings are compared: small letters without marks, words with a blank between."""
    text = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text) if not text.isupper() else text
    return _NOT_A_WORD.sub(" ", folded(_BOTH_GENDERS.sub("", text)).replace("ß", "ss")).strip()


@dataclass(frozen=True)
class Heading:
    """Where a table's heading stands.

    :ivar row: its number; ``columns`` its texts.
    :ivar below: the rows under it.
    """

    row: int
    columns: tuple[str, ...]
    below: tuple[Row, ...]


def target_of(heading: str) -> str | None:
    """Return what a column of this heading is for: ``title``, ``title.de`` …; None where that is not to be told."""
    words = plain(heading)
    if not words:
        return None
    if words in _FIELD_OF_WORD:
        return str(_FIELD_OF_WORD[words])
    for parts in (words.rsplit(" ", 1), words.split(" ", 1)[::-1]):
        if len(parts) == 2 and parts[1] in LANGUAGE_OF_WORD and parts[0] in _FIELD_OF_WORD:  # noqa: PLR2004 - a word, a language
            field = _FIELD_OF_WORD[parts[0]]
            return f"{field}.{LANGUAGE_OF_WORD[parts[1]]}" if field in TRANSLATED else str(field)
    if found := _OTHER_LANGUAGE.fullmatch(heading):
        return f"{found[1]}.{found[2]}"
    return None


def heading_of(table: Table) -> Heading:
    """Return the heading of a table: of its first rows the one that names most of what is known, a title included.

    :raises NoTitleColumn: no row names a column of titles.
    """
    best: tuple[int, int] | None = None
    for place, row in enumerate(table.rows[:SEARCHED]):
        targets = [target_of(cell) for cell in row.cells if len(cell) <= 80]  # noqa: PLR2004 - longer is no heading
        known = {target.split(".")[0] for target in targets if target}
        tells = Field.TITLE in known or (Field.ID in known and len(known) >= 3)  # noqa: PLR2004 - one that adds to what is there
        if tells and (not best or len(known) > best[0]):
            best = (len(known), place)
    if best is None:
        raise NoTitleColumn
    return _heading(table, best[1])


def first_row_as_heading(table: Table) -> Heading:
    """Return the first row as the heading, for a table whose columns people are to name themselves."""
    return _heading(table, 0)


def _heading(table: Table, place: int) -> Heading:
    row = table.rows[place]
    columns = tuple("" if cell.startswith(FORMULA) else " ".join(cell.split()) for cell in row.cells)
    return Heading(row.number, columns, table.rows[place + 1 :])


def guessed(columns: Sequence[str], remembered: Mapping[str, str] | None = None) -> dict[int, str]:
    """Return what each column is for, by its number: as remembered of its heading, else as guessed.

    Of two columns for one thing the first has it; one of ids goes before one that is only numbered.

    :param remembered: what columns of these headings were for before; ``""`` for nothing.
    """
    remembered = remembered or {}
    taken: dict[int, str] = {}
    wanted = {number: remembered.get(text, target_of(text) or "") for number, text in enumerate(columns)}
    ids = [number for number, target in wanted.items() if target == Field.ID]
    clear = [number for number in ids if "id" in plain(columns[number]).split()]
    for number, target in wanted.items():
        is_double = target in taken.values() and target not in SEVERAL
        is_lesser_id = target == Field.ID and clear and number != clear[0]
        if target and is_target(target) and not is_double and not is_lesser_id:
            taken[number] = target
    if Field.ID not in taken.values():
        taken = {number: str(Field.ID) if target == Field.UID else target for number, target in taken.items()}
    if Field.START in taken.values():  # the same once more in UTC is for people's eyes
        taken = {number: target for number, target in taken.items() if target != Field.START_UTC}
    return taken


def is_target(text: str) -> bool:
    """Say whether a text names what a column may be for."""
    name, _, language = text.partition(".")
    return name in set(Field) and (not language or (Field(name) in TRANSLATED and bool(_CODE.fullmatch(language))))


def targets() -> list[str]:
    """Return all that a column may be for, in the order in which it is offered."""
    return [
        target
        for field in Field
        for target in [str(field), *([f"{field}.{code}" for code in LANGUAGES] if field in TRANSLATED else [])]
    ]
