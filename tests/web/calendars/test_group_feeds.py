"""One feed for a whole delegation."""

import re
from html import unescape

import pytest
from icalendar import Calendar
from sqlalchemy import func, select

from conference.agenda.services import drop_booking
from conference.calendars import services as calendars
from conference.calendars.queries import subscriptions_of
from conference.calendars.tables import Subscription
from conference.calendars.views import group
from conference.db import db
from conference.delegations import services
from conference.delegations.tables import DelegationMember
from conference.registrations.queries import own_registration
from conference.registrations.services import withdraw
from tests.databases import TEST_SECRET
from tests.factories.accounts import account
from tests.factories.agenda import book
from tests.factories.delegations import delegation, member
from tests.factories.programme import ARRIVING, HALF_TIME, NOW, YOUTH, document, publish, published_event, session
from tests.factories.registrations import registration


@pytest.fixture
def event(app):
    return published_event()


@pytest.fixture
def ada(event):
    return account("ada@example.org", name="Ada; Evil\r\nATTENDEE:x")


@pytest.fixture
def youth(event, ada):
    return delegation(event.id, ada)


@pytest.fixture
def mehmet(event, youth):
    person = account("mehmet@example.org", name="Mehmet Kaya")
    member(youth, person)
    return person


@pytest.fixture
def address(event, youth, mehmet):
    """Of the delegation's feed, made by Mehmet."""
    return f"/feeds/{subscription(event, youth, mehmet)}.ics"


def of_event(event, person):
    return own_registration(event.id, person.id)


def place(of, person):
    return db.session.scalars(
        select(DelegationMember).where(
            DelegationMember.delegation_id == of.id,
            DelegationMember.account_id == person.id,
        )
    ).one()


def subscription(event, of, person):
    _, token = calendars.make_subscription(
        of_event(event, person).id, name="Phone", language="en", secret_key=TEST_SECRET, now=NOW,
        member_id=place(of, person).id,
    )  # fmt: skip
    return token


def entries(response):
    assert response.status_code == 200, response.status
    calendar = Calendar.from_ical(response.data)
    assert not calendar.errors
    return {str(entry["uid"]): entry for entry in calendar.events}


def test_it_holds_each_session_once_with_who_goes(client, event, ada, mehmet, address):
    book(of_event(event, ada), YOUTH)
    book(of_event(event, mehmet), YOUTH)
    book(of_event(event, ada), HALF_TIME)

    found = entries(client.get(address))

    assert found.keys() == {str(YOUTH.uid), str(HALF_TIME.uid)}
    assert "Ada; Evil ATTENDEE:x, Mehmet Kaya" in str(found[str(YOUTH.uid)]["description"])
    assert "Mehmet" not in str(found[str(HALF_TIME.uid)]["description"])
    assert str(found[str(YOUTH.uid)]["transp"]) == "TRANSPARENT"
    assert "attendee" not in found[str(YOUTH.uid)]


def test_who_waits_is_named_where_somebody_has_a_seat(client, event, ada, mehmet, address):
    """Of two seats one is free for the delegation."""
    book(of_event(event, member_of(event)), YOUTH)
    book(of_event(event, ada), YOUTH)
    book(of_event(event, mehmet), YOUTH)

    words = str(entries(client.get(address))[str(YOUTH.uid)]["description"])

    assert "On the waiting list: Mehmet Kaya" in words


def member_of(event):
    person = account()
    registration(event.id, person)
    return person


def test_what_is_only_waited_for_is_not_in_it(client, event, mehmet, address):
    for _ in range(2):
        book(of_event(event, member_of(event)), YOUTH)
    book(of_event(event, mehmet), YOUTH)

    assert str(YOUTH.uid) not in entries(client.get(address))


def test_an_unchanged_feed_is_known_and_costs_two_queries(client, event, ada, address, queries, monkeypatch, set_clock):
    book(of_event(event, ada), YOUTH)
    set_clock(NOW.replace(minute=45))
    first = client.get(address)
    known = {"If-None-Match": first.headers["ETag"]}
    monkeypatch.setattr(group, "feed_bytes", None)
    queries.clear()

    assert client.get(address, headers=known).status_code == 304
    assert len([one for one in queries if one.startswith("SELECT")]) == 2
    since = {"If-Modified-Since": first.headers["Last-Modified"]}
    assert client.get(address, headers=since).status_code == 304


def changes(event, youth, ada, mehmet):
    """Give each way in which the feed changes."""
    new = session("NEWW22", starts_at=YOUTH.slot.starts_at)
    third = account("selin@example.org", name="Selin")

    def hide():
        services.choose_for_oneself(
            event.id, youth.id, account_id=ada.id, shows_agenda=False, understands=(), now=NOW.replace(minute=50)
        )

    return {
        "booking": lambda: book(of_event(event, mehmet), HALF_TIME, now=NOW.replace(minute=50)),
        "dropping": lambda: drop_booking(of_event(event, ada).id, YOUTH.uid, now=NOW.replace(minute=50)),
        "joining": lambda: member(youth, third, now=NOW.replace(minute=50)),
        "hiding": hide,
        "releasing": lambda: publish(event.id, document([new]), now=NOW.replace(minute=50)),
    }


@pytest.mark.parametrize("change", ["booking", "dropping", "joining", "hiding", "releasing"])
def test_every_change_is_told_by_tag_and_by_date(client, event, youth, ada, mehmet, address, set_clock, change):
    book(of_event(event, ada), YOUTH)
    set_clock(NOW.replace(minute=45))
    first = client.get(address)
    set_clock(NOW.replace(minute=55))

    changes(event, youth, ada, mehmet)[change]()

    assert client.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200
    assert client.get(address, headers={"If-Modified-Since": first.headers["Last-Modified"]}).status_code == 200


def test_what_somebody_keeps_to_themselves_is_not_in_it(client, event, youth, ada, address):
    book(of_event(event, ada), YOUTH)
    services.choose_for_oneself(event.id, youth.id, account_id=ada.id, shows_agenda=False, understands=(), now=NOW)

    body = client.get(address).data

    assert str(YOUTH.uid).encode() not in body
    assert b"Ada" not in body


def test_what_somebody_keeps_to_themselves_moves_neither_bytes_nor_date(client, event, youth, ada, address, set_clock):
    services.choose_for_oneself(event.id, youth.id, account_id=ada.id, shows_agenda=False, understands=(), now=NOW)
    set_clock(NOW.replace(minute=45))
    before = client.get(address)

    book(of_event(event, ada), YOUTH, now=NOW.replace(minute=50))
    set_clock(NOW.replace(minute=55))

    after = client.get(address)
    assert (after.data, after.headers["ETag"], after.headers["Last-Modified"]) == (
        before.data,
        before.headers["ETag"],
        before.headers["Last-Modified"],
    )


def test_it_ends_once_its_owner_leaves(client, event, youth, ada, mehmet, address):
    others = f"/feeds/{subscription(event, youth, ada)}.ics"

    services.leave(event.id, youth.id, account_id=mehmet.id, now=NOW)

    assert client.get(address).status_code == 404
    assert client.get(others).status_code == 200
    assert db.session.scalar(select(func.count()).select_from(Subscription)) == 1


def test_it_ends_once_the_delegation_is_dissolved_or_its_owner_takes_part_no_longer(
    client, event, youth, ada, mehmet, address
):
    others = f"/feeds/{subscription(event, youth, ada)}.ics"
    withdraw(event.id, of_event(event, mehmet).id, now=NOW)
    assert client.get(address).status_code == 404
    assert client.get(others).status_code == 200

    services.dissolve_delegation(event.id, youth.id, now=NOW)
    assert client.get(others).status_code == 404


def test_an_empty_feed_says_so(client, address):
    (entry,) = entries(client.get(address)).values()

    assert str(entry["summary"]) == "No sessions booked yet"


def test_ones_own_feed_is_another(client, event, ada, mehmet):
    _, token = calendars.make_subscription(
        of_event(event, mehmet).id, name="Mine", language="en", secret_key=TEST_SECRET, now=NOW
    )
    book(of_event(event, ada), ARRIVING)

    assert str(ARRIVING.uid) not in entries(client.get(f"/feeds/{token}.ics"))


def test_addresses_are_made_and_revoked_on_a_page_of_their_own(client, event, youth, mehmet):
    client.sign_in(mehmet)
    page = f"/cities/delegations/{youth.id}/calendar"

    answer = client.fill_in(page, {"name": "Phone", "language": "tr"})

    made = subscriptions_of(of_event(event, mehmet).id, member_id=place(youth, mehmet).id)
    assert answer.location == f"{page}#subscription-{made[0].id}"
    shown = client.get(page)
    assert shown.headers["Cache-Control"] == "no-store"
    address = unescape(re.search(r"http://localhost(/feeds/[^\"<]+\.ics)", shown.text)[1])
    assert client.get(address).status_code == 200
    assert "/feeds/" not in client.get("/cities/agenda/subscriptions").text
    revoke = f"/cities/agenda/subscriptions/{made[0].id}/revoke"
    assert page in client.get(revoke).text
    assert client.submit(revoke).location == f"{page}?like={made[0].id}"
    assert client.get(address).status_code == 404


def test_only_members_make_one(client, event, youth):
    stranger = member_of(event)
    client.sign_in(stranger)

    assert client.get(f"/cities/delegations/{youth.id}/calendar").status_code == 404
    assert client.submit(f"/cities/delegations/{youth.id}/calendar", {"name": "x", "language": "tr"}).status_code == 404


def test_a_name_is_needed(client, event, youth, mehmet):
    client.sign_in(mehmet)

    answer = client.submit(f"/cities/delegations/{youth.id}/calendar", {"name": "", "language": "tr"})

    assert answer.status_code == 422


def test_a_fetch_asks_as_much_however_many_members(client, event, youth, mehmet, address, queries):
    def cost():
        queries.clear()
        assert client.get(address).status_code == 200
        return len([one for one in queries if one.startswith("SELECT")])

    client.get(address)
    few = cost()
    for _ in range(4):
        person = account()
        member(youth, person)
        book(of_event(event, person), HALF_TIME)

    assert cost() == few
