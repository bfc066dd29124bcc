"""How fast 1,000 participants book the same 50 seats at once, through HTTP on two processes: `make bench` prints it.

Beside it stands how many single rows the same database inserts and commits in a second, in the same run, by one
connection: more bookings than that no design that commits each by itself can acknowledge on SQLite.
"""

import hashlib
import http.client
import secrets
import subprocess
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from rich.table import Table
from sqlalchemy import insert, select, text

import config
from conference import clock
from conference.accounts.services import begin_sign_in
from conference.accounts.tables import Account
from conference.agenda.tables import Booking, BookingState, SessionSeats
from conference.app import create_app
from conference.db import db, transaction
from conference.programme.document import Session
from conference.registrations.queries import group_of
from conference.registrations.services import make_groups
from conference.registrations.tables import Registration
from tests.databases import migrate, new_database, postgres_server
from tests.factories.programme import at, document, event_row, publish, session
from tests.site import environment, free_port, wait_for
from tools.serve import HOST, Children, answers, end, server_command

PARTICIPANTS = 1_000
SEATS = 50
CONNECTIONS = 16
"""As many as two processes of eight threads answer at once."""
ROWS = 1_000
SLUG = "rush"
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Figures:
    """What was measured: per second."""

    database: str
    bookings: float
    inserts: float
    booked: int
    waiting: int


def booking_table() -> Table:
    """Measure on both databases and lay the figures out."""
    shown = Table(title=f"{PARTICIPANTS:,} participants book {SEATS} seats at once, {CONNECTIONS} connections")
    for heading in ("", "bookings/s", "bare inserts/s", "ratio", "seats given", "in the queue"):
        shown.add_column(heading, justify="left" if not heading else "right")
    for figures in (measured("SQLite"), measured("PostgreSQL")):
        shown.add_row(
            figures.database,
            f"{figures.bookings:.0f}",
            f"{figures.inserts:.0f}",
            f"{figures.bookings / figures.inserts:.2f}",
            str(figures.booked),
            str(figures.waiting),
        )
    return shown


def measured(database: str) -> Figures:
    """Let all book at once on a database, check that seats and queue are right, and return how fast it was."""
    with tempfile.TemporaryDirectory(prefix="meridian-bench-") as folder, _database(database) as url:
        instance = Path(folder)
        environ = {**environment(instance), **({"DATABASE_URL": url} if url else {})}
        settings = replace(config.from_environment(environ), environment="testing")
        migrate(settings.database_url, instance)
        app = create_app(settings)
        one = session("RUSH22", starts_at=at(9, 10), seats=SEATS)
        with app.app_context():
            accounts = _prepared(one)
            requests = [_request(app, account_id) for account_id in accounts]
            inserts = _bare_inserts()
        with _served(environ) as port:
            took = _book_all(port, f"/{SLUG}/sessions/{one.code}/book", requests)
        with app.app_context():
            booked, waiting = _checked(one)
            db.session.remove()
            db.engine.dispose()
    return Figures(database, PARTICIPANTS / took, inserts, booked, waiting)


@contextmanager
def _database(name: str) -> Iterator[str | None]:
    if name == "SQLite":
        with nullcontext():
            yield None
        return
    with postgres_server(keeps_promises=True) as server, new_database(server) as url:
        yield url


def _prepared(one: Session) -> list[int]:
    now = clock.now()
    coming = _a_week_ahead(one)
    made = document((coming,), slug=SLUG)
    event = event_row(made)
    publish(event.id, made, now=now)
    make_groups(event.id, now=now)
    group = group_of(event.id, "other")
    with transaction():
        rows = [
            {
                "email": f"person{number}@example.org", "name": f"Person {number}", "password_hash": "-",
                "language": "en", "zone": "Europe/Berlin", "may_create_events": False, "created_at": now,
                "confirmed_at": now, "consented_at": now, "consent_version": "1",
            }
            for number in range(PARTICIPANTS)
        ]  # fmt: skip
        db.session.execute(insert(Account), rows)
        ids = list(db.session.scalars(select(Account.id).order_by(Account.id)))
        db.session.execute(
            insert(Registration),
            [
                {
                    "event_id": event.id, "account_id": account_id, "group_id": group.id, "organisation": "",
                    "municipality": "", "registered_at": now, "consented_at": now, "consent_version": "1",
                    "agenda_revision": 0, "agenda_changed_at": now,
                }
                for account_id in ids
            ],
        )  # fmt: skip
    return ids


def _a_week_ahead(one: Session) -> Session:
    """Return the session a week ahead of now, so that it can be booked whenever this runs."""
    return session(one.code, starts_at=clock.now() + WEEK, seats=one.seats)


def _request(app: Flask, account_id: int) -> tuple[str, str]:
    """Return the cookie and the form of somebody who is signed in and books."""
    secret = hashlib.sha256(secrets.token_bytes()).hexdigest()
    token = URLSafeTimedSerializer(app.secret_key or "", salt="wtf-csrf-token").dumps(secret)
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    key = begin_sign_in(account_id, now=clock.now())
    cookie = serializer.dumps({"_user_id": key, "_fresh": True, "csrf_token": secret})
    return f"{app.config['SESSION_COOKIE_NAME']}={cookie}", urlencode({"csrf_token": token})


def _bare_inserts() -> float:
    """Return how many single rows are inserted and committed in a second."""
    db.session.remove()
    with db.engine.connect() as connection:
        connection.execute(text("CREATE TABLE bare (number INTEGER PRIMARY KEY, words TEXT NOT NULL)"))
        connection.commit()
        started = time.perf_counter()
        for number in range(ROWS):
            connection.execute(text("INSERT INTO bare VALUES (:number, 'booked')"), {"number": number})
            connection.commit()
        took = time.perf_counter() - started
        connection.execute(text("DROP TABLE bare"))
        connection.commit()
    return ROWS / took


@contextmanager
def _served(environ: dict[str, str]) -> Iterator[int]:
    port = free_port()
    children: Children = {
        "meridian": subprocess.Popen(
            server_command(port, reloads=False), cwd=config.ROOT, env=environ, start_new_session=True
        )
    }
    try:
        wait_for(lambda: answers(port), "the server")
        yield port
    finally:
        end(children)


def _book_all(port: int, path: str, requests: list[tuple[str, str]]) -> float:
    """Send all requests over some connections that are kept, and return how many seconds it took."""

    def send(mine: list[tuple[str, str]]) -> None:
        connection = http.client.HTTPConnection(HOST, port, timeout=60)
        for cookie, form in mine:
            connection.request(
                "POST", path, body=form,
                headers={
                    "Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json",
                },
            )  # fmt: skip
            response = connection.getresponse()
            response.read()
            if response.status != 200:
                message = f"booking answered {response.status}"
                raise RuntimeError(message)
        connection.close()

    shares = [requests[number::CONNECTIONS] for number in range(CONNECTIONS)]
    started = time.perf_counter()
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        list(pool.map(send, shares))
    return time.perf_counter() - started


def _checked(one: Session) -> tuple[int, int]:
    """Return how many have a seat and how many wait.

    :raises RuntimeError: they are not as they must be: 50 seats, and a queue numbered without a gap.
    """
    rows = db.session.execute(
        select(Booking.state, Booking.queued_as).where(Booking.session_uid == one.uid).order_by(Booking.queued_as)
    ).all()
    booked = sum(state == BookingState.BOOKED for state, _ in rows)
    queue = [number for state, number in rows if state == BookingState.WAITING]
    seats = db.session.get_one(SessionSeats, one.uid)
    right = booked == seats.taken == SEATS and queue == list(range(1, PARTICIPANTS - SEATS + 1))
    if not right:
        message = f"{booked} have a seat, {len(queue)} wait"
        raise RuntimeError(message)
    return booked, len(queue)
