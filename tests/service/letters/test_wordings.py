"""Events word their letters, and no wording keeps a letter back or takes anything out of it."""

import logging

import pytest
from sqlalchemy import select

from conference.db import db, transaction
from conference.events.tables import AuditEntry
from conference.letters.queries import sample_of, wording_of
from conference.letters.rules.placeholders import UnknownPlaceholder
from conference.letters.rules.wordings import WORDABLE, WordingFacts
from conference.letters.services import StaleWording, edit_wording, restore_usual_wording
from conference.letters.tables import Wording
from conference.mail.services import deliver_due_letters
from conference.wording import words_of
from tests.factories import letters
from tests.factories.accounts import account
from tests.factories.programme import published_event
from tests.factories.registrations import registration

NAME = "registrations/registered"
FACTS = WordingFacts(
    subject={"en": "Welcome, {name}"},
    opening={"en": "You are in {event}.\n\nSee {agenda} & <b>more</b>"},
    closing={"en": "Questions? Write to us.", "de": "Fragen?"},
)


class Post:
    def __init__(self) -> None:
        self.mails = []

    def deliver(self, mail):
        self.mails.append(mail)

    def close(self):
        pass


@pytest.fixture
def event(app, now):
    return published_event()


def sent(now):
    post = Post()
    deliver_due_letters(render=words_of, carrier=post, sender="M <m@example.org>", now=lambda: now)
    return post.mails[-1]


def text_of(mail):
    return mail.get_body(("plain",)).get_content()


def page_of(mail):
    return mail.get_body(("html",)).get_content()


def entries():
    return list(db.session.scalars(select(AuditEntry).where(AuditEntry.kind == "wording").order_by(AuditEntry.id)))


def test_a_letter_says_what_the_event_says_and_all_that_it_said_before(event, now):
    edit_wording(event.id, NAME, FACTS, version=0, now=now)
    letters.letter(event, NAME)

    mail = sent(now)

    assert mail["Subject"] == "Welcome, Ada Example"
    text = text_of(mail)
    places = [
        text.index(words)
        for words in (
            "Hello Ada Example,", "You are in Cities in", "See http://localhost/cities/agenda & <b>more</b>",
            "you take part in", "http://localhost/cities/programme", "Questions? Write to us.", "-- ",
        )
    ]  # fmt: skip
    assert places == sorted(places)
    page = page_of(mail)
    assert "&amp; &lt;b&gt;more&lt;/b&gt;" in page
    assert "<b>more" not in page
    assert 'href="http://localhost/cities/agenda"' in page
    assert "Questions? Write to us." in page


def test_languages_without_words_of_their_own_and_other_events_are_worded_as_usual(event, now):
    usual = words_of(NAME, "tr", letters.letter(event, NAME).data)
    edit_wording(event.id, NAME, FACTS, now=now)
    data = letters.letter(event, NAME).data

    assert words_of(NAME, "tr", data, event.id) == usual
    assert words_of(NAME, "en", data, event.id + 1).subject == words_of(NAME, "en", data).subject
    german = words_of(NAME, "de", data, event.id)
    assert german.subject == words_of(NAME, "de", data).subject
    assert "Fragen?" in german.text


@pytest.mark.parametrize("broken", [{"en": "{nobody}"}, {"en": 7}, 7, ["text"], None])
def test_a_broken_wording_keeps_no_letter_back(event, now, broken, caplog):
    edit_wording(event.id, NAME, FACTS, now=now)
    with transaction():
        wording_of(event.id, NAME).opening = broken if broken is not None else {"en": "{session}"}
    letters.letter(event, NAME)

    with caplog.at_level(logging.WARNING, "meridian.wording"):
        mail = sent(now)

    assert mail["Subject"] == "You take part in “Cities in conversation”"
    assert "you take part in" in text_of(mail)
    assert "is not used" in caplog.text


def test_nothing_in_a_wording_is_run(event, now):
    with pytest.raises(UnknownPlaceholder):
        edit_wording(event.id, NAME, WordingFacts(subject={"en": "{{ 7*7 }}"}), now=now)
    edit_wording(event.id, NAME, WordingFacts(opening={"en": "100 % {{name}} $x {"}), now=now)

    assert "100 % {Ada Example} $x {" in words_of(NAME, "en", letters.letter(event, NAME).data, event.id).text


def test_who_saved_first_is_not_overwritten_unseen_and_the_log_tells_all(event, now):
    first = edit_wording(event.id, NAME, FACTS, version=0, now=now)
    with pytest.raises(StaleWording):
        edit_wording(event.id, NAME, WordingFacts(subject={"en": "Mine"}), version=0, now=now)
    edit_wording(event.id, NAME, WordingFacts(subject={"en": "Later"}), version=first.version, now=now)
    with pytest.raises(StaleWording):
        restore_usual_wording(event.id, NAME, version=first.version - 1)
    restore_usual_wording(event.id, NAME)
    restore_usual_wording(event.id, NAME)

    assert wording_of(event.id, NAME) is None
    assert [entry.action for entry in entries()] == ["added", "changed", "removed"]
    assert entries()[-1].before["subject"] == {"en": "Later"}


def test_a_wording_of_nothing_is_none(event, now):
    edit_wording(event.id, NAME, FACTS, now=now)

    assert edit_wording(event.id, NAME, WordingFacts(), now=now) is None
    assert db.session.scalars(select(Wording)).all() == []


@pytest.mark.parametrize("language", ["de", "tr", "en"])
@pytest.mark.parametrize("name", WORDABLE)
def test_every_letter_can_be_shown_with_words_of_its_own_though_none_was_ever_put(event, now, name, language):
    facts = WordingFacts(
        subject={language: "".join(f"{{{one}}} " for one in WORDABLE[name])}, opening={language: "OPENING"},
        closing={language: "CLOSING"},
    )  # fmt: skip

    sample = sample_of(event.row, name, language, now=now)
    usual, own = words_of(name, language, sample.data), words_of(name, language, sample.data, wording=facts)

    assert not sample.is_real
    assert "cities" in own.subject
    assert own.text.replace("\n\nOPENING", "").replace("\n\nCLOSING", "").split() == usual.text.split()
    for words in (own.text, own.html):
        assert words.count("OPENING") == words.count("CLOSING") == 1
        assert words.index("OPENING") < words.index("CLOSING")


def test_a_letter_is_shown_with_the_facts_of_a_real_one_or_of_somebody_who_takes_part(event, now):
    registration(event.id, account("bora@example.org", name="Bora Şahin", language="tr"))

    taking_part = sample_of(event.row, "agenda/seat_offered", "tr", now=now)
    real = sample_of(event.row, NAME, "tr", now=now)

    assert (taking_part.data["name"], taking_part.is_real) == ("Bora Şahin", True)
    assert taking_part.data["session"]["code"] in event.published.programme.sessions
    assert real.is_real
    letters.letter(event, "agenda/seat_offered", data={"name": "Cem"}, secrets={"token": "s3cret"}, language="tr")
    newest = sample_of(event.row, "agenda/seat_offered", "tr", now=now)
    assert newest.data["name"] == "Cem"
    assert "s3cret" not in str(newest.data)
