"""Tables that somebody else has locked, as migrations do: nobody waits for ever, and programs are told so."""

from contextlib import closing

import psycopg
import pytest
from sqlalchemy.engine import make_url

from conference import db as database_of
from conference import rows
from conference.db import db
from tests.factories import accounts, agenda, calendars
from tests.factories.programme import YOUTH, published_event
from tests.web.caldav.dav import Program


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(database_of, "_WAIT_TO_WRITE", 0.3)
    monkeypatch.setattr(rows, "_OPTIONS", "-c statement_timeout=100")


@pytest.mark.usefixtures("impatient")
def test_feeds_and_calendar_accounts_say_when_to_come_back(app, new_app, settings):
    event = published_event()
    registration = agenda.registration(event.id, accounts.account("ayse@example.org"))
    agenda.book(registration, YOUTH)
    token = calendars.subscription(registration)[1]
    addresses = [
        f"{place}{ending}"
        for place in (f"/feeds/{token}", "/feeds/unknown", "/cities/calendar", "/cities/themes/youth")
        for ending in (".ics", ".jcal")
    ]
    client = new_app(settings).test_client()
    program = Program(client, "ayse@example.org", token)
    url = make_url(settings.database_url).set(drivername="postgresql").render_as_string(hide_password=False)
    db.session.remove()

    with closing(psycopg.connect(url)) as other:
        other.execute("LOCK TABLE releases, subscriptions IN ACCESS EXCLUSIVE MODE")
        answers = [client.get(address) for address in addresses]
        answers.append(program.ask("PROPFIND", "/dav/", depth=1))

    for answer in answers:
        assert (answer.status_code, answer.text) == (503, "503 Service Unavailable\n")
        assert answer.headers["Retry-After"] == "30"
        assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert client.get(addresses[0]).status_code == 200
