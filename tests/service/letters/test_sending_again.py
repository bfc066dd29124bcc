"""What was given up is sent again, once, and the log tells it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from conference.db import db
from conference.events.tables import AuditEntry
from conference.letters.queries import LetterNotFound, given_up_letters
from conference.letters.rules import LetterFilter
from conference.letters.services import LetterNotGivenUp, LetterOutdated, send_again, send_all_again
from conference.mail.services import Undeliverable, deliver_due_letters
from conference.mail.tables import Letter
from conference.wording import words_of
from tests.factories import events, letters

SENDER = "Meridian <no-reply@meridian.example>"


class Post:
    """A mail server that refuses what it is told to refuse."""

    def __init__(self, *, refusing=None) -> None:
        self.refusing = refusing
        self.mails = []

    def deliver(self, mail):
        if self.refusing:
            raise self.refusing
        self.mails.append(mail)

    def close(self):
        pass


def deliver(post, now):
    return deliver_due_letters(render=words_of, carrier=post, sender=SENDER, now=lambda: now)


def state_of(letter):
    return db.session.get(Letter, letter.id, populate_existing=True).state


def entries():
    return list(db.session.scalars(select(AuditEntry).where(AuditEntry.kind == "letter")))


@pytest.fixture
def event(app, now):
    return events.event()


def test_a_letter_given_up_goes_out_once_more_with_its_token_and_the_same_id(event, now):
    letter = letters.letter(event, "speaking/your_page", secrets={"token": "t0ken"}, data=SPEAKER)
    deliver(Post(refusing=Undeliverable("550 5.1.1 no such user")), now)
    assert (state_of(letter), given_up_letters(event.id)) == ("failed", 1)

    send_again(event.id, letter.id, now=now)
    post = Post()
    assert deliver(post, now) == 1

    (mail,) = post.mails
    assert mail["Message-ID"].startswith(f"<{letter.message_id}@")
    assert "t0ken" in mail.get_body().get_content()
    sent = db.session.get(Letter, letter.id, populate_existing=True)
    assert (sent.state, sent.attempts, sent.error, "secrets" in sent.data) == ("sent", 2, None, False)
    assert "t0ken" not in f"{sent.text}{sent.html}{sent.subject}"
    assert sent.html.startswith("<!doctype html>")


def test_what_is_sent_again_gets_all_its_attempts_anew(event, now):
    letter = letters.given_up(event)

    send_again(event.id, letter.id, now=now)
    deliver(Post(refusing=OSError("no route")), now)

    tried = db.session.get(Letter, letter.id, populate_existing=True)
    assert (tried.state, tried.attempts, tried.subject) == ("waiting", 9, "You take part in “Cities in conversation”")
    assert now < tried.due_at < now + timedelta(minutes=2)


def test_only_what_was_given_up_is_sent_again_and_only_once(event, now):
    lost, waiting = letters.given_up(event), letters.letter(event)

    send_again(event.id, lost.id, now=now)
    for letter in (lost, waiting):
        with pytest.raises(LetterNotGivenUp):
            send_again(event.id, letter.id, now=now)
    with pytest.raises(LetterNotFound):
        send_again(events.event().id, lost.id, now=now)

    assert [(one.key, one.before, one.after) for one in entries()] == [
        (str(lost.id), {"state": "failed"}, {"state": "waiting"})
    ]
    assert "example.org" not in entries()[0].words


def test_an_offer_that_is_over_is_not_sent_again(event, now):
    over = letters.given_up(event, "agenda/seat_offered", data={"respond_by": now.isoformat()})

    with pytest.raises(LetterOutdated):
        send_again(event.id, over.id, now=now)

    assert send_all_again(event.id, LetterFilter(), now=now) == 0
    assert (state_of(over), entries()) == ("failed", [])


def test_all_of_a_filter_are_sent_again_together(event, now):
    ada, bora = letters.given_up(event), letters.given_up(event, to="bora@example.org")
    others = letters.given_up(event, "registrations/declined"), letters.given_up(events.event())

    wanted = LetterFilter(kind="registrations/registered", state="waiting")
    assert send_all_again(event.id, wanted, now=now) == 2
    assert send_all_again(event.id, wanted, now=now) == 0

    assert [state_of(one) for one in (ada, bora, *others)] == ["waiting", "waiting", "failed", "failed"]
    (entry,) = entries()
    assert entry.after == {"state": "waiting", "letters": 2}


def test_letters_of_an_account_still_forget_their_tokens_when_given_up(event, now):
    letter = letters.letter(event, secrets={"token": "t0ken"}, event_id=None)

    deliver(Post(refusing=Undeliverable("550 no")), now)

    assert "secrets" not in db.session.get(Letter, letter.id, populate_existing=True).data


SPEAKER = {"title": {"en": "Cities"}, "zones": ["UTC"], "sessions": [], "language": "en"}
