"""What else might suit a participant, each with the reason why. Pure."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from conference import zones
from conference.agenda.rules.alternatives import is_same_session
from conference.agenda.rules.seats import is_open
from conference.agenda.rules.standing import Standing, clashes_with
from conference.programme.document import Session

FEWEST_OTHERS = 3
"""From how many others on their number is told: of fewer one might guess who they are."""

AT_MOST = 6


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A session that might suit, with at least one reason.

    :ivar others: how many from one's own municipality chose it; 0 where that is no reason.
    :ivar theme: slug of a theme that one has booked from; None where that is no reason.
    :ivar is_in_gap: whether it lies between two of one's own sessions of the same day.
    """

    session: Session
    others: int
    theme: str | None
    is_in_gap: bool


def suggestions_for(
    standing: Standing, others: Mapping[UUID, int], *, zone: str, now: datetime, at_most: int = AT_MOST
) -> list[Suggestion]:
    """Return sessions that a participant may still book, each with at least one reason.

    They have a seat, clash with nothing of theirs, and are none that they attend at another time. Those with the
    most reasons come first; among them those that most others chose, of the themes that they booked most of, and
    that come soonest.

    :param others: how many from the participant's own municipality booked each session, by uid.
    :param zone: IANA zone by whose days a gap counts.
    """
    chosen = standing.chosen
    interests = Counter(theme for session in chosen for theme in session.themes)
    bounds = _bounds_of_days(chosen, zone)
    found = []
    for session in standing.programme.sessions.values():
        if (
            session.uid in standing.states
            or not is_open(session, now)
            or session.slot is None
            or session.slot.starts_at <= now
            or standing.is_full(session)
            or clashes_with(session, chosen)
            or any(is_same_session(session, one, standing.programme) for one in chosen)
        ):
            continue
        count = others.get(session.uid, 0)
        theme = max(
            (slug for slug in session.themes if slug in interests), key=lambda slug: interests[slug], default=None
        )
        first, last = bounds.get(zones.local_day(session.slot.starts_at, zone), (None, None))
        is_in_gap = first is not None and last is not None and first < session.slot.starts_at < last
        suggestion = Suggestion(session, count if count >= FEWEST_OTHERS else 0, theme, is_in_gap)
        if suggestion.others or suggestion.theme or suggestion.is_in_gap:
            found.append(suggestion)
    found.sort(key=lambda one: _rank(one, interests))
    return found[:at_most]


def _rank(one: Suggestion, interests: Mapping[str, int]) -> tuple[object, ...]:
    reasons = bool(one.others) + bool(one.theme) + one.is_in_gap
    starts_at = one.session.slot.starts_at if one.session.slot else None
    return -reasons, -one.others, -interests.get(one.theme or "", 0), starts_at, one.session.code


def _bounds_of_days(chosen: list[Session], zone: str) -> dict[date, tuple[datetime, datetime]]:
    """Return when the first and the last of the sessions of each local day begin."""
    bounds: dict[date, tuple[datetime, datetime]] = {}
    for session in chosen:
        if session.slot is None:
            continue
        starts_at = session.slot.starts_at
        first, last = bounds.get(zones.local_day(starts_at, zone), (starts_at, starts_at))
        bounds[zones.local_day(starts_at, zone)] = min(first, starts_at), max(last, starts_at)
    return bounds
