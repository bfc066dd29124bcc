"""How long it takes to publish a release that 2,000 participants are to be told of: `make bench` prints it.

Every fourth session of the big programme moves by an hour, so that nearly everybody has one that does.
"""

import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
from rich.table import Table
from sqlalchemy import func, insert, select

import config
from conference import clock
from conference.accounts.tables import Account
from conference.agenda.queries import agendas_of
from conference.agenda.tables import Booking, SessionSeats
from conference.app import create_app
from conference.db import db, transaction
from conference.draft.rules.impact import impact_of
from conference.mail.tables import Letter
from conference.notices.queries import audience_of
from conference.notices.rules import news_of
from conference.notices.services import announce_releases
from conference.programme.document import Document, Session, changes_between
from conference.programme.services import add_release
from conference.registrations.queries import groups_of
from conference.registrations.services import make_groups
from conference.registrations.tables import Registration
from tests.bench.big_programme import SESSIONS, big_document
from tests.databases import migrate
from tests.factories.programme import event_row
from tests.site import environment

PARTICIPANTS = 2_000
BOOKINGS = 12
SLUG = "told"


def publishing_table() -> Table:
    """Measure and lay the figures out."""
    shown = Table(
        title=f"Publishing with {PARTICIPANTS:,} participants, {BOOKINGS} bookings each, every 4th session moved"
    )
    shown.add_column("")
    shown.add_column("ms", justify="right")
    shown.add_column("of", justify="right")
    with tempfile.TemporaryDirectory(prefix="meridian-bench-") as folder:
        for name, milliseconds, count in measured(Path(folder)):
            shown.add_row(name, f"{milliseconds:.0f}", f"{count:,}")
    return shown


def measured(instance: Path) -> list[tuple[str, float, int]]:
    """Fill a database and do it all once; return what was done, how long it took, and of how many it was."""
    settings = replace(config.from_environment(environment(instance)), environment="testing")
    migrate(settings.database_url, instance)
    rows = []
    with create_app(settings).app_context():
        now = datetime(2027, 6, 1, 8, tzinfo=clock.now().tzinfo)
        before = big_document(SLUG)
        event_id = event_row(before).id
        add_release(event_id, before, author_id=None, note="", now=now)
        fill_with_bookings(event_id, before, now)
        after = msgspec.structs.replace(before, sessions=tuple(map(_moved, range(SESSIONS), before.sessions)))

        def look() -> int:
            impact = impact_of(before, after, agendas_of(event_id))
            news = news_of(changes_between(before, after), now=now)
            assert len(impact.told) == len(audience_of(event_id, list(news)).people)
            return len(impact.told)

        def publish() -> int:
            add_release(event_id, after, author_id=None, note="", now=now + timedelta(minutes=1))
            return SESSIONS

        def announce() -> int:
            return announce_releases(now=now + timedelta(minutes=2))

        rows.append(("what it does, and who will be told", *_timed(look)))
        rows.append(("publish", *_timed(publish)))
        rows.append(("put a letter to everybody", *_timed(announce)))
        rows.append(("look again: nobody is left", *_timed(announce)))
        letters = db.session.scalar(select(func.count()).select_from(Letter))
        assert letters == rows[2][2], "each is told once"
        db.session.remove()
        db.engine.dispose()
    return rows


def _timed(do: Callable[[], int]) -> tuple[float, int]:
    started = time.perf_counter()
    count = do()
    return (time.perf_counter() - started) * 1000, count


def _moved(number: int, session: Session) -> Session:
    if number % 4 or session.slot is None:
        return session
    slot = msgspec.structs.replace(session.slot, starts_at=session.slot.starts_at + timedelta(hours=1))
    return msgspec.structs.replace(session, slot=slot)


def fill_with_bookings(event_id: int, document: Document, now: datetime) -> None:
    """Store participants and what they booked, past the services, which would take minutes."""
    people = range(1, PARTICIPANTS + 1)
    make_groups(event_id, now=now)
    group_id = groups_of(event_id)[-1].id
    with transaction():
        db.session.execute(insert(Account), [_account(number, now) for number in people])
        db.session.execute(insert(Registration), [_registration(number, event_id, group_id, now) for number in people])
        db.session.execute(
            insert(SessionSeats),
            [{"session_uid": one.uid, "event_id": event_id, "taken": 0, "waiting": 0} for one in document.sessions],
        )
        db.session.execute(
            insert(Booking),
            [
                {
                    "registration_id": number, "state": "booked", "booked_at": now, "changed_at": now,
                    "session_uid": document.sessions[(number * 7 + place * 33) % SESSIONS].uid,
                }
                for number in people
                for place in range(BOOKINGS)
            ],
        )  # fmt: skip


def _account(number: int, now: datetime) -> dict[str, object]:
    return {
        "id": number, "email": f"person{number}@example.org", "name": f"Person {number}", "password_hash": "-",
        "language": ("de", "tr", "en")[number % 3], "zone": "Europe/Berlin", "created_at": now, "confirmed_at": now,
    }  # fmt: skip


def _registration(number: int, event_id: int, group_id: int, now: datetime) -> dict[str, object]:
    return {
        "id": number, "event_id": event_id, "account_id": number, "group_id": group_id, "registered_at": now,
        "consented_at": now, "consent_version": "1", "agenda_changed_at": now,
    }  # fmt: skip


if __name__ == "__main__":
    from rich.console import Console

    Console().print(publishing_table())
