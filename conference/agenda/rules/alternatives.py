"""The same session at another time, or its recording: what helps where two sessions are too close. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from conference.agenda.rules.seats import is_open
from conference.agenda.rules.standing import clashes_with
from conference.programme.document import Programme, Session
from conference.translated import folded


@dataclass(frozen=True, slots=True)
class Alternatives:
    """What one can do instead of attending a session at its time.

    :ivar times: the same session at other times, still to come and free in the agenda, in order of time.
    :ivar recordings: sessions of the same title whose recording is there, this one's first.
    """

    times: tuple[Session, ...] = ()
    recordings: tuple[Session, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.times or self.recordings)


def alternatives_to(
    session: Session, programme: Programme, *, chosen: Iterable[Session], now: datetime
) -> Alternatives:
    """Return when else a session is held, and where it has been recorded.

    A session that is held several times is as many sessions of the same title and format: organisers
    repeat them so, and other programs do, too.

    :param chosen: what the participant has booked or waits for: an alternative clashes with none of it but
        the session itself.
    """
    others = [one for one in chosen if one.uid != session.uid]
    taken = {one.uid for one in others}
    held = [one for one in programme.sessions.values() if is_same_session(one, session, programme)]
    return Alternatives(
        times=tuple(
            one
            for one in held
            if one.uid != session.uid and one.uid not in taken and is_open(one, now) and not clashes_with(one, others)
        ),
        recordings=tuple(sorted((one for one in held if one.recording_url), key=lambda one: one.uid != session.uid)),
    )


def is_same_session(one: Session, other: Session, programme: Programme) -> bool:
    """Say whether two are one session held twice: of the same format, and of the same title in some language."""
    if one.format is not other.format:
        return False
    return any(
        one.title.get(language, "").strip() and folded(one.title[language]) == folded(other.title.get(language, ""))
        for language in programme.event.languages
    )
