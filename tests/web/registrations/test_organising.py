"""How organisers say who may register, and what they do with those who did."""

import io

import pytest
from openpyxl import load_workbook

from conference.db import db
from conference.events.rules import RoleName
from conference.questions.rules.asking import Kind
from conference.registrations.queries import group_of, groups_of, settings_of
from conference.registrations.services import SettingsFacts, edit_settings
from conference.registrations.tables import Registration
from tests.factories import events
from tests.factories.accounts import account
from tests.factories.programme import NOW, YOUTH, published_event
from tests.factories.registrations import question, registration

SETTINGS = "/cities/organise/registration"
LIST = "/cities/organise/registrations"


@pytest.fixture
def event(app, now):
    return published_event()


@pytest.fixture
def desk(client, event):
    client.sign_in(events.organiser(event))
    return client


def state_of(one):
    return db.session.get(Registration, one.id, populate_existing=True).state


def test_settings_are_saved_in_the_events_zone_and_bad_ones_are_kept_and_explained(desk, event):
    filled = {"opens_day": "2027-03-01", "opens_time": "09:00", "cap": "120", "mode": "approval", "version": "0"}

    assert desk.submit(SETTINGS, {**filled, "closes_day": "2027-02-01"}).status_code == 422
    assert desk.submit(SETTINGS, {**filled, "cap": "many"}).status_code == 422
    assert desk.submit(SETTINGS, filled).status_code == 303

    stored = settings_of(event.id)
    assert (stored.cap, stored.mode, f"{stored.opens_at:%d %H:%M}") == (120, "approval", "01 08:00")
    stale = desk.submit(SETTINGS, {**filled, "cap": "7", "version": str(stored.version - 1)})
    assert (stale.status_code, 'value="7"' in stale.text) == (409, True)


def test_groups_are_added_edited_moved_and_removed(desk, event):
    assert (
        desk.submit(f"{SETTINGS}/groups/new", {"name-de": "Gäste", "seats": "5", "is_offered": "y"}).status_code == 303
    )
    assert desk.submit(f"{SETTINGS}/groups/new", {"name-de": ""}).status_code == 422
    assert desk.submit(f"{SETTINGS}/groups/gaeste/move", {"step": "up"}).status_code == 303
    assert [group.key for group in groups_of(event.id)][-2:] == ["gaeste", "other"]
    version = str(group_of(event.id, "gaeste").version)
    edited = {"name-de": "Gäste", "name-tr": "Konuklar", "is_offered": "y", "version": version}
    assert desk.submit(f"{SETTINGS}/groups/gaeste", edited).status_code == 303
    assert group_of(event.id, "gaeste").name == {"de": "Gäste", "tr": "Konuklar"}
    assert "Konuklar" in desk.get(f"{SETTINGS}?lang=tr").text
    assert desk.submit(f"{SETTINGS}/groups/gaeste/remove").status_code == 303
    assert desk.get(f"{SETTINGS}/groups/gaeste").status_code == 404


def test_several_are_approved_once_the_question_was_read(desk, event):
    edit_settings(event.id, SettingsFacts(mode="approval"), now=NOW)
    waiting = [registration(event.id) for _ in range(2)]
    address = f"{LIST}/decide?to=approve&registration={waiting[0].id}&registration={waiting[1].id}"

    assert "2 people are let in" in desk.get(f"{address}&lang=en").text
    assert [state_of(one) for one in waiting] == ["pending"] * 2
    assert desk.submit(address).status_code == 303

    assert [state_of(one) for one in waiting] == ["confirmed"] * 2
    assert desk.get(f"{LIST}/decide?to=approve&registration=99999").status_code == 404


def test_who_is_left_as_they_are_is_named_with_the_reason_and_a_way_on(desk, event):
    takes_part = registration(event.id, account(name="Emre"))
    edit_settings(event.id, SettingsFacts(mode="approval"), now=NOW)
    waits = registration(event.id, account(name="Ada"))

    page = desk.get(f"{LIST}/decide?to=decline&registration={waits.id}&registration={takes_part.id}&lang=en").text

    assert "1 of those ticked is left as it is." in page
    assert "To end the registration of somebody who takes part, open it." in page
    declined, left = page.split("1 of those ticked is left as it is.")
    assert "Ada" in declined
    assert "Emre" in left
    assert f'href="{LIST}/{takes_part.id}"' in left


def test_a_note_is_kept_for_organisers_and_never_shown_to_the_participant(desk, client, event):
    person = account(name="Ada")
    one = registration(event.id, person)

    assert desk.submit(f"{LIST}/{one.id}", {"note": "knows the mayor"}).status_code == 303

    assert "knows the mayor" in desk.get(f"{LIST}/{one.id}").text
    other = client.application.test_client()
    other.sign_in(person)
    assert "knows the mayor" not in other.get("/cities/agenda").text
    assert "knows the mayor" not in other.get("/cities/registration/withdraw").text


def test_a_registration_is_ended_with_its_bookings(desk, event, outbox):
    one = registration(event.id)

    assert desk.submit(f"{LIST}/{one.id}/end").status_code == 303

    assert state_of(one) == "withdrawn"
    assert outbox()[-1].name == "registrations/withdrawn_for_you"


@pytest.mark.parametrize(("language", "words"), [("de", "Nimmt teil"), ("tr", "Katılıyor"), ("en", "Takes part")])
def test_files_say_in_words_where_a_registration_stands(desk, event, language, words):
    registration(event.id, account())

    assert f",{words}," in desk.get(f"{LIST}.csv?lang={language}").data.decode("utf-8-sig")


def test_files_hold_no_formula(desk, event):
    registration(event.id, account(name="=1+1"))

    table = desk.get(f"{LIST}.csv")
    book = load_workbook(io.BytesIO(desk.get(f"{LIST}.xlsx").data))

    assert "'=1+1" in table.data.decode("utf-8-sig")
    assert "attachment" in table.headers["Content-Disposition"]
    cell = book["Registrations"]["A2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


@pytest.mark.parametrize("address", [SETTINGS, LIST, f"{LIST}.csv", f"{LIST}.xlsx"])
def test_only_owners_and_editors_see_who_registered(client, event, address):
    for role, status in ((RoleName.EDITOR, 200), (RoleName.OBSERVER, 403), (RoleName.HOST, 403)):
        other = client.application.test_client()
        other.sign_in(events.organiser(event, name=role))
        assert other.get(address).status_code == status


@pytest.mark.parametrize("address", [LIST, f"{LIST}?a_paper=any", f"{LIST}.csv", f"{LIST}.xlsx"])
def test_the_list_costs_the_same_queries_for_one_and_three(desk, event, queries, address):
    choices = ({"de": "Ja"}, {"de": "Nein"})
    asked = [question(event.id, label, kind=Kind.SEVERAL, choices=choices).id for label in ("Paper", "Radio")]
    registration(event.id, answers={key: ["c1"] for key in asked})
    desk.get(address)
    queries.clear()
    desk.get(address)
    of_one = len(queries)
    for _ in range(2):
        registration(event.id, answers={key: ["c1", "c2"] for key in asked})
    queries.clear()

    desk.get(address)

    assert len(queries) == of_one <= 36


def test_a_participant_reads_what_goes_and_withdraws(client, event, outbox):
    person = account()
    one = registration(event.id, person)
    client.sign_in(person)
    client.submit(f"/cities/sessions/{YOUTH.code}/book")

    assert "1 booked session" in client.get("/cities/registration/withdraw?lang=en").text
    assert client.submit("/cities/registration/withdraw").status_code == 303

    assert state_of(one) == "withdrawn"
    assert outbox()[-1].name == "registrations/withdrawn"
    assert client.get("/cities/agenda").status_code == 303


def test_an_address_fills_the_form_in_and_a_full_event_says_so(client, event):
    edit_settings(event.id, SettingsFacts(cap=0), now=NOW)

    page = client.get("/cities/register?lang=en&group=press&municipality=Kilis&name=Ada").text

    assert 'value="Kilis"' in page
    assert 'value="Ada"' in page
    assert "All seats are taken." in page
