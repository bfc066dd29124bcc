"""Sentences for what a file's reading mended, moved or left out, in the reader's language."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from conference.exchange import document as doc
from conference.exchange.views.words import shown


def remark_words(remark: Any) -> Any:  # noqa: C901, PLR0911, PLR0912 - one case each
    """Return one sentence that says what was mended in reading, and why."""
    match remark:
        case doc.LengthDiffers():
            return _(
                "%(place)s says %(said)d minutes, but start and end lie %(taken)d apart; these count.",
                place=remark.place, said=remark.said, taken=remark.taken,
            )  # fmt: skip
        case doc.LanguageNotSpoken():
            return _("Texts in the language %(code)s are kept, though there are no pages in it.", code=remark.language)
        case doc.EncodingTaken():
            return _("The file was read as %(encoding)s.", encoding=remark.encoding)
        case doc.DayFromAbove():
            return ngettext(
                "%(num)s row names a time and no day; the day of the row above was taken: %(examples)s.",
                "%(num)s rows name a time and no day; the day of the row above was taken: %(examples)s.",
                remark.count, examples=_named(remark.examples),
            )  # fmt: skip
        case doc.EventUnnamed():
            return _("The file does not say what the event is called.")
        case doc.ZoneTaken():
            return _("The file names no time zone; %(zone)s was taken.", zone=remark.zone)
        case doc.LocalTimes():
            return ngettext(
                "The time of %(num)s session says no offset; it was read by the clocks of %(zone)s.",
                "The times of %(num)s sessions say no offset; they were read by the clocks of %(zone)s.",
                remark.count, zone=remark.zone,
            )  # fmt: skip
        case doc.IdsMade(kind="sessions"):
            return _(
                "The sessions have no ids of their own. Another import knows them again by title and start, or by the"
                " title alone."
            )
        case doc.IdsMade():
            return _("The speakers have no ids of their own: who has the same name was taken for one person.")
        case doc.KeptIn():
            where = {
                "abstract": _("abstract"), "biography": _("about them"), "note": _("note"), "speakers": _("speakers"),
            }.get(remark.where, _("what remains"))  # fmt: skip
            return ngettext(
                "“%(what)s” has no field of its own and was kept in “%(where)s”, %(num)s time.",
                "“%(what)s” has no field of its own and was kept in “%(where)s”, %(num)s times.",
                remark.count, what=_what_words(remark.what), where=where,
            )  # fmt: skip
        case doc.LengthMended():
            return _(
                "“%(title)s” would last %(said)d minutes by its times; %(taken)d were taken. Look at it afterwards.",
                title=shown(remark.title), said=remark.said, taken=remark.taken,
            )  # fmt: skip
        case doc.LeftOut():
            return ngettext(
                "%(num)s entry was left out (%(why)s): %(examples)s.",
                "%(num)s entries were left out (%(why)s): %(examples)s.",
                remark.count, why=_why_left_out(remark.why), examples=_named(remark.examples),
            )  # fmt: skip
        case doc.Shortened():
            return ngettext(
                "%(num)s text was cut at %(most)d characters: %(examples)s.",
                "%(num)s texts were cut at %(most)d characters: %(examples)s.",
                remark.count, most=remark.at_most, examples=_named(remark.examples),
            )  # fmt: skip
        case doc.OneOfSeveral():
            return _("The id %(id)s has several names; “%(taken)s” was taken.", id=shown(remark.id),
                     taken=shown(remark.taken))  # fmt: skip
        case doc.PageOfMany():
            return _(
                "The file is one page of several: it holds %(held)d of %(whole)d entries. Import the other pages too;"
                " what is there already is known again.",
                held=remark.held, whole=remark.whole,
            )  # fmt: skip
        case doc.Repeated(is_cut=True):
            return _("“%(title)s” repeats, and became a session for each of its first %(count)d times; later ones are"
                     " left out.", title=shown(remark.title), count=remark.count)  # fmt: skip
        case doc.Repeated():
            return _("“%(title)s” repeats, and became a session for each of its %(count)d times.",
                     title=shown(remark.title), count=remark.count)  # fmt: skip
        case doc.Unscheduled():
            return ngettext(
                "%(num)s entry has no time of day and became a session without a slot: %(examples)s.",
                "%(num)s entries have no time of day and became sessions without a slot: %(examples)s.",
                remark.count, examples=_named(remark.examples),
            )  # fmt: skip
    return _("Something in the file was mended.")


def _why_left_out(why: str) -> Any:
    return {
        "untitled": _("no title"),
        "break": _("breaks without a length"),
        "cancelled": _("cancelled"),
        "withdrawn": _("not in the programme"),
        "repeated": _("repeated word for word"),
        "nameless": _("people of whom the file has no name, only a code"),
        "availability": _("when rooms are free"),
        "attendees": _("people who only take part"),
        "tasks": _("tasks and notes of the calendar"),
        "rules": _("further times of entries of whole days"),
        "sheets": _("further sheets that hold tables"),
    }.get(why, why)


def _what_words(what: str) -> Any:
    """Return the name of what a file carries; what its makers named themselves is shown as they did."""
    return {
        "": _("description"),
        "description": _("long description"),
        "subtitle": _("Subtitle"),
        "kind": _("kind of session"),
        "licence": _("licence of the recording"),
        "not recorded": _("not recorded"),
        "not streamed": _("not streamed"),
        "page": _("page of the session"),
        "picture": _("picture"),
        "feedback": _("page for feedback"),
        "origin": _("page it comes from"),
        "recording": _("recording"),
        "link": _("links"),
        "attachment": _("attachments"),
        "room": _("room"),
        "tags": _("tags"),
        "capacity": _("number of seats"),
        "ORGANIZER": _("organiser of the entry"),
    }.get(what) or shown(what)


def _named(examples: Any) -> str:
    return ", ".join(_("“%(text)s”", text=shown(example)) for example in examples)
