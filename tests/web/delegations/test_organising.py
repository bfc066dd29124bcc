"""Organisers see the delegations of their event, and make one for somebody."""

import csv
import io

import pytest

from conference.delegations.queries import delegations_of_event
from conference.events.rules import RoleName
from tests.factories.accounts import account
from tests.factories.delegations import ask, delegation, member
from tests.factories.events import role
from tests.factories.programme import published_event
from tests.factories.registrations import registration

FACTS = {
    "name": "Council of Kilis", "kind": "municipality", "partnership": "", "municipality": "Kilis",
    "group": "administration", "contact_name": "Mehmet Kaya", "email": "mehmet@example.org", "language": "tr",
}  # fmt: skip


@pytest.fixture
def editor(event, client):
    person = account("editor@example.org", name="Erika")
    role(event.row, holder=person, name=RoleName.EDITOR)
    client.sign_in(person)
    return person


def test_a_contact_is_asked_by_address(client, event, editor, outbox):
    answer = client.fill_in("/cities/organise/delegations/new", FACTS)

    made = delegations_of_event(event.id)[0]
    assert answer.location == f"/cities/organise/delegations/{made.delegation.id}"
    assert (made.delegation.name, made.contact, made.joined, made.asked) == ("Council of Kilis", "", 0, 1)
    assert [(one.name, one.recipient) for one in outbox()] == [("delegations/invitation", "mehmet@example.org")]
    assert "Erika" in str(outbox()[0].data["inviter"])
    assert "Council of Kilis" in client.get("/cities/organise/log").text


def test_what_is_wrong_is_said(client, event, editor, outbox):
    answer = client.submit("/cities/organise/delegations/new", {**FACTS, "email": "x"})

    assert answer.status_code == 422
    assert 'value="Council of Kilis"' in answer.text
    assert (delegations_of_event(event.id), outbox()) == ([], [])


def test_members_and_their_states_are_seen(client, event, editor):
    made = delegation(event.id, account("ada@example.org", name="Ada"))
    own = member(made, account("selin@example.org", name="Selin"))
    ask(made)

    assert "Youth of two cities" in client.get("/cities/organise/delegations").text
    shown = client.get(f"/cities/organise/delegations/{made.id}").text
    for words in ("Ada", "selin@example.org", "Mehmet Kaya", "Not answered yet", "Takes part"):
        assert words in shown
    assert "mehmet@example.org" not in shown

    client.submit(f"/cities/organise/delegations/{made.id}/members/{own.id}/contact")
    assert delegations_of_event(event.id)[0].contact == "Selin"
    client.submit(f"/cities/organise/delegations/{made.id}/dissolve")
    assert delegations_of_event(event.id) == []


def test_registrations_are_filtered_by_delegation_and_name_it(client, event, editor):
    registration(event.id, account("alone@example.org", name="Alone"))
    made = delegation(event.id, account("ada@example.org", name="Ada"))

    page = client.get(f"/cities/organise/registrations?delegation={made.id}").text
    assert ("ada@example.org" in page, "alone@example.org" in page) == (True, False)
    rows = list(csv.DictReader(io.StringIO(client.get("/cities/organise/registrations.csv").text.lstrip("\ufeff"))))
    assert {row["Name"]: row["Delegation"] for row in rows} == {"Ada": "Youth of two cities", "Alone": ""}
    assert len(client.get(f"/cities/organise/registrations.csv?delegation={made.id}").text.strip().splitlines()) == 2


@pytest.mark.parametrize("number", ["x", "9" * 30, "-1", "2147483647"])
def test_a_filter_that_means_nothing_finds_nothing_worse(client, event, editor, number):
    assert client.get(f"/cities/organise/registrations?delegation={number}").status_code == 200


def test_others_are_kept_out(app, client, event):
    made = delegation(event.id)
    own = member(made)
    observer = account()
    role(event.row, holder=observer, name=RoleName.OBSERVER)
    client.sign_in(observer)
    pages = ["", "/new", f"/{made.id}", f"/{made.id}/dissolve"]

    for page in pages:
        assert client.get(f"/cities/organise/delegations{page}").status_code == 403
    for page in ("/new", f"/{made.id}/dissolve", f"/{made.id}/members/{own.id}/contact"):
        assert client.submit(f"/cities/organise/delegations{page}").status_code == 403


def test_delegations_of_another_event_are_not_there(client, event, editor):
    other = published_event((), slug="other")
    made = delegation(other.id)
    own = member(made)

    assert client.get(f"/cities/organise/delegations/{made.id}").status_code == 404
    assert client.submit(f"/cities/organise/delegations/{made.id}/dissolve").status_code == 404
    assert client.submit(f"/cities/organise/delegations/{made.id}/members/{own.id}/contact").status_code == 404


def test_the_list_asks_as_much_however_long_it_is(client, event, editor, queries):
    def cost():
        client.get("/cities/organise/delegations")
        queries.clear()
        client.get("/cities/organise/delegations")
        return len(queries)

    delegation(event.id)
    few = cost()
    for _ in range(3):
        member(delegation(event.id))

    assert cost() == few
