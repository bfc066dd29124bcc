"""What speakers send by their link."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update

from conference.db import db, transaction
from conference.draft.rules import limits
from conference.draft.rules.clashes import Span
from conference.draft.services import set_speaker_spans
from conference.draft.tables import Session, Speaker
from conference.errors import DomainError
from conference.events.rules import check_length
from conference.events.services import locked_event, record
from conference.speaking.queries import is_with
from conference.speaking.rules import Answer
from conference.speaking.tables import Contribution, ContributionKind, ContributionState
from conference.translated import Translated

MOST_WAITING = 50
"""Of one speaker."""


class NotTheirs(DomainError):
    """The speaker has no part in such a session."""


class TooManyContributions(DomainError):
    """So much of the speaker waits already that somebody has to look at it first."""


def propose_profile(
    speaker: Speaker, *, was: dict[str, Any], name: str, affiliation: Translated, biography: Translated, now: datetime
) -> Contribution | None:
    """Propose another name, affiliation or biography; in place of what the speaker proposed before.

    :param was: name, affiliation and biography as the speaker saw them when they began.
    :returns: None where nothing differs.
    :raises DomainError: TextMissing, TextTooLong or TooManyContributions.
    """
    limits.check_text("name", name, limits.NAME)
    check_length("affiliation", affiliation, limits.NOTE)
    check_length("biography", biography, limits.BODY)
    wants = {"name": name, "affiliation": limits.filled(affiliation), "biography": limits.filled(biography)}
    with transaction():
        locked_event(speaker.event_id)
        _replace(speaker, ContributionKind.PROFILE, None)
        if wants == was:  # whoever takes a wish back says just what stands there
            return None
        return _put(speaker, ContributionKind.PROFILE, {"was": was, "wants": wants}, now=now)


def answer_slot(speaker: Speaker, code: str, answer: Answer, *, words: str, now: datetime) -> Contribution:
    """Confirm or decline the slot that a session has now. It counts at once.

    A refusal and an answer with words wait until an editor has taken note of them.

    :raises NotTheirs: see there.
    :raises DomainError: TextTooLong or TooManyContributions.
    """
    check_length("words", words, limits.REASON)
    with transaction():
        locked_event(speaker.event_id)
        session = _own(speaker, code)
        _replace(speaker, ContributionKind.ANSWER, session.id)
        data = {
            "answer": answer.value,
            "words": words,
            "starts_at": session.starts_at.isoformat() if session.starts_at else None,
            "minutes": session.minutes,
        }
        needs_notice = answer is Answer.DECLINED or bool(words)
        return _put(speaker, ContributionKind.ANSWER, data, session=session, is_waiting=needs_notice, now=now)


def send_material(speaker: Speaker, code: str, *, title: str, url: str, now: datetime) -> Contribution:
    """Propose a link to what remains of a session.

    :param url: https.
    :raises NotTheirs: see there.
    :raises DomainError: TextMissing, TextTooLong, AddressNotSecure or TooManyContributions.
    """
    limits.check_text("title", title, limits.NAME)
    address = limits.check_address("url", url)
    if address is None:
        raise limits.AddressNotSecure("url", "")
    with transaction():
        locked_event(speaker.event_id)
        session = _own(speaker, code)
        data = {"title": title, "url": address}
        return _put(speaker, ContributionKind.MATERIAL, data, session=session, now=now)


def state_availability(speaker: Speaker, spans: Sequence[Span], *, now: datetime) -> None:
    """Say when the speaker can come. It counts at once, since only they can know.

    :param spans: aware; none where they always can.
    :raises DomainError: SpanInverted or TooManySpans.
    """
    with transaction():
        locked_event(speaker.event_id)
        set_speaker_spans(speaker.event_id, speaker.code, spans, is_by_link=True)
        told = [[starts_at.isoformat(), ends_at.isoformat()] for starts_at, ends_at in spans]
        _replace(speaker, ContributionKind.AVAILABILITY, None)
        _put(speaker, ContributionKind.AVAILABILITY, {"spans": told}, is_waiting=False, now=now)


def _own(speaker: Speaker, code: str) -> Session:
    session = db.session.scalar(
        select(Session)
        .where(Session.event_id == speaker.event_id, Session.code == code, is_with(speaker.id))
        .execution_options(populate_existing=True)
    )
    if session is None:
        raise NotTheirs
    return session


def _replace(speaker: Speaker, kind: ContributionKind, session_id: int | None) -> None:
    """Let what the speaker sent before, and nobody has decided, wait no longer."""
    db.session.execute(
        update(Contribution)
        .where(
            Contribution.speaker_id == speaker.id,
            Contribution.kind == kind,
            Contribution.state == ContributionState.WAITING,
            Contribution.session_id == session_id if session_id else Contribution.session_id.is_(None),
        )
        .values(state=ContributionState.REPLACED)
        .execution_options(synchronize_session=False)
    )


def _put(
    speaker: Speaker, kind: ContributionKind, data: dict[str, Any], *, now: datetime, session: Session | None = None,
    is_waiting: bool = True,
) -> Contribution:  # fmt: skip
    waiting = select(func.count()).select_from(Contribution).where(
        Contribution.speaker_id == speaker.id, Contribution.state == ContributionState.WAITING
    )  # fmt: skip
    if is_waiting and (db.session.scalar(waiting) or 0) >= MOST_WAITING:
        raise TooManyContributions
    sent = Contribution(
        event_id=speaker.event_id,
        speaker_id=speaker.id,
        session_id=session.id if session else None,
        kind=kind.value,
        data=data,
        state=ContributionState.WAITING if is_waiting else ContributionState.ACCEPTED,
        sent_at=now,
        reply="",
    )
    db.session.add(sent)
    about = {"session": session.code} if session else {}
    after = {"kind": kind.value, **about, **(data.get("wants") or data)}
    record(speaker.event_id, "contribution", speaker.code, name=speaker.name, before=None, after=after)
    return sent
