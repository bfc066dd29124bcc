"""What a file's reading refuses or mends, in the reader's language."""

from typing import Any

from flask_babel import gettext as _

from conference.draft.rules.limits import AddressNotSecure, NumberOutOfRange
from conference.errors import DomainError
from conference.events.rules import DayOutOfRange, TextTooLong, TooManyDays
from conference.exchange import rules
from conference.exchange.sheets import refusals

SHOWN = 80
"""Characters that are shown of a text which may be long."""


def shown(text: str) -> str:
    """Return a text on one line, cut short."""
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return line if len(line) <= SHOWN else f"{line[:SHOWN]}…"


def refusal_words(refusal: DomainError) -> Any:
    """Return a sentence or two that say what was refused, where, and what to do."""
    match refusal:
        case rules.Unreadable():
            return _unreadable_words(refusal)
        case rules.Misfit():
            return _("%(place)s: %(words)s", place=_place_words(refusal.place), words=cell_words(refusal))
        case TooManyDays():
            return _(
                "With these sessions the event would last %(days)d days; at most %(most)d are possible. Look at the"
                " years.", days=refusal.days, most=refusal.at_most,
            )  # fmt: skip
        case DayOutOfRange():
            return _("The year of a session is out of reach. Look at the days.")
    return _("The draft cannot take this.")


def _place_words(place: str) -> Any:
    """Return the name of a place: of the whole file or of a kind in words, else as the file itself has it."""
    return {
        "the file": _("The file"),
        "the programme": _("The programme"),
        "the calendar": _("The calendar"),
        "the speakers": _("The speakers"),
        "the rooms": _("The rooms"),
        "the tracks": _("The themes"),
        "the programme's days": _("The days of the programme"),
    }.get(place) or place


def _unreadable_words(refusal: rules.Unreadable) -> Any:  # noqa: C901, PLR0911, PLR0912 - one case each
    match refusal:
        case rules.FileTooLarge():
            return _("The file is larger than %(size)d MB.", size=refusal.at_most // rules.MEGABYTE)
        case rules.FileEmpty():
            return _("The file is empty.")
        case rules.NotUtf8() | refusals.EncodingUnclear():
            return _("It is not clear in which letters this file is written. Save it as UTF-8 and send it again.")
        case refusals.NotText():
            return _("This is not a text, or a damaged one.")
        case rules.NotJson() | rules.NotXml():
            return _(
                "The file is damaged at line %(line)d, column %(column)d.", line=refusal.line, column=refusal.column
            )
        case rules.NestedTooDeep():
            return _("The file’s lists lie in each other too deep.")
        case rules.EntitiesRefused() | refusals.EntitiesInWorkbook():
            return _(
                "The file declares XML entities. Such files can wear a machine out, so it is not read. Save or export"
                " it again with another program."
            )
        case rules.NotCalendar():
            return _("This calendar cannot be read. Export it again, and send the new file.")
        case rules.NothingInIt():
            return _("This is %(format)s, and there is not one session in it.", format=refusal.format)
        case rules.NoDays():
            return _("This is %(format)s, and no day is named in it.", format=refusal.format)
        case rules.HomeMade():
            return _(
                "This file is in a form of its own, with %(count)d entries. Save it as a table (CSV or XLSX), a row for"
                " each session: there you can say what each column is for.", count=refusal.entries,
            )  # fmt: skip
        case rules.FormatUnknown():
            return _(
                "Meridian does not know this format. It reads CSV, XLSX, schedule.xml, schedule.json, iCalendar and"
                " big-event.json."
            )
        case refusals.QuotesOpen():
            return _(
                "A cell in row %(row)d does not end: its closing quotation mark is missing, or it is far too long.",
                row=refusal.row,
            )
        case refusals.NoTitleColumn():
            return _("Say which column holds the titles.")
        case refusals.TooManyRows():
            return _("The table has more than %(most)d rows. Split it, or leave out what is not needed.",
                     most=refusal.at_most)  # fmt: skip
        case refusals.TooManyColumns():
            return _("The table has more than %(most)d columns. Leave out what is not needed.", most=refusal.at_most)
        case refusals.NotAWorkbook():
            return _("This workbook is damaged, or of another program. Save it as XLSX and send it again.")
        case refusals.OldWorkbook():
            return _("This workbook is an old one (XLS), or locked. Save it as XLSX without a password.")
        case refusals.UnpacksTooLarge():
            return _("This workbook unpacks to far more than it seems, so it is not read.")
    return _("The file cannot be read.")


def cell_words(refusal: rules.Misfit) -> Any:  # noqa: C901, PLR0911, PLR0912 - one case each
    """Return what is wrong at a place, as a sentence of its own."""
    match refusal:
        case rules.Missing():
            return _("This must not be empty.")
        case rules.WrongType():
            return _("This is of the wrong kind.")
        case rules.ReferenceUnknown():
            return _("The file has no “%(text)s”.", text=shown(refusal.id))
        case rules.GivenTwice():
            return _("“%(text)s” stands there twice.", text=shown(refusal.id))
        case rules.EndsBeforeStart():
            return _("The end does not come after the start.")
        case rules.TimeWithoutOffset():
            return _("“%(text)s” does not say its offset from UTC, such as +01:00.", text=shown(refusal.text))
        case refusals.NotReadable() | rules.Malformed():
            return _("“%(text)s” cannot be read. %(how)s", text=shown(refusal.text), how=_how_to_write(refusal.kind))
        case rules.UnusableText():
            return _("It holds characters that cannot be stored.")
        case rules.TooLong():
            return _("This is too long: at most %(max)d characters.", max=refusal.at_most)
        case rules.TooMany():
            return _("There are too many: at most %(most)d.", most=refusal.at_most)
        case rules.OutOfRange():
            return _(
                "%(value)s is not between %(least)s and %(most)s.",
                value=str(refusal.value), least=str(refusal.at_least), most=str(refusal.at_most),
            )  # fmt: skip
        case refusals.FormulaInCell():
            return _("This is a formula. Put its value there instead.")
        case refusals.ErrorInCell():
            return _("A formula failed here: %(text)s.", text=shown(refusal.text))
        case refusals.DayUnclear():
            return _("“%(text)s” could be two days. Write it as 2027-06-14 or 14.06.2027.", text=shown(refusal.text))
        case refusals.ClockUnclear(happens_twice=True):
            return _(
                "The clocks of %(zone)s show %(text)s twice on that day. Write its offset, such as +01:00.",
                zone=refusal.zone, text=shown(refusal.text),
            )  # fmt: skip
        case refusals.ClockUnclear():
            return _(
                "The clocks of %(zone)s jump over %(text)s on that day.", zone=refusal.zone, text=shown(refusal.text)
            )
        case refusals.NotOffered():
            return _("There is no partnership “%(text)s” in this event. Add it first.", text=shown(refusal.text))
        case rules.NotTaken():
            return _draft_words(refusal.reason)
    return _("This cannot be taken over.")


def _draft_words(reason: DomainError) -> Any:
    match reason:
        case TextTooLong():
            return _("This is too long: at most %(max)d characters.", max=reason.at_most)
        case AddressNotSecure():
            return _("Write the whole address, beginning with https://")
        case NumberOutOfRange():
            return _(
                "%(value)s is not between %(least)s and %(most)s.",
                value=str(reason.value), least=str(reason.at_least), most=str(reason.at_most),
            )  # fmt: skip
    return _("The draft cannot take this.")


def _how_to_write(kind: str) -> Any:
    return {
        "day": _("Write a day, such as 2027-06-14 or 14.06.2027."),
        "clock": _("Write a time of day, such as 09:30."),
        "time": _("Write day and time, such as 2027-06-14 09:30."),
        "length": _("Write a length in minutes, such as 90."),
        "number": _("Write a whole number."),
        "zone": _("Write a time zone, such as Europe/Istanbul."),
        "language": _("Write a language, such as de."),
        "email": _("Write a mail address."),
        "address": _("Write the whole address, beginning with https://"),
        "colour": _("Write a colour, such as #1a4fb8."),
    }.get(kind, "")


def target_names() -> dict[str, str]:
    """Return what a column may be for, in words, without its language."""
    return {
        "id": _("Id"), "title": _("Title"), "subtitle": _("Subtitle"), "abstract": _("Abstract"), "theme": _("Theme"),
        "theme_id": _("Id of the theme"), "format": _("Format"), "day": _("Day"), "start": _("Start"),
        "end": _("End"), "length": _("Length in minutes"), "start_utc": _("Start in UTC"), "zone": _("Time zone"),
        "room": _("Room"), "room_id": _("Id of the room"), "speakers": _("Speakers"),
        "speaker_ids": _("Ids of the speakers"), "moderators": _("Moderators"),
        "moderator_ids": _("Ids of the moderators"), "interpreters": _("Interpreters"),
        "interpreter_ids": _("Ids of the interpreters"), "emails": _("Speakers’ mail addresses"),
        "affiliations": _("Where the speakers work"), "spoken": _("Spoken in"), "interpreted": _("Interpreted into"),
        "captioned": _("Captions in"), "signed": _("Signed in"), "easy": _("Easy language in"), "seats": _("Seats"),
        "join_url": _("Link to join"), "partnerships": _("Partnerships"), "label": _("Label"),
        "remains": _("What remains"), "recording_url": _("Recording"), "state": _("State"),
        "uid": _("UID of calendars"), "more": _("Below the abstract"),
    }  # fmt: skip


def field_names() -> dict[str, str]:
    """Return the names of fields that a plan shows."""
    return {
        "title": _("title"), "abstract": _("abstract"), "label": _("label"), "themes": _("themes"),
        "format": _("format"), "passport": _("languages"), "speakers": _("speakers"), "moderators": _("moderators"),
        "interpreters": _("interpreters"), "partnerships": _("partnerships"), "seats": _("seats"),
        "starts_at": _("start"), "minutes": _("length"), "room": _("room"), "join_url": _("link to join"),
        "state": _("state"), "remains": _("what remains"), "recording_url": _("recording"), "name": _("name"),
        "note": _("note"), "affiliation": _("where they work"), "biography": _("about them"), "colour": _("colour"),
        "short": _("short title"), "summary": _("summary"), "first_day": _("first day"), "last_day": _("last day"),
        "languages": _("languages"), "spoken": _("spoken in"), "interpreted": _("interpreted into"),
        "captioned": _("captions in"), "signed": _("signed in"), "easy": _("easy language in"),
    }  # fmt: skip
