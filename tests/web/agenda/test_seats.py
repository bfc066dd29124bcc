"""Offers, swaps and confirmations on pages and by letters; the organiser's pages about seats."""

from datetime import timedelta
from html import unescape

import pytest

from conference.agenda import services
from conference.agenda.queries import bookings_of, said_of_event
from conference.agenda.rules import SeatRules
from conference.events.rules import RoleName
from tests.factories import draft, events
from tests.factories.accounts import account
from tests.factories.agenda import registration
from tests.factories.calendars import subscription
from tests.factories.programme import NOW, at, published_event, session

JSON = {"Accept": "application/json"}
LATER = session("LATER2", starts_at=at(12, 10), seats=1)
BESIDE = session("BESD22", starts_at=at(12, 10), seats=1)
PAGE = f"/cities/sessions/{LATER.code}"
SEATS = "/cities/organise/seats"
RULES = {
    "offers": "offers", "offer_hours": "3", "margin": "10", "margin_unit": "percent", "release_hours": "24",
    "confirm_hours": "48",
}  # fmt: skip


@pytest.fixture
def event(app):
    return published_event((LATER, BESIDE))


@pytest.fixture
def holder(event):
    made = registration(event.id, account())
    services.book_session(made.id, LATER.uid, now=NOW)
    return made


@pytest.fixture
def participant(event, holder, client):
    """Registered, signed in, waiting for the one seat; a free seat is offered."""
    services.edit_event_seat_rules(event.id, SeatRules(offers=True, offer_minutes=120), now=NOW)
    person = account("ada@example.org")
    made = registration(event.id, person)
    client.sign_in(person)
    services.book_session(made.id, LATER.uid, now=NOW)
    return made


@pytest.fixture
def offered(holder, participant):
    services.drop_booking(holder.id, LATER.uid, now=NOW)
    return participant


def state(who, one=LATER):
    return {booking.session_uid: booking.state for booking in bookings_of(who.id)}.get(one.uid)


def token_of(outbox):
    return next(letter for letter in outbox() if "secrets" in letter.data).data["secrets"]["token"]


@pytest.mark.parametrize("address", [PAGE, "/cities/programme?view=list", "/cities/agenda"])
def test_an_offer_says_until_when_and_can_be_taken_or_let_go(client, offered, address):
    page = unescape(client.get(address).text)

    assert "Take the seat" in page
    assert "Let it go" in page
    assert "11:37" in page
    assert client.submit(f"{PAGE}/take").status_code == 303
    assert state(offered) == "booked"


def test_a_program_reads_until_when_a_seat_is_held(client, offered):
    facts = client.submit(f"{PAGE}/drop", headers=JSON).json
    assert (facts["state"], facts["respond_by"]) == (None, None)

    facts = client.submit(f"{PAGE}/book", headers=JSON).json
    assert (facts["state"], facts["free"]) == ("booked", 0)


def test_an_offer_that_ran_out_is_refused_in_words(client, offered, set_clock):
    set_clock(timedelta(hours=3))

    answer = client.submit(f"{PAGE}/take", headers=JSON)

    assert answer.status_code == 409
    assert "the time to answer ran out" in answer.json["message"]
    assert state(offered) == "offered"


@pytest.mark.parametrize("address", [PAGE, "/cities/programme?view=list", "/cities/agenda"])
def test_whoever_waits_reads_place_and_chance(client, participant, address):
    page = unescape(client.get(address).text)

    assert "Waiting, place 1" in page
    assert "Your chance cannot be told yet" in page


@pytest.mark.parametrize(("answer", "expected"), [("take", "booked"), ("drop", None)])
def test_a_letter_is_answered_without_signing_in_and_looking_changes_nothing(client, offered, outbox, answer, expected):
    client.sign_out()
    address = f"/cities/seats/{token_of(outbox)}"
    page = client.get(address)
    assert page.status_code == 200
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert state(offered) == "offered"

    assert client.submit(address, {"answer": answer}).status_code == 303

    assert state(offered) == expected


def test_a_link_that_asks_nothing_any_more_says_so(client, offered, outbox):
    services.drop_booking(offered.id, LATER.uid, now=NOW)

    assert client.get(f"/cities/seats/{token_of(outbox)}").status_code == 410
    assert client.get("/cities/seats/%00").status_code in {404, 410}
    assert client.submit("/cities/seats/x", {"answer": "take"}).status_code == 410


def test_another_event_does_not_know_the_link(client, offered, outbox):
    published_event((session("THERE2", starts_at=at(9, 10)),), slug="elsewhere")

    assert client.get(f"/elsewhere/seats/{token_of(outbox)}").status_code == 410


def test_a_seat_is_confirmed_by_the_page_and_by_the_letter(client, event, holder, outbox, set_clock):
    services.edit_event_seat_rules(event.id, SeatRules(release_minutes=24 * 60), now=NOW)
    now = set_clock(LATER.slot.starts_at - timedelta(hours=72))
    services.ask_for_confirmation(now=now)
    address = f"/cities/seats/{token_of(outbox)}"
    assert "I am coming" in client.get(address).text

    client.submit(address, {"answer": "confirm"})

    assert bookings_of(holder.id)[0].confirmed_at == now
    assert client.submit(address, {"answer": "nonsense"}).status_code == 400


def test_a_swap_is_wished_and_taken_back(client, participant, holder):
    services.book_session(participant.id, BESIDE.uid, now=NOW)
    assert "Swap when I get a seat" in client.get(PAGE).text

    client.submit(f"{PAGE}/swap", {"instead": BESIDE.code})
    assert "With a seat here you give up:" in client.get(PAGE).text
    client.submit(f"{PAGE}/swap")
    assert "Swap when I get a seat" in client.get(PAGE).text
    client.submit(f"{PAGE}/swap", {"instead": BESIDE.code})
    services.drop_booking(holder.id, LATER.uid, now=NOW)
    client.submit(f"{PAGE}/take")

    assert (state(participant), state(participant, BESIDE)) == ("booked", None)


def test_the_letter_of_an_offer_and_its_page_say_what_is_given_up_for_it(client, participant, holder, outbox):
    services.book_session(participant.id, BESIDE.uid, now=NOW)
    client.submit(f"{PAGE}/swap", {"instead": BESIDE.code})
    services.drop_booking(holder.id, LATER.uid, now=NOW)
    client.sign_out()
    address = f"/cities/seats/{token_of(outbox)}"

    page = client.get(f"{address}?lang=en").text
    assert "With a seat here you give up:" in page
    assert BESIDE.title["en"] in page

    client.submit(address, {"answer": "take"})
    assert (state(participant), state(participant, BESIDE)) == ("booked", None)


@pytest.mark.parametrize("minutes", [-30, 0, 30])
def test_the_agenda_offers_the_swap_whichever_of_the_two_begins_first(app, client, minutes):
    beside = session("BESD22", starts_at=at(12, 10) + timedelta(minutes=minutes))
    event = published_event((LATER, beside), slug="cities")
    services.book_session(registration(event.id, account()).id, LATER.uid, now=NOW)
    person = account()
    made = registration(event.id, person)
    client.sign_in(person)
    for one in (LATER, beside):
        services.book_session(made.id, one.uid, now=NOW)

    agenda = client.get("/cities/agenda").text

    assert agenda.count("Swap when I get a seat") == 1
    assert f'name="instead" value="{beside.code}"' in agenda


def test_a_booked_seat_is_swapped_for_a_free_one_at_once(client, event):
    person = account()
    made = registration(event.id, person)
    client.sign_in(person)
    services.book_session(made.id, BESIDE.uid, now=NOW)

    client.submit(f"{PAGE}/book", {"instead": BESIDE.code, "swap": "later"})

    assert (state(made), state(made, BESIDE)) == ("booked", None)


def test_calendars_show_an_offer_as_tentative_and_until_when(client, participant, holder):
    _made, token = subscription(participant)
    before = client.get(f"/feeds/{token}.ics")
    services.drop_booking(holder.id, LATER.uid, now=NOW)

    feed = client.get(f"/feeds/{token}.ics", headers={"If-None-Match": before.headers["ETag"]})

    assert feed.status_code == 200
    text = feed.text.replace("\r\n ", "")
    assert "STATUS:TENTATIVE" in text
    assert "a seat is offered to you" in text
    assert "11:37 Berlin" in text.replace("\\,", ",")


@pytest.mark.parametrize("role", [RoleName.OWNER, RoleName.EDITOR])
def test_owners_and_editors_say_how_seats_are_given(client, event, role):
    client.sign_in(events.organiser(event, name=role))
    assert client.get(SEATS).status_code == 200

    assert client.submit(SEATS, RULES).status_code == 303
    assert said_of_event(event.id)["offer_minutes"] == 180
    assert client.submit(f"{SEATS}/{LATER.code}", {**RULES, "own": "own", "offers": ""}).status_code == 303

    page = client.get(SEATS).text
    assert "its own" in page
    assert client.get(f"{SEATS}/{LATER.code}").status_code == 200


@pytest.mark.parametrize(
    ("field", "value"),
    [("offer_hours", "0"), ("margin", "101"), ("margin", "many"), ("release_hours", ""), ("offers", "x")],
)
def test_impossible_rules_are_refused_at_their_field(client, event, field, value):
    client.sign_in(events.organiser(event))

    for address in (SEATS, f"{SEATS}/{LATER.code}"):
        answer = client.submit(address, {**RULES, "own": "own", field: value})
        assert answer.status_code == 422
        assert "field-error" in answer.text
    assert said_of_event(event.id) == {}


@pytest.mark.parametrize("role", [RoleName.HOST, RoleName.OBSERVER, None])
def test_others_do_not(client, event, holder, role):
    client.sign_in(events.organiser(event, name=role) if role else account())

    for address in (SEATS, f"{SEATS}/{LATER.code}"):
        assert client.get(address).status_code == 403
        assert client.submit(address, RULES).status_code == 403
    for address in (f"{SEATS}/{LATER.code}/people", f"{SEATS}/{LATER.code}/people.csv"):
        assert client.get(address).status_code == 403


def test_the_list_of_those_expected_is_ticked_and_given_as_a_harmless_table(client, event, holder, participant):
    client.sign_in(events.organiser(event))
    page = client.get(f"{SEATS}/{LATER.code}/people")
    assert "Ada Example" in page.text
    booking = bookings_of(holder.id)[0]

    client.submit(f"{SEATS}/{LATER.code}/people", {"present": [str(booking.id), "x", "999999"]})

    assert bookings_of(holder.id)[0].attended_at == NOW
    evil = registration(event.id, account(name="=HYPERLINK(1)"))
    services.book_session(evil.id, LATER.uid, now=NOW)
    table = client.get(f"{SEATS}/{LATER.code}/people.csv")
    assert table.mimetype == "text/csv"
    assert "'=HYPERLINK(1)" in table.text
    assert "\n=HYPERLINK" not in table.text
    assert client.get(f"{SEATS}/NPE222/people").status_code == 404


def test_a_host_sees_who_comes_to_their_own_session_and_to_no_other(client):
    made = draft.drafted("hosted")
    other = draft.session(made.event, "Anderes", starts_at=at(12, 10))
    draft.publish(made.event)
    host = events.organiser(made.event, name=RoleName.HOST)
    draft.services.set_hosts(made.event.id, made.session.code, [host.id], note="")
    client.sign_in(host)
    seats = "/hosted/organise/seats"

    assert client.get(f"{seats}/{made.session.code}/people").status_code == 200
    assert client.get(f"{seats}/{made.session.code}/people.csv").status_code == 200
    assert client.get(f"{seats}/{other.code}/people").status_code == 403


@pytest.mark.parametrize("language", ["de", "tr", "en"])
def test_the_pages_speak_all_languages(client, event, offered, language):
    client.sign_in(events.organiser(event))

    for address in (SEATS, f"{SEATS}/{LATER.code}", f"{SEATS}/{LATER.code}/people"):
        assert client.get(f"{address}?lang={language}").status_code == 200


def test_the_list_of_seats_costs_the_same_queries_for_few_and_many_sessions(client, queries):
    counts = []
    for slug, number in (("few", 1), ("many", 4)):
        event = published_event(
            tuple(session(f"{slug[0].upper()}AAA2{n}", starts_at=at(12, 10), seats=1) for n in range(2, 2 + number)),
            slug=slug,
        )
        client.sign_in(events.organiser(event))
        client.get(f"/{slug}/organise/seats")
        queries.clear()
        client.get(f"/{slug}/organise/seats")
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_a_session_bounds_the_seats_of_a_group_and_tells_those_of_it(client, event):
    client.sign_in(events.organiser(event))
    rules = {**RULES, "offers": "", "margin": "5", "margin_unit": "seats", "release_hours": "0", "own": "own"}
    assert client.submit(f"{SEATS}/{LATER.code}", {**rules, "group-youth": "-1"}).status_code == 422
    assert client.submit(f"{SEATS}/{LATER.code}", {**rules, "group-youth": "many"}).status_code == 422
    assert client.submit(f"{SEATS}/{LATER.code}", {**rules, "group-youth": "1"}).status_code == 303
    assert 'value="1"' in client.get(f"{SEATS}/{LATER.code}").text.split('name="group-youth"')[1].split(">")[0]
    assert "Seats for each group" in client.get("/cities/organise/log").text

    person, other = account("ada@example.org"), account("bo@example.org")
    first = registration(event.id, account(), group="youth")
    young = registration(event.id, person, group="youth")
    older = registration(event.id, other, group="administration")
    client.sign_in(person)
    assert "1 seat free for your group" in client.get(PAGE).text
    services.book_session(first.id, LATER.uid, now=NOW)

    assert "Full for your group: 1 of its 1 seats are taken" in client.get(PAGE).text
    assert "Full for your group" in client.get("/cities/programme?view=list").text
    client.submit(f"{PAGE}/book")
    assert state(young) == "waiting"
    client.sign_in(other)
    assert "for your group" not in client.get(PAGE).text
    client.submit(f"{PAGE}/book")
    assert state(older) == "booked"

    services.drop_booking(first.id, LATER.uid, now=NOW)
    assert state(young) == "booked"
