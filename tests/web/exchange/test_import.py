"""Importing and exporting in the browser."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from conference.db import db
from conference.draft.queries import draft_document
from conference.draft.tables import Session
from conference.events.rules import RoleName
from conference.events.tables import AuditEntry
from conference.exchange import sheets
from conference.exchange.queries import drafted_programme, remembered_columns
from conference.exchange.services import clear_uploads
from conference.exchange.tables import Upload
from config import ROOT
from tests.factories import accounts, events
from tests.factories import draft as make

TABLE = (
    "id,title,start,end,room,speakers,seats\n"
    "a,One,2027-06-08T09:00Z,2027-06-08T10:00Z,Hall,Ada Lovelace,30\n"
    "b,Two,2027-06-08T11:00Z,2027-06-08T12:00Z,Hase,Gülşen Akın,\n"
)


@pytest.fixture
def drafted(app):
    return make.drafted("rivers")


@pytest.fixture
def organiser(client, drafted):
    client.sign_in(drafted.owner)
    return client


def send(client, content: str | bytes, name: str = "table.csv"):
    data = content.encode() if isinstance(content, str) else content
    return client.submit(
        "/rivers/organise/exchange", {"file": (io.BytesIO(data), name)}, content_type="multipart/form-data"
    )


def planned(client, content: str | bytes, name: str = "table.csv") -> str:
    answer = send(client, content, name)
    assert answer.status_code == 303, answer.text
    return answer.location


def run(client, address: str):
    return client.submit(f"{address}/import", follow_redirects=True)


def sessions() -> dict[str, Session]:
    return {row.external_id or row.code: row for row in db.session.scalars(select(Session))}


def test_a_plan_says_what_would_be_new_and_stores_nothing(organiser, drafted):
    before = draft_document(drafted.event)

    page = organiser.get(planned(organiser, TABLE))

    assert page.status_code == 200
    assert "Import these 2 sessions" in page.text
    assert "One" in page.text
    assert "Ada Lovelace" in page.text
    assert "<b>2</b> new sessions" in page.text
    assert draft_document(drafted.event) == before


def test_what_was_planned_is_imported_and_told(organiser, drafted):
    page = run(organiser, planned(organiser, TABLE))

    assert "Remove the 2 new sessions" in page.text
    one = sessions()["a"]
    assert one.starts_at == datetime(2027, 6, 8, 9, 0, tzinfo=UTC)
    assert one.seats == 30
    programme = drafted_programme(drafted.event)
    two = next(session for session in programme.sessions if session.id == "b")
    assert two.room == drafted.room.key
    assert two.speakers == (drafted.speaker.code,)
    assert "import" in set(db.session.scalars(select(AuditEntry.kind)))


def test_the_second_import_of_the_same_file_has_nothing_to_do(organiser):
    run(organiser, planned(organiser, TABLE))

    page = organiser.get(planned(organiser, TABLE))

    assert "There is nothing to import." in page.text
    assert "Import these" not in page.text


def test_what_changes_is_shown_from_and_to_and_the_rest_is_kept(organiser, drafted):
    run(organiser, planned(organiser, TABLE))
    later = TABLE.replace("09:00Z,2027-06-08T10:00Z", "13:00Z,2027-06-08T14:00Z").replace("Two", "Zwei")

    address = planned(organiser, later)
    page = organiser.get(f"{address}?show=changed")
    run(organiser, address)

    assert '<span class="was">' in page.text
    assert "15:00" in page.text
    assert "11:00" in page.text
    assert sessions()["a"].starts_at.hour == 13
    assert sessions()["a"].seats == 30
    assert sessions()["b"].title == {"de": "Zwei"}
    assert len(sessions()) == 3


def test_fields_that_the_file_does_not_carry_stay_as_they_are(organiser, drafted):
    run(organiser, planned(organiser, TABLE))

    run(organiser, planned(organiser, "id,title tr\na,Bir\n"))

    one = sessions()["a"]
    assert one.title == {"de": "One", "tr": "Bir"}
    assert one.seats == 30
    session = next(one for one in drafted_programme(drafted.event).sessions if one.id == "a")
    assert len(session.speakers) == 1
    assert session.room


def test_a_wrong_cell_is_shown_with_row_and_reason_and_keeps_all_from_being_imported(organiser):
    address = planned(organiser, TABLE.replace(",30", ",many"))
    page = organiser.get(f"{address}?show=wrong")
    after = run(organiser, address)

    assert "G2" in page.text
    assert "seats" in page.text
    assert "“many” cannot be read. Write a whole number." in page.text
    assert "Import these" not in page.text
    assert "cannot be imported as it is" in after.text
    assert len(sessions()) == 1


def test_columns_that_nobody_could_guess_are_said_by_people_and_remembered(organiser, drafted):
    strange = "Wie es heißt;Wann\nGrün;08.06.2027 09:00\n"
    address = planned(organiser, strange)
    first = organiser.get(address)
    organiser.submit(f"{address}/columns", {"column_0": "title", "column_1": "start"})
    second = organiser.get(address)
    third = organiser.get(planned(organiser, strange.replace("Grün", "Blau")))

    assert "Say which column holds the titles." in first.text
    assert "Import this session" in second.text
    assert "Import this session" in third.text
    assert remembered_columns(drafted.event.id) == {"Wie es heißt": "title", "Wann": "start"}


def test_a_target_that_is_none_is_refused_and_nothing_is_remembered(organiser, drafted):
    answer = organiser.submit(f"{planned(organiser, TABLE)}/columns", {"column_0": "nonsense"})

    assert answer.status_code == 422
    assert remembered_columns(drafted.event.id) == {}


def test_a_draft_that_moved_meanwhile_is_planned_anew_before_anything_is_done(organiser, drafted):
    address = planned(organiser, TABLE)
    make.session(drafted.event, "Another")

    page = run(organiser, address)

    assert "The draft was changed meanwhile." in page.text
    assert "a" not in sessions()
    assert "Remove the 2 new sessions" in run(organiser, address).text


def test_an_import_can_be_undone(organiser):
    address = planned(organiser, TABLE)
    run(organiser, address)

    page = organiser.submit(f"{address}/undo", follow_redirects=True)

    assert "2 sessions were removed again" in page.text
    assert len(sessions()) == 1
    assert "undone already" in organiser.submit(f"{address}/undo", follow_redirects=True).text


def test_pressing_twice_imports_once(organiser):
    address = planned(organiser, TABLE)
    run(organiser, address)

    assert "imported already" in run(organiser, address).text
    assert len(sessions()) == 3


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"\x89PNG\r\n\x1a\n\0", "Meridian does not know this format."),
        (b"PK\x03\x04broken", "This workbook is damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "This workbook is an old one"),
        (b'{"format": "big-event/1"', "The file is damaged at line 1"),
        (b'{"format": "big-event/1"}', "This is of the wrong kind."),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_at_its_field(organiser, content, sentence):
    answer = send(organiser, content)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert db.session.scalar(select(Upload)) is None


def test_no_file_is_asked_for_one(organiser):
    assert "Choose a file." in organiser.submit("/rivers/organise/exchange").text


def test_a_file_beyond_the_bound_is_refused_unread(organiser):
    answer = organiser.submit(
        "/rivers/organise/exchange", {"file": (io.BytesIO(b"title\n"), "table.csv")},
        content_type="multipart/form-data",
        environ_overrides={"CONTENT_LENGTH": str(18 * 1024 * 1024)},
    )  # fmt: skip

    assert answer.status_code == 413


def test_a_file_larger_than_other_forms_is_taken(organiser):
    # Sent by hand: the client would keep a body of this size in a file of its own
    table = TABLE + "x,Three,,,,,\n" + '"' + " " * 5_000_000 + '"\n'
    parts = (("csrf_token", organiser.csrf_token()), ('file"; filename="large.csv', table))
    body = "".join(f'--xyz\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n' for name, text in parts)

    answer = organiser.post(
        "/rivers/organise/exchange", data=f"{body}--xyz--\r\n".encode(),
        content_type="multipart/form-data; boundary=xyz",
    )  # fmt: skip

    assert answer.status_code == 422
    assert "A cell in row 5 does not end" in answer.text


def test_other_formats_are_planned_too(organiser):
    page = organiser.get(planned(organiser, (ROOT / "tests/fixtures/small-event.json").read_bytes(), "small.json"))

    assert "big-event/1" in page.text
    assert "What each column is for" not in page.text
    assert "Import these 4 sessions" in page.text


def test_a_plan_of_many_rows_comes_in_pages_with_few_queries(organiser, queries):
    address = planned(organiser, "id,title\n" + "".join(f"{n},Title {n}\n" for n in range(400)))
    queries.clear()

    page = organiser.get(f"{address}?page=2")

    assert "Title 60" in page.text
    assert "Title 399" not in page.text
    assert len(queries) < 40


def test_a_file_is_its_senders_alone(organiser, client, drafted):
    address = planned(organiser, TABLE)
    client.sign_in(events.organiser(drafted.event))

    assert client.get(address).status_code == 404
    assert client.submit(f"{address}/import").status_code == 404
    assert client.submit(f"{address}/remove").status_code == 404


def test_a_file_of_one_event_is_none_of_another(organiser, drafted):
    token = planned(organiser, TABLE).rsplit("/", 1)[1]
    other = events.event("lakes")
    events.role(other, holder=drafted.owner)

    assert organiser.get(f"/lakes/organise/exchange/{token}").status_code == 404


def test_who_may_only_look_can_export_the_draft_without_ways_in_and_import_nothing(client, drafted, now):
    facts = {"join_url": "https://meet.example/secret", "starts_at": now}
    make.session(drafted.event, "With a way in", **facts)
    client.sign_in(events.organiser(drafted.event, name=RoleName.OBSERVER))

    page = client.get("/rivers/organise/exchange")
    table = client.get("/rivers/organise/exchange/export/csv?of=draft")

    assert 'type="file"' not in page.text
    assert table.status_code == 200
    assert "With a way in" in table.text
    assert "meet.example/secret" not in table.text
    assert send(client, TABLE).status_code == 403


def test_strangers_get_nothing(client, drafted):
    client.sign_in(accounts.account())

    assert client.get("/rivers/organise/exchange").status_code == 403
    assert client.get("/rivers/organise/exchange/export/csv?of=draft").status_code == 403


def test_a_file_is_forgotten_on_demand_and_after_a_day(organiser, now):
    first, second = planned(organiser, TABLE), planned(organiser, TABLE)
    organiser.submit(f"{first}/remove")

    assert organiser.get(first).status_code == 404
    assert clear_uploads(now=now + timedelta(hours=23)) == 0
    assert clear_uploads(now=now + timedelta(hours=25)) == 1
    assert organiser.get(second).status_code == 404


@pytest.mark.parametrize("name", ["xlsx", "csv", "schedule.xml", "schedule.json", "big-event"])
@pytest.mark.parametrize("of", ["draft", "release"])
def test_everything_can_be_exported_as_draft_and_as_release(organiser, drafted, name, of):
    make.publish(drafted.event)

    answer = organiser.get(f"/rivers/organise/exchange/export/{name}?of={of}")

    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="rivers-')
    assert len(answer.data) > 100


def test_an_unknown_format_and_an_unpublished_release_are_404(organiser):
    assert organiser.get("/rivers/organise/exchange/export/docx").status_code == 404
    assert organiser.get("/rivers/organise/exchange/export/csv").status_code == 404


@pytest.mark.parametrize("name", ["csv", "xlsx"])
def test_the_import_of_our_own_export_changes_nothing(organiser, drafted, now, name):
    make.session(
        drafted.event, {"de": "=cmd|' /C calc'!A1", "tr": "-1"}, starts_at=now, abstract={"de": "+49 541\n\n@home"},
        label={"en": "'=1"}, speakers=(drafted.speaker.code,), moderators=(drafted.speaker.code,),
    )  # fmt: skip
    make.session(drafted.event, "Called off", state="cancelled")
    exported = organiser.get(f"/rivers/organise/exchange/export/{name}?of=draft").data

    page = organiser.get(planned(organiser, exported, f"own.{name}"))

    assert "There is nothing to import." in page.text
    assert "<b>3</b> the same already" in page.text


def test_a_table_holds_no_formula(organiser, drafted):
    make.session(drafted.event, {"de": '=HYPERLINK("https://evil.example")'})
    text = organiser.get("/rivers/organise/exchange/export/csv?of=draft").text
    book = organiser.get("/rivers/organise/exchange/export/xlsx?of=draft").data

    assert "\"'=HYPERLINK(" in text
    assert not any("\0formula" in cell for row in sheets.open_sheet(book).heading.below for cell in row.cells)
