"""Making an earlier release the newest again: what would be published, and what of the draft would be lost. Pure."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime

import msgspec

from conference.draft.rules.pending import PARTS, PartChange, Pending, key_of, pending
from conference.programme.document import ChangeKind, Document, Session, SessionState, document_to_json, succeed


@dataclass(frozen=True)
class GoingBack:
    """What it means to go back to an earlier release.

    :ivar target: what would be published: the earlier release; sessions that came since are in it, cancelled.
    :ivar pending: what visitors would see change.
    :ivar lost: what of the draft, not published yet, would be lost.
    :ivar kept: sessions that were never published: they stay in the draft, without a time.
    """

    target: Document
    pending: Pending
    lost: Pending
    kept: tuple[Session, ...]


def going_back(earlier: Document, newest: Document, draft: Document, *, now: datetime) -> GoingBack:
    """Return what it means to publish an earlier release again.

    :param newest: what visitors see; ``draft`` what organisers have made of it since.
    """
    target = succeed(newest, earlier, published_at=now)
    known = {session.uid for session in target.sessions}
    return GoingBack(
        target=target,
        pending=pending(newest, earlier, now=now),
        lost=_without_added(pending(newest, draft, now=now)),
        kept=tuple(session for session in draft.sessions if session.uid not in known),
    )


def only_of(target: Document, draft: Document) -> Document:
    """Return of a draft that was set back what belongs to the target: not what was made since and never published."""
    uids = {session.uid for session in target.sessions}
    parts = {
        part: tuple(
            one
            for one in getattr(draft, part)
            if key_of(part, one) in {key_of(part, known) for known in getattr(target, part)}
        )
        for part in PARTS
    }
    return msgspec.structs.replace(
        draft, sessions=tuple(session for session in draft.sessions if session.uid in uids), **parts
    )


def is_to_be_there(session: Session) -> bool:
    """Say whether a session of the target must be in the draft: a cancelled one is carried along without."""
    return session.state is SessionState.PLANNED


def fingerprint(draft: Document) -> str:
    """Return by what a draft is known: two that say the same have the same."""
    return hashlib.sha256(document_to_json(draft).encode()).hexdigest()[:32]


def _without_added(changes: Pending) -> Pending:
    parts = (replace(part, added=()) for part in changes.parts)
    return replace(
        changes,
        changes=tuple(change for change in changes.changes if change.kind is not ChangeKind.ADDED),
        parts=tuple(part for part in parts if _says_something(part)),
    )


def _says_something(part: PartChange) -> bool:
    return bool(part.changed or part.removed)
