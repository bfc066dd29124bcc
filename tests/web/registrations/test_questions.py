"""What organisers ask those who register, and what these answer."""

import io

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from conference.db import db
from conference.events.rules import RoleName
from conference.events.tables import AuditEntry
from conference.questions.rules.asking import Kind
from conference.questions.rules.files import SentFile
from conference.registrations.queries import answers_of, consents_of, own_registration, questions_of
from conference.registrations.services import SettingsFacts, edit_settings, register
from conference.registrations.tables import RegistrationAnswer, RegistrationFile
from tests.factories import events
from tests.factories.accounts import account
from tests.factories.programme import NOW, published_event
from tests.factories.registrations import PDF, PNG, question, registration

ADDRESS = "/cities/register"
OWN = "/cities/registration"
SETTINGS = "/cities/organise/registration"
SAID = {"group": "press", "organisation": "Kilis Postası", "municipality": "Kilis", "consent": "y"}
YES_NO = ({"de": "Ja", "en": "Yes"}, {"de": "Nein", "en": "No"})


@pytest.fixture
def event(app, now):
    return published_event()


@pytest.fixture
def desk(client, event):
    client.sign_in(events.organiser(event))
    return client


@pytest.fixture
def person(client, event):
    signed_in = account("ada@example.org", name="Ada", language="en")
    client.sign_in(signed_in)
    return signed_in


def own_of(event, person):
    return own_registration(event.id, person.id)


def file(content=PDF, name="card.pdf"):
    return (io.BytesIO(content), name)


WRITTEN = {
    "label-de": "Für wen schreiben Sie?", "label-en": "Whom do you write for?", "kind": "one",
    "choices-de": "Zeitung\nRadio", "choices-en": "Paper\nRadio",
    "purpose-de": "Für den Presseverteiler", "groups": ["press"], "megabytes": "5",
}  # fmt: skip


def test_a_question_is_written_edited_moved_taken_out_and_removed(desk, event):
    assert desk.submit(f"{SETTINGS}/questions/new", WRITTEN).status_code == 303
    (made,) = questions_of(event.id)
    assert (made.key, made.groups, made.purpose) == (
        "fuer-wen-schreiben-sie", ["press"], {"de": "Für den Presseverteiler"},
    )  # fmt: skip
    other = question(event.id, "Anders")
    address = f"{SETTINGS}/questions/{made.id}"

    page = desk.get(f"{SETTINGS}?lang=en").text
    assert "only for: Press" in page
    assert "what for: not in Türkçe" in page
    assert desk.submit(f"{address}/move", {"step": "down"}).status_code == 303
    assert [one.id for one in questions_of(event.id)] == [other.id, made.id]
    version = {"version": str(questions_of(event.id)[1].version)}
    edited = {**WRITTEN, **version, "label-en": "Your paper?"}
    assert desk.submit(address, edited).status_code == 303
    assert desk.submit(address, {**edited, "label-en": "Stale"}).status_code == 409
    assert questions_of(event.id)[1].label["en"] == "Your paper?"
    assert desk.submit(f"{address}/retire").status_code == 303
    assert "Your paper?" not in desk.get(f"{ADDRESS}?lang=en").text
    assert desk.submit(f"{address}/ask").status_code == 303
    assert desk.submit(f"{address}/remove").status_code == 303
    assert [one.id for one in questions_of(event.id)] == [other.id]
    kinds = db.session.scalars(
        select(AuditEntry.action).where(AuditEntry.kind == "registering_question").order_by(AuditEntry.id)
    ).all()
    assert kinds == ["added", "added", "changed", "changed", "changed", "removed"]
    assert "Question of registration" in desk.get("/cities/organise/log?lang=en").text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"label-de": "", "label-en": ""}, "Please fill this in, in one language at least."),
        ({"purpose-de": ""}, "Please fill this in, in one language at least."),
        ({"choices-de": "Nur", "choices-en": "Only"}, "Write at least two choices"),
        ({"kind": "file"}, "Choose at least one kind of file."),
        ({"kind": "file", "file_kinds": ["pdf"], "megabytes": "11"}, "Choose a number from 1 to 10."),
        ({"groups": ["spies"]}, "not a valid choice"),
    ],
)
def test_a_question_that_nobody_could_answer_is_refused_and_kept(desk, event, change, words):
    answer = desk.submit(f"{SETTINGS}/questions/new?lang=en", {**WRITTEN, "help-en": "My help", **change})

    assert answer.status_code == 422
    assert words in answer.text
    assert "My help" in answer.text
    assert questions_of(event.id) == []


def test_removing_says_how_many_answers_go(desk, event):
    asked = question(event.id)
    registration(event.id, answers={asked.id: "so"})

    assert "the 1 answer to it" in desk.get(f"{SETTINGS}/questions/{asked.id}/remove?lang=en").text
    assert desk.submit(f"{SETTINGS}/questions/{asked.id}/remove").status_code == 303

    assert db.session.scalars(select(RegistrationAnswer)).all() == []


def test_only_those_who_manage_registrations_ask(client, event):
    asked = question(event.id)
    pages = [f"{SETTINGS}/questions/new", f"{SETTINGS}/questions/{asked.id}", f"{SETTINGS}/questions/{asked.id}/remove"]
    for role, status in ((RoleName.EDITOR, 200), (RoleName.OBSERVER, 403), (RoleName.HOST, 403)):
        other = client.application.test_client()
        other.sign_in(events.organiser(event, name=role))
        assert {other.get(page).status_code for page in pages} == {status}
    foreign = question(events.event("others").id)
    client.sign_in(events.organiser(event))
    assert client.get(f"{SETTINGS}/questions/{foreign.id}").status_code == 404
    assert client.submit(f"{SETTINGS}/questions/{foreign.id}/remove").status_code == 404
    assert client.get(f"{SETTINGS}/questions/9999999999999").status_code == 404


def test_questions_stand_in_the_form_with_their_purpose_and_whom_they_are_for(client, event):
    question(event.id, "What do you eat?", help={"en": "We cook"})
    question(event.id, "Whom do you write for?", groups=("press",))

    page = client.get(f"{ADDRESS}?lang=en").text

    assert "We cook" in page
    assert "What for: For the food" in page
    assert "Only for: Press" in page
    assert 'data-groups="press"' in page


def test_answers_of_the_chosen_group_alone_are_kept(client, event, person):
    eats = question(event.id, "What do you eat?")
    press = question(event.id, "Paper?", kind=Kind.ONE, choices=YES_NO, is_required=True, groups=("press",))
    youth = question(event.id, "Age?", is_required=True, groups=("youth",))

    given = {**SAID, "q_what-do-you-eat": "Lentils", "q_age": "17", "q_paper": "c2"}
    assert client.submit(ADDRESS, given).status_code == 303

    assert answers_of(own_of(event, person).id) == {eats.id: "Lentils", press.id: "c2"}
    assert youth.id not in answers_of(own_of(event, person).id)


def test_what_the_chosen_group_must_answer_is_asked_back_and_all_input_kept(client, event, person):
    question(event.id, "What do you eat?")
    question(event.id, "Paper?", is_required=True, groups=("press",))

    answer = client.submit(f"{ADDRESS}?lang=en", {**SAID, "q_what-do-you-eat": "Lentils"})

    assert answer.status_code == 422
    assert 'value="Lentils"' in answer.text
    assert '<a href="#q_paper">Paper?</a>' in answer.text
    assert own_of(event, person) is None
    other = {**SAID, "group": "youth", "q_what-do-you-eat": "Lentils"}
    assert client.submit(ADDRESS, other).status_code == 303


def test_a_choice_that_is_none_is_refused(client, event, person):
    question(event.id, "Paper?", kind=Kind.SEVERAL, choices=YES_NO)
    question(event.id, "Page?", kind=Kind.LINK)

    assert client.submit(ADDRESS, {**SAID, "q_paper": "c9"}).status_code == 422
    assert client.submit(ADDRESS, {**SAID, "q_page": "javascript:alert(1)"}).status_code == 422
    assert own_of(event, person) is None


def test_a_newcomers_answers_are_there_once_they_confirm(client, event, outbox):
    eats = question(event.id, "What do you eat?")
    card = question(event.id, "Card", kind=Kind.FILE)
    newcomer = {
        **SAID, "name": "Nil", "email": "nil@example.org", "password": "a long enough word", "language": "tr",
        "zone": "Europe/Istanbul", "q_what-do-you-eat": "Mercimek", "q_card": file(),
    }  # fmt: skip
    client.submit(ADDRESS, newcomer, content_type="multipart/form-data")
    client.fill_in(f"/account/confirm/{outbox()[0].data['secrets']['token']}")

    page = client.get(f"{OWN}?lang=en")

    assert page.status_code == 200
    assert 'value="Mercimek"' in page.text
    assert "card.pdf" in page.text
    assert client.get(f"{OWN}/files/{card.id}").data == PDF
    assert eats.id


def test_a_consent_keeps_the_words_that_were_shown(client, event, person):
    asked = question(
        event.id, "I may be photographed", kind=Kind.CONSENT, help={"de": "Auf Bildern", "en": "On pictures"}
    )
    client.submit(f"{ADDRESS}?lang=en", {**SAID, "q_i-may-be-photographed": "y"})

    own = own_of(event, person)
    (given,) = consents_of(own.id)
    assert (given.words, given.language, given.given_at) == (
        "I may be photographed\n\nOn pictures\n\nFor the food", "en", NOW,
    )  # fmt: skip
    assert answers_of(own.id) == {asked.id: True}
    assert "I may be photographed" in client.get(OWN).text

    client.submit(OWN, {"organisation": "", "municipality": "Kilis"})

    assert answers_of(own.id) == {}
    (taken_back,) = consents_of(own.id)
    assert taken_back.ended_at == NOW


def test_a_consent_that_must_be_given_is_asked_for(client, event, person):
    question(event.id, "I may be photographed", kind=Kind.CONSENT, is_required=True)

    answer = client.submit(f"{ADDRESS}?lang=en", SAID)

    assert answer.status_code == 422
    assert "without it you cannot take part" in answer.text


def test_ones_answers_are_changed_while_registration_is_open(client, event, person):
    eats = question(event.id, "What do you eat?")
    client.submit(ADDRESS, {**SAID, "q_what-do-you-eat": "Lentils"})

    changed = {"organisation": "Radio", "municipality": "İzmir", "q_what-do-you-eat": "Rice"}
    assert client.submit(OWN, changed).status_code == 303

    own = own_of(event, person)
    assert (own.organisation, own.municipality, answers_of(own.id)) == ("Radio", "İzmir", {eats.id: "Rice"})
    edit_settings(event.id, SettingsFacts(closes_at=NOW), now=NOW)
    assert client.submit(OWN, {**changed, "q_what-do-you-eat": "Bread"}).status_code == 409
    assert answers_of(own.id) == {eats.id: "Rice"}
    page = client.get(f"{OWN}?lang=en").text
    assert "Registration is closed" in page
    assert "Rice" in page


def test_ones_own_page_says_no_more_for_whom_a_question_is(client, event, person):
    question(event.id, "Medium", groups=("press",))
    question(event.id, "Age", groups=("youth",))
    assert "Only for:" in client.get(f"{ADDRESS}?lang=en").text

    client.submit(ADDRESS, SAID)

    page = client.get(f"{OWN}?lang=en").text
    assert "Medium" in page
    assert "Age" not in page
    assert "Only for:" not in page


def test_withdrawing_forgets_answers_and_files(client, event, person):
    card = question(event.id, "Card", kind=Kind.FILE)
    client.submit(ADDRESS, {**SAID, "q_card": file()}, content_type="multipart/form-data")
    assert client.get(f"{OWN}/files/{card.id}").status_code == 200

    client.submit(f"{OWN}/withdraw")

    assert db.session.scalars(select(RegistrationAnswer)).all() == []
    assert db.session.scalars(select(RegistrationFile)).all() == []
    assert client.get(f"{OWN}/files/{card.id}").status_code == 404


def test_an_answered_question_keeps_its_kind_and_its_choices_their_words(desk, event):
    asked = question(event.id, "Paper?", kind=Kind.ONE, choices=YES_NO)
    registration(event.id, answers={asked.id: "c2"})
    address = f"{SETTINGS}/questions/{asked.id}"
    values = {"label-de": "Paper?", "purpose-de": "So", "megabytes": "5", "version": str(asked.version)}

    assert desk.submit(address, {**values, "kind": "text"}).status_code == 422
    changed = {**values, "kind": "one", "choices-de": "Ja\nVielleicht\nWeiß nicht", "choices-en": ""}
    assert desk.submit(address, changed).status_code == 303

    stored = questions_of(event.id)[0].choices
    assert {"key": "c2", "label": {"de": "Nein", "en": "No"}, "is_asked": False} in stored


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<html><script>alert(1)</script></html>", "This is no file of these kinds"),
        (PNG, "This is no file of these kinds"),
        (b"", "This file is empty."),
    ],
    ids=["html", "png", "empty"],
)
def test_a_file_that_may_not_be_sent_is_refused_and_the_rest_kept(client, event, person, content, words):
    question(event.id, "Card", kind=Kind.FILE, megabytes=1)

    answer = client.submit(f"{ADDRESS}?lang=en", {**SAID, "q_card": file(content)}, content_type="multipart/form-data")

    assert answer.status_code == 422
    assert words in answer.text
    assert "Kilis Postası" in answer.text
    assert own_of(event, person) is None


def test_a_file_beyond_its_own_limit_is_refused_with_a_word(client, event, person):
    question(event.id, "Card", kind=Kind.FILE, megabytes=1)
    # Sent by hand: the client would keep a body of this size in a file of its own
    given = {**SAID, "csrf_token": client.csrf_token(), 'q_card"; filename="card.pdf': "%PDF-" + " " * 6_000_000}
    parts = (
        f'--xyz\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n' for name, text in given.items()
    )

    answer = client.post(
        f"{ADDRESS}?lang=en", data=f"{''.join(parts)}--xyz--\r\n".encode(),
        content_type="multipart/form-data; boundary=xyz",
    )  # fmt: skip

    assert answer.status_code == 422
    assert "This file is too large: at most 1 MB." in answer.text
    assert "Kilis Postası" in answer.text


def test_a_form_that_comes_back_says_that_the_file_is_to_be_chosen_again(client, event, person):
    question(event.id, "Card", kind=Kind.FILE)

    answer = client.submit(
        f"{ADDRESS}?lang=en", {**SAID, "group": "", "q_card": file()}, content_type="multipart/form-data"
    )

    assert answer.status_code == 422
    assert "Please choose the file once more" in answer.text


def test_a_file_is_kept_replaced_and_taken_away(client, event, person):
    card = question(event.id, "Card", kind=Kind.FILE, file_kinds=("pdf", "image"))
    client.submit(ADDRESS, {**SAID, "q_card": file(name="ID card.PDF")}, content_type="multipart/form-data")
    own, said = own_of(event, person).id, {"municipality": "Kilis"}

    client.submit(OWN, said, content_type="multipart/form-data")
    assert answers_of(own) == {card.id: {"name": "ID card.pdf", "type": "application/pdf", "size": len(PDF)}}

    client.submit(OWN, {**said, "q_card": file(PNG, "x.pdf")}, content_type="multipart/form-data")
    answer = client.get(f"{OWN}/files/{card.id}")
    assert (answer.data, answer.mimetype) == (PNG, "image/png")
    assert answer.headers["Content-Disposition"] == "attachment; filename=x.png"

    client.submit(OWN, {**said, "q_card_away": "y"}, content_type="multipart/form-data")
    assert answers_of(own) == {}
    assert db.session.scalars(select(RegistrationFile)).all() == []


def test_a_file_that_must_be_there_is_asked_for_until_there_is_one(client, event, person):
    card = question(event.id, "Card", kind=Kind.FILE, is_required=True)

    missing = client.submit(f"{ADDRESS}?lang=en", SAID, content_type="multipart/form-data")
    assert (missing.status_code, "Please choose a file." in missing.text) == (422, True)
    client.submit(ADDRESS, {**SAID, "q_card": file()}, content_type="multipart/form-data")

    again = {"municipality": "İzmir", "q_card_away": "y"}
    assert client.submit(OWN, again, content_type="multipart/form-data").status_code == 303
    assert list(answers_of(own_of(event, person).id)) == [card.id]


def test_files_beyond_all_bounds_are_refused_unread(client, event, person):
    question(event.id, "Card", kind=Kind.FILE)

    answer = client.submit(
        ADDRESS, {**SAID, "q_card": file()}, content_type="multipart/form-data",
        environ_overrides={"CONTENT_LENGTH": str(16 * 1024 * 1024)},
    )  # fmt: skip

    assert answer.status_code == 413


def test_an_address_fills_answers_in(client, event):
    question(event.id, "What do you eat?")
    question(event.id, "Paper?", kind=Kind.ONE, choices=YES_NO)
    question(event.id, "Agreed", kind=Kind.CONSENT)

    page = client.get(f"{ADDRESS}?lang=en&q_what-do-you-eat=Lentils&q_paper=nein&q_agreed=y").text

    assert 'value="Lentils"' in page
    assert 'checked id="q_paper-1"' in page
    assert "checked" not in page.split('name="q_agreed"')[0].rpartition("<input")[2]


def test_who_is_registered_without_being_asked_answers_later(event, person, client):
    register(
        event.id,
        person.id,
        group="press",
        organisation="",
        municipality="",
        consent_version="1",
        now=NOW,
        is_told=False,
    )
    question(event.id, "Paper?", is_required=True)

    assert client.get(OWN).status_code == 200
    assert client.submit(OWN, {"q_paper": "Yes"}).status_code == 303


LIST = "/cities/organise/registrations"


@pytest.fixture
def answered(event):
    """A choice, a tick of the press alone, a text and a file, with three people who answered differently."""
    paper = question(event.id, "Paper", kind=Kind.SEVERAL, choices=YES_NO)
    press = question(event.id, "Photo", kind=Kind.CONSENT, groups=("press",))
    text = question(event.id, "Diet")
    card = question(event.id, "Card", kind=Kind.FILE)
    registration(event.id, account("one@example.org", name="Ada One"), group="press",
                 answers={paper.id: ["c1", "c2"], press.id: True, text.id: "=1+1"})  # fmt: skip
    registration(event.id, account("two@example.org", name="Bo Two"), group="press",
                 answers={paper.id: ["c1"], card.id: SentFile("card.pdf", "application/pdf", PDF)})  # fmt: skip
    registration(event.id, account("three@example.org", name="Cem Three"), group="youth", answers={})
    return event


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("a_paper=c2", {"Ada One"}),
        ("a_paper=c1", {"Ada One", "Bo Two"}),
        ("a_paper=none", {"Cem Three"}),
        ("a_paper=any&a_photo=none", {"Bo Two"}),
        ("a_photo=any", {"Ada One"}),
        ("a_diet=any", {"Ada One"}),
        ("a_card=any", {"Bo Two"}),
        ("a_card=none", {"Ada One", "Cem Three"}),
        ("a_paper=c9", set()),
        ("a_nothing=c1", {"Ada One", "Bo Two", "Cem Three"}),
        ("a_paper=%00&a_=x", set()),
    ],
)
def test_the_list_is_filtered_by_answers(desk, answered, asked, names):
    page = desk.get(f"{LIST}?{asked}&lang=en").text
    table = desk.get(f"{LIST}.csv?{asked}").data.decode("utf-8-sig")

    for name in ("Ada One", "Bo Two", "Cem Three"):
        assert (name in page) is (name in table) is (name in names)


def test_answers_are_counted_among_those_found(desk, answered):
    whole, some = (desk.get(f"{LIST}?lang=en{more}").text for more in ("", "&a_photo=none"))

    assert '<b>2</b> <span lang="en">Yes</span>' in whole
    assert '<b>1</b> <span lang="en">No</span>' in whole
    assert "<b>1</b> ticked" in whole
    assert "<b>1</b> sent" in whole
    assert '<option value="none">not sent</option>' in whole
    assert '<b>1</b> <span lang="en">Yes</span>' in some


def test_answers_are_columns_of_the_files_and_never_formulas(desk, answered):
    table = desk.get(f"{LIST}.csv?lang=en&order=name").data.decode("utf-8-sig").splitlines()
    book = load_workbook(io.BytesIO(desk.get(f"{LIST}.xlsx?lang=en&order=name").data))

    assert table[0].endswith(",Paper,Photo,Diet,Card")
    assert [line.rpartition(",,")[2] for line in table[1:2]] == ["Yes; No,yes,'=1+1,"]
    assert table[2].endswith(",Yes,no,,card.pdf")
    assert table[3].endswith(",,,,")
    cell = book["Registrations"].cell(2, book["Registrations"].max_column - 1)
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_answers_and_files_stand_on_the_page_of_the_registration_for_those_who_may_see_it(desk, client, event):
    card = question(event.id, "Card", kind=Kind.FILE)
    sent = SentFile("card.pdf", "application/pdf", PDF)
    one = registration(event.id, answers={card.id: sent})
    other = registration(event.id)
    address = f"{LIST}/{one.id}/files/{card.id}"

    assert "card.pdf" in desk.get(f"{LIST}/{one.id}").text
    answer = desk.get(address)
    assert (answer.data, answer.mimetype) == (PDF, "application/pdf")
    assert answer.headers["Content-Disposition"] == "attachment; filename=card.pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert desk.get(f"{LIST}/{other.id}/files/{card.id}").status_code == 404
    events.event("others")
    assert desk.get(address.replace("/cities/", "/others/")).status_code == 403
    stranger = client.application.test_client()
    stranger.sign_in(account())
    assert stranger.get(address).status_code == 403
    assert stranger.get(f"{OWN}/files/{card.id}").status_code == 404
