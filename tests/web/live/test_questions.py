"""Participants ask those on stage; hosts see, answer and sort."""

from html import unescape
from types import SimpleNamespace

import pytest

from conference.draft.services.hosts import set_hosts
from conference.events.rules import RoleName
from conference.live import services
from conference.live.queries import questions_of
from tests.factories import accounts, agenda, draft, events
from tests.factories.programme import at


@pytest.fixture
def made(app):
    """An event with a session on the morning of 8 June, published."""
    drafted = draft.drafted("cities")
    talk = draft.session(drafted.event, "Wellen", starts_at=at(8, 10))
    other = draft.session(drafted.event, "Ufer", starts_at=at(9, 10))
    draft.publish(drafted.event)
    return SimpleNamespace(event=drafted.event, owner=drafted.owner, talk=talk, other=other)


@pytest.fixture
def participant(made, client):
    """Registered, and signed in."""
    person = accounts.account("ada@example.org", name="Ada <Example>")
    registration = agenda.registration(made.event.id, person)
    client.sign_in(person)
    return registration


@pytest.fixture
def address(made):
    return f"/cities/sessions/{made.talk.code}/questions"


@pytest.fixture
def hosting(made):
    return f"/cities/organise/hosting/{made.talk.code}/questions"


def ask(of, made, text="Warum?", *, is_named=False, session=None):
    return services.ask_question(of.id, (session or made.talk).uid, text=text, is_named=is_named, now=at(8, 9))


def text_of(answer):
    assert answer.status_code == 200
    return " ".join(unescape(answer.text).split())


def test_a_question_is_asked_without_a_name_unless_wanted(client, participant, address):
    client.fill_in(address, {"text": "Was kostet das?"})
    client.fill_in(address, {"text": "Und <b>wann</b>?", "is_named": "y"})

    page = client.get(address).text

    assert "Was kostet das?" in page
    assert "Asked by you, without your name" in page
    assert "Und &lt;b&gt;wann&lt;/b&gt;?" in page
    assert page.count("Ada &lt;Example&gt;") == 2  # in the masthead and beside the second


def test_others_support_a_question_and_the_most_wanted_comes_first(app, client, made, participant, address):
    first, second = ask(participant, made, "Zuerst?"), ask(participant, made, "Danach?")
    reader = app.test_client()
    person = accounts.account()
    agenda.registration(made.event.id, person)
    reader.sign_in(person)

    reader.submit(f"{address}/{second.id}/support", {"wanted": "y"})
    reader.submit(f"{address}/{second.id}/support", {"wanted": "y"})

    page = text_of(client.get(address))
    assert page.index("Danach?") < page.index("Zuerst?")
    assert "1 other wants to know, too" in page
    reader.submit(f"{address}/{second.id}/support")
    page = text_of(client.get(address))
    assert page.index("Zuerst?") < page.index("Danach?")
    assert first.id != second.id


def test_nobody_supports_their_own_or_what_is_hidden(app, client, made, participant, address):
    own = ask(participant, made)
    hidden = ask(agenda.registration(made.event.id), made, "Unfein")
    services.mark_question(hidden.id, event_id=made.event.id, session_uid=made.talk.uid, state="hidden")

    assert client.submit(f"{address}/{own.id}/support", {"wanted": "y"}).status_code == 404
    assert client.submit(f"{address}/{hidden.id}/support", {"wanted": "y"}).status_code == 404
    assert "Unfein" not in client.get(address).text


def test_only_its_author_takes_a_question_back(client, made, participant, address):
    own, other = ask(participant, made), ask(agenda.registration(made.event.id), made, "Deren")

    assert client.submit(f"{address}/{own.id}/withdraw").status_code == 303
    assert client.submit(f"{address}/{other.id}/withdraw").status_code == 404

    left = questions_of(made.event.id, made.talk.uid, registration_id=None)
    assert [one.text for one in left] == ["Deren"]


def test_a_question_belongs_to_its_session(client, made, participant):
    own = ask(participant, made)

    answer = client.submit(f"/cities/sessions/{made.other.code}/questions/{own.id}/withdraw")

    assert answer.status_code == 404


@pytest.mark.parametrize("text", ["", "   ", "x" * 501])
def test_what_is_no_question_is_refused_and_kept(client, participant, address, text):
    answer = client.fill_in(address, {"text": text})

    assert answer.status_code == 422
    assert text.strip() in answer.text


def test_the_same_words_twice_are_one_question_and_there_is_an_end(client, made, participant, address):
    for number in range(services.MOST_QUESTIONS):
        ask(participant, made, f"Frage {number}")
    assert ask(participant, made, "Frage 0").text == "Frage 0"

    answer = client.fill_in(address, {"text": "Noch eine"})

    assert answer.status_code == 422
    assert "You have asked 10 questions here" in answer.text


def test_after_the_session_nothing_more_is_asked(client, made, participant, address, set_clock):
    ask(participant, made)
    set_clock(at(8, 23))

    answer = client.submit(address, {"text": "Zu spät?"})

    assert answer.status_code == 409
    assert "takes no questions any more" in answer.text
    assert "Warum?" in answer.text


def test_who_does_not_take_part_is_led_to_register(app, made, address):
    visitor = app.test_client()
    assert visitor.get(address).status_code == 302
    visitor.sign_in(accounts.account())

    assert visitor.get(address).location.startswith("/cities/register?next=")
    assert visitor.submit(address, {"text": "Darf ich?"}).location.startswith("/cities/register")
    assert questions_of(made.event.id, made.talk.uid, registration_id=None) == []


def test_a_host_sees_all_and_says_what_is_answered_and_what_is_hidden(app, client, made, participant, hosting, address):
    host = events.organiser(made.event, name=RoleName.HOST)
    set_hosts(made.event.id, made.talk.code, [host.id], note="")
    one, two = ask(participant, made, "Eins?"), ask(participant, made, "Zwei?")
    desk = app.test_client()
    desk.sign_in(host)
    assert "Questions <b>2</b>" in text_of(desk.get("/cities/organise/hosting"))

    assert desk.submit(f"{hosting}/{one.id}", {"state": "answered"}).status_code == 303
    assert desk.submit(f"{hosting}/{two.id}", {"state": "hidden"}).status_code == 303

    page = text_of(desk.get(hosting))
    assert page.index("Eins?") < page.index("Zwei?")
    assert "Show again" in page
    mine = text_of(client.get(address))
    assert "Answered" in mine
    assert "Not shown to others" in mine


def test_a_host_of_another_session_sees_and_changes_nothing(app, made, participant, hosting):
    host = events.organiser(made.event, name=RoleName.HOST)
    set_hosts(made.event.id, made.other.code, [host.id], note="")
    asked = ask(participant, made)
    desk = app.test_client()
    desk.sign_in(host)

    assert desk.get(hosting).status_code == 404
    assert desk.submit(f"{hosting}/{asked.id}", {"state": "hidden"}).status_code == 404


def test_an_observer_and_a_stranger_are_refused_and_an_editor_is_not(app, made, participant, hosting):
    asked = ask(participant, made)
    statuses = {}
    for name in (RoleName.OBSERVER, RoleName.EDITOR):
        desk = app.test_client()
        desk.sign_in(events.organiser(made.event, name=name))
        statuses[name] = desk.submit(f"{hosting}/{asked.id}", {"state": "answered"}).status_code
    stranger = app.test_client()
    stranger.sign_in(accounts.account())

    assert statuses == {RoleName.OBSERVER: 403, RoleName.EDITOR: 303}
    assert stranger.get(hosting).status_code == 403


def test_what_is_no_state_is_refused(app, made, participant, hosting):
    asked = ask(participant, made)
    desk = app.test_client()
    desk.sign_in(made.owner)

    assert desk.submit(f"{hosting}/{asked.id}", {"state": "burnt"}).status_code == 400


def test_many_questions_cost_as_many_queries_as_one(client, made, participant, address, queries):
    ask(participant, made)
    client.get(address)
    queries.clear()
    client.get(address)
    with_one = len(queries)
    for number in range(9):
        ask(participant, made, f"Frage {number}")
    queries.clear()

    client.get(address)

    assert len(queries) == with_one
