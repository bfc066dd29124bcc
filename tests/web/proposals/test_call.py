"""Setting up the call and its questions."""

import re
from datetime import UTC, datetime

from conference.proposals import services
from conference.proposals.queries import call_of, questions_of
from conference.questions.rules.asking import Kind
from tests.factories import draft
from tests.factories import proposals as make

CALL = "/cities/organise/call"
FILLED = {
    "is_public": "y", "opens_day": "2027-03-01", "opens_time": "09:00", "closes_day": "2027-04-30", "closes_time": "",
    "introduction-de": "Schreiben Sie uns.", "formats": ["talk", "panel"],
}  # fmt: skip


def test_an_event_without_a_call_begins_with_one_that_lets_everything_be_proposed(client, app):
    made = draft.drafted("cities")
    client.sign_in(made.owner)
    page = client.get(CALL).text

    assert len(re.findall(r'name="formats"[^>]*checked|checked[^>]*name="formats"', page)) == 5
    assert client.get(f"{CALL}/preview").status_code == 404
    assert client.submit(CALL, {**FILLED, "version": "0"}).status_code == 303
    assert call_of(made.event.id).is_public


def test_times_are_those_of_the_events_clocks_and_a_day_without_a_time_counts_wholly(desk, made):
    assert desk.submit(CALL, {**FILLED, "version": str(made_version(made))}).status_code == 303

    call = call_of(made.event.id)
    assert call.opens_at == datetime(2027, 3, 1, 8, 0, tzinfo=UTC)
    assert call.closes_at == datetime(2027, 4, 30, 21, 59, tzinfo=UTC)
    assert call.formats == ["talk", "panel"]
    assert 'value="09:00"' in desk.get(CALL).text


def made_version(made):
    return call_of(made.event.id).version


def test_what_cannot_be_is_refused_and_kept(desk, made):
    version = {"version": str(made_version(made))}
    for changes, words in (
        ({"closes_day": "2027-02-01"}, "close before it opens"),
        ({"opens_day": ""}, "Choose the day, too"),
        ({"opens_day": "2027-03-28", "opens_time": "02:30"}, "does not exist"),
        ({"closes_day": "2027-10-31", "closes_time": "02:30"}, "twice"),
        ({"formats": []}, "at least one format"),
        ({"opens_day": "gestern"}, "year-month-day"),
    ):
        answer = desk.submit(f"{CALL}?lang=en", {**FILLED, **version, **changes})
        assert answer.status_code == 422, words
        assert words in answer.text
        assert "Schreiben Sie uns." in answer.text
    assert call_of(made.event.id).opens_at is None


def test_two_organisers_do_not_overwrite_each_other_unknowingly(desk, made):
    version = made_version(made)
    make.call(made.event, introduction={"de": "Zuerst"})

    answer = desk.submit(f"{CALL}?lang=en", {**FILLED, "version": str(version)})

    assert answer.status_code == 409
    assert "Somebody else saved this meanwhile" in answer.text
    assert call_of(made.event.id).introduction == {"de": "Zuerst"}


def test_questions_are_added_changed_and_moved(desk, made):
    address = f"{CALL}/questions"
    choices = {"label-de": "Wie?", "kind": "one", "choices-de": "Gut\nSchlecht", "choices-en": "Well\nBadly"}
    assert desk.submit(f"{address}/new", choices).status_code == 303
    assert desk.submit(f"{address}/new", {"label-de": "Wann?", "kind": "text"}).status_code == 303
    first, second = questions_of(made.event.id)
    assert [choice["label"] for choice in first.choices] == [
        {"de": "Gut", "en": "Well"}, {"de": "Schlecht", "en": "Badly"},
    ]  # fmt: skip

    assert desk.submit(f"{address}/{second.id}/move", {"step": "up"}).status_code == 303
    assert [question.id for question in questions_of(made.event.id)] == [second.id, first.id]
    assert desk.submit(f"{address}/{second.id}/move", {"step": "sideways"}).status_code == 400
    changed = {**choices, "label-de": "Wie gut?", "version": str(first.version)}
    assert desk.submit(f"{address}/{first.id}", changed).status_code == 303
    assert "Wie gut?" in desk.get(CALL).text
    assert "Wie gut?" in desk.get(f"{CALL}/preview").text


def test_questions_that_nobody_could_answer_are_refused(desk, made):
    address = f"{CALL}/questions/new?lang=en"
    for data, words in (
        ({"kind": "text"}, "in one language at least"),
        ({"kind": "one", "label-de": "Wie?", "choices-de": "Nur eine"}, "at least two choices"),
        ({"kind": "one", "label-de": "Wie?", "choices-de": "a\nb", "choices-en": "a\nb\nc"}, "lines"),
        ({"kind": "dance", "label-de": "Wie?"}, "Not a valid choice"),
    ):
        answer = desk.submit(address, data)
        assert answer.status_code == 422, words
        assert words in answer.text


def test_a_question_with_answers_is_not_lost_silently(desk, made):
    asked = make.question(made.event, "Wie?", kind=Kind.ONE, choices=({"de": "Gut"}, {"de": "Schlecht"}))
    proposal = make.proposal(made.event, answers={str(asked.id): "c1"})
    address = f"{CALL}/questions/{asked.id}"
    page = f"/cities/organise/proposals/{proposal.code}"

    other_kind = {"label-de": "Wie?", "kind": "text", "version": str(asked.version)}
    assert desk.submit(f"{address}?lang=en", other_kind).status_code == 422
    without = {"label-de": "Wie?", "kind": "one", "choices-de": "Mittel\nSchlecht\nGanz anders", "version": "1"}
    assert desk.submit(address, without).status_code == 303
    assert "Gut" in desk.get(page).text
    assert desk.submit(f"{address}/retire").status_code == 303
    assert "Gut" in desk.get(page).text
    assert f"question_{asked.id}" not in desk.get("/cities/propose").text
    assert "the 1 answer to it" in desk.get(f"{address}/remove?lang=en").text
    assert desk.submit(f"{address}/ask").status_code == 303
    assert f"question_{asked.id}" in desk.get("/cities/propose").text
    assert desk.submit(f"{address}/remove").status_code == 303
    assert questions_of(made.event.id) == []
    assert desk.get(page).status_code == 200


def test_another_events_question_is_not_found(desk, made):
    other = draft.drafted("others")
    foreign = make.question(other.event)

    assert desk.get(f"{CALL}/questions/{foreign.id}").status_code == 404
    for action in ("move", "retire", "ask", "remove"):
        assert desk.submit(f"{CALL}/questions/{foreign.id}/{action}", {"step": "up"}).status_code == 404
    assert desk.get(f"{CALL}/questions/{2**40}").status_code == 404
    assert services.set_asked(other.event.id, foreign.id, is_asked=False)
