"""What apps and printers fetch: schedule.xml, schedule.json and the booklet, of the newest release alone."""

import io
import json

import msgspec
import pytest
from defusedxml import ElementTree
from pypdf import PdfReader

from conference.exchange.services.reading import programme_from_bytes
from conference.translated import pick
from tests.factories.accounts import account
from tests.factories.agenda import book, registration
from tests.factories.programme import ARRIVING, SESSIONS, at, document, publish, published_event, session

APPS = ("/cities/schedule.xml", "/cities/schedule.json")


@pytest.fixture
def event(app):
    return published_event()


def pages_of(response) -> str:
    assert response.status_code == 200, response.status
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(response.data)).pages)


@pytest.mark.parametrize("address", APPS)
def test_apps_get_the_programme_without_the_ways_in(client, event, address):
    response = client.get(address)

    programme = programme_from_bytes(response.data)
    planned = [one for one in SESSIONS if one.slot and one.state == "planned"]
    assert response.status_code == 200
    assert {one.uid for one in programme.sessions if one.starts_at} == {one.uid for one in planned}
    assert b"meet.example" not in response.data
    assert "@" not in response.text.replace("@context", "")
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("address", [*APPS, "/cities/programme.pdf"])
def test_whoever_has_the_file_is_told_so_until_a_release_comes(client, event, address):
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    publish(event.id, document([*SESSIONS, session("NEWNEW", starts_at=at(9, 8))]))
    later = client.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.data) == (304, b"")
    assert later.status_code == 200
    assert later.headers["ETag"] != first.headers["ETag"]


@pytest.mark.parametrize("address", [*APPS, "/cities/programme.pdf"])
def test_an_event_without_a_release_has_no_files(client, app, address):
    assert client.get(address).status_code == 404


def test_the_language_of_an_app_is_that_of_the_address_and_never_of_the_browser(client, event):
    title = {"de": "Deutscher Titel", "tr": "Türkçe başlık", "en": "English title"}
    publish(event.id, document([session("NEWNEW", starts_at=at(9, 8), title=title)]))
    turkish = {"Accept-Language": "tr"}

    plain = ElementTree.fromstring(client.get(APPS[0], headers=turkish).data)
    chosen = json.loads(client.get(f"{APPS[1]}?lang=tr").data)

    assert plain.findtext("day/room/event/title") == "Deutscher Titel"
    rooms = [room for day in chosen["schedule"]["conference"]["days"] for room in day["rooms"].values()]
    assert [one["title"] for room in rooms for one in room] == ["Türkçe başlık"]


def test_the_booklet_has_every_title_in_the_readers_language(client, event):
    german, turkish = (pages_of(client.get(f"/cities/programme.pdf?lang={code}")) for code in ("de", "tr"))

    for one in SESSIONS:
        assert " ".join(pick(one.title, "de").split()) in " ".join(german.split())
        assert " ".join(pick(one.title, "tr", ("de",)).split()) in " ".join(turkish.split())
    assert "İstanbul" in turkish
    assert "10:00" in german
    assert "11:00" in german


def test_the_booklet_says_its_title_and_language_and_is_tagged(client, event):
    reader = PdfReader(io.BytesIO(client.get("/cities/programme.pdf?lang=tr").data))

    root = reader.trailer["/Root"]
    assert reader.metadata.title == document().event.title["tr"]
    assert root["/Lang"] == "tr"
    assert root["/MarkInfo"]["/Marked"]
    assert len(reader.outline) > 0


def test_what_people_write_is_never_markup_of_the_booklet(client, event):
    title = {"de": '#panic("x") *fett* $1/0$ <s-AAAAAA> @s-AAAAAA #sys.inputs \\ `x` Iğdır ŞŞ'}
    hostile = session(
        "HARMED", starts_at=at(9, 8), title=title, abstract={"de": '#read("/etc/passwd") [x](javascript:alert) ${'}
    )
    publish(event.id, document([hostile]))

    shown = " ".join(pages_of(client.get("/cities/programme.pdf?lang=de")).split())

    assert '#panic("x") *fett* $1/0$' in shown
    assert "Iğdır ŞŞ" in shown
    assert '#read("/etc/passwd")' in shown
    assert "root:" not in shown


def test_signs_that_no_font_has_do_not_keep_the_booklet_from_being_printed(client, event):
    title = {"de": "Feiern \U0001f389 mit 李明 und Ömer Öğüt ✓ \u0fd3"}
    publish(event.id, document([session("PARTY1", starts_at=at(9, 8), title=title)]))

    response = client.get("/cities/programme.pdf?lang=de")

    assert response.status_code == 200
    assert "Feiern mit □□ und Ömer Öğüt ✓" in " ".join(pages_of(response).split())


def test_a_cancelled_session_is_struck_in_the_booklet_and_absent_for_apps(client, event):
    gone = msgspec.structs.replace(ARRIVING, state="cancelled")
    publish(event.id, document([gone]))

    assert ARRIVING.title["de"] in pages_of(client.get("/cities/programme.pdf?lang=de"))
    assert programme_from_bytes(client.get(APPS[0]).data).sessions == ()


def test_a_programme_of_nothing_can_be_printed_all_the_same(client, event):
    publish(event.id, document([]))

    assert client.get("/cities/programme.pdf").status_code == 200


def test_an_agenda_is_printed_with_what_one_chose_and_nothing_else(client, event):
    person = account("ada@example.org", name="Ada Example")
    who = registration(event.id, person)
    book(who, ARRIVING)
    client.sign_in(person)

    response = client.get("/cities/agenda.pdf?lang=de")

    shown = " ".join(pages_of(response).split())
    assert "Ankommen in Kilis" in shown
    assert "Jugendräte" not in shown
    assert "Agenda von Ada Example" in shown
    assert "Stand: Dienstag, 8. Juni 2027, 09:37" in shown
    assert "Inhalt" not in shown
    assert response.headers["Cache-Control"] == "private, no-store"


def test_an_empty_agenda_is_printed_too(client, event):
    person = account()
    registration(event.id, person)
    client.sign_in(person)

    assert "Nothing is booked yet" in pages_of(client.get("/cities/agenda.pdf"))


def test_nobody_prints_an_agenda_without_having_one(client, event):
    assert client.get("/cities/agenda.pdf").location == "/sign-in?next=/cities/agenda.pdf"

    client.sign_in(account())

    assert client.get("/cities/agenda.pdf").location == "/cities/agenda"
