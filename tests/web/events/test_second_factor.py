import pyotp
import pytest

from conference.accounts import services
from conference.accounts.queries import sign_in_of_key
from conference.db import db
from conference.events.rules import RoleName
from tests.factories.accounts import account
from tests.factories.events import event, organiser

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
ASK = "/city/organise/people/second-factor"


@pytest.fixture
def city(app, now):
    return event("city")


@pytest.fixture
def owner(city):
    return organiser(city)


def protect(person, now) -> None:
    key = services.begin_sign_in(person.id, now=now)
    _, sign_in = sign_in_of_key(key, now=now)
    code = pyotp.TOTP(SECRET).at(now)
    services.add_authenticator(person.id, secret=SECRET, code=code, secret_key="k" * 32, sign_in_id=sign_in.id, now=now)


def test_an_owner_without_a_second_factor_cannot_shut_themselves_out(client, city, owner):
    client.sign_in(owner)

    answer = client.submit(ASK, {"required": "yes"})

    assert answer.headers["Location"] == "/account/safety"
    db.session.expire_all()
    assert not city.requires_second_factor
    assert "Set up your own first" in client.get("/city/organise/people").text


def test_it_says_who_lacks_one_and_leads_them_to_it(client, app, city, owner, now):
    editor = organiser(city, name=RoleName.EDITOR)
    protect(owner, now)
    client.sign_in(owner)
    page = client.get("/city/organise/people").text
    assert "Without one so far:" in page

    assert client.submit(ASK, {"required": "yes"}).headers["Location"] == "/city/organise/people"

    assert client.get("/city/organise/people").status_code == 200
    other = app.test_client()
    other.sign_in(editor)
    answer = other.get("/city/organise/sessions?q=x")
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/account/second-factor?next=/city/organise/sessions")
    assert "A second factor first" in other.get(answer.headers["Location"]).text
    assert other.submit("/city/organise/leave").status_code == 303

    protect(editor, now)
    other.sign_in(editor)
    assert other.get("/city/organise/sessions").status_code == 200


def test_it_is_required_no_longer(client, city, owner, now):
    protect(owner, now)
    client.sign_in(owner)
    client.submit(ASK, {"required": "yes"})

    client.submit(ASK, {"required": "no"})

    db.session.expire_all()
    assert not city.requires_second_factor
    log = client.get("/city/organise/log").text
    assert "Second factor required" in log


def test_only_owners_ask_for_it(client, city, owner, now):
    editor = organiser(city, name=RoleName.EDITOR)
    protect(editor, now)
    client.sign_in(editor)
    assert client.submit(ASK, {"required": "yes"}).status_code == 403
    client.sign_in(account())
    assert client.submit(ASK, {"required": "yes"}).status_code == 403


def test_pages_of_visitors_stay_open(client, city, owner, now):
    protect(owner, now)
    client.sign_in(owner)
    client.submit(ASK, {"required": "yes"})
    client.sign_out()

    assert client.get("/sign-in").status_code == 200
