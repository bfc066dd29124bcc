from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from conference.accounts.queries import account_by_email
from conference.accounts.rules.openid import LEEWAY, ROUND_TRIP
from conference.accounts.rules.sign_ins import PROOF_LASTS
from conference.accounts.tables import OpenIdLink
from conference.db import db
from tests.factories.accounts import PASSWORD, account
from tests.factories.programme import published_event
from tests.openid_provider import CLIENT_ID, CLIENT_SECRET, PERSON, Provider, visit

BEGIN, OPEN = "/sign-in/openid", "/sign-in/openid/open"
SIGN_UP = {"name": "Ada", "language": "en", "zone": "Europe/Berlin", "consent": "y"}


@pytest.fixture(scope="module")
def running():
    one = Provider()
    one.start()
    yield one
    one.stop()


@pytest.fixture
def provider(running):
    running.person = dict(PERSON)
    running.faults = {}
    running.is_forged = False
    return running


@pytest.fixture
def settings(settings, provider):
    return replace(
        settings,
        oidc_issuer=provider.issuer,
        oidc_client_id=CLIENT_ID,
        oidc_client_secret=CLIENT_SECRET,
        oidc_name="City Login",
    )


@pytest.fixture
def ada(app, now):
    return account("ada@example.org")


def is_signed_in(browser) -> bool:
    return browser.get("/account").status_code == 200


def come_back(browser, begin=BEGIN) -> str:
    """Go to the provider, and return the address by which it sends the browser back."""
    return visit(browser.get(begin).headers["Location"])


def links() -> list[OpenIdLink]:
    return list(db.session.scalars(select(OpenIdLink)))


@pytest.fixture
def linked(app, ada, provider):
    browser = app.test_client()
    browser.sign_in(ada)
    browser.get(come_back(browser, "/account/openid/link"))
    assert len(links()) == 1
    return ada


def test_who_is_new_opens_an_account_without_a_password(client, provider, outbox):
    assert "Sign in by City Login" in client.get("/sign-in").text
    answer = client.get(come_back(client, f"{BEGIN}?next=/privacy"))
    assert answer.headers["Location"] == OPEN
    assert 'value="Ada Lovelace"' in client.get(OPEN).text
    assert client.submit(OPEN, {**SIGN_UP, "consent": ""}).status_code == 422

    assert client.submit(OPEN, SIGN_UP).headers["Location"] == "/privacy"

    assert is_signed_in(client)
    made = account_by_email("ada@example.org")
    assert made.is_active
    assert not made.has_password
    assert outbox()[-1].data["what"] == "openid_linked"


def test_who_is_linked_signs_in_again(client, linked, provider):
    provider.person = {"sub": provider.person["sub"]}  # by its name for them, not by an address

    assert client.get(come_back(client, f"{BEGIN}?next=/privacy")).headers["Location"] == "/privacy"
    assert is_signed_in(client)


def test_an_account_is_never_linked_by_its_address_alone(client, ada, provider):
    answer = client.get(come_back(client))

    assert answer.headers["Location"].startswith("/sign-in?next=")
    assert links() == []
    assert not is_signed_in(client)
    client.submit("/sign-in", {"email": "ada@example.org", "password": PASSWORD})
    answer = client.get(come_back(client, "/account/openid/link"))
    assert [link.account_id for link in links()] == [ada.id]


def test_a_trusted_provider_links_by_a_verified_address(new_client, ada, provider, settings):
    browser = new_client(replace(settings, oidc_trusted=True))

    browser.get(come_back(browser))

    assert is_signed_in(browser)
    assert [link.account_id for link in links()] == [ada.id]


def test_not_even_a_trusted_one_by_an_address_that_is_not_verified(new_client, ada, provider, settings):
    provider.person["email_verified"] = False
    browser = new_client(replace(settings, oidc_trusted=True))

    assert browser.get(come_back(browser)).headers["Location"] == "/sign-in"
    assert links() == []


def test_whoever_had_registered_without_confirming_their_address_reads_where_they_stand(client, provider, outbox):
    event = published_event()
    client.fill_in(
        "/cities/register",
        {**SIGN_UP, "email": PERSON["email"], "password": PASSWORD, "group": "youth", "organisation": ""},
    )
    client.get(come_back(client))

    client.submit(OPEN, SIGN_UP)

    told = [(letter.name, letter.event_id) for letter in outbox() if letter.name.startswith("registrations/")]
    assert told == [("registrations/registered", event.id)]


@pytest.mark.parametrize("verified", [False, None, "true", 1])
def test_an_address_must_be_verified(client, provider, verified):
    provider.person["email_verified"] = verified

    assert client.get(come_back(client)).headers["Location"] == "/sign-in"
    assert client.get(OPEN).headers["Location"] == "/sign-in"


@pytest.mark.parametrize(
    "faults",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "somebody-else"},
        {"aud": ["meridian", "other"]},
        {"azp": "other"},
        {"iss": "https://evil.example"},
        {"exp": None},
        {"exp": 0},
        {"iat": 99999999999},
        {"sub": ""},
        {"sub": None},
    ],
)
def test_a_token_that_does_not_hold_is_refused(client, linked, provider, faults):
    provider.faults = faults

    assert client.get(come_back(client)).headers["Location"] == "/sign-in"
    assert not is_signed_in(client)


def test_an_expired_token_is_refused_past_the_leeway(client, linked, provider, now):
    provider.faults = {"exp": int((now - LEEWAY).timestamp())}
    client.get(come_back(client))
    assert not is_signed_in(client)

    provider.faults = {"exp": int((now - LEEWAY).timestamp()) + 1}
    client.get(come_back(client))
    assert is_signed_in(client)


def test_a_token_of_another_key_is_refused(client, linked, provider):
    provider.is_forged = True

    client.get(come_back(client))

    assert not is_signed_in(client)


def test_a_way_back_works_once_and_in_its_own_browser_alone(client, app, linked, provider):
    back = come_back(client)
    thief = app.test_client()
    assert thief.get(back).headers["Location"] == "/sign-in"
    thief.get(BEGIN)
    assert thief.get(back).headers["Location"] == "/sign-in"
    assert not is_signed_in(thief)

    client.get(come_back(client))
    assert is_signed_in(client)
    client.submit("/sign-out")
    assert client.get(back).headers["Location"] == "/sign-in"
    assert not is_signed_in(client)


@pytest.mark.parametrize("tail", ["", "?code=x", "?state=x", "?error=access_denied&state=x", "?code=%00&state=%ff"])
def test_what_is_no_way_back_is_refused(client, provider, tail):
    client.get(BEGIN)

    assert client.get(f"/sign-in/openid/back{tail}").headers["Location"] == "/sign-in"


def test_a_code_is_worth_nothing_without_the_verifier(client, linked, provider):
    back = come_back(client)
    with client.session_transaction() as cookie:
        kept = cookie["openid"]
        cookie["openid"] = {**kept, "trip": {**kept["trip"], "verifier": "x" * 64}}

    client.get(back)

    assert not is_signed_in(client)


def test_the_round_trip_has_its_time(client, linked, provider, set_clock):
    back = come_back(client)
    set_clock(ROUND_TRIP)

    client.get(back)

    assert not is_signed_in(client)


def test_a_provider_that_is_away_leaves_the_other_ways(client, provider, settings, monkeypatch):
    monkeypatch.setattr(provider, "discovery", lambda: {"issuer": "https://evil.example"})

    answer = client.get(BEGIN)

    assert answer.headers["Location"] == "/sign-in"
    assert "did not work" in client.get("/sign-in").text


def test_somebody_elses_link_is_not_taken_over(client, linked, provider):
    client.sign_in(account("eve@example.org"))

    client.get(come_back(client, "/account/openid/link"))

    assert [link.account_id for link in links()] == [linked.id]


def test_a_link_is_ended_by_its_owner_alone(client, app, linked, outbox):
    other = app.test_client()
    other.sign_in(account())
    address = f"/account/openid/{links()[0].id}/unlink"
    assert other.submit(address).status_code == 404
    client.sign_in(linked)

    assert client.submit(address).status_code == 303

    assert links() == []
    assert outbox()[-1].data["what"] == "openid_unlinked"


def test_the_provider_shows_again_who_one_is(client, linked, provider, set_clock):
    client.sign_in(linked)
    later = set_clock(PROOF_LASTS)
    provider.faults = {"auth_time": int((later - timedelta(days=1)).timestamp())}
    client.get(come_back(client, "/account/openid/prove?next=/account/authenticator"))
    assert client.get("/account/authenticator").status_code == 303  # signed in there yesterday proves nothing

    provider.faults = {}
    back = come_back(client, "/account/openid/prove?next=/account/authenticator")
    assert provider.asked["max_age"] == "0"
    assert client.get(back).headers["Location"] == "/account/authenticator"
    assert client.get("/account/authenticator").status_code == 200


def test_without_a_provider_its_pages_are_not_there(new_client, settings, app):
    browser = new_client(replace(settings, oidc_issuer=None))

    for path in (BEGIN, "/sign-in/openid/back", OPEN):
        assert browser.get(path).status_code == 404
    assert "City Login" not in browser.get("/sign-in").text


@pytest.fixture
def new_client(app):
    """``new_client(settings)`` is a browser of an application of other settings on the same database."""

    def make(other):
        app.config["SETTINGS"] = other
        return app.test_client()

    return make
