"""A real program follows an agenda by CalDAV, against a real server, from the first booking to the last revocation."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from icalendar import Calendar

from conference.agenda.services import drop_booking
from conference.calendars.services import revoke_subscription
from conference.db import db
from conference.programme.document import SessionState
from tests.factories import accounts, agenda, calendars
from tests.factories.programme import HALF_TIME, SESSIONS, YOUTH, document, publish, published_event
from tests.site import running_site

CONFIGURATION = """
[general]
status_path = "{folder}/status/"

[pair agenda]
a = "here"
b = "meridian"
collections = ["from b"]
conflict_resolution = "b wins"
metadata = ["displayname", "color", "description"]

[storage here]
type = "filesystem"
path = "{folder}/calendars/"
fileext = ".ics"

[storage meridian]
type = "caldav"
url = "{url}"
username = "ayse@example.org"
password = "{password}"
read_only = true
"""


class Vdirsyncer:
    """The program, with a folder of its own."""

    def __init__(self, folder: Path, url: str, password: str) -> None:
        folder.mkdir()
        self.folder = folder
        self.configuration = folder / "config"
        self.configuration.write_text(CONFIGURATION.format(folder=folder, url=url, password=password))

    def run(self, command: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [Path(sys.executable).with_name("vdirsyncer"), "-v", "DEBUG", "-c", self.configuration, command],
            input=stdin, capture_output=True, text=True, check=False, env={"HOME": str(self.folder)}, timeout=60,
        )  # fmt: skip

    def must(self, command: str, stdin: str = "") -> str:
        done = self.run(command, stdin)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    def entries(self) -> dict[str, str]:
        """Return the entries it holds, by their names, as they came."""
        return {file.name: file.read_bytes().decode() for file in (self.folder / "calendars" / "cities").glob("*.ics")}


@pytest.fixture
def registration(app):
    event = published_event()
    return agenda.registration(event.id, accounts.account("ayse@example.org"))


@pytest.fixture
def site(app, settings, tmp_path):
    instance = tmp_path / "site"
    instance.mkdir()
    with running_site(instance, works=False, DATABASE_URL=settings.database_url) as site:
        yield site


def test_it_follows_an_agenda(site, registration, tmp_path, now):
    subscription, token = calendars.subscription(registration)
    agenda.book(registration, YOUTH)
    agenda.book(registration, HALF_TIME)
    program = Vdirsyncer(tmp_path / "program", site.url, token)

    program.must("discover", "y\ny\n")
    program.must("sync")
    assert program.entries().keys() == {f"{YOUTH.uid}.ics", f"{HALF_TIME.uid}.ics"}
    first = program.entries()

    # Nothing has changed: it lists, and fetches nothing.
    quiet = program.must("sync")
    assert "PROPFIND" in quiet
    assert "calendar-multiget" not in quiet
    assert program.entries() == first

    moved = msgspec.structs.replace(
        YOUTH, slot=msgspec.structs.replace(YOUTH.slot, starts_at=YOUTH.slot.starts_at + timedelta(days=1))
    )
    publish(registration.event_id, document((moved, *SESSIONS[1:])), now=now)
    update = program.must("sync")
    after = program.entries()
    assert Calendar.from_ical(after[f"{YOUTH.uid}.ics"]).events[0]["dtstart"].dt == moved.slot.starts_at
    assert Calendar.from_ical(after[f"{YOUTH.uid}.ics"]).events[0]["sequence"] == 1
    assert after[f"{HALF_TIME.uid}.ics"] == first[f"{HALF_TIME.uid}.ics"]
    assert f"<href>/dav/calendars/{subscription.id}/cities/{YOUTH.uid}.ics</href>" in update
    assert f"<href>/dav/calendars/{subscription.id}/cities/{HALF_TIME.uid}.ics</href>" not in update

    called_off = msgspec.structs.replace(moved, state=SessionState.CANCELLED)
    publish(registration.event_id, document((called_off, *SESSIONS[1:])), now=now)
    program.must("sync")
    assert Calendar.from_ical(program.entries()[f"{YOUTH.uid}.ics"]).events[0]["status"] == "CANCELLED"

    drop_booking(registration.id, HALF_TIME.uid, now=now)
    program.must("sync")
    assert program.entries().keys() == {f"{YOUTH.uid}.ics"}

    program.must("metasync")
    kept = {name: (program.folder / "calendars/cities" / name).read_text() for name in ("displayname", "color")}
    assert kept == {"displayname": "Conference of Cities – My agenda", "color": "#FFCB05FF"}

    by_address = Vdirsyncer(tmp_path / "second", f"{site.url}/dav/", token)
    by_address.must("discover", "y\ny\n")
    by_address.must("sync")
    assert by_address.entries() == program.entries()

    # What somebody changes in their program does not come here, and is put right again.
    file = program.folder / "calendars" / "cities" / f"{YOUTH.uid}.ics"
    file.write_text(file.read_text().replace("STATUS:CANCELLED", "STATUS:CONFIRMED"))
    program.run("sync")

    db.session.rollback()
    revoke_subscription(subscription.id, account_id=registration.account_id, now=now)
    refused = program.run("sync")
    assert refused.returncode != 0
    assert "401" in refused.stdout + refused.stderr
    assert program.entries().keys() == {f"{YOUTH.uid}.ics"}
    log = (site.instance / "log.txt").read_text()
    assert token not in log
    assert "ayse@example.org" not in log
    assert "Traceback" not in log
