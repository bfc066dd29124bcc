"""An agenda is read by others through private links."""

from html import unescape

import pytest

from conference.agenda import services
from conference.agenda.queries import shares_of
from conference.registrations.services import withdraw
from tests.databases import TEST_SECRET
from tests.factories.accounts import account
from tests.factories.agenda import book, registration
from tests.factories.programme import ARRIVING, HALF_TIME, NOW, YOUTH, published_event


@pytest.fixture
def event(app):
    return published_event()


@pytest.fixture
def participant(event, client):
    """Registered for the event and signed in."""
    person = account("ada@example.org", name="Ada <Example>")
    made = registration(event.id, person)
    client.sign_in(person)
    return made


def link(of, name="Mehmet"):
    return services.share_agenda(of.id, name=name, secret_key=TEST_SECRET, now=NOW)


def text_of(answer):
    return " ".join(unescape(answer.text).split())


def test_a_link_is_made_and_shows_the_agenda_to_whoever_has_it(app, client, participant):
    book(participant, YOUTH)

    answer = client.submit("/cities/agenda/shares", {"name": "Mehmet"})

    assert answer.status_code == 303
    page = client.get("/cities/agenda/shares")
    address = page.text.split('class="addr"', 1)[1].split(">", 1)[1].split("<", 1)[0]
    assert address.startswith("http://localhost/agendas/")
    shown = app.test_client().get(address.removeprefix("http://localhost"))
    assert shown.status_code == 200
    assert "Youth councils that decide" in shown.text
    assert "The agenda of Ada &lt;Example&gt;" in shown.text
    assert "ada@example.org" not in shown.text
    assert "/book" not in shown.text.split('id="main"')[1]


def test_a_shared_agenda_follows_every_change(app, participant):
    _, token = link(participant)
    reader = app.test_client()
    assert "Nothing is booked yet" in reader.get(f"/agendas/{token}").text

    book(participant, ARRIVING)
    assert "Arriving in Kilis" in reader.get(f"/agendas/{token}").text

    services.drop_booking(participant.id, ARRIVING.uid, now=NOW)
    assert "Arriving in Kilis" not in reader.get(f"/agendas/{token}").text


def test_it_shows_one_agenda_and_no_other(app, event, participant):
    other = registration(event.id)
    book(other, HALF_TIME)
    book(participant, YOUTH)
    _, token = link(participant)

    page = app.test_client().get(f"/agendas/{token}").text

    assert "Half-time" not in page.split('id="main"')[1]


def test_it_is_kept_by_nobody_and_found_by_no_search(app, participant):
    _, token = link(participant)

    headers = app.test_client().get(f"/agendas/{token}").headers

    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Robots-Tag"] == "noindex, nofollow"
    assert headers["Referrer-Policy"] == "strict-origin"


def test_a_revoked_link_and_an_unknown_one_get_the_same_answer(app, client, participant):
    share, token = link(participant)

    asked = client.get(f"/cities/agenda/shares/{share.id}/revoke")
    client.submit(f"/cities/agenda/shares/{share.id}/revoke")

    assert "Revoke “Mehmet”?" in asked.text
    reader = app.test_client()
    answers = [reader.get(f"/agendas/{one}") for one in (token, "unknown", "x\0y")]
    assert {answer.status_code for answer in answers} == {404}
    assert shares_of(participant.id) == []


def test_nobody_revokes_anothers_link(client, event, participant):
    theirs, token = link(registration(event.id))

    answer = client.submit(f"/cities/agenda/shares/{theirs.id}/revoke")

    assert answer.status_code == 404
    assert client.get(f"/agendas/{token}").status_code == 200


def test_a_link_without_a_name_is_refused_with_words(client, participant):
    answer = client.submit("/cities/agenda/shares", {"name": " "})

    assert answer.status_code == 422
    assert shares_of(participant.id) == []


def test_links_have_an_end(client, participant):
    for number in range(services.sharing.MOST_SHARES):
        link(participant, f"Person {number}")

    answer = client.submit("/cities/agenda/shares", {"name": "One more"})

    assert answer.status_code == 422
    assert "You have 20 links already" in text_of(answer)


def test_who_does_not_take_part_shares_nothing(client, event):
    client.sign_in(account())

    assert client.get("/cities/agenda/shares").status_code == 303
    assert client.submit("/cities/agenda/shares", {"name": "Mehmet"}).status_code == 404


def test_a_visit_is_noted_at_most_every_ten_minutes(app, participant, set_clock):
    _, token = link(participant)
    reader = app.test_client()

    reader.get(f"/agendas/{token}")
    first = shares_of(participant.id)[0].last_seen_at
    set_clock(NOW + services.sharing.VISIT_PAUSE / 2)
    reader.get(f"/agendas/{token}")
    second = shares_of(participant.id)[0].last_seen_at

    assert (first, second) == (NOW, NOW)


def test_a_link_of_somebody_who_withdrew_leads_nowhere(app, participant):
    _, token = link(participant)

    withdraw(participant.event_id, participant.id, now=NOW)

    assert app.test_client().get(f"/agendas/{token}").status_code == 404
