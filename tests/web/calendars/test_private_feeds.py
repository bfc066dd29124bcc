import logging
import os
import re
import threading
from datetime import timedelta

import msgspec
import pytest
from icalendar import Calendar
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft

from conference.agenda.services import drop_booking
from conference.calendars import services
from conference.calendars.queries import subscriptions_of
from conference.calendars.rules import Choices
from conference.calendars.views import fetches, private
from conference.db import db
from conference.web.redaction import redacted
from tests.factories import accounts, agenda, calendars
from tests.factories.programme import (
    ARRIVING,
    HALF_TIME,
    NOW,
    SESSIONS,
    YOUTH,
    document,
    publish,
    published_event,
    session,
)


@pytest.fixture
def event(app):
    return published_event()


@pytest.fixture
def registration(event):
    return agenda.registration(event.id, accounts.account("secret-person@example.org", name="Secret Person"))


@pytest.fixture
def address(registration):
    _, token = calendars.subscription(registration)
    return f"/feeds/{token}.ics"


def entries(response):
    assert response.status_code == 200, response.status
    calendar = Calendar.from_ical(response.data)
    assert not calendar.errors
    return {str(entry["uid"]): entry for entry in calendar.events}


def reads(queries):
    """Return what was read: in tests each fetch is also written down in its request."""
    return [statement for statement in queries if statement.startswith("SELECT")]


def test_the_feed_holds_what_was_booked_and_follows_every_change(client, registration, address, now):
    agenda.book(registration, YOUTH)
    assert entries(client.get(address)).keys() == {str(YOUTH.uid)}

    agenda.book(registration, HALF_TIME)
    assert entries(client.get(address)).keys() == {str(YOUTH.uid), str(HALF_TIME.uid)}

    drop_booking(registration.id, YOUTH.uid, now=now)
    assert entries(client.get(address)).keys() == {str(HALF_TIME.uid)}


def test_an_unchanged_agenda_is_known_and_a_changed_one_is_not(client, registration, address):
    agenda.book(registration, YOUTH)
    first = client.get(address)
    known = {"If-None-Match": first.headers["ETag"]}

    assert client.get(address, headers=known).status_code == 304
    agenda.book(registration, HALF_TIME)

    changed = client.get(address, headers=known)
    assert changed.status_code == 200
    assert changed.headers["ETag"] != first.headers["ETag"]


def test_the_headers_keep_it_private(client, registration, address):
    for response in (client.get(address), client.head(address)):
        assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
        assert response.headers["Cache-Control"] == "private, no-cache"
        assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert response.headers["Vary"] == "Accept-Encoding"
        assert "Access-Control-Allow-Origin" not in response.headers
        assert "Set-Cookie" not in response.headers


def test_neither_token_nor_person_is_in_the_feed(client, registration, address):
    agenda.book(registration, YOUTH)
    token = address.removeprefix("/feeds/").removesuffix(".ics")

    response = client.get(address)

    body = response.data.replace(b"\r\n ", b"").decode()
    assert token not in body + str(response.headers)
    assert "SOURCE" not in body
    assert "secret-person" not in body
    assert "Secret Person" not in body
    assert "meet.example" not in body
    assert "\r\nLOCATION:http://localhost/s/YUTH22\r\n" in body


def test_unknown_and_revoked_addresses_are_answered_alike(client, registration, address, now):
    subscription, token = calendars.subscription(registration, "Office")
    services.revoke_subscription(subscription.id, account_id=registration.account_id, now=now)

    revoked, unknown, odd = (client.get(f"/feeds/{text}.ics") for text in (token, "x" * 43, "%FF%00"))

    assert revoked.status_code == unknown.status_code == odd.status_code == 404
    assert revoked.data == unknown.data == odd.data == b"404 Not Found\n"
    assert dict(revoked.headers) == dict(unknown.headers) == dict(odd.headers)
    assert revoked.headers["Cache-Control"] == "no-store"
    assert client.get(address).status_code == 200


def test_an_unchanged_feed_costs_one_query_and_renders_nothing(client, registration, address, queries, monkeypatch):
    agenda.book(registration, YOUTH)
    etag = client.get(address).headers["ETag"]
    monkeypatch.setattr(private, "feed_bytes", None)
    queries.clear()

    response = client.get(address, headers={"If-None-Match": etag})

    assert response.status_code == 304
    assert len(reads(queries)) == 1


@pytest.mark.parametrize("count", [1, 3])
def test_a_whole_feed_costs_the_same_queries_for_one_session_and_three(client, registration, address, queries, count):
    for booked in (YOUTH, HALF_TIME, ARRIVING)[:count]:
        agenda.book(registration, booked)
    client.get(address)
    queries.clear()

    response = client.get(address)

    assert len(entries(response)) == count
    assert len(reads(queries)) == 2


def test_a_place_in_the_queue_is_shown_and_its_change_noticed(app, client, now, set_clock, queries):
    tight = session("TGHT22", title={"en": "Tight"}, starts_at=YOUTH.slot.starts_at, seats=1)
    event = published_event((tight,))
    holder, first, second = (agenda.registration(event.id) for _ in range(3))
    for registration in (holder, first, second):
        agenda.book(registration, tight)
    _, token = calendars.subscription(second)
    fed = client.get(f"/feeds/{token}.ics")
    entry = entries(fed)[str(tight.uid)]
    assert entry["status"] == "TENTATIVE"
    assert "place 2" in entry["summary"]
    known = {"If-None-Match": fed.headers["ETag"]}
    queries.clear()
    assert client.get(f"/feeds/{token}.ics", headers=known).status_code == 304
    assert len(reads(queries)) == 2

    # The one in front leaves: nothing of the second's own agenda has changed, yet its place has.
    drop_booking(first.id, tight.uid, now=set_clock(timedelta(minutes=5)))
    moved = client.get(f"/feeds/{token}.ics", headers=known)
    assert "place 1" in entries(moved)[str(tight.uid)]["summary"]
    assert entries(moved)[str(tight.uid)]["dtstamp"].dt == now + timedelta(minutes=5)

    drop_booking(holder.id, tight.uid, now=set_clock(timedelta(minutes=9)))
    gained = entries(client.get(f"/feeds/{token}.ics", headers={"If-None-Match": moved.headers["ETag"]}))
    assert gained[str(tight.uid)]["status"] == "CONFIRMED"
    assert gained[str(tight.uid)]["summary"] == "Tight"
    assert gained[str(tight.uid)]["dtstamp"].dt == now + timedelta(minutes=9)


def test_a_release_reaches_the_agenda(client, event, registration, address):
    agenda.book(registration, YOUTH)
    agenda.book(registration, HALF_TIME)
    before = entries(client.get(address))
    etag = client.get(address).headers["ETag"]
    moved = msgspec.structs.replace(YOUTH, slot=msgspec.structs.replace(YOUTH.slot, starts_at=NOW + timedelta(days=1)))

    publish(event.id, document((moved, *(s for s in SESSIONS if s.code not in {"YUTH22", "HALF44"}))))

    after = entries(client.get(address, headers={"If-None-Match": etag}))
    assert before.keys() == after.keys()
    assert after[str(YOUTH.uid)]["dtstart"].dt == NOW + timedelta(days=1)
    assert after[str(YOUTH.uid)]["sequence"] == before[str(YOUTH.uid)]["sequence"] + 1
    assert after[str(HALF_TIME.uid)]["status"] == "CANCELLED"
    assert after[str(HALF_TIME.uid)]["summary"] == "Cancelled: Half-time"


def test_an_agenda_without_bookings_is_a_valid_calendar(client, registration, address):
    (entry,) = entries(client.get(address)).values()

    assert entry["summary"] == "No sessions booked yet"
    assert entry["transp"] == "TRANSPARENT"
    assert client.get(address).data == client.get(address).data


def test_times_are_told_in_the_participants_own_zone_too(client, event):
    traveller = agenda.registration(event.id, accounts.account(zone="America/New_York"))
    agenda.book(traveller, YOUTH)
    _, token = calendars.subscription(traveller)

    (entry,) = entries(client.get(f"/feeds/{token}.ics")).values()

    assert "Tuesday 8 June 2027, 10:00 Berlin, 11:00 Istanbul, 04:00 New York" in entry["description"]


def test_a_changed_zone_or_language_is_a_changed_feed(client, registration, address, now):
    agenda.book(registration, YOUTH)
    known = {"If-None-Match": client.get(address).headers["ETag"]}
    person = db.session.get_one(accounts.Account, registration.account_id)
    person.zone = "Asia/Tokyo"
    db.session.commit()

    assert client.get(address, headers=known).status_code == 200


def test_who_fetched_last_is_recorded(client, registration, set_clock):
    subscription, token = calendars.subscription(registration)
    address = f"/feeds/{token}.ics"
    for seconds, agent in ((0, "Google-Calendar-Importer"), (30, "curl/8.0"), (61, "x" * 999)):
        when = set_clock(timedelta(seconds=seconds))
        client.get(address, headers={"User-Agent": agent})

        db.session.refresh(subscription)
        assert (subscription.last_fetched_at, subscription.last_fetched_by) == (when, agent[:200])


def test_a_feed_is_sent_even_if_the_fetch_cannot_be_recorded(client, registration, address, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise OperationalError("UPDATE", {}, Exception("database is locked"))

    monkeypatch.setattr(fetches, "record_fetches", refuse)
    agenda.book(registration, YOUTH)

    assert entries(client.get(address)).keys() == {str(YOUTH.uid)}


def test_a_process_that_ends_waits_for_what_is_being_written(app, now, monkeypatch):
    written, has_begun, may_end = [], threading.Event(), threading.Event()

    def slowly(taken):
        has_begun.set()
        may_end.wait(10)
        written.extend(taken)

    monkeypatch.setattr(fetches, "record_fetches", slowly)
    book = fetches.FetchBook(app, at_once=False)
    book._process = os.getpid()  # without a thread of its own
    book.note(services.Fetch(1, now, None, now))
    writer = threading.Thread(target=book.write)
    writer.start()
    assert has_begun.wait(10)
    threading.Timer(0.2, may_end.set).start()

    book.write()

    assert [fetch.subscription_id for fetch in written] == [1]
    writer.join()


def test_a_machine_without_room_for_a_thread_fails_no_feed(app, now, monkeypatch, caplog):
    written, has_written = [], threading.Event()
    start = threading.Thread.start

    def refuse(_thread):
        message = "can't start new thread"
        raise RuntimeError(message)

    def record(taken):
        written.extend(taken)
        has_written.set()

    monkeypatch.setattr(fetches, "record_fetches", record)
    monkeypatch.setattr(fetches, "SECONDS", 0.01)
    book = fetches.FetchBook(app, at_once=False)
    with monkeypatch.context() as crowded:
        crowded.setattr(threading.Thread, "start", refuse)
        book.note(services.Fetch(1, now, None, now))
    assert "can't start new thread" in caplog.text
    assert threading.Thread.start is start

    book.note(services.Fetch(2, now, None, now))

    assert has_written.wait(10)
    assert [fetch.subscription_id for fetch in written] == [1, 2]


def test_what_cannot_be_written_at_all_is_told_and_holds_up_nothing(app, now, monkeypatch, caplog):
    written, has_failed, has_written = [], threading.Event(), threading.Event()

    def record(taken):
        if not has_failed.is_set():
            has_failed.set()
            message = "a fault of ours"
            raise ValueError(message)
        written.extend(taken)
        has_written.set()

    monkeypatch.setattr(fetches, "record_fetches", record)
    monkeypatch.setattr(fetches, "SECONDS", 0.01)
    book = fetches.FetchBook(app, at_once=False)
    book.note(services.Fetch(1, now, None, now))
    assert has_failed.wait(10)
    book.note(services.Fetch(2, now, None, now))
    assert has_written.wait(10)

    assert [fetch.subscription_id for fetch in written] == [2]
    assert "1 fetches of private feeds could not be recorded" in caplog.text
    assert "a fault of ours" in caplog.text


@pytest.mark.parametrize(
    "spelling",
    [
        "/feeds/{}", "/feeds/{}/", "/feeds/{}.ics/", "/feeds/{}.ICS", "/feeds/{}.json", "/feeds/{}.ics;x=1",
        "/feeds/{}.ics%20", "/feeds/{}.ics%00", "/Feeds/{}.ics", "/Feeds/{}", "/feeds//{}.ics", "/feeds///{}",
        "/feeds/{}//.ics", "/feeds/x/{}.ics", "/feeds/{}/x",
    ],
)  # fmt: skip
def test_a_mistyped_address_is_repeated_nowhere(client, registration, address, spelling):
    token = address.removeprefix("/feeds/").removesuffix(".ics")

    response = client.get(spelling.format(token), headers={"Accept": "text/html"})

    assert (response.status_code, response.text) == (404, "404 Not Found\n")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert token not in str(response.headers)
    assert "Set-Cookie" not in response.headers
    assert response.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize(
    "error",
    [
        OperationalError("SELECT", {}, Exception("gone\nand more")),
        InterfaceError("SELECT", {}, Exception("gone")),
        NoConnectionLeft("gone"),
    ],
)
def test_a_database_that_is_down_is_said_to_be_so(client, registration, address, monkeypatch, caplog, error):
    def broken(_token):
        raise error

    monkeypatch.setattr(private, "subscription_by_token", broken)

    response = client.get(address)

    assert response.status_code == 503
    assert caplog.messages[-1] == "the database did not answer calendars.show_private_feed: gone"
    assert response.headers["Retry-After"] == "30"
    assert response.text == "503 Service Unavailable\n"


def test_tokens_do_not_reach_the_logs(client, registration, address, caplog):
    token = address.removeprefix("/feeds/")
    for name in ("gunicorn.access", "gunicorn.error", "werkzeug", "meridian"):
        with caplog.at_level(logging.INFO, logger=name):
            logging.getLogger(name).info('"%s %s HTTP/1.1" %s', "GET", address, 200)

    assert len(caplog.messages) == 4
    assert token not in caplog.text
    assert caplog.messages[0] == '"GET /feeds/… HTTP/1.1" 200'
    assert redacted("https://m.example/feeds/abc-_1.ics?x=1") == "https://m.example/feeds/…?x=1"
    assert redacted("POST /account/reset/abc-_1 HTTP/1.1") == "POST /account/reset/… HTTP/1.1"
    assert redacted("POST /account/notices/abc-_1 HTTP/1.1") == "POST /account/notices/… HTTP/1.1"
    assert redacted("/account/confirm/abc?next=/x") == "/account/confirm/…?next=/x"


def test_a_private_feed_ignores_who_is_signed_in(client, event, registration, address, sign_in):
    agenda.book(registration, YOUTH)
    sign_in(client, accounts.account())

    response = client.get(address)

    assert entries(response).keys() == {str(YOUTH.uid)}
    assert "Set-Cookie" not in response.headers


def test_the_agenda_is_downloaded_by_its_owner(client, event, registration, sign_in):
    agenda.book(registration, YOUTH)
    assert client.get("/cities/agenda.ics", headers={"Accept": "text/html,*/*;q=0.8"}).status_code == 302

    sign_in(client, db.session.get_one(accounts.Account, registration.account_id))
    response = client.get("/cities/agenda.ics")

    assert entries(response).keys() == {str(YOUTH.uid)}
    assert response.headers["Content-Disposition"].startswith('attachment; filename="cities-agenda.ics"')
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert "Cookie" in response.headers["Vary"]


@pytest.mark.parametrize("address", ["/cities/agenda.ics", "/cities/agenda.jcal", "/account/data.ics"])
@pytest.mark.parametrize("accept", [None, "*/*", "text/calendar, */*;q=0.1"])
def test_a_program_is_not_led_to_the_page_to_sign_in(client, event, address, accept):
    response = client.get(address, headers={"Accept": accept} if accept else {})

    assert (response.status_code, response.text) == (403, "403 Forbidden\n")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "Set-Cookie" not in response.headers


def test_who_takes_no_part_is_led_to_the_agenda(client, event, sign_in):
    sign_in(client, accounts.account())

    response = client.get("/cities/agenda.ics")

    assert response.status_code == 302
    assert response.headers["Location"] == "/cities/agenda"


@pytest.mark.parametrize(
    "chosen",
    [
        {"alarms": (10,)},
        {"shows_waiting": False},
        {"shows_cancelled": False},
        {"is_short": True},
        {"fills_time": False},
    ],
)
def test_whatever_is_chosen_changes_the_tag_and_default_is_as_ever_but_its_stamps(
    client, registration, address, chosen
):
    agenda.book(registration, YOUTH)
    own = subscriptions_of(registration.id)[0]
    first = client.get(address)
    known = {"If-None-Match": first.headers["ETag"]}
    services.edit_subscription(
        own.id, account_id=registration.account_id, name="Phone", language="en", choices=Choices(**chosen), now=NOW
    )
    assert client.get(address, headers=known).status_code == 200

    services.edit_subscription(
        own.id, account_id=registration.account_id, name="Phone", language="en", choices=Choices(), now=NOW
    )
    again = client.get(address, headers=known)
    assert without_stamps(again.text) == without_stamps(first.text)


def without_stamps(text):
    return re.sub("(DTSTAMP|LAST-MODIFIED):.*", "", text)


def test_each_address_carries_what_its_owner_chose(app, client, now):
    tight = session("TGHT22", title={"en": "Tight"}, starts_at=HALF_TIME.slot.starts_at, seats=1)
    event = published_event((YOUTH, HALF_TIME, tight))
    holder, person = agenda.registration(event.id), agenda.registration(event.id)
    agenda.book(holder, tight)
    for booked in (YOUTH, HALF_TIME, tight):
        agenda.book(person, booked)
    publish(event.id, document((YOUTH, tight)))

    def fed(**choices):
        _, token = calendars.subscription(person, **choices)
        return entries(client.get(f"/feeds/{token}.ics"))

    assert fed().keys() == {str(one.uid) for one in (YOUTH, HALF_TIME, tight)}
    assert fed(shows_waiting=False).keys() == {str(YOUTH.uid), str(HALF_TIME.uid)}
    assert fed(shows_cancelled=False).keys() == {str(YOUTH.uid), str(tight.uid)}
    ringing = fed(alarms=(5, 30))
    assert {uid: len(entry.walk("VALARM")) for uid, entry in ringing.items()} == {
        str(YOUTH.uid): 2,
        str(HALF_TIME.uid): 0,
        str(tight.uid): 0,
    }


def test_what_waits_costs_nothing_where_it_is_not_shown(app, client, queries):
    tight = session("TGHT22", starts_at=YOUTH.slot.starts_at, seats=1)
    event = published_event((tight,))
    holder, person = agenda.registration(event.id), agenda.registration(event.id)
    for one in (holder, person):
        agenda.book(one, tight)
    _, token = calendars.subscription(person, shows_waiting=False)
    etag = client.get(f"/feeds/{token}.ics").headers["ETag"]
    queries.clear()

    assert client.get(f"/feeds/{token}.ics", headers={"If-None-Match": etag}).status_code == 304
    assert len(reads(queries)) == 1


def test_the_release_that_was_fetched_is_noted_at_once_and_by_a_304_too(client, event, registration, address):
    (own,) = subscriptions_of(registration.id)
    etag = client.get(address).headers["ETag"]
    db.session.refresh(own)
    assert own.last_release_at == event.published.published_at
    newer = publish(event.id, document(SESSIONS))

    client.get(address, headers={"If-None-Match": etag})

    db.session.refresh(own)
    assert own.last_release_at == newer.published_at
