"""The page of the audit log and its downloads."""

import csv
import io
from datetime import timedelta

import pytest
from sqlalchemy import select

from conference import clock
from conference.db import db
from conference.draft import services as draft_services
from conference.draft.services import SessionFacts, facts_of
from conference.events.rules import RoleName
from conference.events.tables import AuditEntry
from conference.events.views.log_names import ALIASES, FIELD_NAMES, KIND_NAMES, NAMED_LIKE, UNTOLD
from conference.proposals import services as proposal_services
from conference.proposals.rules.states import State
from conference.questions.rules.asking import Kind
from conference.speaking import services as speaking_services
from tests.factories import draft, events, proposals
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
    draft.speaker(made.event, "＝1+1")

    answer = desk.get("/cities/organise/log.csv?kind=speaker")

    assert answer.mimetype == "text/csv"
    assert "attachment" in answer.headers["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    cells = [cell for row in rows for cell in row]
    assert "'=HYPERLINK(1)" in cells
    assert "'＝1+1" in cells
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


def test_whatever_is_noted_is_told_in_words(desk, made):
    event = made.event
    proposals.call(event)
    choices = ({"en": "Tram", "de": "Bahn"}, {"en": "Bus", "de": "Bus"})
    proposals.question(event, "How?", kind=Kind.ONE, choices=choices)
    proposal_services.decide_proposals(
        event.id, [proposals.proposal(event).code], State.WAITING, letters={}, secret_key="", now=at(1, 9)
    )
    plan = draft_services.plan_release(event.id, due_at=clock.now() + timedelta(days=2), notes={}, author_id=None,
                                       now=clock.now())  # fmt: skip
    draft_services.withdraw_plan(event.id, plan.id, now=clock.now())

    for entry in db.session.scalars(select(AuditEntry)):
        assert entry.kind in KIND_NAMES, entry.kind
        for field in {*entry.before, *entry.after} - UNTOLD:
            told_as = ALIASES.get((entry.kind, field), field)
            assert told_as in FIELD_NAMES or told_as in NAMED_LIKE, (entry.kind, field)
    page = desk.get(LOG).text

    for words in ("Question of the call", "Planned release", "Tram, Bus", "One of several", "on the waiting list"):
        assert words in page, words
    assert "Takes place" not in desk.get(f"{LOG}?kind=planned_release").text


def test_who_came_by_a_private_link_is_told_from_what_meridian_did(desk, made):
    event = made.event
    speaker = draft.speaker(event, "Zeynep Önal")
    speaking_services.state_availability(speaker, [(at(8, 9), at(8, 12))], now=at(1, 9))

    page = desk.get(f"{LOG}?kind=speaker&key={speaker.code}&action=changed").text

    assert "Zeynep Önal, by their private link" in page
    assert "by_link" not in page
    assert "Zeynep Önal, by their private link" in desk.get(f"{LOG}.csv?kind=contribution").text


def test_a_decision_tells_what_it_was_about(desk, made):
    event = made.event
    speaker = draft.speaker(event, "Zeynep Önal")
    code = draft.session(event, "Wellen", speakers=[speaker.code]).code
    sent = speaking_services.send_material(speaker, code, title="Slides", url="https://example.org/a", now=at(1, 9))
    speaking_services.decline_contribution(event.id, sent.id, reply="", decider_id=made.owner.id, now=at(2, 9))

    page = desk.get(f"{LOG}?kind=contribution&action=changed").text

    assert "not decided" in page
    assert "declined" in page
    assert "Material" in page
    assert "Wellen" in page


def test_what_kinds_are_called_fits_the_column_on_every_database():
    column = AuditEntry.__table__.c.kind.type.length

    assert [kind for kind in KIND_NAMES if len(kind) > column] == []
