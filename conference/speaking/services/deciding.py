"""What becomes of what speakers sent."""

from dataclasses import replace
from datetime import datetime

from conference.db import db, transaction
from conference.draft.rules import limits
from conference.draft.services import SessionFacts, edit_session, edit_speaker, facts_of
from conference.draft.tables import Session, Speaker
from conference.errors import DomainError
from conference.events.rules import check_length
from conference.events.services import locked_event, record
from conference.events.tables import Event
from conference.speaking.queries import contribution_of
from conference.speaking.rules import with_material, with_wishes
from conference.speaking.tables import Contribution, ContributionKind, ContributionState


class AlreadyDecided(DomainError):
    """Somebody decided it meanwhile, or the speaker sent something newer."""


def accept_contribution(event_id: int, contribution_id: int, *, decider_id: int | None, now: datetime) -> Contribution:
    """Take over into the draft what a speaker proposed; of an answer, take note.

    Only what the speaker changed is written: what organisers changed since stays.

    :raises AlreadyDecided: see there.
    :raises conference.speaking.queries.NoSuchContribution: see there.
    :raises DomainError: as ``edit_speaker`` and ``edit_session`` do.
    """
    with transaction():
        event = locked_event(event_id)
        sent = _waiting(event_id, contribution_id)
        _write(event, sent, now)
        _decide(sent, ContributionState.ACCEPTED, decider_id=decider_id, now=now)
    return sent


def decline_contribution(
    event_id: int, contribution_id: int, *, reply: str, decider_id: int | None, now: datetime
) -> Contribution:
    """Leave the draft as it is. The speaker sees that, and what is said of it, on their page.

    :raises AlreadyDecided: see there.
    :raises TextTooLong: the reply is too long.
    :raises conference.speaking.queries.NoSuchContribution: see there.
    """
    check_length("reply", reply, limits.REASON)
    with transaction():
        locked_event(event_id)
        sent = _waiting(event_id, contribution_id)
        sent.reply = reply
        _decide(sent, ContributionState.DECLINED, decider_id=decider_id, now=now)
    return sent


def _waiting(event_id: int, contribution_id: int) -> Contribution:
    sent = contribution_of(event_id, contribution_id)
    db.session.refresh(sent)
    if sent.state != ContributionState.WAITING:
        raise AlreadyDecided
    return sent


def _write(event: Event, sent: Contribution, now: datetime) -> None:
    if sent.kind == ContributionKind.PROFILE:
        speaker = db.session.get_one(Speaker, sent.speaker_id, populate_existing=True)
        stored = {"name": speaker.name, "affiliation": speaker.affiliation, "biography": speaker.biography}
        wanted = with_wishes(stored, sent.data["was"], sent.data["wants"])
        edit_speaker(event.id, speaker.code, email=speaker.email, **wanted)
    elif sent.kind == ContributionKind.MATERIAL and sent.session_id is not None:
        session = db.session.get_one(Session, sent.session_id, populate_existing=True)
        facts = SessionFacts(**facts_of(session))
        remains = with_material(
            facts.remains, title=sent.data["title"], url=sent.data["url"], languages=event.languages
        )
        edit_session(event.id, session.code, replace(facts, remains=remains), now=now)


def _decide(sent: Contribution, state: ContributionState, *, decider_id: int | None, now: datetime) -> None:
    speaker = db.session.get_one(Speaker, sent.speaker_id)
    # The log keeps what differs: what was decided on is told with the decision alone.
    session = db.session.get(Session, sent.session_id) if sent.session_id else None
    about = {"kind": sent.kind, **({"session": session.code} if session else {})}
    record(
        sent.event_id, "contribution", speaker.code, name=speaker.name,
        before={"state": sent.state}, after={**about, "state": state.value},
    )  # fmt: skip
    sent.state, sent.decided_at, sent.decider_id = state.value, now, decider_id
