"""Taking along all that is kept of oneself."""

import json
from datetime import datetime, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from icalendar import Calendar

from conference.accounts.rules.sign_ins import PROOF_LASTS
from conference.accounts.services import ask_for_address
from conference.agenda.services import drop_booking, share_agenda
from conference.db import act_as, db, transaction
from conference.events.rules import RoleName
from conference.events.services import invite
from conference.letter_wishes.rules import LetterKind
from conference.letter_wishes.services import want_letters
from conference.live.services import ask_question
from conference.questions.rules.asking import Kind
from conference.registrations.tables import RegistrationAnswer, RegistrationFile
from tests.factories import accounts, agenda, calendars, events
from tests.factories.programme import HALF_TIME, YOUTH, published_event
from tests.factories.registrations import question

CARD = {"name": "../../etc/card.pdf", "type": "application/pdf", "size": 8}
PAGES = ("/account/data", "/account/data.zip", "/account/data.json", "/account/data.ics")
SECRET = "a-key-of-the-tests"


@pytest.fixture
def event(app):
    return published_event()


@pytest.fixture
def ada(event):
    return accounts.account("ada@example.org", name="Ada Lovelace")


def data(client):
    answer = client.get("/account/data.json")
    assert answer.status_code == 200, answer.status
    return answer, json.loads(answer.text)


def test_an_organiser_gets_what_they_changed_and_nobody_else_with_it(client, event, now):
    owner = events.organiser(event)
    act_as(owner.id)
    invite(event.id, email="guest@example.org", role=RoleName.EDITOR, language="de", inviter_id=owner.id, now=now)
    client.sign_in(owner)

    answer, told = data(client)

    assert [(one["kind"], one["key"], one["name"], one["after"]) for one in told["audit_log"]][-1] == (
        "invitation", None, None, None,
    )  # fmt: skip
    assert "guest@example.org" not in answer.text


def test_a_newcomer_gets_their_account_and_where_they_are_signed_in(client, ada, now):
    client.sign_in(ada)

    answer, told = data(client)

    assert (told["format"], told["version"]) == ("meridian-personal-data", 1)
    assert told["account"]["email"] == "ada@example.org"
    assert told["made_at"].endswith("Z")
    assert datetime.fromisoformat(told["made_at"]) == now
    assert len(told["sign_ins"]) == 1
    assert told["bookings"] == []
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="meridian-data-2027-06-08')
    assert "noindex" in answer.headers["X-Robots-Tag"]


def test_all_that_one_did_is_told_with_words_for_people(client, event, ada, now):
    registration = agenda.registration(event.id, ada)
    agenda.book(registration, YOUTH)
    agenda.book(registration, HALF_TIME)
    drop_booking(registration.id, HALF_TIME.uid, now=now)
    ask_question(registration.id, YOUTH.uid, text="Who pays?", is_named=True, now=now)
    calendars.subscription(registration, name="My telephone")
    want_letters([registration.id], LetterKind.MESSAGES, is_wanted=False)
    client.sign_in(ada)

    _answer, told = data(client)

    assert [(one["event"], one["state"], one["organisation"]) for one in told["registrations"]] == [
        ("cities", "confirmed", "Stadt Osnabrück")
    ]
    assert {(one["session_title"], one["state"]) for one in told["bookings"]} == {
        (YOUTH.title["en"], "booked"), (HALF_TIME.title["en"], "dropped"),
    }  # fmt: skip
    assert [one["text"] for one in told["questions"]] == ["Who pays?"]
    assert [(one["messages"], one["quiet_from"]) for one in told["letter_wishes"]] == [(False, "22:00:00")]
    assert [one["name"] for one in told["subscriptions"]] == ["My telephone"]
    assert [one["name"] for one in told["letters"]] == ["registrations/registered"]


def test_no_secret_and_nobody_else_is_in_it(client, event, ada, now):
    other = agenda.registration(event.id, accounts.account("other@example.org", name="Somebody Else"))
    agenda.book(other, YOUTH)
    mine = agenda.registration(event.id, ada)
    subscription, token = calendars.subscription(mine)
    share, shared = share_agenda(mine.id, name="Bo", secret_key=SECRET, now=now)
    ask_for_address(ada.id, "new@example.org", now=now)
    client.sign_in(ada)

    answer, told = data(client)

    for secret in (
        token, subscription.token_hash, shared, share.token_hash, ada.password_hash, "other@example.org",
        "Somebody Else",
    ):  # fmt: skip
        assert secret not in answer.text
    assert told["changes_of_address"][0]["new_email"] == "new@example.org"


def test_the_calendar_holds_what_was_booked_in_all_events(client, event, ada):
    agenda.book(agenda.registration(event.id, ada), YOUTH)
    client.sign_in(ada)

    answer = client.get("/account/data.ics")

    calendar = Calendar.from_ical(answer.data)
    assert [str(entry["uid"]) for entry in calendar.events] == [str(YOUTH.uid)]
    assert not calendar.errors
    assert answer.mimetype == "text/calendar"
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_calendar_of_nothing_is_a_calendar_all_the_same(client, ada):
    client.sign_in(ada)

    assert Calendar.from_ical(client.get("/account/data.ics").data).events == []


def test_files_that_were_sent_come_along_in_a_zip(client, event, ada):
    own = agenda.registration(event.id, ada)
    client.sign_in(ada)
    assert "with your files" not in client.get("/account/data").text
    other = agenda.registration(event.id)
    asked = question(event.id, "Card", kind=Kind.FILE, file_kinds=("pdf",))
    with transaction():
        for one in (own, other):
            db.session.add(RegistrationAnswer(registration_id=one.id, question_id=asked.id, value=CARD))
            db.session.flush()
            db.session.add(
                RegistrationFile(
                    registration_id=one.id, question_id=asked.id, content=b"%PDF-1 " + str(one.id).encode()
                )
            )

    assert "with your files" in client.get("/account/data").text
    answer = client.get("/account/data.zip")

    with ZipFile(BytesIO(answer.data)) as archive:
        names = archive.namelist()
        assert names == ["data.json", f"files/cities/{asked.id}--..-etc-card.pdf"]
        assert archive.read(names[1]) == b"%PDF-1 " + str(own.id).encode()
        assert json.loads(archive.read("data.json"))["account"]["email"] == "ada@example.org"
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_page_says_what_there_is(client, event, ada):
    agenda.registration(event.id, ada)
    client.sign_in(ada)

    page = client.get("/account/data")

    assert "Registrations for events" in page.text
    assert "Passkeys" not in page.text
    assert page.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("page", PAGES)
def test_it_asks_who_one_is_again_after_a_while(client, ada, set_clock, page):
    answer = client.get(page, headers={"Accept": "text/html"})
    assert answer.headers["Location"].startswith("/sign-in?next=")
    client.sign_in(ada)
    assert client.get(page).status_code == 200

    set_clock(PROOF_LASTS + timedelta(seconds=1))

    assert client.get(page).headers["Location"].startswith("/account/prove?next=")


def test_it_costs_as_many_questions_with_much_as_with_little(client, event, ada, queries, now):
    registration = agenda.registration(event.id, ada)
    agenda.book(registration, YOUTH)
    client.sign_in(ada)
    client.get("/account/data.json")
    queries.clear()
    data(client)
    few = len(queries)
    for number in range(5):
        calendars.subscription(registration)
        ask_question(registration.id, YOUTH.uid, text=f"Question {number}", is_named=False, now=now)
    queries.clear()
    data(client)

    assert len(queries) == few
