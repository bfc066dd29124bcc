"""Reads on speakers' links and on what they sent."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select, true, union

from conference.codes import token_hash
from conference.db import db
from conference.draft.tables import Session, SessionInterpreter, SessionModerator, SessionSpeaker, Speaker
from conference.errors import DomainError
from conference.events.tables import Event
from conference.programme.document import Programme
from conference.seals import unseal
from conference.speaking.rules import Answer, Answered, SpeakerStanding, standing_of
from conference.speaking.tables import Contribution, ContributionKind, ContributionState, SpeakerLink

LINKS = "links of speakers"
"""The purpose for which tokens are sealed."""


class LinkNotFound(DomainError):
    """There is no such link, or it was revoked."""


class NoSuchContribution(DomainError):
    """The event has no such contribution."""


@dataclass(frozen=True)
class Sent:
    """A contribution with whose it is and what it is about.

    :ivar session: None where it is about no session.
    """

    contribution: Contribution
    speaker: Speaker
    session: Session | None

    @property
    def starts_at(self) -> datetime | None:
        """The start of the slot that an answer was about."""
        told: str | None = self.contribution.data.get("starts_at")
        return datetime.fromisoformat(told) if told else None


def link_by_token(token: str) -> tuple[SpeakerLink, Speaker, Event]:
    """Return a working link with whose it is and for which event.

    :raises LinkNotFound: see there.
    """
    row = db.session.execute(
        select(SpeakerLink, Speaker, Event)
        .join(Speaker, Speaker.id == SpeakerLink.speaker_id)
        .join(Event, Event.id == Speaker.event_id)
        .where(SpeakerLink.token_hash == token_hash(token))
    ).first()
    if row is None:
        raise LinkNotFound
    return row[0], row[1], row[2]


def link_of(speaker_id: int) -> SpeakerLink | None:
    """Return a speaker's link, or None."""
    return db.session.get(SpeakerLink, speaker_id)


def token_of(link: SpeakerLink, secret_key: str) -> str | None:
    """Return a link's token, so that its address can be shown; None once the key of the installation was changed."""
    return unseal(link.token_sealed, key=secret_key, purpose=LINKS)


def links_of(event_id: int) -> dict[str, SpeakerLink]:
    """Return the links of an event's speakers by the speakers' codes."""
    rows = db.session.execute(select(Speaker.code, SpeakerLink).join(SpeakerLink).where(Speaker.event_id == event_id))
    return dict(rows.all())


def speakers_to_ask(event_id: int) -> list[str]:
    """Return the codes of the speakers who have an address and were not sent their link yet."""
    return list(
        db.session.scalars(
            select(Speaker.code)
            .outerjoin(SpeakerLink)
            .where(
                Speaker.event_id == event_id, Speaker.email.is_not(None), Speaker.email != "",
                SpeakerLink.sent_at.is_(None),
            )
            .order_by(Speaker.id)
        )
    )  # fmt: skip


def is_with(speaker_id: int) -> ColumnElement[bool]:
    """Return the condition that a session needs a speaker: as speaker, moderator or interpreter."""
    links = (SessionSpeaker, SessionModerator, SessionInterpreter)
    return Session.id.in_(union(*(select(link.session_id).where(link.speaker_id == speaker_id) for link in links)))


def answers_of(event_id: int, speaker_id: int | None = None) -> dict[str, dict[str, Answered]]:
    """Return what speakers last said of their slots: by the speaker's code, then by the session's.

    :param speaker_id: of the only one who is asked after.
    """
    found: defaultdict[str, dict[str, Answered]] = defaultdict(dict)
    rows = select(Speaker.code, Session.code, Contribution.data).where(
        Contribution.event_id == event_id,
        Contribution.kind == ContributionKind.ANSWER,
        Speaker.id == Contribution.speaker_id,
        Session.id == Contribution.session_id,
    )
    if speaker_id is not None:
        rows = rows.where(Speaker.id == speaker_id)
    for speaker, session, data in db.session.execute(rows.order_by(Contribution.id)):
        starts_at = datetime.fromisoformat(data["starts_at"]) if data["starts_at"] else None
        found[speaker][session] = Answered(Answer(data["answer"]), data["words"], starts_at, data["minutes"])
    return dict(found)


def speaker_standings(event_id: int, programme: Programme) -> dict[str, SpeakerStanding]:
    """Return where the speakers of a draft stand, by code; who was never asked is left out. Two queries."""
    links, answers = links_of(event_id), answers_of(event_id)
    standings = {
        code: standing_of(
            programme.sessions_of_speaker(code), answers.get(code, {}),
            is_asked=code in links and links[code].sent_at is not None,
        )
        for code in programme.speakers
    }  # fmt: skip
    return {code: standing for code, standing in standings.items() if standing}


def waiting_contributions(event_id: int) -> int:
    """Return how many contributions wait for an editor."""
    waiting = (
        select(func.count())
        .select_from(Contribution)
        .where(Contribution.event_id == event_id, Contribution.state == ContributionState.WAITING)
    )
    return db.session.scalar(waiting) or 0


def contributions_waiting(event_id: int) -> list[Sent]:
    """Return what waits for an editor, the oldest first."""
    return _sent(event_id, ContributionState.WAITING, newest_first=False)


def contributions_decided(event_id: int, *, limit: int = 20) -> list[Sent]:
    """Return what was decided last, the newest first."""
    return _sent(event_id, ContributionState.ACCEPTED, ContributionState.DECLINED, newest_first=True, limit=limit)


def contributions_of(speaker: Speaker) -> list[Sent]:
    """Return what a speaker sent, the newest first."""
    return _sent(speaker.event_id, *ContributionState, speaker_id=speaker.id)


def contribution_of(event_id: int, contribution_id: int) -> Contribution:
    """Return a contribution.

    :raises NoSuchContribution: see there.
    """
    found = db.session.scalar(
        select(Contribution).where(Contribution.event_id == event_id, Contribution.id == contribution_id)
    )
    if found is None:
        raise NoSuchContribution
    return found


def _sent(
    event_id: int, *states: ContributionState, speaker_id: int | None = None, newest_first: bool = True,
    limit: int | None = None,
) -> list[Sent]:  # fmt: skip
    order = Contribution.id.desc() if newest_first else Contribution.id
    rows = db.session.execute(
        select(Contribution, Speaker, Session)
        .join(Speaker, Speaker.id == Contribution.speaker_id)
        .outerjoin(Session, Session.id == Contribution.session_id)
        .where(
            Contribution.event_id == event_id,
            Contribution.state.in_(states),
            true() if speaker_id is None else Contribution.speaker_id == speaker_id,
        )
        .order_by(order)
        .limit(limit)
    )
    return [Sent(contribution, speaker, session) for contribution, speaker, session in rows]
