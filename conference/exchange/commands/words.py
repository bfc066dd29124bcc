"""Sentences for what a file's reading refuses or mends."""

from conference.errors import DomainError
from conference.exchange import rules
from conference.exchange.commands.sheet_words import cell_words, table_words

SHOWN = 80
"""Characters that are shown of a text which may be long."""

_FORMS = {
    "time": "a time such as 2027-03-01T09:00:00+01:00",
    "day": "a day such as 2027-03-01",
    "zone": "an IANA time zone such as Europe/Istanbul",
    "colour": "a colour such as #1a4fb8",
    "address": "an address that begins with https://",
    "language": "a language code such as de",
}


def refusal_words(refusal: DomainError) -> str:
    """Return one sentence that says what was refused, and where."""
    match refusal:
        case rules.Unreadable():
            return _unreadable_words(refusal)
        case rules.Misfit():
            return f"{refusal.place} {_misfit_words(refusal)}"
        case _:
            return f"The import was refused: {_name_of(refusal)}."


def _unreadable_words(refusal: rules.Unreadable) -> str:  # noqa: C901, PLR0911, PLR0912 - one case each
    match refusal:
        case rules.FileTooLarge():
            return f"The file is larger than {refusal.at_most // rules.MEGABYTE} MB."
        case rules.FileEmpty():
            return "The file is empty."
        case rules.NotUtf8():
            return f"The file is not text in UTF-8 (at byte {refusal.byte})."
        case rules.NotJson():
            return f"The file's JSON is malformed at line {refusal.line}, column {refusal.column}: {refusal.reason}."
        case rules.NestedTooDeep():
            return "The file's lists and objects are nested too deep."
        case rules.NotXml():
            return f"The file's XML is malformed at line {refusal.line}, column {refusal.column}: {refusal.reason}."
        case rules.EntitiesRefused():
            return (
                "The file declares XML entities, or points at other documents: such files can wear a machine out and"
                " are not read. Export it again without a document type."
            )
        case rules.NotCalendar():
            return f"The file's iCalendar cannot be read: {refusal.reason}."
        case rules.NothingInIt():
            return f"The file is {refusal.format}, and holds not one session."
        case rules.NoDays():
            return f"The file is {refusal.format}, and neither it nor any session in it names a day."
        case rules.HomeMade():
            return (
                f"The file is {refusal.what}, with {refusal.entries} entries: a form of its own, not the schedule.xml"
                " of Pentabarf, frab or pretalx. Save its entries as a table (CSV or XLSX), a row for each session, and"
                " import that: its columns can be assigned."
            )
        case rules.FormatUnknown():
            found = f" It says it is {shown(refusal.found)}." if refusal.found else ""
            return f"The file is of no format that Meridian reads ({', '.join(refusal.known)}).{found}"
        case _:
            return table_words(refusal) or f"The file cannot be read: {_name_of(refusal)}."


def _misfit_words(refusal: rules.Misfit) -> str:  # noqa: C901, PLR0911, PLR0912 - one case each
    match refusal:
        case rules.Missing():
            return "is missing or empty."
        case rules.WrongType():
            return f"should be {_with_article(refusal.wanted)}, and is {_with_article(refusal.found)}."
        case rules.ReferenceUnknown():
            return f"names {shown(refusal.id)}, which the file does not have."
        case rules.GivenTwice():
            return f"is {shown(refusal.id)}, which another has as well, or one that cannot be told from it."
        case rules.EndsBeforeStart():
            return "lies before the start, or at the same time."
        case rules.TimeWithoutOffset():
            return f"is {shown(refusal.text)}, without its offset from UTC; write {_FORMS['time']}."
        case rules.Malformed():
            return f"is {shown(refusal.text)}; write {_FORMS[refusal.kind]}."
        case rules.UnusableText():
            return "holds characters that cannot be stored."
        case rules.TooLong():
            return f"is longer than {refusal.at_most} characters."
        case rules.TooMany():
            return f"has more than {refusal.at_most} entries."
        case rules.OutOfRange():
            return f"comes to {refusal.value}, which is not between {refusal.at_least} and {refusal.at_most}."
        case rules.NotTaken():
            return f"is refused by the draft: {_name_of(refusal.reason)}."
        case _:
            words = cell_words(refusal, shown(getattr(refusal, "text", "")))
            return words or f"cannot be taken over: {_name_of(refusal)}."


def shown(text: str) -> str:
    """Return a text in quotes, on one line, cut short, with nothing a terminal would act on."""
    plain = "".join(letter if letter.isprintable() else "�" for letter in text)
    return f"“{plain}”" if len(plain) <= SHOWN else f"“{plain[:SHOWN]}…”"


def _with_article(name: str) -> str:
    if name in {"text", "nothing", "true or false"}:
        return name
    return f"an {name}" if name[0] in "aeiou" else f"a {name}"


def _name_of(refusal: DomainError) -> str:
    """Return the name of a refusal and what it carries: for those that no sentence was written for."""
    facts = ", ".join(f"{name} {value!r}" for name, value in vars(refusal).items())
    return f"{type(refusal).__name__}{f' ({facts})' if facts else ''}"
