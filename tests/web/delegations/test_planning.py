"""The agenda of a delegation."""

import re
from html import unescape

import pytest

from conference.agenda.queries import bookings_of
from conference.delegations import services
from conference.delegations.queries import plan_of
from conference.registrations.queries import own_registration
from conference.registrations.services import withdraw
from tests.factories.accounts import account
from tests.factories.agenda import book
from tests.factories.delegations import member
from tests.factories.programme import ARRIVING, HALF_TIME, NOW, YOUTH
from tests.factories.registrations import registration


@pytest.fixture
def mehmet(event, youth):
    person = account("mehmet@example.org", name="Mehmet Kaya", zone="America/Los_Angeles")
    member(youth, person)
    return person


def page_of(of):
    return f"/cities/delegations/{of.id}/agenda"


def deed(of, name):
    return f"/cities/delegations/{of.id}/{name}"


def text_of(answer):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text.split('id="main"')[1])).split())


def of_event(event, person):
    return own_registration(event.id, person.id)


def wish(client, of, *sessions):
    for one in sessions:
        client.submit(deed(of, "wishes"), {"code": one.code, "wanted": "yes"})


def test_who_goes_where_stands_day_by_day(client, event, youth, ada, mehmet):
    book(of_event(event, ada), YOUTH)
    book(of_event(event, mehmet), HALF_TIME)

    shown = client.get(page_of(youth))

    assert "Ada &lt;Example&gt;" in shown.text
    words = text_of(shown)
    assert words.index("Youth councils that decide") < words.index("Half-time")
    assert re.search(r'data-name="Mehmet"><span class="there me"', shown.text)
    assert "Arriving in Kilis" not in words.split("We want this covered")[0].split("Members")[1]


def test_what_somebody_keeps_to_themselves_is_nowhere(app, client, event, youth, mehmet):
    book(of_event(event, mehmet), HALF_TIME)
    person = app.test_client()
    person.sign_in(mehmet)
    person.submit(deed(youth, "choices"), {"understands": "tr"})

    shown = client.get(page_of(youth)).text.split('id="main"')[1]

    assert 'id="s-HALF44"' not in shown
    assert "Mehmet" not in shown
    assert "1 member keeps theirs to themselves" in shown
    own = person.get(page_of(youth))
    assert "You keep your sessions to yourself" in own.text


def test_only_members_who_take_part_see_it(app, client, event, youth, mehmet):
    stranger, registered = account(), account()
    registration(event.id, registered)
    for person in (stranger, registered):
        browser = app.test_client()
        browser.sign_in(person)
        assert browser.get(page_of(youth)).status_code == 404
        assert browser.submit(deed(youth, "split")).status_code == 404
        assert browser.submit(deed(youth, "wishes"), {"code": YOUTH.code}).status_code == 404
    withdraw(event.id, of_event(event, mehmet).id, now=NOW)
    left = app.test_client()
    left.sign_in(mehmet)

    assert left.get(page_of(youth)).status_code == 403
    assert left.submit(deed(youth, "split")).status_code == 403
    assert app.test_client().get(page_of(youth)).status_code == 302


def test_wishes_are_made_and_taken_back(client, youth):
    wish(client, youth, YOUTH, YOUTH)
    shown = text_of(client.get(page_of(youth)))
    assert "Wished, and nobody has a seat Youth councils that decide" in shown
    assert "Wished by Ada" in shown

    client.submit(deed(youth, "wishes"), {"code": YOUTH.code, "wanted": "no"})
    client.submit(deed(youth, "wishes"), {"code": YOUTH.code, "wanted": "no"})

    assert plan_of(youth, now=NOW).companions[0].wishes == frozenset()


@pytest.mark.parametrize("code", ["", "NNNNNN", "x" * 500])
def test_a_wish_for_nothing_is_said(client, youth, code):
    assert client.submit(deed(youth, "wishes"), {"code": code}).status_code == 303
    assert "Choose a session first." in text_of(client.get(page_of(youth)))


def test_a_split_is_proposed_and_nobody_booked(client, event, youth, ada, mehmet):
    wish(client, youth, YOUTH, ARRIVING)

    client.submit(deed(youth, "split"))

    shown = text_of(client.get(page_of(youth)))
    assert "2 sessions are proposed to members." in shown
    assert "I go: book" in shown
    assert [bookings_of(of_event(event, person).id) for person in (ada, mehmet)] == [[], []]
    proposed = plan_of(youth, now=NOW).proposed
    assert sorted(map(len, proposed.values())) == [1, 1]


def test_a_proposal_is_taken_up_by_booking_as_ever(app, client, event, youth, ada, mehmet):
    wish(client, youth, YOUTH, ARRIVING)
    client.submit(deed(youth, "split"))
    (mine,) = plan_of(youth, now=NOW).proposed[plan_of(youth, now=NOW).members[0].id]
    session = YOUTH if mine == YOUTH.uid else ARRIVING
    form = re.search(
        rf'action="(/cities/sessions/{session.code}/book)".*?name="next" value="([^"]+)"',
        client.get(page_of(youth)).text,
        re.DOTALL,
    )

    answer = client.submit(form[1], {"next": unescape(form[2])})

    assert answer.location == f"{page_of(youth)}#s-{session.code}"
    assert [one.session_uid for one in bookings_of(of_event(event, ada).id)] == [session.uid]
    assert "I go: book" not in text_of(client.get(page_of(youth)))


def test_a_declined_proposal_does_not_come_again(client, youth):
    wish(client, youth, YOUTH)
    client.submit(deed(youth, "split"))

    client.submit(deed(youth, f"split/{YOUTH.code}/decline"))
    client.submit(deed(youth, "split"))

    shown = text_of(client.get(page_of(youth)))
    assert "There is nothing to propose" in shown
    assert "I go" not in shown


def test_what_one_is_not_asked_cannot_be_declined(client, youth, mehmet):
    for code in (YOUTH.code, "NNNNNN"):
        assert client.submit(deed(youth, f"split/{code}/decline")).status_code == 404


def test_a_new_split_replaces_what_was_not_taken_up(client, event, youth, ada, mehmet):
    wish(client, youth, YOUTH)
    client.submit(deed(youth, "split"))
    book(of_event(event, ada), ARRIVING)

    client.submit(deed(youth, "split"))

    plan = plan_of(youth, now=NOW)
    assert {uid for uids in plan.proposed.values() for uid in uids} == {YOUTH.uid}
    (asked,) = [one for one in plan.members if plan.proposed.get(one.id)]
    assert asked.account_id == mehmet.id


def test_night_is_told(client, event, youth, mehmet):
    book(of_event(event, mehmet), YOUTH)

    assert "At night for Mehmet" in text_of(client.get(page_of(youth)))


def test_leaving_takes_wishes_and_proposals_along(client, event, youth, mehmet):
    services.wish(event.id, youth.id, account_id=mehmet.id, session_uid=YOUTH.uid, wanted=True)
    services.share_out(event.id, youth.id, now=NOW)

    services.leave(event.id, youth.id, account_id=mehmet.id, now=NOW)

    assert [one.wishes for one in plan_of(youth, now=NOW).companions] == [frozenset()]


def test_the_page_asks_as_much_however_many_plan(client, event, youth, ada, queries):
    def cost():
        client.get(page_of(youth))
        queries.clear()
        assert client.get(page_of(youth)).status_code == 200
        return len(queries)

    book(of_event(event, ada), YOUTH)
    wish(client, youth, YOUTH)
    few = cost()
    for session in (YOUTH, ARRIVING, HALF_TIME, HALF_TIME):
        person = account()
        own = member(youth, person)
        book(of_event(event, person), session)
        services.wish(event.id, youth.id, account_id=own.account_id, session_uid=ARRIVING.uid, wanted=True)
    services.share_out(event.id, youth.id, now=NOW)

    assert cost() == few


def test_many_members_are_named_rather_than_given_columns(client, event, youth, ada):
    for _ in range(8):
        member(youth, account(name="Person of many"))
    book(of_event(event, ada), YOUTH)

    shown = client.get(page_of(youth)).text

    assert "data-name" not in shown
    assert re.search(r'<td class="names">\s*<span>Ada', shown)
