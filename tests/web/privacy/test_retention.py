"""Data of people go by themselves some time past the end of an event; figures stay."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from conference.accounts.tables import Account
from conference.agenda.services import book_session, note_attendance
from conference.agenda.tables import Booking
from conference.caldav.services import remember_state
from conference.caldav.tables import SyncState
from conference.calendars.services import make_combined_subscription
from conference.calendars.tables import Subscription
from conference.dashboard.queries import attended_in, registered, seats_by_session
from conference.db import db
from conference.events.queries import kept_counts
from conference.events.tables import AuditEntry, CountKind
from conference.live.services import ask_question
from conference.live.tables import AskedQuestion
from conference.mail.tables import Letter
from conference.privacy.queries.retention import events_to_clear, keeping_of
from conference.privacy.rules import DaysOutOfBounds, LongerThanPromised
from conference.privacy.services import clear_due_events, clear_event, retention, set_retention
from conference.registrations.services import write_note
from conference.registrations.tables import Registration
from tests.databases import TEST_SECRET
from tests.factories import accounts, agenda, events
from tests.factories.programme import OPENING, YOUTH, at, published_event

GOES = datetime(2027, 12, 13, 23, 0, tzinfo=UTC)
"""The end of the 180th day past 16 June 2027 in Berlin, in winter."""
PAGE = "/cities/organise/people-data"


@pytest.fixture
def event(app):
    return published_event()


@pytest.fixture
def full(event, now):
    """An event with three people, of whom two were at the opening and one asked something."""
    people = [agenda.registration(event.id, now=at(3, 10)) for _number in range(3)]
    for one in people:
        book_session(one.id, OPENING.uid, now=at(3, 11))
        book_session(one.id, YOUTH.uid, now=at(3, 11))
    there = list(db.session.scalars(select(Booking.id).where(Booking.session_uid == OPENING.uid)))[:2]
    note_attendance(event.id, OPENING.uid, set(there), now=now)
    ask_question(people[0].id, OPENING.uid, text="Who pays?", is_named=True, now=now)
    write_note(event.id, people[0].id, note="comes late", now=now)
    return event


def count(table):
    return db.session.scalar(select(func.count()).select_from(table))


def figures(event):
    kept = kept_counts(event.id)
    return (
        len(registered(event.id)) + sum(kept[CountKind.DAY].values()),
        sum(one.municipality == "Osnabrück" for one in registered(event.id))
        + kept[CountKind.MUNICIPALITY].get("Osnabrück", 0),
        attended_in(event.id) + sum(kept[CountKind.ATTENDED].values()),
        seats_by_session(event.id),
    )


def test_the_usual_time_ends_with_a_local_day_of_the_event(event):
    assert (keeping_of(event.id).days, keeping_of(event.id).goes_at) == (180, GOES)


def test_nothing_goes_a_second_too_early_and_everything_in_time(full, set_clock):
    before = figures(full)
    assert clear_due_events(now=set_clock(GOES - timedelta(seconds=1))) == 0
    assert count(Registration) == 3

    assert clear_due_events(now=set_clock(GOES)) == 3

    assert count(Registration) == count(Booking) == 0
    assert figures(full) == before == (3, 3, 2, {OPENING.uid: (3, 0), YOUTH.uid: (2, 1)})
    assert count(Account) == 3
    asked = db.session.scalars(select(AskedQuestion)).one()
    assert (asked.text, asked.registration_id, asked.is_named) == ("Who pays?", None, False)
    assert db.session.scalar(select(func.count()).where(Letter.event_id == full.id)) == 0


def test_what_programs_were_told_of_agendas_goes_too(full, set_clock, now):
    account_id = db.session.scalars(select(Registration.account_id)).first()
    lasting, _token = make_combined_subscription(account_id, name="All", language="en", secret_key=TEST_SECRET, now=now)
    remember_state(lasting.id, full.id, {f"{OPENING.uid}.ics": "tag"}, now=now)

    clear_due_events(now=set_clock(GOES))

    assert (count(Subscription), count(SyncState)) == (1, 0)


def test_doing_it_again_does_nothing(full, set_clock):
    later = set_clock(GOES + timedelta(days=1))
    clear_due_events(now=later)
    before, entries = figures(full), count(AuditEntry)

    assert events_to_clear(now=later) == []
    assert clear_event(full.id, now=later) == 0
    assert (figures(full), count(AuditEntry)) == (before, entries)


def test_it_goes_on_where_it_broke(full, set_clock, monkeypatch):
    later = set_clock(GOES)
    before = figures(full)
    monkeypatch.setattr(retention, "AT_ONCE", 1)
    taken = []
    whole = retention.take_out

    def breaks(event_id, ids, **kwargs):
        if taken:
            raise RuntimeError("the power fails")
        taken.extend(ids)
        return whole(event_id, ids, **kwargs)

    monkeypatch.setattr(retention, "take_out", breaks)
    with pytest.raises(RuntimeError):
        clear_due_events(now=later)
    assert count(Registration) == 2
    assert figures(full) == before

    monkeypatch.setattr(retention, "take_out", whole)
    assert clear_due_events(now=later) == 2
    assert figures(full) == before


def test_the_audit_log_tells_that_they_went_and_who_nobody(full, set_clock, client):
    clear_due_events(now=set_clock(GOES))

    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (entry.kind, entry.after, entry.account_id) == ("retention", {"people_gone": 3}, None)
    client.sign_in(events.organiser(full))
    assert client.get("/cities/organise/log").status_code == 200
    page = client.get(PAGE)
    assert "The figures stay." in page.text
    assert 'name="days"' not in page.text
    shown = client.get("/cities/organise/figures").text
    assert "3 of the registrations are counted on" in shown
    assert client.get("/cities/organise/registrations").status_code == 200


def test_organisers_choose_the_time_while_nobody_was_promised_another(event, client, set_clock):
    client.sign_in(events.organiser(event))

    assert client.fill_in(PAGE, {"days": "400"}).status_code == 303
    assert keeping_of(event.id).days == 400
    agenda.registration(event.id)
    longer = client.fill_in(PAGE, {"days": "401"})
    assert longer.status_code == 422
    assert "were told 400 days" in longer.text
    assert client.fill_in(PAGE, {"days": "30"}).status_code == 303
    assert keeping_of(event.id).days == 30
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (entry.before, entry.after) == ({"kept_days": 400}, {"kept_days": 30})


@pytest.mark.parametrize("days", ["6", "1096", "-1", "", "soon", "9999999999"])
def test_a_time_out_of_bounds_is_refused(event, client, days):
    client.sign_in(events.organiser(event))

    assert client.fill_in(PAGE, {"days": days}).status_code == 422
    assert keeping_of(event.id).days == 180


def test_the_service_keeps_to_the_bounds_as_well(event):
    with pytest.raises(DaysOutOfBounds):
        set_retention(event.id, 6)
    agenda.registration(event.id)
    with pytest.raises(LongerThanPromised):
        set_retention(event.id, 181)


def test_strangers_choose_nothing(event, client):
    assert client.submit(PAGE, {"days": "30"}).status_code == 302
    client.sign_in(accounts.account())
    assert client.submit(PAGE, {"days": "30"}).status_code == 403


def test_who_registers_reads_when_it_goes_and_organisers_some_days_before(event, client, set_clock):
    assert "14 December 2027" in client.get("/cities/register").text
    assert "180 days after the event" in client.get("/cities/register").text
    owner = events.organiser(event)
    client.sign_in(owner)
    warning = "go by themselves. Take along before then"
    set_clock(GOES - timedelta(days=14, seconds=1))
    client.sign_in(owner)
    assert warning not in client.get("/cities/organise/").text
    set_clock(GOES - timedelta(days=14))
    assert warning in client.get("/cities/organise/").text


def test_the_command_does_it_at_once(full, run_command):
    assert run_command("privacy", "clear").output == "0 registrations are gone; their figures stay.\n"
    assert run_command("privacy", "clear", "--event", "cities").exit_code == 1
    assert count(Registration) == 3
    assert run_command("privacy", "clear", "--event", "cities", "--yes", "--json").output == '{"registrations": 3}\n'
    assert count(Registration) == 0
    assert run_command("privacy", "clear", "--event", "nowhere").exit_code == 1


def test_the_command_deletes_an_account(event, run_command):
    accounts.account("gone@example.org")
    mine = events.event("mine")
    owner = events.organiser(mine)

    assert run_command("privacy", "delete-account", "gone@example.org", "--yes").exit_code == 0
    refused = run_command("privacy", "delete-account", owner.email, "--yes")
    assert (refused.exit_code, "mine" in refused.output) == (1, True)
    assert run_command("privacy", "delete-account", "nobody@example.org", "--yes").exit_code == 1
    assert list(db.session.scalars(select(Account.email))) == [owner.email]
