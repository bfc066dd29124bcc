"""``event list``, ``import``, ``export`` and ``publish``, as they are typed."""

import json

import pytest
from icalendar import Calendar
from sqlalchemy import select

from conference.agenda.services import book_session
from conference.agenda.tables import Booking, BookingState
from conference.db import db
from conference.draft import services as draft
from conference.draft.tables import Session
from conference.events.queries import event_by_slug, role_of
from conference.events.rules import RoleName
from conference.programme.queries import newest_release
from conference.registrations.services import register
from config import ROOT
from tests.factories import accounts
from tests.factories import draft as make

SMALL = ROOT / "tests" / "fixtures" / "small-event.json"


@pytest.fixture
def imported(run_command):
    result = run_command("event", "import", str(SMALL), "--event", "small")
    assert result.exit_code == 0, result.output
    return event_by_slug("small")


@pytest.fixture
def published(imported, run_command):
    result = run_command("event", "publish", "--event", "small", "--note", "Es geht los")
    assert result.exit_code == 0, result.output
    return imported


def test_an_empty_list_says_so_and_is_an_empty_list_for_programs(run_command):
    assert run_command("event", "list").output == "There is no event yet.\n"
    assert json.loads(run_command("event", "list", "--json").stdout) == []


def test_the_list_tells_days_sessions_and_release(published, run_command):
    make.drafted("cities")

    listed = json.loads(run_command("event", "list", "--json").stdout)
    shown = run_command("event", "list").output

    assert [(one["slug"], one["sessions"], one["release"]) for one in listed] == [("cities", 1, None), ("small", 4, 1)]
    assert listed[1]["languages"] == ["de", "tr", "en"]
    assert listed[1]["first_day"] == "2027-06-07"
    assert "Kleine Konferenz · Küçük konferans" in shown
    assert "not published" in shown


def test_a_title_is_shown_as_it_is_even_where_it_looks_like_markup(run_command):
    make.drafted("cities")
    facts = draft.publish.EventFacts(
        title={"de": "[bold]Fett[/bold] [/]"}, first_day=event_by_slug("cities").first_day,
        last_day=event_by_slug("cities").last_day, zone="Europe/Berlin", languages=["de"],
    )  # fmt: skip
    draft.edit_settings(event_by_slug("cities").id, facts, slug="cities")

    assert "[bold]Fett[/bold] [/]" in run_command("event", "list").output


def test_a_file_is_imported_and_people_are_told_what_to_do_next(run_command):
    organiser = accounts.account("organiser@example.org", may_create_events=True)
    accounts.account(may_create_events=True)

    result = run_command("event", "import", str(SMALL), "--event", "small")

    assert result.exit_code == 0
    assert "sessions: 4 added, 0 changed, 0 the same." in result.output
    assert "organiser@example.org owns it." in result.output
    assert "event publish --event small" in result.output
    assert role_of(event_by_slug("small").id, organiser.id) is RoleName.OWNER


def test_a_file_comes_by_standard_input_as_well(run_command):
    result = run_command("event", "import", "-", "--event", "small", "--json", stdin=SMALL.read_bytes())

    report = json.loads(result.stdout)
    assert report["is_new_event"]
    assert report["sessions"] == {"added": 4, "changed": 0, "same": 0}
    assert report["owner"] is None
    assert report["remarks"] == []


def test_a_second_import_doubles_nothing(imported, run_command):
    report = json.loads(run_command("event", "import", str(SMALL), "--event", "small", "--json").stdout)

    assert report["sessions"] == {"added": 0, "changed": 0, "same": 4}


def test_the_owner_can_be_named(run_command):
    account = accounts.account("gülsen@example.org")

    result = run_command("event", "import", str(SMALL), "--event", "small", "--owner", "gülsen@example.org")

    assert result.exit_code == 0
    assert role_of(event_by_slug("small").id, account.id) is RoleName.OWNER


def test_what_was_mended_is_said_beside_what_was_done(run_command, tmp_path):
    content = json.loads(SMALL.read_bytes())
    content["sessions"][0]["duration_min"] = 45
    file = tmp_path / "mended.json"
    file.write_text(json.dumps(content))

    result = run_command("event", "import", str(file), "--event", "small")

    assert result.exit_code == 0
    assert "sessions[0].duration_min says 45 minutes" in result.stderr
    assert "sessions[0].duration_min" not in result.stdout


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"BEGIN:VCALENDAR", "iCalendar"),
        (b"%PDF-1.7", "of no format that Meridian reads (schedule.xml, iCalendar, big-event/1, schedule.json"),
        (b'{"format": "big-event/1"', "malformed at line 1"),
        (b'{"format": "big-event/1"}', "event should be an object, and is nothing."),
    ],
)
def test_a_file_that_cannot_be_read_ends_with_one_sentence(run_command, tmp_path, content, sentence):
    file = tmp_path / "file"
    file.write_bytes(content)

    result = run_command("event", "import", str(file), "--event", "small")

    assert result.exit_code == 1
    assert result.stdout == ""
    assert sentence in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_missing_file_and_a_folder_end_with_one_sentence(run_command, tmp_path):
    for file in (str(tmp_path / "none.json"), str(tmp_path), "nul\0"):
        result = run_command("event", "import", file, "--event", "small")

        assert result.exit_code == 1
        assert "cannot be read" in result.stderr
        assert "Traceback" not in result.stderr


def test_an_unknown_owner_ends_with_one_sentence_and_no_event(run_command):
    result = run_command("event", "import", str(SMALL), "--event", "small", "--owner", "nobody@example.org")

    assert result.exit_code == 1
    assert "There is no account of nobody@example.org" in result.stderr
    assert json.loads(run_command("event", "list", "--json").stdout) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("import", str(SMALL)),
        ("import", "--event", "small"),
        ("import", str(SMALL), "--event", "Not A Slug"),
        ("import", str(SMALL), "--event", "account"),
        ("export", "--event", "small"),
        ("export", "--event", "small", "--format", "docx"),
        ("publish",),
        ("publish", "--event", "small", "--note", "x" * 1001),
    ],
    ids=" ".join,
)
def test_wrong_usage_is_two(run_command, arguments):
    assert run_command("event", *arguments).exit_code == 2


def test_an_unknown_format_names_those_there_are(run_command):
    result = run_command("event", "export", "--event", "small", "--format", "docx")

    assert "'big-event', 'ics'" in result.stderr


@pytest.mark.parametrize("arguments", [("export", "--format", "ics"), ("publish",)])
def test_an_unknown_event_is_named(run_command, arguments):
    result = run_command("event", *arguments, "--event", "nowhere")

    assert result.exit_code == 1
    assert "There is no event nowhere" in result.stderr


@pytest.mark.parametrize("name", ["big-event", "ics"])
def test_nothing_is_exported_before_it_is_published(imported, run_command, name):
    result = run_command("event", "export", "--event", "small", "--format", name)

    assert result.exit_code == 1
    assert "event publish --event small" in result.stderr
    assert result.stdout == ""


def test_publishing_makes_releases_with_their_notes(imported, run_command):
    first = json.loads(run_command("event", "publish", "--event", "small", "--note", "Los geht’s", "--json").stdout)
    again = json.loads(run_command("event", "publish", "--event", "small", "--json").stdout)

    assert first == {"event": "small", "state": "published", "release": 1, "changes": 4, "moved_up": 0}
    assert (again["state"], again["release"]) == ("unchanged", 1)
    assert newest_release("small").number == 1


def test_people_read_what_publishing_did(imported, run_command):
    assert run_command("event", "publish", "--event", "small").output == "small: published release 1 (4 changes).\n"
    assert "nothing changed since release 1" in run_command("event", "publish", "--event", "small").output


def test_publishing_lets_those_who_wait_move_up(published, run_command, now):
    row = db.session.scalar(select(Session).where(Session.external_id == "s3"))
    facts = draft.SessionFacts(**{**draft.facts_of(row), "seats": 1})
    draft.edit_session(published.id, row.code, facts, now=now)
    run_command("event", "publish", "--event", "small")
    for _ in range(2):
        registration = register(
            published.id, accounts.account().id, organisation="", group="other", municipality="",
            consent_version="1", now=now,
        )  # fmt: skip
        book_session(registration.id, row.uid, now=now)
    draft.edit_session(published.id, row.code, draft.SessionFacts(**{**draft.facts_of(row), "seats": 2}), now=now)

    result = json.loads(run_command("event", "publish", "--event", "small", "--json").stdout)

    assert result["moved_up"] == 1
    assert set(db.session.scalars(select(Booking.state))) == {BookingState.BOOKED}


def test_what_is_exported_as_big_event_is_what_was_imported(published, run_command):
    exported = json.loads(run_command("event", "export", "--event", "small", "--format", "big-event").stdout_bytes)

    wanted = json.loads(SMALL.read_bytes())
    assert exported["event"] == wanted["event"]
    assert {one["id"]: one["title"] for one in exported["sessions"]} == {
        one["id"]: one["title"] for one in wanted["sessions"]
    }
    first = next(one for one in exported["sessions"] if one["id"] == "s1")
    assert first == wanted["sessions"][0]


def test_what_is_exported_as_a_calendar_is_what_subscribers_get(published, run_command, client):
    exported = run_command("event", "export", "--event", "small", "--format", "ics").stdout_bytes

    assert exported == client.get("/small/calendar.ics").data
    assert len(Calendar.from_ical(exported).walk("VEVENT")) == 3
