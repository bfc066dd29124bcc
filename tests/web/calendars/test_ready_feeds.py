"""Feeds that are answered before Flask: just as Flask would, and never a moment longer than true."""

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import msgspec
import psycopg
import pytest
from flask import request, request_started
from psycopg import sql
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url
from werkzeug.test import Client

from conference.agenda.services import drop_booking
from conference.calendars import services
from conference.calendars.render import Shelf
from conference.calendars.tables import Subscription
from conference.calendars.views import budgets
from conference.db import db
from conference.programme.queries import NEWEST
from conference.rows import DatabaseUnreachable, RowReader
from tests.factories import accounts, agenda, calendars
from tests.factories.programme import NOW, SESSIONS, YOUTH, document, publish, published_event, session

EVENT = "/cities/calendar.ics"
AN_HOUR = timedelta(hours=1)

PUBLIC = (EVENT, "/cities/calendar.ics?lang=tr", "/cities/themes/youth.ics", "/cities/sessions/YUTH22.ics")


@pytest.fixture
def event(app):
    return published_event()


@pytest.fixture
def registration(event):
    registration = agenda.registration(event.id, accounts.account())
    agenda.book(registration, YOUTH)
    return registration


@pytest.fixture
def subscription(registration):
    return calendars.subscription(registration)


@pytest.fixture
def address(subscription, set_clock):
    """Of a feed whose last change is so long ago that its answers may be remembered."""
    set_clock(AN_HOUR)
    return f"/feeds/{subscription[1]}.ics"


@pytest.fixture
def asked(app):
    """The paths for which Flask was asked."""
    paths = []

    def note(_app, **_more):
        paths.append(request.path)

    with request_started.connected_to(note, app):
        yield paths


def everything(response):
    return response.status, sorted(response.headers.items()), response.data


def wishes_of(plain):
    """Return what programs send, given what they got before."""
    tag = plain.headers["ETag"]
    for accepted in ({}, {"Accept-Encoding": "gzip"}, {"Accept-Encoding": "gzip, br"}, {"Accept-Encoding": "*;q=0"}):
        for known in (
            {},
            {"If-None-Match": tag},
            {"If-None-Match": f"W/{tag}"},
            {"If-None-Match": f'"other", {tag[:-1]}-br"'},
            {"If-None-Match": "*"},
            {"If-None-Match": '"other"', "If-Modified-Since": "Tue, 08 Jun 2027 08:00:00 GMT"},
            {"If-Modified-Since": "Tue, 08 Jun 2027 08:00:00 GMT"},
            {"If-Modified-Since": "Tue, 08 Jun 2027 07:00:00 GMT"},
            {"If-Modified-Since": "Mon, 01 Jan 2024 00:00:00 GMT"},
            {"If-Modified-Since": "yesterday"},
        ):
            yield {**accepted, **known}


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("which", ["private", *PUBLIC])
def test_both_ways_answer_alike_to_the_last_header(app, client, address, asked, which, method):
    address = address if which == "private" else which
    behind = Client(app.wsgi_app.behind)
    plain = client.get(address)
    for accepted in ("gzip", "br"):
        client.get(address, headers={"Accept-Encoding": accepted})

    for wishes in wishes_of(plain):
        expected = everything(behind.open(address, method=method, headers=wishes))
        asked.clear()
        got = everything(client.open(address, method=method, headers=wishes))

        assert got == expected, wishes
        assert bool(asked) is expected[0].startswith("406"), wishes


def test_an_address_behind_a_proxy_is_answered_alike(new_app, settings, address):
    app = new_app(replace(settings, trusted_proxies=1, base_url="https://meridian.example"))
    client = app.test_client()
    headers = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "10.0.0.9", "X-Forwarded-Host": "meridian.example"}

    first, second = (everything(client.get(address, headers=headers)) for _ in range(2))

    assert first == second
    assert ("Strict-Transport-Security", "max-age=31536000") in second[1]


def test_an_unchanged_feed_does_not_reach_flask(client, address, asked):
    tag = client.get(address).headers["ETag"]
    asked.clear()

    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    assert client.get(address).status_code == 200
    assert client.head(address).status_code == 200
    assert asked == []


def test_both_notations_of_a_feed_are_remembered_apart(client, address, asked):
    other = address.replace(".ics", ".jcal")
    first = [client.get(one) for one in (address, other)]
    asked.clear()

    again = [client.get(one) for one in (address, other)]

    assert asked == []
    assert [one.data for one in again] == [one.data for one in first]
    assert [one.headers["Content-Type"] for one in again] == [
        "text/calendar; charset=utf-8",
        "application/calendar+json",
    ]


def test_who_only_ever_asked_for_changes_gets_the_whole_when_needed(client, address):
    tag = client.get(address).headers["ETag"]
    db.session.rollback()

    for headers in ({"If-None-Match": tag}, {}, {"Accept-Encoding": "br"}, {"Accept-Encoding": "br"}):
        response = client.get(address, headers=headers)
        assert response.status_code == (304 if "If-None-Match" in headers else 200)
        assert bool(response.data) is (response.status_code == 200)


def test_each_change_is_seen_by_the_very_next_request(client, event, registration, subscription, address, set_clock):
    known = {"If-None-Match": client.get(address).headers["ETag"]}
    assert client.get(address, headers=known).status_code == 304

    drop_booking(registration.id, YOUTH.uid, now=set_clock(2 * AN_HOUR))
    dropped = client.get(address, headers=known)
    assert dropped.status_code == 200
    assert str(YOUTH.uid) not in dropped.text
    set_clock(3 * AN_HOUR)
    known = {"If-None-Match": client.get(address).headers["ETag"]}
    assert client.get(address, headers=known).status_code == 304

    db.session.get_one(Subscription, subscription[0].id).language = "tr"
    db.session.commit()
    assert client.get(address, headers=known).status_code == 200

    services.revoke_subscription(subscription[0].id, account_id=registration.account_id, now=set_clock(4 * AN_HOUR))
    assert client.get(address, headers=known).status_code == 404


@pytest.mark.parametrize("which", ["private", "public"])
def test_a_release_of_one_process_is_seen_by_another_at_once(app, new_app, settings, event, address, set_clock, which):
    address = address if which == "private" else EVENT
    one, other = (new_app(settings).test_client() for _ in range(2))
    known = {"If-None-Match": one.get(address).headers["ETag"]}
    for client in (one, other, one, other):
        assert client.get(address, headers=known).status_code == 304
    changed = msgspec.structs.replace(YOUTH, title={"de": "Neuer Titel", "en": "New title"})

    publish(event.id, document((changed, *SESSIONS[1:])), now=set_clock(2 * AN_HOUR))

    for client in (one, other):
        response = client.get(address, headers=known)
        assert response.status_code == 200
        assert "Neuer Titel" in response.text or "New title" in response.text


def test_within_the_second_of_a_change_nothing_is_remembered(client, registration, subscription, set_clock, asked):
    address = f"/feeds/{subscription[1]}.ics"
    for seconds, reached in ((0, 2), (1, 2), (2, 1)):
        set_clock(timedelta(seconds=seconds))
        asked.clear()
        for _ in range(2):
            client.get(address)
        assert len(asked) == reached


def test_what_ends_by_itself_is_remembered_until_then(client, event, address, set_clock):
    publish(event.id, document(tuple(s for s in SESSIONS if s.code != "HALF44")), now=NOW)
    before = [client.get(EVENT).data for _ in range(2)]
    set_clock(timedelta(days=99))

    after = client.get(EVENT)

    assert before[0] == before[1] != after.data


def test_a_place_in_a_queue_is_asked_for_each_time(app, client, set_clock, asked):
    tight = session("TGHT22", title={"en": "Tight"}, starts_at=YOUTH.slot.starts_at, seats=1)
    event = published_event((tight,))
    holder, waits = (agenda.registration(event.id) for _ in range(2))
    for registration in (holder, waits):
        agenda.book(registration, tight)
    _, token = calendars.subscription(waits)
    set_clock(AN_HOUR)

    for _ in range(2):
        assert "TENTATIVE" in client.get(f"/feeds/{token}.ics").text

    assert len(asked) == 2


def test_a_fetch_without_flask_counts_as_one(client, subscription, address, set_clock, asked):
    tag = client.get(address).headers["ETag"]
    asked.clear()
    when = set_clock(2 * AN_HOUR)

    client.get(address, headers={"If-None-Match": tag, "User-Agent": "khal/0.11"})

    found = db.session.get_one(Subscription, subscription[0].id)
    assert (found.last_fetched_at, found.last_fetched_by) == (when, "khal/0.11")
    assert asked == []


@pytest.mark.parametrize("path", ["/a%00b/calendar.ics", "/%C3%BC/calendar.ics", "/cities/agenda.ics", "/.ics"])
def test_what_is_no_feed_is_left_to_flask(app, client, event, path):
    behind = Client(app.wsgi_app.behind)

    assert everything(client.get(path)) == everything(behind.get(path))


def test_unknown_and_revoked_addresses_are_answered_alike(client, registration, subscription, address):
    client.get(address)
    services.revoke_subscription(subscription[0].id, account_id=registration.account_id, now=NOW + 2 * AN_HOUR)

    assert everything(client.get(address)) == everything(client.get(f"/feeds/{'x' * 43}.ics"))


@pytest.mark.parametrize("is_ready", [True, False])
def test_an_address_is_sent_so_many_bytes_an_hour_and_what_is_known_is_free(
    new_app, settings, address, set_clock, monkeypatch, is_ready
):
    if not is_ready:
        monkeypatch.setattr(Shelf, "find", lambda *_: None)
    client = new_app(replace(settings, rate_limits=True)).test_client()
    whole = client.get(address)
    monkeypatch.setattr(budgets, "MOST_BYTES", 3 * len(whole.data))
    assert [client.get(address).status_code for _ in range(2)] == [200, 200]

    refused = client.get(address)
    assert (refused.status_code, refused.text) == (429, "429 Too Many Requests\n")
    assert refused.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert 0 < int(refused.headers["Retry-After"]) <= 3600
    assert client.get(address, headers={"If-None-Match": whole.headers["ETag"]}).status_code == 304
    assert client.get(EVENT).status_code == 200

    set_clock(2 * AN_HOUR)
    assert client.get(address).status_code == 200


@contextmanager
def database_down(db_url):
    """Take a PostgreSQL database away for a while: from everyone, connected or not."""
    url = make_url(db_url)
    name = sql.Identifier(url.database)
    server = url.set(drivername="postgresql", database="postgres").render_as_string(hide_password=False)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("ALTER DATABASE {} WITH ALLOW_CONNECTIONS false").format(name))
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [url.database])
        try:
            yield
        finally:
            connection.execute(sql.SQL("ALTER DATABASE {} WITH ALLOW_CONNECTIONS true").format(name))
            # Those that were cut wait in the pool for the tests that follow.
            db.engine.dispose()


def test_what_may_be_asked_of_a_feed_is_the_same_for_known_and_unknown_ones(client, address):
    def told(path, method="OPTIONS"):
        answer = client.open(path, method=method)
        return (
            answer.status_code,
            sorted((name, value) for name, value in answer.headers if name != "Date"),
            answer.data,
        )

    unknown = f"/feeds/{'x' * 43}.ics"
    assert told(address) == told(unknown) == told(EVENT) == told("/cities/themes/none.jcal?lang=tr")
    status, headers, body = told(address)
    given = dict(headers)

    assert (status, body, given["Allow"]) == (200, b"", "GET, HEAD, OPTIONS")
    assert given["Cache-Control"] == "no-store"
    assert not {"Set-Cookie", "Vary", "Content-Type"} & given.keys()
    for method in ("POST", "PUT", "PROPFIND", "TRACE"):
        refused = client.open(address, method=method)
        assert (refused.status_code, refused.headers["Allow"]) == (405, given["Allow"])


def test_a_database_that_is_down_is_said_to_be_so_and_found_again(app, client, database, db_url, address):
    if database == "sqlite":
        pytest.skip("a file is not taken away from who has it open")
    for path in (address, EVENT):
        assert client.get(path).status_code == 200
    db.session.remove()

    with database_down(db_url):
        for path in (address, EVENT):
            response = client.get(path)
            assert response.status_code == 503
            assert response.text == "503 Service Unavailable\n"
            assert response.headers["Retry-After"] == "30"

    for path in (address, EVENT):
        assert client.get(path).status_code == 200


def test_a_reader_connects_anew_and_says_when_that_fails(app, event, tmp_path):
    reader = RowReader(db.engine, NEWEST, parameter="slug")
    row = reader.first("cities")
    for connection in list(reader._idle):
        connection.close()

    assert reader.first("cities") == row
    assert reader.first("nowhere") is None

    with pytest.raises(DatabaseUnreachable):
        RowReader(create_engine(f"sqlite:///{tmp_path}/none/none"), NEWEST, parameter="slug").first("cities")
    reader.close()


def test_threads_that_begin_at_once_read_the_same_and_hold_no_snapshot(app, event):
    threads = 8
    together = threading.Barrier(threads)

    def read(reader):
        together.wait()
        return reader.first("cities")

    with ThreadPoolExecutor(threads) as pool:
        readers = [RowReader(db.engine, NEWEST, parameter="slug") for _ in range(10)]
        before = {row for reader in readers for row in pool.map(read, [reader] * threads)}
        publish(event.id, document([session("NEW222")]))
        after = {row for reader in readers for row in pool.map(read, [reader] * threads)}

    assert len(before) == len(after) == 1
    assert None not in before
    assert before != after
    for reader in readers:
        reader.close()


def test_a_reader_reads_on_both_sides_of_a_fork(app, event):
    reader = RowReader(db.engine, NEWEST, parameter="slug")
    row = reader.first("cities")

    child = os.fork()
    if not child:
        os._exit(0 if reader.first("cities") == row else 1)

    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert reader.first("cities") == row
    reader.close()
