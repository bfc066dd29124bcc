"""Measure Meridian beside a bare Flask view: `make bench`.

Both run under the same server at the same time, and every request for a page is followed by one for as many constant
bytes, so that whatever else the machine does weighs on both alike. The ratio of the medians is what counts; the
milliseconds are this machine's.
"""

import tempfile
from dataclasses import replace
from pathlib import Path

from rich.console import Console

import config
from conference import clock
from conference.app import create_app
from conference.calendars.services import make_subscription
from tests.bench.big_programme import SESSIONS, big_document
from tests.bench.booking import booking_table
from tests.bench.calendars import calendar_tables
from tests.bench.clashes import clash_table
from tests.bench.importing import importing_table
from tests.bench.pages import Case, connection, measure, running_bare_view, table
from tests.bench.polling import polling_table
from tests.bench.publishing import publishing_table
from tests.bench.reminding import reminding_table
from tests.bench.searching import searching_tables
from tests.bench.timetable import timetable_table
from tests.databases import migrate
from tests.factories.agenda import book, registration
from tests.factories.programme import event_row, publish
from tests.site import environment, running_site

SLUG = "big"
BOOKINGS = 12


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
    console.print(table(f"{SESSIONS} sessions", rows))
    with console.status("Measuring feeds of 400 and of 10,000 sessions on both databases …"):
        several = calendar_tables()
    for figures in several:
        console.print(figures)
    with console.status("Measuring a day of 10,000 subscribers …"):
        figures = polling_table()
    console.print(figures)
    with console.status("Measuring searches …"):
        several = searching_tables()
    for figures in several:
        console.print(figures)
    with console.status("Measuring the clash check …"):
        figures = clash_table()
    console.print(figures)
    with console.status("Measuring the timetable editor …"):
        figures = timetable_table()
    console.print(figures)
    with console.status("Measuring publishing …"):
        figures = publishing_table()
    console.print(figures)
    with console.status("Measuring reminders …"):
        figures = reminding_table()
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


if __name__ == "__main__":
    main()
