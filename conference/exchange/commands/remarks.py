"""Sentences for what a file's reading mended, moved or left out."""

from collections.abc import Iterable

from conference.exchange import document as doc
from conference.exchange.commands.words import shown

_WHATS = {"kind": "kind of session", "page": "address of the session's page", "picture": "address of a picture",
          "": "description"}  # fmt: skip
_WHERES = {
    "abstract": "the abstract", "remains": "what remains of a session", "biography": "the text about a person",
    "note": "the note of a room",
}  # fmt: skip
_ENCODED = {True: "as it declares", False: "although it does not say so"}


def remark_words(remark: doc.Remark) -> str:  # noqa: C901, PLR0911, PLR0912 - one case each
    """Return one sentence that says what was mended, and why."""
    match remark:
        case doc.LengthDiffers():
            return (
                f"{remark.place} says {remark.said} minutes, but start and end lie {remark.taken} apart;"
                f" {remark.taken} was taken."
            )
        case doc.LanguageNotSpoken():
            return (
                f"{remark.place} is {remark.language}, a language that Meridian has no pages in; texts in it are kept."
            )
        case doc.EncodingTaken():
            return f"The file was read in {remark.encoding}, {_ENCODED[remark.is_declared]}."
        case doc.DayFromAbove():
            return (
                f"{remark.count} rows name a time and no day, as where cells are merged; the day of the row above was"
                f" taken: {_named(remark.examples)}."
            )
        case doc.EventUnnamed():
            return "The file does not say what the event is called, so a new one is named after its slug."
        case doc.ZoneTaken():
            return _zone_words(remark)
        case doc.LocalTimes():
            return f"The times of {remark.count} sessions have no offset from UTC; they were read in {remark.zone}."
        case doc.IdsMade():
            return _id_words(remark)
        case doc.KeptIn():
            where = _WHERES.get(remark.where, remark.where)
            what = _WHATS.get(remark.what, remark.what)
            return f"Kept in {where}, since it has no field of its own: {shown(what)}, {remark.count} times."
        case doc.LengthMended():
            return (
                f"{shown(remark.title)} is {remark.said} minutes long, which is beyond what a session can be;"
                f" {remark.taken} was taken."
            )
        case doc.LeftOut():
            return _left_out_words(remark)
        case doc.Shortened():
            return (
                f"{remark.count} times the {remark.what} is longer than {remark.at_most} characters and was cut:"
                f" {_named(remark.examples)}."
            )
        case doc.OneOfSeveral():
            return (
                f"In the {remark.kind}, id {shown(remark.id)} has several names; {shown(remark.taken)} was taken,"
                f" not {_named(remark.others)}."
            )
        case doc.PageOfMany():
            return (
                f"The file is one page of several: it holds {remark.held} of {remark.whole} entries. Import the other"
                " pages too; what is there already is known again."
            )
        case doc.Repeated():
            more = " The rule goes on beyond them; those are left out." if remark.is_cut else ""
            return f"{shown(remark.title)} repeats and became {remark.count} sessions, one for each time.{more}"
        case doc.Unscheduled():
            why = "last whole days" if remark.why == "all day" else "have no time"
            return (
                f"{remark.count} entries {why} and became sessions without a slot: {_named(remark.examples)}."
                " Their texts are all there."
            )


def _zone_words(remark: doc.ZoneTaken) -> str:
    match remark.source:
        case "city":
            why = f"The file names no time zone, but the city {shown(remark.detail)}; {remark.zone} was taken."
        case "offset":
            why = (
                f"The file names no time zone, but its times carry {remark.detail}; {remark.zone} was taken, which"
                " shows them as they are written."
            )
        case _:
            why = f"The file says neither zone nor offset nor city; its clock times were read as {remark.zone}."
    return f"{why} If that is wrong, import with --zone, or change the zone in the event's settings."


def _id_words(remark: doc.IdsMade) -> str:
    made_of = (
        " and ".join([", ".join(remark.made_of[:-1]), remark.made_of[-1]])
        if remark.made_of[1:]
        else "".join(remark.made_of)
    )
    if remark.kind == "speakers" and remark.shared:
        return (
            f"The ids of {remark.count} speakers number their appearances, not people: who has the same name was taken"
            " for one person."
        )
    if remark.shared:
        ids = "id" if remark.shared == 1 else "ids"
        return (
            f"{remark.count} {remark.kind} share {remark.shared} {ids}, though an id must be one thing's alone: new"
            f" ones were made of {made_of}, so that another import finds them again."
        )
    return f"{remark.count} {remark.kind} have no id; ids were made of their {made_of}."


def _left_out_words(remark: doc.LeftOut) -> str:
    why = {
        "untitled": "entries have no title",
        "break": "pauses stand beside the sessions, without a length",
        "cancelled": "entries are cancelled",
        "withdrawn": "submissions are not, or no longer, part of the programme",
        "repeated": "entries repeat another word for word",
        "nameless": "people have no name in the file, only a code, so ask its maker for speakers in full; they",
        "availability": "rooms say when they are free, which is set in the draft; these times",
        "attendees": "people only take part in entries",
        "tasks": "entries are tasks or notes, not appointments",
        "rules": "entries of whole days repeat; their further times",
        "sheets": "further sheets hold tables",
    }[remark.why]
    joined = " " if remark.why in {"nameless", "availability", "rules"} else " and "
    return f"{remark.count} {why}{joined}were left out: {_named(remark.examples)}."


def _named(examples: Iterable[str]) -> str:
    return ", ".join(shown(example) for example in examples)
