"""Ask a running Meridian for pages, each in turn with as many bytes of a bare Flask view under the same server.

Whatever else the machine does weighs on both alike; the ratio of the medians is what counts.
"""

import http.client
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from statistics import median, quantiles
from types import MappingProxyType

from rich.table import Table

import config
from tests.site import free_port, wait_for
from tools.serve import HOST, Children, answers, end, server_command

WARM_UP = 40
ROUNDS = 300
SECONDS = 20
"""No case is measured for longer; a slow one in fewer rounds, then."""

NUMBER = "{number}"
"""Stands in a path for something that differs each time, so that no answer is a kept one."""

DIFFERENT = 150
"""How many different numbers there are: more than answers are kept."""


@dataclass(frozen=True)
class Case:
    """Something to be measured."""

    name: str
    path: str
    """May hold :data:`NUMBER`."""
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
    first = get(ours, path_of(case, 0))
    headers = {"If-None-Match": first.etag} if case.is_asked_again else {}
    size = len(get(ours, path_of(case, 0), headers).body)
    pages: list[float] = []
    bares: list[float] = []
    for number in range(WARM_UP):
        get(ours, path_of(case, number), headers)
        get(theirs, f"/{size}")
    until = time.monotonic() + SECONDS
    while len(pages) < ROUNDS and time.monotonic() < until:
        pages.append(get(ours, path_of(case, len(pages)), headers).milliseconds)
        bares.append(get(theirs, f"/{size}").milliseconds)
    return Figures(case, size, median(pages), quantiles(pages, n=20)[-1], median(bares))


def path_of(case: Case, number: int) -> str:
    """Return what is asked for the so-manieth time: signs that no search looks at make it a new one."""
    return case.path.replace(NUMBER, "." * (1 + number % DIFFERENT))


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
    try:
        to.request("GET", path, headers=dict(headers))
        response = to.getresponse()
    except ConnectionError:
        # It was idle for as long as the server holds one; the next request opens it again.
        to.close()
        return get(to, path, headers)
    body = response.read()
    took = (time.perf_counter() - started) * 1000
    if response.status != (HTTPStatus.NOT_MODIFIED if headers else HTTPStatus.OK):
        message = f"{path} answered {response.status}"
        raise RuntimeError(message)
    return Answer(body, response.headers.get("ETag", ""), took)


def table(title: str, rows: list[Figures]) -> Table:
    """Lay the figures out."""
    shown = Table(title=f"{title}, up to {ROUNDS} requests each, in turn with a bare Flask view of the same size")
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
