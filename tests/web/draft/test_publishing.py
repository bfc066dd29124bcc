"""What the page says before publishing, and publishing at a set time."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from conference.agenda.services import book_session
from conference.db import db
from conference.draft.services import publish_due
from conference.draft.tables import PlannedRelease
from conference.events.rules import RoleName
from conference.events.tables import AuditEntry
from conference.programme.queries import newest_release_of, release_history
from tests.factories import draft as make
from tests.factories.accounts import account
from tests.factories.agenda import registration
from tests.factories.events import organiser
from tests.factories.programme import at

PUBLISH = "/cities/organise/publish"


@pytest.fixture
def seen(made, now):
    """Two sessions that visitors know, at different times; one participant has both, one the first alone."""
    one = make.session(made.event, "Wasser", starts_at=at(9, 9), room=made.room.key)
    other = make.session(made.event, "Gärten", starts_at=at(9, 11))
    make.publish(made.event)
    for language, booked in (("tr", (one, other)), ("de", (one,))):
        who = registration(made.event.id, account(name=f"Ada {language}", language=language))
        for session in booked:
            book_session(who.id, session.uid, now=now)
    return one, other


def text_of(page):
    return " ".join(page.text.split())


def edit(made, session, now, **facts):
    services = make.services
    services.edit_session(
        made.event.id, session.code, make.SessionFacts(**{**services.facts_of(session), **facts}), now=now
    )


def test_the_page_says_what_a_move_does_to_agendas_and_who_will_be_told(desk, made, seen, now):
    one, _other = seen
    make.services.schedule_session(made.event.id, one.code, starts_at=at(9, 11), now=now)

    shown = text_of(desk.get(f"{PUBLISH}?lang=en"))

    assert "2 agendas have a session that moves or is cancelled." in shown
    assert "It makes 1 new clash in agendas:" in shown
    assert "in 2 agendas" in shown
    assert f'href="/cities/organise/sessions/{one.code}/slots"' in shown
    assert "2 people get a letter" in shown
    assert "Türkçe 1" in shown
    told = text_of(desk.get(f"{PUBLISH}/told?lang=en"))
    assert "Ada tr" in told
    assert "Ada de" in told
    assert "Wasser" in told


def test_what_touches_nobody_says_so(desk, made, seen, now):
    edit(made, seen[0], now, title={"de": "Wasser sparen"})
    shown = text_of(desk.get(f"{PUBLISH}?lang=en"))

    assert "It touches nobody’s agenda" in shown
    assert "Nobody gets a letter" in shown
    assert "Nobody gets a letter" in text_of(desk.get(f"{PUBLISH}/told?lang=en"))


def test_changed_texts_are_shown_word_by_word_and_escaped(desk, made, seen, now):
    edit(made, seen[0], now, abstract={"de": "Wir sparen <b>Wasser</b> & Strom."})
    make.publish(made.event)
    edit(made, seen[0], now, abstract={"de": "Wir sparen <i>Wasser</i> & Strom."})
    shown = desk.get(f"{PUBLISH}?lang=en").text

    assert "&lt;b&gt;Wasser&lt;/b&gt;</del>" in shown
    assert "&lt;i&gt;Wasser&lt;/i&gt;</ins>" in shown
    assert "<b>Wasser" not in shown
    assert "Wir sparen" in shown


def test_what_visitors_do_not_see_is_listed_apart(desk, made, seen, now):
    edit(made, seen[0], now, join_url="https://meet.example/new")
    shown = text_of(desk.get(f"{PUBLISH}?lang=en"))

    assert "Not for visitors" in shown
    assert "https://meet.example/new" in shown


def test_notes_are_kept_in_each_language_and_read_in_that_of_the_reader(desk, client, made):
    desk.submit(PUBLISH, {"notes-de": "Es steht.", "notes-en": "It stands."})

    assert release_history(made.event.id)[0].notes == {"de": "Es steht.", "en": "It stands."}
    visitor = client.application.test_client()
    assert "Es steht." in visitor.get("/cities/changes?lang=de").text
    assert "It stands." in visitor.get("/cities/changes?lang=en").text
    assert "It stands." in visitor.get("/cities/changes.atom?lang=en").text


def test_only_those_who_may_see_people_see_who_is_told(client, made, seen):
    observer = organiser(made.event, name=RoleName.OBSERVER)
    client.sign_in(observer)

    assert "See who will be told" not in client.get(f"{PUBLISH}?lang=en").text
    assert client.get(f"{PUBLISH}/told").status_code == 403


def plans():
    return list(db.session.scalars(select(PlannedRelease).order_by(PlannedRelease.id)))


def test_a_planned_release_is_published_when_it_is_due_as_the_draft_is_then(desk, made, set_clock, run_command):
    answer = desk.submit(
        f"{PUBLISH}/planned?lang=en",
        {"day": "2027-06-10", "time": "09:30", "notes-de": "Wie geplant"},
        follow_redirects=True,
    )
    assert "Planned releases" in answer.text
    assert "Thu 10 Jun, 09:30 Berlin" in text_of(answer)
    (plan,) = plans()
    assert plan.due_at == at(10, 9, 30)
    assert newest_release_of(made.event.id) is None

    make.session(made.event, "Danach entstanden", starts_at=at(12, 9))
    set_clock(at(10, 9, 29))
    run_command("worker", "--once")
    assert newest_release_of(made.event.id) is None

    set_clock(at(10, 9, 30))
    assert run_command("worker", "--once").exit_code == 0
    newest = newest_release_of(made.event.id)
    assert newest.number == 1
    assert "Danach entstanden" in str([one.title for one in newest.programme.sessions.values()])
    assert release_history(made.event.id)[0].notes == {"de": "Wie geplant"}
    run_command("worker", "--once")
    assert newest_release_of(made.event.id).number == 1
    assert [(one.state, one.number) for one in plans()] == [("published", 1)]
    noted = db.session.scalars(select(AuditEntry).where(AuditEntry.kind.in_(["release", "planned_release"]))).all()
    assert {one.account_id for one in noted} == {made.owner.id}


def test_where_nothing_changed_that_is_noted_and_said(desk, made, set_clock):
    make.publish(made.event)
    desk.submit(f"{PUBLISH}/planned", {"day": "2027-06-10", "time": "09:30"})
    assert publish_due(now=set_clock(at(10, 10))) == []

    assert newest_release_of(made.event.id).number == 1
    assert "nothing had changed since release 1" in text_of(desk.get(f"{PUBLISH}?lang=en"))


def test_a_plan_can_be_changed_and_taken_back(desk, made):
    desk.submit(f"{PUBLISH}/planned", {"day": "2027-06-10", "time": "09:30", "notes-de": "Eins"})
    (plan,) = plans()
    page = f"{PUBLISH}/planned/{plan.id}"
    assert 'value="2027-06-10"' in desk.get(page).text
    assert "Eins" in desk.get(page).text

    assert desk.submit(page, {"day": "2027-06-11", "time": "10:00", "notes-de": "Zwei"}).status_code == 303
    (plan,) = plans()
    assert (plan.due_at, plan.notes) == (at(11, 10), {"de": "Zwei"})

    desk.submit(f"{page}/withdraw")
    assert plans()[0].state == "withdrawn"
    assert publish_due(now=at(12, 10)) == []
    late = desk.submit(page, {"day": "2027-06-12", "time": "10:00"}, follow_redirects=True)
    assert late.status_code == 200
    assert plans()[0].due_at == at(11, 10)


@pytest.mark.parametrize(
    ("day", "time", "words"),
    [
        ("2027-06-08", "09:00", "This time has passed"),
        ("2028-03-26", "02:30", "does not exist"),
        ("2027-10-31", "02:30", "twice"),
        ("", "02:30", "Choose a day."),
        ("2027-10-31", "", "Choose a time."),
        ("morgen", "02:30", "Write the day"),
        ("9999-12-31", "23:59", "Choose a year"),
    ],
)
def test_a_time_that_cannot_be_is_refused_and_kept(desk, made, day, time, words):
    answer = desk.submit(f"{PUBLISH}/planned?lang=en", {"day": day, "time": time, "notes-de": "bleibt"})

    assert answer.status_code == 422
    assert words in answer.text
    assert "bleibt" in answer.text
    assert f'value="{time}"' in answer.text
    assert plans() == []


def test_of_a_time_shown_twice_either_can_be_chosen(desk, made):
    for fold in ("0", "1"):
        desk.submit(f"{PUBLISH}/planned", {"day": "2027-10-31", "time": "02:30", "fold": fold})
    first, second = plans()
    assert second.due_at - first.due_at == timedelta(hours=1)


def test_those_who_may_not_publish_can_neither_plan_nor_change_nor_take_back(client, desk, made):
    desk.submit(f"{PUBLISH}/planned", {"day": "2027-06-10", "time": "09:30"})
    (plan,) = plans()
    observer = organiser(made.event, name=RoleName.OBSERVER)
    client.sign_in(observer)

    for address in (f"{PUBLISH}/planned", f"{PUBLISH}/planned/{plan.id}", f"{PUBLISH}/planned/{plan.id}/withdraw"):
        assert client.submit(address, {"day": "2027-06-11", "time": "09:30"}).status_code == 403
    assert [one.state for one in plans()] == ["planned"]


def test_plans_of_another_event_are_not_found(desk, made):
    elsewhere = make.drafted("other")
    desk.submit(f"{PUBLISH}/planned", {"day": "2027-06-10", "time": "09:30"})
    (plan,) = plans()
    desk.sign_in(elsewhere.owner)

    for address in (f"planned/{plan.id}", f"planned/{plan.id}/withdraw", "planned/99999999999/withdraw"):
        assert desk.submit(f"/other/organise/publish/{address}").status_code == 404


def test_a_session_moved_by_a_release_is_told_by_the_worker(desk, made, seen, now, outbox, run_command):
    make.services.schedule_session(made.event.id, seen[0].code, starts_at=at(9, 15), now=now)
    desk.submit(PUBLISH, {"notes-de": "Wegen der Hitze", "notes-tr": "Sıcak yüzünden"})
    for _ in range(2):  # letters that one look puts are sent with the next
        run_command("worker", "--once")

    told = [one for one in outbox() if one.name == "notices/sessions_changed"]
    assert {one.language for one in told} == {"de", "tr"}
    assert "Sıcak yüzünden" in next(one.text for one in told if one.language == "tr")


def test_before_going_back_the_page_says_what_changes_and_what_is_lost(desk, made, seen, now):
    one, other = seen
    make.services.cancel_session(made.event.id, one.code, now=now)
    make.publish(made.event)
    edit(made, other, now, title={"de": "Nie veröffentlicht"})
    make.session(made.event, "Nur im Entwurf", starts_at=at(11, 9))
    page = f"{PUBLISH}/back/1"
    shown = text_of(desk.get(f"{page}?lang=en"))

    visible, _heading, lost = shown.partition("What of the draft will be lost")
    assert "Takes place again" in visible
    assert "Nie veröffentlicht" in lost
    assert "1 session that was never published stays in the draft, without a time" in lost
    assert "2 people get a letter" in shown

    seen_draft, newest = (
        desk.get(page).text.split(f'name="{name}"')[1].split('value="')[1].split('"')[0] for name in ("seen", "newest")
    )
    answer = desk.fill_in(
        page,
        {"newest": newest, "seen": seen_draft, "notes-de": "Doch", "notes-tr": "", "notes-en": ""},
        to=f"{page}?lang=en",
    )
    assert answer.status_code == 303
    newest = newest_release_of(made.event.id)
    assert newest.number == 3
    assert newest.programme.sessions[one.code].state == "planned"
    assert release_history(made.event.id)[0].notes == {"de": "Doch"}


def test_going_back_on_an_old_page_is_refused(desk, made, seen, now):
    edit(made, seen[0], now, title={"de": "Zwei"})
    make.publish(made.event)
    answer = desk.submit(f"{PUBLISH}/back/1?lang=en", {"newest": "2", "seen": "something else"})

    assert answer.status_code == 422
    assert "Somebody changed or published something meanwhile" in answer.text
    assert newest_release_of(made.event.id).number == 2


def test_nobody_goes_back_to_what_is_not_there_or_without_leave(client, desk, made, seen, now):
    for number in (0, 1, 2, 99999999999):
        assert desk.get(f"{PUBLISH}/back/{number}").status_code == 404, "there is but one release"
    edit(made, seen[0], now, title={"de": "Zwei"})
    make.publish(made.event)
    assert desk.get(f"{PUBLISH}/back/1").status_code == 200
    client.sign_in(organiser(made.event, name=RoleName.OBSERVER))
    assert client.get(f"{PUBLISH}/back/1").status_code == 403
    assert client.submit(f"{PUBLISH}/back/1", {"newest": "2"}).status_code == 403
