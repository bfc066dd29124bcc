"""What it costs the worker to look whom it has to remind, of 2,000 who booked twelve sessions each: `make bench`."""

import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median

from rich.table import Table
from sqlalchemy import select

import config
from conference import clock
from conference.app import create_app
from conference.db import db
from conference.mail.tables import Letter
from conference.programme.services import add_release
from conference.reminders.services import put_day_agendas, put_reminders, still_to_remind_of
from tests.bench.big_programme import big_document
from tests.bench.publishing import BOOKINGS, PARTICIPANTS, fill_with_bookings
from tests.databases import migrate
from tests.factories.programme import event_row
from tests.site import environment

SLUG = "reminded"
LOOKS = 51


def reminding_table() -> Table:
    """Measure and lay the figures out."""
    shown = Table(title=f"Reminding {PARTICIPANTS:,} participants with {BOOKINGS} bookings each")
    shown.add_column("")
    shown.add_column("ms", justify="right")
    shown.add_column("letters", justify="right")
    with tempfile.TemporaryDirectory(prefix="meridian-bench-") as folder:
        for name, milliseconds, count in measured(Path(folder)):
            shown.add_row(name, f"{milliseconds:.2f}", f"{count:,}")
    return shown


def measured(instance: Path) -> list[tuple[str, float, int]]:
    """Fill a database and do it all once; return what was done, how many milliseconds it took, and how many letters."""
    settings = replace(config.from_environment(environment(instance)), environment="testing")
    migrate(settings.database_url, instance)
    with create_app(settings).app_context():
        now = datetime(2027, 6, 1, 8, tzinfo=clock.now().tzinfo)
        document = big_document(SLUG)
        event_id = event_row(document).id
        add_release(event_id, document, author_id=None, note="", now=now)
        fill_with_bookings(event_id, document, now)
        put_reminders(now=now)
        first = min(one.slot.starts_at for one in document.sessions if one.slot) - timedelta(days=1)

        rows = [
            ("look: no turn has come", *_median(lambda: put_reminders(now=now + timedelta(minutes=1)))),
            ("look: nobody is due in the morning", *_median(lambda: put_day_agendas(now=now))),
            ("the first sessions' turn", *_timed(lambda: put_reminders(now=first))),
            ("look again: no turn has come", *_median(lambda: put_reminders(now=first))),
            ("make up for ten hours", *_timed(lambda: put_reminders(now=first + timedelta(hours=10)))),
        ]
        letters = list(db.session.scalars(select(Letter.data).order_by(Letter.id).limit(LOOKS)))
        sent_at = first + timedelta(minutes=1)
        rows.append(("look at one as it is sent", *_median(lambda: bool(still_to_remind_of(letters[0], now=sent_at)))))
        db.session.remove()
        db.engine.dispose()
    return rows


def _timed(do: Callable[[], int]) -> tuple[float, int]:
    started = time.perf_counter()
    count = do()
    return (time.perf_counter() - started) * 1000, count


def _median(do: Callable[[], int]) -> tuple[float, int]:
    several = [_timed(do) for _ in range(LOOKS)]
    return median(milliseconds for milliseconds, _count in several), several[0][1]


if __name__ == "__main__":
    from rich.console import Console

    Console().print(reminding_table())
