"""How long it takes to import the largest files that conferences write, and to print a programme: `make bench`.

The file is invented by counting: as many sessions as FOSDEM has, each with a person or two, links and an abstract.
"""

import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from rich.table import Table

import config
from conference import clock
from conference.app import create_app
from conference.db import db
from conference.exchange.services import import_programme, programme_from_bytes
from tests.bench.big_programme import big_document
from tests.databases import migrate
from tests.factories.programme import event_row, publish
from tests.site import environment

Result = TypeVar("Result")

ENTRIES = (442, 1_000)
"""Of FOSDEM 2012, and of its later years."""
ROOMS = 25
ABSTRACT = "&lt;p&gt;We show by one example what worked and what did not.&lt;/p&gt;" * 12


def importing_table() -> Table:
    """Measure and lay the figures out."""
    shown = Table(title="Importing schedule.xml, and printing 400 sessions")
    for heading in ("", "s", "sessions"):
        shown.add_column(heading, justify="left" if not heading else "right")
    with tempfile.TemporaryDirectory(prefix="meridian-bench-") as folder:
        for name, seconds, count in measured(Path(folder)):
            shown.add_row(name, f"{seconds:.2f}", f"{count:,}")
    return shown


def measured(instance: Path) -> list[tuple[str, float, int]]:
    """Do it all once; return what was done, how many seconds it took, and of how many sessions."""
    settings = replace(config.from_environment(environment(instance)), environment="testing")
    migrate(settings.database_url, instance)
    rows = []
    app = create_app(settings)
    with app.app_context():
        now = datetime(2027, 1, 1, tzinfo=UTC)
        for entries in ENTRIES:
            data = schedule(entries)
            slug = f"large-{entries}"
            programme, seconds = _timed(partial(programme_from_bytes, data))
            rows.append((f"read {len(data) // 1024:,} KiB", seconds, entries))
            for name in ("import it", "import it again"):
                report, seconds = _timed(partial(import_programme, programme, event_slug=slug, owner_id=None, now=now))
                assert report.sessions.added + report.sessions.same == entries
                rows.append((name, seconds, entries))
        document = big_document("printed")
        publish(event_row(document).id, document, now=clock.now())
        client = app.test_client()
        for name in ("print it as PDF", "the same, kept"):
            answer, seconds = _timed(lambda: client.get("/printed/programme.pdf"))
            assert answer.data.startswith(b"%PDF")
            rows.append((name, seconds, len(document.sessions)))
        db.session.remove()
        db.engine.dispose()
    return rows


def schedule(entries: int) -> bytes:
    """Return a schedule.xml of two days."""
    days = ["", ""]
    for number in range(entries):
        minutes = 9 * 60 + number // (2 * ROOMS) % 18 * 30
        days[number % 2] += (
            f'<event id="{number + 1}"><start>{minutes // 60:02d}:{minutes % 60:02d}</start><duration>00:25</duration>'
            f"<room>Room {number % ROOMS}</room><title>Talk {number}</title><track>Track {number % 37}</track>"
            f"<abstract>{ABSTRACT}</abstract><persons>"
            f'<person id="{number}">Person {number}</person><person id="{number * 7 % entries}">'
            f"Person {number * 7 % entries}</person></persons>"
            f'<links><link href="https://talks.example/{number}">Slides</link></links></event>'
        )
    inside = "".join(f'<day date="2027-02-0{day}" index="{day}">{text}</day>' for day, text in enumerate(days, start=6))
    head = "<conference><title>Large</title><time_zone_name>Europe/Brussels</time_zone_name></conference>"
    return f"<schedule>{head}{inside}</schedule>".encode()


def _timed(do: Callable[[], Result]) -> tuple[Result, float]:
    started = time.perf_counter()
    result = do()
    return result, time.perf_counter() - started


if __name__ == "__main__":
    from rich.console import Console

    Console().print(importing_table())
