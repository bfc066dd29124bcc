"""Setting up the call, and the organisers' own questions."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from conference.db import db, transaction
from conference.draft.services.session_facts import UnknownFormat
from conference.errors import DomainError
from conference.events.rules import check_length
from conference.events.services import kept_texts, locked_event, record
from conference.programme.document import Format
from conference.proposals.queries import answers_by_question
from conference.proposals.rules.states import INTRODUCTION, check_window
from conference.proposals.tables import Call, Proposal, Question
from conference.questions.services import Questionnaire
from conference.translated import Translated, pick


class StaleCall(DomainError):
    """Somebody stored a newer version after the form was opened."""


@dataclass(frozen=True, kw_only=True)
class CallFacts:
    """All that an organiser says of the call.

    :ivar is_public: whether it is switched on; ``opens_at`` and ``closes_at`` then bound it, None for no bound.
    :ivar introduction: Markdown.
    :ivar themes: slugs of those that may be proposed; ``formats`` by name, at least one.
    :ivar suggests_places: whether the form names the municipalities of the draft.
    """

    is_public: bool
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    introduction: Translated = field(default_factory=dict)
    themes: Sequence[str] = ()
    formats: Sequence[str] = tuple(Format)
    suggests_places: bool = True


_FACTS = ("is_public", "opens_at", "closes_at", "introduction", "themes", "formats", "suggests_places")


def set_up_call(event_id: int, facts: CallFacts, *, version: int | None = None) -> Call:
    """Set up the call of an event, or change it.

    :param version: the one that the form was opened on, 0 where there was no call; None to overwrite whatever is there.
    :raises OpensAfterClosing: it would close before it opens.
    :raises UnknownFormat: a format that Meridian does not know, or none at all.
    :raises StaleCall: somebody stored a newer one meanwhile.
    :raises conference.events.rules.TextTooLong: the introduction.
    """
    check_window(facts.opens_at, facts.closes_at)
    check_length("introduction", facts.introduction, INTRODUCTION)
    unknown = [name for name in facts.formats if name not in set(Format)]
    if unknown or not facts.formats:
        raise UnknownFormat(unknown[0] if unknown else "")
    with transaction():
        event = locked_event(event_id)
        call = db.session.get(Call, event_id, populate_existing=True)
        if version is not None and version != (call.version if call else 0):
            raise StaleCall
        before = {name: getattr(call, name) for name in _FACTS} if call else None
        if call is None:
            call = Call(event_id=event_id, introduction={})
            db.session.add(call)
        for name in ("is_public", "opens_at", "closes_at", "suggests_places"):
            setattr(call, name, getattr(facts, name))
        call.introduction = kept_texts(call.introduction, dict(facts.introduction), event.languages)
        call.themes = list(dict.fromkeys(facts.themes))
        call.formats = [str(name) for name in Format if name in set(facts.formats)]
        after = {name: getattr(call, name) for name in _FACTS}
        record(event_id, "call", "call", name=pick(event.title, event.languages[0]), before=before, after=after)
    return call


def _forget_answers(event_id: int, number: int) -> None:
    for proposal in db.session.scalars(select(Proposal).where(Proposal.event_id == event_id)):
        if str(number) in proposal.answers:
            proposal.answers = {key: value for key, value in proposal.answers.items() if key != str(number)}


QUESTIONS = Questionnaire(table=Question, log="question", answers_of=answers_by_question, forget=_forget_answers)
"""The organisers' own questions of calls."""

add_question = QUESTIONS.add
edit_question = QUESTIONS.edit
move_question = QUESTIONS.move
remove_question = QUESTIONS.remove
set_asked = QUESTIONS.set_asked
