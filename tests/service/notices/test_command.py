import json

from conference.agenda.services import book_session
from conference.programme.queries import release_history
from tests.factories import draft as make
from tests.factories.agenda import registration
from tests.factories.programme import at


def test_publishing_in_the_shell_says_how_many_are_told_and_keeps_the_note_in_the_main_language(app, now, run_command):
    made = make.drafted("cities")
    assert run_command("event", "publish", "--event", "cities", "--note", "Es steht").exit_code == 0
    make.services.schedule_session(made.event.id, made.session.code, starts_at=at(9, 9), now=now)
    make.publish(made.event)
    for _ in range(2):
        who = registration(made.event.id)
        book_session(who.id, made.session.uid, now=now)
    make.services.schedule_session(made.event.id, made.session.code, starts_at=at(10, 9), now=now)

    result = run_command("event", "publish", "--event", "cities", "--json")

    facts = json.loads(result.output)
    assert (facts["release"], facts["told"]) == (3, 2)
    assert release_history(made.event.id)[-1].notes == {"de": "Es steht"}
    assert "nothing changed" in run_command("event", "publish", "--event", "cities").output
