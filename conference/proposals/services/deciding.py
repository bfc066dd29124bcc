"""Deciding on proposals: their state, the letter about it, and the session that an accepted one becomes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from conference.db import db, transaction
from conference.draft.services import ExternalIdTaken, SessionFacts, add_session, add_speaker
from conference.draft.tables import Partnership, Session, Speaker, Theme
from conference.events.services import locked_event, record
from conference.events.tables import Event
from conference.mail.services import put_letter
from conference.mail.tables import Letter
from conference.programme.document import Format
from conference.proposals.queries import NoSuchProposal, token_of
from conference.proposals.rules.letters import LINK, filled_in
from conference.proposals.rules.states import TOLD, State, may_decide
from conference.proposals.tables import Proposal, SentLetter
from conference.translated import folded, pick

DECIDED = "proposals/decided"
HIDDEN = "[…]"
"""Stands in a kept letter for the private address."""


@dataclass(frozen=True)
class LetterWords:
    """What the organiser wrote: subject and body, with placeholders in braces."""

    subject: str
    body: str


@dataclass(frozen=True)
class Decision:
    """What became of deciding on some proposals.

    :ivar changed: codes of those whose state is another now; ``told``: of those to whom a letter went.
    :ivar withdrawn: of those that were left alone, since they were taken back.
    :ivar sessions: code of the session that each accepted proposal is, by its own.
    """

    changed: tuple[str, ...]
    told: tuple[str, ...]
    withdrawn: tuple[str, ...]
    sessions: Mapping[str, str]


def decide_proposals(
    event_id: int, codes: Sequence[str], state: State, *, letters: Mapping[str, LetterWords], secret_key: str,
    now: datetime,
) -> Decision:  # fmt: skip
    """Bring proposals into a state, with a letter or without. Doing it twice does it once, and tells it once.

    An accepted proposal becomes an unscheduled session of the draft; one that has its session there already is linked
    to it. A session stays in the draft when the decision is another one later.

    :param letters: by language; a proposal whose language has none, or that was told so before, gets no letter.
    :param secret_key: of the installation; opens the tokens of the private addresses.
    :raises NoSuchProposal: the event has no proposal of one of the codes.
    """
    changed, told, withdrawn = [], [], []
    sessions: dict[str, str] = {}
    with transaction():
        event = locked_event(event_id)
        for proposal in _locked(event_id, codes):
            if not may_decide(proposal.state, state):
                withdrawn.append(proposal.code)
                continue
            before = proposal.state
            if before != state:
                proposal.state = str(state)
                proposal.decided_at = None if state is State.NEW else now
                changed.append(proposal.code)
            if state is State.ACCEPTED:
                sessions[proposal.code] = _session_of(event, proposal, now=now)
            if state is State.NEW:
                proposal.told_state = str(state)
            words = letters.get(proposal.letters_language)
            if words and state in TOLD and proposal.told_state != state:
                _tell(event, proposal, words, secret_key=secret_key, now=now)
                proposal.told_state = str(state)
                told.append(proposal.code)
            record(
                event_id, "proposal", proposal.code, name=proposal.title,
                before={"state": before}, after={"state": proposal.state},
            )  # fmt: skip
    return Decision(tuple(changed), tuple(told), tuple(withdrawn), sessions)


def remove_proposal(event_id: int, code: str) -> None:
    """Remove a proposal with all that it holds of people: answers, comments, letters. Its session, if any, stays.

    :raises NoSuchProposal: the event has none of that code.
    """
    with transaction():
        locked_event(event_id)
        (proposal,) = _locked(event_id, [code])
        sent = select(SentLetter.message_id).where(SentLetter.proposal_id == proposal.id)
        db.session.execute(
            delete(Letter).where(Letter.message_id.in_(sent)).execution_options(synchronize_session=False)
        )
        record(event_id, "proposal", code, name=code, before={"state": proposal.state}, after=None)
        db.session.delete(proposal)


def _locked(event_id: int, codes: Sequence[str]) -> list[Proposal]:
    wanted = set(codes)
    found = list(
        db.session.scalars(
            select(Proposal)
            .where(Proposal.event_id == event_id, Proposal.code.in_(wanted))
            .order_by(Proposal.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    )
    if len(found) != len(wanted):
        raise NoSuchProposal
    return found


def _tell(event: Event, proposal: Proposal, words: LetterWords, *, secret_key: str, now: datetime) -> None:
    facts = {
        "name": proposal.contact_name,
        "title": proposal.title,
        "event": pick(event.title, proposal.letters_language, event.languages),
    }
    subject = filled_in(words.subject, facts | {"link": ""}).strip()
    body = filled_in(words.body, facts)
    letter = put_letter(
        DECIDED,
        event_id=event.id,
        to=proposal.contact_email,
        language=proposal.letters_language,
        data={"letter_subject": subject, "letter_body": body, "marker": LINK},
        secrets={"token": token_of(proposal, secret_key) or ""},
        now=now,
    )
    db.session.add(
        SentLetter(
            proposal_id=proposal.id, kind=str(proposal.state), recipient=proposal.contact_email, subject=subject[:300],
            text=body.replace(LINK, HIDDEN), message_id=letter.message_id, put_at=now,
        )
    )  # fmt: skip


def _session_of(event: Event, proposal: Proposal, *, now: datetime) -> str:
    """Return the code of the session that a proposal is, made now where the draft has none of it."""
    if proposal.session_uid is not None:
        code = db.session.scalar(
            select(Session.code).where(Session.event_id == event.id, Session.uid == proposal.session_uid)
        )
        if code:
            return code
    try:
        session = add_session(event.id, _facts(event, proposal), now=now, external_id=f"proposal-{proposal.code}")
    except ExternalIdTaken as known:
        session = db.session.scalars(
            select(Session).where(Session.event_id == event.id, Session.code == known.code)
        ).one()
    proposal.session_uid = session.uid
    return session.code


def _facts(event: Event, proposal: Proposal) -> SessionFacts:
    """Return what a proposal says of its session; what the draft no longer has is left out."""
    theme = db.session.scalar(
        select(Theme.slug).where(Theme.event_id == event.id, Theme.slug == (proposal.theme or ""))
    )
    tie = db.session.scalar(
        select(Partnership.slug).where(
            Partnership.event_id == event.id, Partnership.slug == (proposal.partnership or "")
        )
    )
    return SessionFacts(
        title={proposal.language: proposal.title},
        abstract={proposal.language: proposal.abstract},
        themes=(theme,) if theme else (),
        format=proposal.format if proposal.format in set(Format) else str(Format.TALK),
        passport={"spoken": [proposal.language]},
        speakers=_speakers(event.id, proposal),
        partnerships=(tie,) if tie else (),
        minutes=proposal.minutes,
    )


def _speakers(event_id: int, proposal: Proposal) -> tuple[str, ...]:
    """Return the codes of those who present: the draft's own, by e-mail address or else by name, or new ones.

    A name alone says who it is only where nobody of that name has another address.
    """
    known = list(db.session.scalars(select(Speaker).where(Speaker.event_id == event_id)))
    codes = []
    for person in proposal.speakers:
        speaker = _known_speaker(known, person)
        if speaker is None:
            affiliation = {proposal.language: person["affiliation"]} if person["affiliation"] else {}
            speaker = add_speaker(event_id, name=person["name"], affiliation=affiliation, email=person["email"] or None)
            known.append(speaker)
        codes.append(speaker.code)
    return tuple(dict.fromkeys(codes))


def _known_speaker(known: Sequence[Speaker], person: Mapping[str, Any]) -> Speaker | None:
    email = person["email"].lower()
    if email:
        by_email = [one for one in known if (one.email or "").lower() == email]
        if by_email:
            return by_email[0]
    alike = [
        one
        for one in known
        if folded(one.name) == folded(person["name"]) and not (email and one.email and one.email.lower() != email)
    ]
    return alike[0] if len(alike) == 1 else None
