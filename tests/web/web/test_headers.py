"""What every answer carries, and what no answer lets out."""

from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.exc import StatementError

from conference.db import db
from tests.factories import accounts, agenda
from tests.factories.programme import published_event

LIST = "/cities/agenda/subscriptions"


@pytest.mark.parametrize("address", ["/privacy", "/nothing/here", "/static/css/base.css", "/cities", "/healthz"])
def test_every_answer_says_what_it_may_load_and_what_it_is(client, address):
    answer = client.get(address)

    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Strict-Transport-Security" not in answer.headers


@pytest.mark.parametrize("address", ["/privacy", "/nothing/here", "/static/css/base.css", "/static/vendor/nothing"])
def test_an_installation_with_https_asks_for_nothing_else(settings, app, new_app, address):
    secure = new_app(replace(settings, base_url="https://meridian.example"))

    assert secure.test_client().get(address, buffered=True).headers["Strict-Transport-Security"] == "max-age=31536000"


def test_the_router_leads_nobody_to_the_host_that_a_request_named(client):
    published_event()

    for address in ("/cities", "/cities/organise?a=b", "/cities//live"):
        answer = client.get(address, headers={"Host": "evil.example"})

        assert answer.status_code == 308, address
        assert answer.headers["Location"].startswith("/cities/")


@pytest.mark.parametrize("address", ["/sign-in", "/account", "/cities/agenda", LIST, "/cities/organise/"])
def test_search_engines_keep_nothing_of_what_is_somebodys_own(client, address):
    event = published_event()
    somebody = accounts.account()
    agenda.registration(event.id, somebody)
    client.sign_in(somebody)

    assert client.get(address).headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "X-Robots-Tag" not in client.get("/cities/programme").headers


def test_a_failed_statement_does_not_tell_the_log_what_it_was_given(settings, app, new_app):
    with new_app(settings).app_context(), pytest.raises(StatementError) as failed:
        db.session.execute(text("SELECT :secret FROM nowhere"), {"secret": "hunter2hunter2"})

    assert "nowhere" in str(failed.value)
    assert "hunter2" not in str(failed.value)
    db.session.remove()
