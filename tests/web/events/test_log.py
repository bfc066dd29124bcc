"""The page of the audit log and its downloads."""

import csv
import io

import pytest

from conference.draft import services as draft_services
from conference.draft.services import SessionFacts, facts_of
from conference.events.rules import RoleName
from tests.factories import draft, events
from tests.factories.programme import at

LOG = "/cities/organise/log"


@pytest.fixture
def made(app):
    return draft.drafted("cities")


@pytest.fixture
def desk(client, made):
    client.sign_in(made.owner)
    return client


def test_a_change_by_form_is_told_with_who_what_from_and_what_to(desk, made):
    desk.get("/cities/organise/rooms")
    room = draft.room(made.event, "Fuchs", join_url="https://meet.example/alt")
    desk.submit(
        f"/cities/organise/rooms/{room.key}",
        {"name-de": "Fuchsbau", "name-en": "Fuchs", "name-tr": "Fuchs", "join_url": "https://meet.example/neu",
         "version": room.version},
    )  # fmt: skip

    page = desk.get(f"{LOG}?kind=room&key={room.key}").text

    assert "History of “Fuchsbau”" in page
    assert made.owner.name in page
    assert "https://meet.example/alt" in page
    assert "https://meet.example/neu" in page
    assert "Name (Deutsch)" in page


def test_speakers_and_themes_are_told_by_their_names(desk, made):
    event = made.event
    theme, speaker = draft.theme(event, "Meereswärme"), draft.speaker(event, "Zeynep Önal")
    session = draft.session(event, "Wellen", starts_at=at(8, 10))
    facts = {**facts_of(session), "themes": [theme.slug], "speakers": [speaker.code]}
    draft_services.edit_session(event.id, session.code, SessionFacts(**facts), now=session.created_at)

    page = desk.get(f"{LOG}?kind=session&key={session.code}&action=changed").text

    assert "Meereswärme" in page
    assert "Zeynep Önal" in page
    assert theme.slug not in page.replace("Meereswärme", "")


def test_the_log_is_filtered_and_what_makes_no_sense_is_left_open(desk, made):
    draft.room(made.event, "Fuchs")

    assert "Fuchs" in desk.get(f"{LOG}?q=fuchs").text
    assert "Nothing found" in desk.get(f"{LOG}?q=nothing-is-called-so").text
    for query in ("person=x", "person=99999999999", "since=soon", "until=9999-12-31", "page=0", "page=x", "action=?"):
        assert desk.get(f"{LOG}?{query}").status_code == 200, query


def test_the_log_comes_a_page_at_a_time(desk, made):
    for number in range(60):
        draft.speaker(made.event, f"Person {number}")

    assert "Person 59" in desk.get(LOG).text
    assert "Person 3<" not in desk.get(LOG).text
    assert "Person 3<" in desk.get(f"{LOG}?page=2").text


def test_the_table_reckons_nothing_in_a_spreadsheet(desk, made):
    draft.speaker(made.event, "=HYPERLINK(1)")

    answer = desk.get("/cities/organise/log.csv?kind=speaker")

    assert answer.mimetype == "text/csv"
    assert "attachment" in answer.headers["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    cells = [cell for row in rows for cell in row]
    assert "'=HYPERLINK(1)" in cells
    assert [cell for cell in cells if cell.startswith("=")] == []
    assert len({len(row) for row in rows}) == 1


def test_the_facts_come_as_they_are_stored(desk, made):
    room = draft.room(made.event, "Fuchs")
    draft_services.remove_room(made.event.id, room.key)

    answer = desk.get(f"/cities/organise/log.json?kind=room&key={room.key}")

    removed, added = answer.json["entries"]
    assert (removed["action"], added["action"]) == ("removed", "added")
    assert removed["before"]["name"]["de"] == "Fuchs"
    assert removed["after"] == {}


@pytest.mark.parametrize("address", [LOG, f"{LOG}.csv", f"{LOG}.json"])
@pytest.mark.parametrize(
    ("role", "status"),
    [(RoleName.OWNER, 200), (RoleName.EDITOR, 200), (RoleName.HOST, 403), (RoleName.OBSERVER, 403)],
)
def test_owners_and_editors_alone_read_the_log(client, made, address, role, status):
    client.sign_in(events.organiser(made.event, name=role))

    assert client.get(address).status_code == status


def test_a_stranger_is_refused_and_a_visitor_asked_to_sign_in(client, made):
    assert client.get(LOG).status_code == 302
    client.sign_in(events.organiser(events.event("other")))
    assert client.get(LOG).status_code == 403
