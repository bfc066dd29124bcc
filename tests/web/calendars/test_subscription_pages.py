import re
from datetime import timedelta
from html import unescape

import pytest

from conference.calendars.queries import subscriptions_of, token_of
from conference.calendars.rules import MOST_SUBSCRIPTIONS
from conference.db import db
from tests.databases import TEST_SECRET
from tests.factories import accounts, agenda, calendars
from tests.factories.programme import published_event

LIST = "/cities/agenda/subscriptions"


@pytest.fixture
def event(app):
    return published_event()


@pytest.fixture
def person(app):
    return accounts.account(zone="Europe/Istanbul")


@pytest.fixture
def registration(event, person):
    return agenda.registration(event.id, person)


@pytest.fixture
def signed_in(client, person, registration, sign_in):
    sign_in(client, person)
    return client


def test_a_made_address_works_and_is_shown_with_a_link_for_each_program(signed_in, registration):
    answer = signed_in.fill_in(LIST, {"name": "Phone İ", "language": "en"})

    (made,) = subscriptions_of(registration.id)
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith(f"{LIST}#subscription-{made.id}")
    page = unescape(signed_in.get(LIST).text)
    token = token_of(made, secret_key=TEST_SECRET)
    assert "Phone İ" in page
    assert f"http://localhost/feeds/{token}.ics</code>" in page
    assert f'href="webcal://localhost/feeds/{token}.ics"' in page
    assert f"https://calendar.google.com/calendar/r?cid=webcal%3A%2F%2Flocalhost%2Ffeeds%2F{token}.ics" in page
    assert f"https://outlook.live.com/calendar/0/addfromweb?url=http%3A%2F%2Flocalhost%2Ffeeds%2F{token}.ics&" in page
    assert f"https://outlook.office.com/calendar/0/addfromweb?url=http%3A%2F%2Flocalhost%2Ffeeds%2F{token}.ics&" in page
    assert "Not fetched yet." in page
    assert signed_in.get(f"/feeds/{token}.ics").status_code == 200


def test_the_page_keeps_its_secrets(signed_in, registration):
    calendars.subscription(registration)

    response = signed_in.get(LIST)

    assert response.headers["Referrer-Policy"] == "same-origin"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    for link in re.findall(r"<a [^>]*feeds[^>]*>", response.text):
        assert 'rel="noreferrer nofollow"' in link
    assert " style=" not in response.text


def test_its_forms_work_under_https_as_browsers_send_them(signed_in, registration):
    subscription, _ = calendars.subscription(registration)

    for page in (LIST, f"{LIST}/{subscription.id}", f"{LIST}/{subscription.id}/revoke"):
        shown = signed_in.get(page, base_url="https://localhost")
        # Flask-WTF asks under https for the referrer, which a browser leaves out where the page says so.
        assert shown.headers["Referrer-Policy"] == "same-origin"
        assert 'name="referrer"' not in shown.text


def test_it_says_when_and_by_what_an_address_was_fetched(signed_in, registration, set_clock):
    _, token = calendars.subscription(registration)
    signed_in.get(f"/feeds/{token}.ics", headers={"User-Agent": "Google-Calendar-Importer"})
    set_clock(timedelta(hours=1))

    assert "Last fetched Tue 8 Jun, 09:37 Berlin by Google Calendar." in unescape(signed_in.get(LIST).text)


def test_what_a_program_calls_itself_is_only_text(signed_in, registration):
    _, token = calendars.subscription(registration)
    signed_in.get(f"/feeds/{token}.ics", headers={"User-Agent": "<script>alert(1)</script>/1"})

    page = signed_in.get(LIST).text

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_subscribing_and_downloading_are_two_things(signed_in, registration):
    page = unescape(signed_in.get(LIST).text)

    assert "No address yet" in page
    assert "Make address" in page
    assert 'href="/cities/agenda.ics"' in page
    assert "Download once" in page
    assert "It never changes" in page


@pytest.mark.parametrize(
    ("name", "language", "message"),
    [
        ("", "en", "Please fill this in."),
        ("   ", "en", "Please fill this in."),
        ("x" * 101, "en", "This is too long: at most 100 characters."),
        ("Phone", "xx", "Not a valid choice"),
        ("Phone", "", "Not a valid choice"),
    ],
)
def test_bad_input_is_kept_and_explained(signed_in, registration, name, language, message):
    response = signed_in.submit(LIST, {"name": name, "language": language})

    assert response.status_code == 422
    assert message in unescape(response.text)
    assert f'value="{name.strip()}"' in response.text
    assert subscriptions_of(registration.id) == []


def test_names_are_text_and_nothing_else(signed_in, registration):
    signed_in.submit(LIST, {"name": "<b>&amp;\u0000\u2028x", "language": "tr"})

    assert subscriptions_of(registration.id)[0].name == "<b>&amp;x"
    assert "&lt;b&gt;&amp;amp;x" in signed_in.get(LIST).text


def test_there_is_an_end_to_addresses(signed_in, registration):
    for number in range(MOST_SUBSCRIPTIONS):
        calendars.subscription(registration, f"Device {number}")

    response = signed_in.submit(LIST, {"name": "One more", "language": "en"})

    assert response.status_code == 422
    assert f"You have {MOST_SUBSCRIPTIONS} addresses already." in response.text
    assert len(subscriptions_of(registration.id)) == MOST_SUBSCRIPTIONS


def test_an_address_is_renamed(signed_in, registration):
    subscription, token = calendars.subscription(registration)
    page = f"{LIST}/{subscription.id}"
    assert 'value="Phone"' in signed_in.get(page).text

    assert signed_in.submit(page, {"name": "", "language": "de"}).status_code == 422
    answer = signed_in.fill_in(page, {"name": "Büro", "language": "de"})

    assert answer.status_code == 302
    db.session.refresh(subscription)
    assert (subscription.name, subscription.language) == ("Büro", "de")
    assert signed_in.get(f"/feeds/{token}.ics").status_code == 200


def test_revoking_asks_first_and_touches_one_address_alone(signed_in, registration):
    phone, phone_token = calendars.subscription(registration, "Phone")
    _, office_token = calendars.subscription(registration, "Office")
    page = f"{LIST}/{phone.id}/revoke"

    assert "Revoke “Phone”?" in signed_in.get(page).text
    assert signed_in.get(f"/feeds/{phone_token}.ics").status_code == 200
    answer = signed_in.fill_in(page)

    assert answer.status_code == 302
    assert signed_in.get(f"/feeds/{phone_token}.ics").status_code == 404
    assert signed_in.get(f"/feeds/{office_token}.ics").status_code == 200
    assert [known.name for known in subscriptions_of(registration.id)] == ["Office"]
    assert signed_in.get(page).status_code == 404


@pytest.mark.parametrize("ending", ["", "/revoke"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_another_persons_address_is_not_there(signed_in, event, registration, ending, method):
    theirs, token = calendars.subscription(agenda.registration(event.id), "Theirs")
    page = f"{LIST}/{theirs.id}{ending}"

    response = signed_in.get(page) if method == "get" else signed_in.submit(page, {"name": "Mine", "language": "en"})

    assert response.status_code == 404
    assert "Theirs" not in response.text
    db.session.refresh(theirs)
    assert (theirs.name, theirs.revoked_at) == ("Theirs", None)
    assert signed_in.get(f"/feeds/{token}.ics").status_code == 200


def test_an_address_of_another_event_is_not_there(signed_in, registration, person):
    other = published_event((), slug="other")
    subscription, _ = calendars.subscription(agenda.registration(other.id, person))

    assert signed_in.get(f"{LIST}/{subscription.id}").status_code == 404
    assert signed_in.get(f"/other/agenda/subscriptions/{subscription.id}").status_code == 200


@pytest.mark.parametrize("ending", ["", "/{id}", "/{id}/revoke"])
def test_nothing_changes_without_a_token(signed_in, registration, ending):
    subscription, token = calendars.subscription(registration)

    response = signed_in.post(LIST + ending.format(id=subscription.id), data={"name": "Forged", "language": "en"})

    assert response.status_code == 400
    assert [known.name for known in subscriptions_of(registration.id)] == ["Phone"]
    assert signed_in.get(f"/feeds/{token}.ics").status_code == 200


@pytest.mark.parametrize("ending", ["", "/1", "/1/revoke"])
def test_visitors_are_asked_to_sign_in(client, event, ending):
    response = client.get(LIST + ending)

    assert response.status_code == 302
    assert response.headers["Location"].startswith("/sign-in")


def test_who_takes_no_part_is_led_to_the_agenda(client, event, person, sign_in):
    sign_in(client, person)

    assert client.get(LIST).headers["Location"] == "/cities/agenda"
    assert client.submit(LIST, {"name": "Phone", "language": "en"}).status_code == 404


def test_an_address_sealed_under_another_key_is_explained(signed_in, registration):
    subscription, token = calendars.subscription(registration)
    subscription.token_sealed = b"sealed under a key long gone"
    db.session.commit()

    page = unescape(signed_in.get(LIST).text)

    assert "it can no longer be shown" in page
    assert token not in page
    assert signed_in.get(f"/feeds/{token}.ics").status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_queries_for_one_address_and_three(signed_in, registration, queries, count):
    for number in range(count):
        calendars.subscription(registration, f"Device {number}")
    signed_in.get(LIST)
    queries.clear()

    page = signed_in.get(LIST).text

    assert page.count("<h3>Device") == count
    assert len(queries) == 8


def test_the_page_for_everyone_links_each_public_calendar(client, event):
    page = unescape(client.get("/cities/subscribe").text)

    for path in ("calendar.ics", "themes/youth.ics", "themes/arrival.ics"):
        assert f'href="webcal://localhost/cities/{path}?lang=en"' in page
        address = f"http://localhost/cities/{path}?lang=en".replace(":", "%3A").replace("/", "%2F")
        address = address.replace("?", "%3F").replace("=", "%3D")
        assert f"https://outlook.live.com/calendar/0/addfromweb?url={address}&name=" in page
    assert 'href="webcal://localhost/cities/speakers/ZEYNEP.ics?lang=en"' in page
    assert '<link rel="alternate" type="text/calendar"' in page
    assert " style=" not in page


def test_links_leave_out_the_main_language(client, event):
    page = unescape(client.get("/cities/subscribe?lang=de").text)

    assert "http://localhost/cities/calendar.ics</code>" in page


def test_the_linked_addresses_answer(client, event):
    page = unescape(client.get("/cities/subscribe").text)
    addresses = set(re.findall(r'"webcal://localhost(/cities/[^"]+\.ics[^"]*)"', page))

    assert len(addresses) == 10
    for address in addresses:
        assert client.get(address).status_code == 200


def test_without_a_release_there_is_no_page(client, event):
    assert client.get("/nowhere/subscribe").status_code == 404


def test_a_form_begins_with_what_suits_a_place(signed_in, registration):
    assert 'value="10" checked' not in signed_in.get(LIST).text
    phone = signed_in.get(f"{LIST}?for=phone").text
    office = signed_in.get(f"{LIST}?for=office").text

    assert 'value="Phone"' in phone
    assert re.search(r'<input [^>]*checked[^>]*name="alarms"[^>]*value="10"', phone)
    assert re.search(r'<input [^>]*checked[^>]*name="is_short"', office)
    assert not re.search(r'<input [^>]*checked[^>]*name="shows_waiting"', office)
    assert signed_in.get(f"{LIST}?for=moon").status_code == 200


def test_what_was_chosen_is_stored_shown_and_changed(signed_in, registration):
    signed_in.submit(LIST, {"name": "Phone", "language": "en", "alarms": ["60", "5"], "is_short": "y"})

    (made,) = subscriptions_of(registration.id)
    assert (made.alarms, made.is_short, made.shows_waiting, made.shows_cancelled, made.fills_time) == (
        "5 60", True, False, False, False,
    )  # fmt: skip
    page = unescape(signed_in.get(LIST).text)
    assert (
        "rings 5 minutes, 1 hour before · short entries · leaves you free · without sessions you wait for"
        " · without cancelled sessions"
    ) in page
    change = signed_in.get(f"{LIST}/{made.id}").text
    assert re.search(r'<input [^>]*checked[^>]*name="alarms"[^>]*value="60"', change)

    signed_in.submit(f"{LIST}/{made.id}", {"name": "Phone", "language": "en", "fills_time": "y"})

    db.session.refresh(made)
    assert (made.alarms, made.is_short, made.fills_time) == ("", False, True)


def test_an_alarm_that_is_not_offered_is_refused(signed_in, registration):
    response = signed_in.submit(LIST, {"name": "Phone", "language": "en", "alarms": ["7"]})

    assert response.status_code == 422
    assert subscriptions_of(registration.id) == []


def test_the_same_form_sent_twice_makes_one_address(signed_in, registration):
    key = re.search(r'name="form_key"[^>]*value="([^"]+)"', signed_in.get(LIST).text)[1]
    sent = {"name": "Phone", "language": "en", "form_key": key}

    first = signed_in.submit(LIST, sent)
    second = signed_in.submit(LIST, sent)

    assert first.headers["Location"] == second.headers["Location"]
    assert len(subscriptions_of(registration.id)) == 1
    signed_in.submit(LIST, {**sent, "form_key": "x" * 999})
    assert len(subscriptions_of(registration.id)) == 2


def test_a_name_given_twice_is_told_apart(signed_in, registration):
    for name in ("Phone", "Phone", "phone", "Laptop"):
        signed_in.fill_in(LIST, {"name": name, "language": "en"})

    made = subscriptions_of(registration.id)
    assert [one.name for one in made] == ["Phone", "Phone 2", "phone 3", "Laptop"]

    signed_in.fill_in(f"{LIST}/{made[3].id}", {"name": "Phone", "language": "en"})
    signed_in.fill_in(f"{LIST}/{made[1].id}", {"name": "Phone", "language": "en"})

    db.session.expire_all()
    assert [one.name for one in subscriptions_of(registration.id)] == ["Phone", "Phone 2", "phone 3", "Phone 4"]


def test_a_form_whose_name_was_taken_makes_one_address_all_the_same(signed_in, registration):
    calendars.subscription(registration, "Phone")
    key = re.search(r'name="form_key"[^>]*value="([^"]+)"', signed_in.get(LIST).text)[1]

    for _ in range(2):
        signed_in.submit(LIST, {"name": "Phone", "language": "en", "form_key": key})

    assert [one.name for one in subscriptions_of(registration.id)] == ["Phone", "Phone 2"]


def test_what_was_revoked_by_mistake_is_made_again_by_two_clicks(signed_in, registration):
    gone, token = calendars.subscription(registration, "Büro", language="de", alarms=(10, 60), is_short=True)
    answer = signed_in.submit(f"{LIST}/{gone.id}/revoke", {})

    assert answer.headers["Location"].endswith(f"{LIST}?like={gone.id}")
    page = unescape(signed_in.get(answer.headers["Location"]).text)
    assert '<a href="#another">Make it again with the same choices</a>' in page
    form = page[page.index('id="another"') :]
    assert 'value="Büro"' in form
    assert re.search(r'<option selected value="de">', form)
    ticked = re.findall(r"<input[^>]* checked [^>]*>", form)
    assert [re.search(r'value="(\w+)"', one)[1] for one in ticked if 'name="alarms"' in one] == ["10", "60"]
    assert any('name="is_short"' in one for one in ticked)
    assert signed_in.get(f"/feeds/{token}.ics").status_code == 404


@pytest.mark.parametrize("which", ["working", "another's", "99999999999999999999", "x", ""])
def test_the_form_begins_like_no_other_address(signed_in, event, registration, which):
    working, _ = calendars.subscription(registration, "Working")
    anothers, _ = calendars.subscription(agenda.registration(event.id, accounts.account()), "Another’s")
    anothers.revoked_at = anothers.created_at
    db.session.commit()
    key = {"working": working.id, "another's": anothers.id}.get(which, which)

    answer = signed_in.get(f"{LIST}?like={key}")

    assert answer.status_code == 200
    assert "Revoked by mistake?" not in answer.text
    assert 'value="Another' not in answer.text
    assert 'value="Working"' not in answer.text


def test_a_name_is_enough_and_more_unfolds(signed_in, registration):
    assert '<details class="unfold more">' in signed_in.get(LIST).text
    assert '<details class="unfold more" open>' in signed_in.get(f"{LIST}?for=phone").text
    wrong = signed_in.submit(LIST, {"name": "Phone", "language": "en", "alarms": "7"})

    assert wrong.status_code == 422
    assert '<details class="unfold more" open>' in wrong.text
