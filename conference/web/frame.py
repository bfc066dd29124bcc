"""What the frame around every page of an event needs: masthead, clocks, strip of days, footer.

A view of any part writes::

    published = newest_release(event)                       # programme.queries
    stand = standing(published, visitor_id())               # agenda.queries
    return render_template("…", **event_frame(published, stand), …)

and its template extends ``layouts/public.html``.
"""

from typing import Any, Protocol

from flask_login import current_user

from conference.events.queries import role_of
from conference.web.locale import shown_zones


class HasZones(Protocol):
    """A programme, as far as the frame knows it."""

    @property
    def zones(self) -> tuple[str, ...]:
        """The one or two zones that the event names."""


class PublishedEvent(Protocol):
    """The newest release of an event: :class:`conference.programme.queries.Published`."""

    @property
    def event_id(self) -> int:
        """Key of the event's row."""

    @property
    def programme(self) -> HasZones:
        """What the release holds."""


def visitor_id() -> int | None:
    """Return the key of the account that asks, or None for a visitor who is not signed in."""
    return int(current_user.id) if current_user.is_authenticated else None


def event_frame(published: PublishedEvent, standing: object) -> dict[str, Any]:
    """Return what every page of an event is given.

    :param published: the newest release of the event.
    :param standing: how the visitor stands to it, from ``agenda.queries.standing``.
    :returns: ``published``, ``programme``, ``standing``; ``zones``, the IANA zones in which times are
        shown, the event's first and the visitor's own last where it is neither; ``may_organise``,
        whether the visitor has a role in the event. One query where somebody is signed in, else none.
    """
    account_id = visitor_id()
    return {
        "published": published,
        "programme": published.programme,
        "standing": standing,
        "zones": shown_zones(published.programme.zones),
        "may_organise": account_id is not None and role_of(published.event_id, account_id) is not None,
    }
