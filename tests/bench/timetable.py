"""How long the timetable editor works on 400 sessions: `make bench` prints it, in the processor's time."""

import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median

from flask.testing import FlaskClient
from rich.table import Table

import config
from conference import clock
from conference.app import create_app
from conference.db import db
from conference.draft import services
from conference.draft.services import SessionFacts
from tests.client import Client
from tests.databases import migrate
from tests.factories import draft as make
from tests.factories import events
from tests.site import environment

SESSIONS = 400
DAYS = 14
ROOMS, THEMES, SPEAKERS = 8, 4, 120
ROUNDS = 15
SLUG = "desk"
FIRST_DAY = date(2027, 6, 3)
BOARD = f"/{SLUG}/organise/timetable"


def timetable_table() -> Table:
    """Measure and lay the figures out."""
    shown = Table(title=f"The timetable editor, {SESSIONS} sessions in {DAYS} days")
    for heading in ("", "ms", "bytes"):
        shown.add_column(heading, justify="left" if not heading else "right")
    with tempfile.TemporaryDirectory(prefix="meridian-bench-") as folder:
        for name, milliseconds, size in measured(Path(folder)):
            shown.add_row(name, f"{milliseconds:.0f}", f"{size:,}")
    return shown


def measured(instance: Path) -> list[tuple[str, float, int]]:
    """Fill a draft; return what was asked, how long it took (median), and how many bytes were answered."""
    settings = replace(config.from_environment(environment(instance)), environment="testing", rate_limits=False)
    migrate(settings.database_url, instance)
    app = create_app(settings)
    app.test_client_class = Client
    with app.app_context():
        client, codes = _organiser_of_a_big_draft(app.test_client())
        tag = client.get(f"{BOARD}.json").headers["ETag"]
        rows = [
            ("open the board", *_timed(lambda _: client.get(BOARD).data)),
            ("open a day by room", *_timed(lambda _: client.get(f"{BOARD}?view=rooms").data)),
            ("what its script reads", *_timed(lambda _: client.get(f"{BOARD}.json").data)),
            (
                "the same again, nothing has changed",
                *_timed(lambda _: client.get(f"{BOARD}.json", headers={"If-None-Match": tag}).data),
            ),
            ("move a session, and check all clashes", *_timed(lambda turn: _move(client, codes[turn]))),
        ]
        db.session.remove()
        db.engine.dispose()
    return rows


def _organiser_of_a_big_draft(client: FlaskClient) -> tuple[Client, list[str]]:
    event = events.event(SLUG, first_day=FIRST_DAY, last_day=FIRST_DAY + timedelta(days=DAYS - 1))
    rooms = [make.room(event, f"Raum {number}").key for number in range(ROOMS)]
    themes = [make.theme(event, f"Thema {number}").slug for number in range(THEMES)]
    speakers = [make.speaker(event, f"Person {number}").code for number in range(SPEAKERS)]
    codes = []
    for number in range(SESSIONS):
        starts_at = datetime(2027, 6, 3, 7, tzinfo=UTC) + timedelta(days=number % DAYS, minutes=15 * (number * 7 % 40))
        facts = SessionFacts(
            title={"de": f"Programmpunkt {number}", "tr": f"Oturum {number}", "en": f"Session {number}"},
            abstract={"de": "Ein Austausch. " * 40, "tr": "Bir alışveriş. " * 40},
            themes=(themes[number % THEMES],), speakers=(speakers[number % SPEAKERS],),
            passport={"spoken": ("de", "tr")}, starts_at=starts_at, room=rooms[number % ROOMS],
        )  # fmt: skip
        codes.append(services.add_session(event.id, facts, now=clock.now()).code)
    services.publish_release(event.id, author_id=None, note="", now=clock.now())
    assert isinstance(client, Client)
    client.sign_in(events.organiser(event))
    return client, codes


def _move(client: Client, code: str) -> bytes:
    slot = {"day": "2027-06-08", "start": "10:00", "minutes": "60", "version": "1"}
    version = next(one["version"] for one in client.get(f"{BOARD}.json").get_json()["sessions"] if one["code"] == code)
    started = time.process_time()
    answer = client.submit(f"{BOARD}/{code}", {**slot, "version": str(version)}, headers={"Accept": "application/json"})
    _spent.append((time.process_time() - started) * 1000)
    assert answer.status_code == 200, answer.text
    return answer.get_data()


_spent: list[float] = []
"""What the moves alone took, without asking for the version."""


def _timed(ask: Callable[[int], bytes]) -> tuple[float, int]:
    took, size = [], 0
    _spent.clear()
    for turn in range(ROUNDS):
        started = time.process_time()
        size = len(ask(turn))
        took.append((time.process_time() - started) * 1000)
    return median(_spent or took), size


if __name__ == "__main__":
    from rich.console import Console

    Console().print(timetable_table())
