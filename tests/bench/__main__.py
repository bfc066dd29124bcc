"""Measure Meridian beside a bare Flask view: `make bench`.

Both run under the same server at the same time, and every request for a page is followed by one for as many constant
bytes, so that whatever else the machine does weighs on both alike. The ratio of the medians is what counts; the
milliseconds are this machine's.
"""

import http.client
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from http import HTTPStatus
from pathlib import Path
from statistics import median, quantiles
from types import MappingProxyType

from rich.console import Console
from rich.table import Table

import config
from conference import clock
from conference.app import create_app
from conference.calendars.services import make_subscription
from tests.bench.big_programme import SESSIONS, big_document
from tests.bench.booking import booking_table
from tests.bench.clashes import clash_table
from tests.bench.importing import importing_table
from tests.bench.publishing import publishing_table
from tests.bench.timetable import timetable_table
from tests.databases import migrate
from tests.factories.agenda import book, registration
from tests.factories.programme import event_row, publish
from tests.site import environment, free_port, running_site, wait_for
from tools.serve import HOST, Children, answers, end, server_command

SLUG = "big"
BOOKINGS = 12
WARM_UP = 40
ROUNDS = 300
SECONDS = 20
"""No case is measured for longer; a slow one in fewer rounds, then."""


@dataclass(frozen=True)
class Case:
    """Something to be measured."""

    name: str
    path: str
    is_asked_again: bool = False
    """Whether the asker names what it has already, and nothing has changed."""


@dataclass(frozen=True)
class Figures:
    """What was measured: sizes in bytes, times in milliseconds."""

    case: Case
    size: int
    page: float
    page_slow: float
    bare: float


def main() -> None:
    """Measure all cases and print the table."""
    console = Console()
    with tempfile.TemporaryDirectory(prefix="meridian-bench-") as folder:
        instance = Path(folder)
        with console.status("Preparing an event of 400 sessions …"):
            cases = prepare(instance)
        with running_site(instance, works=False) as site, running_bare_view() as bare:
            ours, theirs = connection(site.url), connection(bare)
            rows = []
            for case in cases:
                with console.status(f"Measuring: {case.name} …"):
                    rows.append(measure(case, ours, theirs))
    console.print(table(rows))
    with console.status("Measuring the clash check …"):
        figures = clash_table()
    console.print(figures)
    with console.status("Measuring the timetable editor …"):
        figures = timetable_table()
    console.print(figures)
    with console.status("Measuring publishing …"):
        figures = publishing_table()
    console.print(figures)
    with console.status("Measuring 1,000 bookings at once …"):
        figures = booking_table()
    console.print(figures)
    with console.status("Measuring import and print …"):
        figures = importing_table()
    console.print(figures)


def prepare(instance: Path) -> list[Case]:
    """Fill a database with the big event and a participant, and return what is to be measured."""
    settings = replace(config.from_environment(environment(instance)), environment="testing")
    migrate(settings.database_url, instance)
    app = create_app(settings)
    with app.app_context():
        now = clock.now()
        document = big_document(SLUG)
        event = event_row(document)
        publish(event.id, document, now=now)
        participant = registration(event.id, now=now)
        for session in document.sessions[: BOOKINGS * 11 : 11]:
            book(participant, session, now=now)
        _, token = make_subscription(
            participant.id, name="Telephone", language="de", secret_key=settings.secret_key, now=now
        )
    session = document.sessions[SESSIONS // 2]
    return [
        Case("programme, overview", f"/{SLUG}/programme"),
        Case("programme, list of all", f"/{SLUG}/programme?view=list"),
        Case("one session", f"/{SLUG}/sessions/{session.code}"),
        Case("feed of the event", f"/{SLUG}/calendar.ics"),
        Case(f"feed of {BOOKINGS} bookings", f"/feeds/{token}.ics"),
        Case(f"feed of {BOOKINGS} bookings, unchanged", f"/feeds/{token}.ics", is_asked_again=True),
    ]


@contextmanager
def running_bare_view() -> Iterator[str]:
    """Serve the bare view under the server that serves Meridian."""
    port = free_port()
    command = [*server_command(port, reloads=False)[:-1], "tests.bench.bare:app"]
    children: Children = {"bare": subprocess.Popen(command, cwd=config.ROOT, start_new_session=True)}
    try:
        wait_for(lambda: answers(port), "the bare view")
        yield f"http://{HOST}:{port}"
    finally:
        end(children)


def connection(url: str) -> http.client.HTTPConnection:
    """Open a connection that is kept for all requests."""
    return http.client.HTTPConnection(url.removeprefix("http://"), timeout=30)


def measure(case: Case, ours: http.client.HTTPConnection, theirs: http.client.HTTPConnection) -> Figures:
    """Ask for a page and for as many bare bytes in turn, and return what it took."""
    for idle in (ours, theirs):
        idle.close()  # the server may have; the next request opens it again
    first = get(ours, case.path)
    headers = {"If-None-Match": first.etag} if case.is_asked_again else {}
    size = len(get(ours, case.path, headers).body)
    pages: list[float] = []
    bares: list[float] = []
    for _ in range(WARM_UP):
        get(ours, case.path, headers)
        get(theirs, f"/{size}")
    until = time.monotonic() + SECONDS
    while len(pages) < ROUNDS and time.monotonic() < until:
        pages.append(get(ours, case.path, headers).milliseconds)
        bares.append(get(theirs, f"/{size}").milliseconds)
    return Figures(case, size, median(pages), quantiles(pages, n=20)[-1], median(bares))


@dataclass(frozen=True)
class Answer:
    """What came back, and how long it took until its last byte."""

    body: bytes
    etag: str
    milliseconds: float


def get(to: http.client.HTTPConnection, path: str, headers: Mapping[str, str] = MappingProxyType({})) -> Answer:
    """Ask for a path.

    :raises RuntimeError: the answer is neither 200 nor, where the asker named what it has, 304.
    """
    started = time.perf_counter()
    to.request("GET", path, headers=dict(headers))
    response = to.getresponse()
    body = response.read()
    took = (time.perf_counter() - started) * 1000
    if response.status != (HTTPStatus.NOT_MODIFIED if headers else HTTPStatus.OK):
        message = f"{path} answered {response.status}"
        raise RuntimeError(message)
    return Answer(body, response.headers.get("ETag", ""), took)


def table(rows: list[Figures]) -> Table:
    """Lay the figures out."""
    shown = Table(
        title=f"{SESSIONS} sessions, up to {ROUNDS} requests each, in turn with a bare Flask view of the same size"
    )
    for heading in ("", "KiB", "ms", "ms, slowest 5 %", "bare ms", "ratio"):
        shown.add_column(heading, justify="left" if not heading else "right")
    for row in rows:
        shown.add_row(
            row.case.name,
            f"{row.size / 1024:.1f}",
            f"{row.page:.2f}",
            f"{row.page_slow:.2f}",
            f"{row.bare:.2f}",
            f"{row.page / row.bare:.1f}",
        )
    return shown


if __name__ == "__main__":
    main()
