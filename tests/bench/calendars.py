"""How feeds fare beside a bare Flask view of as many constant bytes: `make bench` prints it.

Both are served alike, at the same time, by gunicorn with two workers; a block of requests for a feed is followed by one
for the bare bytes, over several connections that are kept for the block: new ones fall to the workers anew, now evenly
and now not, so that over many blocks neither server is the luckier. Whatever else the machine does weighs on both
alike, and ratios count: of requests a second, and of the processor's time of all processes of a server, PostgreSQL's
too.
"""

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from rich.table import Table

import config
from conference import clock
from conference.app import create_app
from conference.calendars.services import make_subscription
from conference.db import db
from conference.programme.document import Session
from tests.bench.big_programme import DAYS, SESSIONS, big_document
from tests.bench.load import Client, Server, now, request_of, seconds_of_processor, serving
from tests.databases import migrate, new_database, postgres_server
from tests.factories.agenda import book, registration
from tests.factories.programme import event_row, publish
from tests.site import environment

MANY = 10_000
BOOKINGS = 12
SUBSCRIBERS = 8
"""Several, since one address may fetch only so many bytes an hour."""
ROUNDS = 40
BLOCK = 160
BLOCK_OF_LARGE = 40
WARMING = 3
"""Rounds first that count for nothing: each worker has to see each feed."""
LARGE = 100_000
"""Bytes from which on fewer requests make a block."""

AGO = timedelta(hours=1)


@dataclass(frozen=True)
class Case:
    """A feed to be measured.

    :ivar target: the least share of a bare view's requests a second; None where none is set.
    """

    name: str
    paths: tuple[str, ...]
    target: float | None
    is_asked_again: bool = False
    coding: str | None = None


@dataclass(frozen=True)
class Figures:
    """What was measured: requests a second, and milliseconds of processors for each."""

    case: Case
    size: int
    rate: float
    cost: float
    bare_rate: float
    bare_cost: float

    @property
    def ratio(self) -> float:
        """Of requests a second."""
        return self.rate / self.bare_rate

    @property
    def ratio_of_cost(self) -> float:
        """Of the bare view's processor's time to the feed's: 1 is alike, less is dearer."""
        return self.bare_cost / self.cost


def calendar_tables(*, rounds: int = ROUNDS) -> list[Table]:
    """Measure on both databases and lay the figures out."""
    return [_table(database, measured(database, rounds=rounds)) for database in ("SQLite", "PostgreSQL")]


def measured(database: str, *, rounds: int = ROUNDS) -> list[Figures]:
    """Measure all cases on a database."""
    with tempfile.TemporaryDirectory(prefix="meridian-bench-") as folder, ExitStack() as open_things:
        instance = Path(folder)
        environ = environment(instance)
        helpers: list[int] = []
        if database == "PostgreSQL":
            server = open_things.enter_context(postgres_server(keeps_promises=True))
            environ["DATABASE_URL"] = open_things.enter_context(new_database(server))
            helpers = [postmaster_of(server.query["host"])]
        cases = _prepared(instance, environ)
        ours = open_things.enter_context(serving("wsgi:app", environ))
        bare = open_things.enter_context(serving("tests.bench.bare:app", dict(os.environ)))
        return [_measure(case, ours, bare, helpers, rounds) for case in cases]


def postmaster_of(folder: object) -> int:
    """Return the process of the PostgreSQL that lives in a folder."""
    return int((Path(str(folder)) / "postmaster.pid").read_text().splitlines()[0])


def _prepared(instance: Path, environ: dict[str, str]) -> list[Case]:
    settings = replace(config.from_environment(environ), environment="testing")
    migrate(settings.database_url, instance)
    app = create_app(settings)
    paths = {}
    with app.app_context():
        for sessions in (SESSIONS, MANY):
            then = clock.now() - AGO
            made = big_document(
                f"big-{sessions}", sessions=sessions, days=DAYS * sessions // SESSIONS, first=sessions * 10
            )
            event = event_row(made)
            publish(event.id, made, now=then)
            chosen = made.sessions[: BOOKINGS * 11 : 11]
            paths[sessions] = tuple(_subscribed(event.id, chosen, settings, then) for _ in range(SUBSCRIBERS))
        db.session.remove()
        db.engine.dispose()
    few, many, whole = paths[SESSIONS], paths[MANY], (f"/big-{SESSIONS}/calendar.ics",)
    return [
        Case(f"{BOOKINGS} bookings of {SESSIONS}, unchanged", few, 0.9, is_asked_again=True),
        Case(f"{BOOKINGS} bookings of {SESSIONS}", few, 0.6),
        Case(f"{BOOKINGS} bookings of {SESSIONS}, gzip", few, None, coding="gzip"),
        Case(f"{BOOKINGS} bookings of {MANY:,}, unchanged", many, None, is_asked_again=True),
        Case(f"{BOOKINGS} bookings of {MANY:,}", many, None),
        Case(f"whole event of {SESSIONS}", whole, 0.8),
        Case(f"whole event of {SESSIONS}, Brotli", whole, None, coding="br"),
        Case(f"whole event of {SESSIONS}, unchanged", whole, None, is_asked_again=True),
    ]


def _subscribed(event_id: int, chosen: Sequence[Session], settings: config.Settings, then: datetime) -> str:
    participant = registration(event_id, now=then)
    for session in chosen:
        book(participant, session, now=then)
    _, token = make_subscription(
        participant.id, name="Telephone", language="de", secret_key=settings.secret_key, now=then
    )
    return f"/feeds/{token}.ics"


def _measure(case: Case, ours: Server, bare: Server, helpers: list[int], rounds: int) -> Figures:
    headers = {"User-Agent": "Bench/1.0", **({"Accept-Encoding": case.coding} if case.coding else {})}
    with _client(ours) as client:
        first = client.ask([request_of(path, headers) for path in case.paths])
    expected = 304 if case.is_asked_again else 200
    size = 0 if case.is_asked_again else len(first[0].body)
    count = BLOCK_OF_LARGE if size > LARGE else BLOCK
    each = [
        request_of(path, {**headers, "If-None-Match": answer.tag} if case.is_asked_again else headers)
        for path, answer in zip(case.paths, first, strict=True)
    ]
    sides = (
        ("ours", ours, each * (count // len(each)), expected, [ours.pid, *helpers]),
        ("bare", bare, [request_of(f"/{size}", headers)] * count, 200, [bare.pid]),
    )
    took = {"ours": 0.0, "bare": 0.0}
    used = {"ours": 0.0, "bare": 0.0}
    for number in range(WARMING + rounds):
        for name, server, requests, status, pids in sides:
            with _client(server) as client:
                cpu, started = seconds_of_processor(*pids), now()
                statuses = {answer.status for answer in client.ask(requests)}
                if number >= WARMING:
                    took[name] += now() - started
                    used[name] += seconds_of_processor(*pids) - cpu
            if statuses != {status}:
                message = f"{case.name}: {name} answered {statuses}"
                raise RuntimeError(message)
    asked = rounds * count
    return Figures(
        case, size, asked / took["ours"], 1000 * used["ours"] / asked, asked / took["bare"], 1000 * used["bare"] / asked
    )


@contextmanager
def _client(server: Server) -> Iterator[Client]:
    client = Client(server.port)
    try:
        yield client
    finally:
        client.close()


def _table(database: str, rows: list[Figures]) -> Table:
    shown = Table(title=f"Feeds on {database}, two workers, in turn with a bare Flask view of as many bytes")
    for heading in ("", "KiB", "requests/s", "bare", "ratio", "target", "ms of processors", "bare", "ratio"):
        shown.add_column(heading, justify="left" if not heading else "right")
    for row in rows:
        shown.add_row(
            row.case.name,
            f"{row.size / 1024:.1f}",
            f"{row.rate:,.0f}",
            f"{row.bare_rate:,.0f}",
            f"{row.ratio:.2f}",
            "" if row.case.target is None else f"{row.case.target:.1f}",
            f"{row.cost:.3f}",
            f"{row.bare_cost:.3f}",
            f"{row.ratio_of_cost:.2f}",
        )
    few = {row.case.is_asked_again: row for row in rows[:2]}
    many = {row.case.is_asked_again: row for row in rows[3:5]}
    for is_again, words in ((True, "unchanged"), (False, "in full")):
        ratio = many[is_again].ratio / few[is_again].ratio
        cost = many[is_again].ratio_of_cost / few[is_again].ratio_of_cost
        shown.add_row(
            f"{MANY:,} sessions to {SESSIONS}, {words}", "", "", "", f"{ratio:.2f}", "0.9", "", "", f"{cost:.2f}"
        )
    return shown


if __name__ == "__main__":
    from rich.console import Console

    for table in calendar_tables():
        Console(width=140).print(table)
