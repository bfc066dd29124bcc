"""Files of other programs into a draft, and what we write back into an empty event."""

import json
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from conference.db import db
from conference.draft.tables import Session, Speaker
from conference.events.queries import event_by_slug
from conference.exchange.queries import released_programme
from tests.factories import draft as make
from tests.factories.programme import published_event

GUID = "8079583e-8321-506c-95af-fd2903a5f075"
XML = f"""<schedule><conference><title>Tage</title><time_zone_name>Europe/Berlin</time_zone_name></conference>
<day date="2027-06-08"><room name="Saal"><event id="7" guid="{GUID}"><title>Mehr Mut</title><start>10:00</start>
<duration>00:45</duration><track>Klima</track><language>de</language>
<persons><person id="1">Ayşe Müller</person></persons></event></room></day></schedule>"""


@pytest.fixture
def files(tmp_path):
    def write(content: bytes | str, name: str = "file"):
        file = tmp_path / name
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return str(file)

    return write


def counted(table) -> int:
    return db.session.scalar(select(func.count()).select_from(table))


def same_everywhere(slug: str):
    """Return an event's newest release without what belongs to the installation or to the event alone."""
    out = released_programme(slug)
    numbers = {speaker.id: number for number, speaker in enumerate(sorted(out.speakers, key=lambda one: one.name))}
    sessions = [
        replace(
            one, id="", uid=None, code=None, join_url=None, partnerships=(),
            speakers=tuple(numbers[key] for key in one.speakers),
        )
        for one in out.sessions
    ]  # fmt: skip
    return (
        replace(out.event, slug=""), out.themes, out.rooms,
        sorted((one.name, str(one.biography), str(one.affiliation)) for one in out.speakers),
        sorted(sessions, key=str),
    )  # fmt: skip


def test_the_command_says_what_the_file_holds_and_what_came_in(run_command, files):
    file = files(XML)

    shown = run_command("event", "import", file, "--event", "tage")
    facts = json.loads(run_command("event", "import", file, "--event", "tage", "--json").stdout)

    assert (
        "The file is schedule.xml (frab) and holds 1 sessions, 1 speakers, 1 themes, 1 rooms, 1 days." in shown.output
    )
    assert facts["holds"]["sessions"] == 1
    assert facts["sessions"] == {"added": 0, "changed": 0, "same": 1}
    assert str(db.session.scalar(select(Session.uid))) == GUID


def test_a_uid_that_another_event_has_is_not_taken_over(run_command, files):
    for slug in ("first", "second"):
        assert run_command("event", "import", files(XML), "--event", slug).exit_code == 0

    uids = [str(uid) for uid in db.session.scalars(select(Session.uid).order_by(Session.id))]
    assert uids[0] == GUID
    assert uids[1] != GUID


def test_times_without_a_zone_are_read_in_that_of_the_option_or_the_event(run_command, files):
    plain = XML.replace("<time_zone_name>Europe/Berlin</time_zone_name>", "")

    run_command("event", "import", files(plain), "--event", "tage", "--zone", "Europe/Istanbul")
    starts = db.session.scalar(select(Session.starts_at))
    again = run_command("event", "import", files(plain), "--event", "tage")
    wrong = run_command("event", "import", files(plain), "--event", "tage", "--zone", "Berlin")

    assert (starts.hour, event_by_slug("tage").zone) == (7, "Europe/Istanbul")
    assert "1 the same" in again.output
    assert wrong.exit_code == 2


def test_names_in_languages_that_the_event_has_not_change_nothing_twice(run_command, files):
    conference = {
        "title": "Tage", "rooms": [{"name": {"en": "Hall", "fr": "Salle"}}],
        "tracks": [{"name": {"en": "Climate", "fr": "Climat"}}],
        "days": [{"date": "2027-06-08", "rooms": {"Hall": [{"id": 1, "title": "A", "start": "10:00"}]}}],
    }  # fmt: skip
    file = files(json.dumps({"schedule": {"conference": conference}}).encode())

    run_command("event", "import", file, "--event", "tage")
    facts = json.loads(run_command("event", "import", file, "--event", "tage", "--json").stdout)

    assert all(facts[kind] == {"added": 0, "changed": 0, "same": 1} for kind in ("sessions", "rooms", "themes"))


@pytest.mark.parametrize("name", ["schedule.xml", "schedule.json"])
def test_our_own_export_gives_the_same_programme_in_an_empty_event_and_nothing_twice(app, run_command, files, name):
    make.drafted("cities")
    made = event_by_slug("cities")
    person = make.speaker(made)
    make.session(made, "Von Hand", speakers=[person.code])
    make.publish(made)
    written = run_command("event", "export", "--event", "cities", "--format", name).stdout_bytes

    copied = run_command("event", "import", files(written, name), "--event", "copy")
    again = run_command("event", "import", files(written, name), "--event", "copy")
    before = counted(Session), counted(Speaker)
    home = run_command("event", "import", files(written, name), "--event", "cities")
    run_command("event", "publish", "--event", "copy")

    assert copied.exit_code == 0, copied.output
    assert same_everywhere("copy") == same_everywhere("cities")
    for result in (again, home):
        assert "0 added, 0 changed" in result.output
        assert not [line for line in result.output.splitlines() if "added" in line and "0 added, 0 changed" not in line]
    assert (counted(Session), counted(Speaker)) == before


def test_our_own_calendar_comes_back_with_its_rooms_and_speakers(app, run_command, files):
    published_event()
    written = run_command("event", "export", "--event", "cities", "--format", "ics").stdout_bytes

    run_command("event", "import", files(written), "--event", "copy")
    again = run_command("event", "import", files(written), "--event", "copy")
    run_command("event", "publish", "--event", "copy")

    old = {
        (one.starts_at, one.minutes, str(one.title["de"]))
        for one in released_programme("cities").sessions
        if one.starts_at
    }
    copy = released_programme("copy")
    assert {(one.starts_at, one.minutes, str(one.title["de"])) for one in copy.sessions} == old
    assert copy.event.zone == "Europe/Berlin"
    assert {name for room in copy.rooms for name in room.name.values()} <= {
        name for room in released_programme("cities").rooms for name in room.name.values()
    }
    assert "0 added, 0 changed" in again.output


def test_the_booklet_is_written_by_the_command(app, run_command):
    published_event()

    assert run_command("event", "export", "--event", "cities", "--format", "pdf").stdout_bytes.startswith(b"%PDF-")
