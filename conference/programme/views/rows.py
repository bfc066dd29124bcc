"""The rows of a long list: rendered once for everybody, kept, and only made anew where they are somebody's own.

A programme of 400 sessions takes long to render and is nearly the same for each visitor. What differs
for all is the form's token and the address it returns to, which are put in at the end; what differs for
one are the sessions they booked and those that clash with them, which are rendered each time.
"""

import secrets
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from flask import current_app, request
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup, escape

from conference.agenda.rules import Standing
from conference.programme.document import Session
from conference.programme.document.index import ends_at, takes_place
from conference.programme.queries import Published
from conference.programme.views.shelf import Shelf
from conference.web.locale import current_language

HELD_LISTS = 48
"""How many lists a process holds: one for each release, language and choice of zones that is asked for."""

_TOKEN = secrets.token_hex()
_BACK = secrets.token_hex()
"""What stands in a kept row for the token and the address: random, so that no text can hold it by chance."""

Row = tuple[tuple[int, int, bool], str]
"""The facts a row was rendered from (seats taken, people waiting, whether it is over), and its markup."""

_lists: Shelf[dict[str, Row]] = Shelf(size=HELD_LISTS)


def rows_of(
    published: Published, standing: Standing, zones: Sequence[str], now: datetime
) -> Callable[[Iterable[Session], int], Markup]:
    """Return a function that gives sessions, all with a slot, as ``<li>`` rows with headings of a level."""
    token, back = generate_csrf(), str(escape(request.full_path))
    own = (
        [(s.slot.starts_at, ends_at(s)) for s in standing.chosen if s.slot and takes_place(s)]
        if standing.states
        else []
    )
    render = current_app.jinja_env.get_template("macros/programme.html").module.session_row  # type: ignore[attr-defined]

    def is_personal(session: Session) -> bool:
        if standing.state_of(session):
            return True
        if not own or session.slot is None:
            return False
        starts_at, ended_at = session.slot.starts_at, ends_at(session)
        return any(starts_at < end and start < ended_at for start, end in own)

    def rendered(session: Session, level: int) -> str:
        return str(render(session, published.programme, zones, standing, now, level=level))

    def rows(sessions: Iterable[Session], level: int) -> Markup:
        kept = _lists.get((published.digest, current_language(), tuple(zones), level), dict)
        parts = []
        for session in sessions:
            if is_personal(session):
                parts.append(rendered(session, level))
                continue
            facts = (standing.taken(session), standing.waiting(session), ends_at(session) <= now)
            row = kept.get(session.code)
            if row is None or row[0] != facts:
                row = (facts, _anonymous(rendered(session, level), token, back))
                kept[session.code] = row
            parts.append(row[1])
        return Markup("".join(parts).replace(_TOKEN, token).replace(_BACK, back))  # noqa: S704 - rendered by Jinja

    return rows


def _anonymous(row: str, token: str, back: str) -> str:
    return row.replace(f'value="{token}"', f'value="{_TOKEN}"').replace(
        f'name="next" value="{back}"', f'name="next" value="{_BACK}"'
    )
