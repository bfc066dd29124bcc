"""A message reaches those whom the filter finds, each once."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from conference.agenda import services as agenda_services
from conference.db import db, transaction
from conference.events.tables import AuditEntry
from conference.letter_wishes.rules import NEVER_QUIET, LetterKind, Wishes
from conference.letter_wishes.services import edit_wishes, want_letters
from conference.letters.queries import MessageNotFound, audience_of, message_of, messages_of
from conference.letters.rules.messages import (
    AudienceChanged,
    AudienceFilter,
    NobodyToWrite,
    Standing,
    audience_from,
    fingerprint,
)
from conference.letters.services import send_message
from conference.letters.tables import MessageLetter
from conference.mail.tables import Letter
from conference.registrations import services as registration_services
from conference.registrations.rules import RegistrationFilter
from conference.wording import words_of
from tests.factories.accounts import account
from tests.factories.programme import HALF_TIME, YOUTH, published_event
from tests.factories.registrations import registration

SUBJECT = {"de": "Für {name}", "tr": "{name} için", "en": "For {name}"}
TEXT = {"de": "Liebe Grüße an {group}", "tr": "Selam, {group}: {agenda}", "en": "Regards to {group} of {municipality}"}
EVERYBODY = AudienceFilter()


@pytest.fixture
def event(app, now):
    return published_event()


def person(event, name, language="de", **others):
    return registration(event.id, account(f"{name.lower()}@example.org", name=name, language=language, **others))


def names(event, wanted=EVERYBODY):
    return [reader.name for reader in audience_of(event.id, wanted).readers]


def send(event, now, *, wanted=EVERYBODY, key="k" * 43, seen=None, subject=SUBJECT, text=TEXT):
    readers = audience_of(event.id, wanted).readers
    return send_message(
        event.id, subject=subject, text=text, wanted=wanted, key=key, author_id=None, now=now,
        seen=seen or fingerprint(subject, text, (one.registration_id for one in readers)),
    )  # fmt: skip


def letters_of_messages(event):
    return list(
        db.session.scalars(
            select(Letter).where(Letter.name == "letters/message", Letter.event_id == event.id).order_by(Letter.id)
        )
    )


def test_each_reader_gets_one_letter_in_their_language_with_a_link_that_stops_such_letters(event, now):
    person(event, "Ada"), person(event, "Bora", "tr")

    message = send(event, now)

    to_ada, to_bora = letters_of_messages(event)
    words = words_of(to_ada.name, to_ada.language, to_ada.data)
    assert (to_ada.recipient, words.subject) == ("ada@example.org", "Für Ada")
    assert "Liebe Grüße an Kommunalverwaltung" in words.text
    assert words.unsubscribe.endswith("/at-once")
    assert words.unsubscribe.removesuffix("/at-once") in words.text
    assert "http://localhost/cities/agenda" in words_of(to_bora.name, "tr", to_bora.data).html
    assert (message.readers, message.sent_at) == (2, now)
    assert db.session.scalar(select(func.count()).select_from(MessageLetter)) == 2


def test_what_people_and_organisers_write_stays_text_in_the_page(event, now):
    registration(event.id, account("eve@example.org", name="<b>Eve</b> {event}", language="en"))

    send(event, now, text={"en": "{name} & <script>x</script> https://a.example/?q=\"'><i>"}, subject={"en": "{name}"})

    (letter,) = letters_of_messages(event)
    page = words_of(letter.name, "en", letter.data).html
    assert "<script" not in page
    assert "<b>Eve" not in page
    assert "<i>" not in page
    assert "&lt;b&gt;Eve&lt;/b&gt; {event} &amp; &lt;script&gt;" in page


def test_submitted_twice_it_is_sent_once(event, now):
    person(event, "Ada")

    first = send(event, now)
    second = send(event, now + timedelta(minutes=1))

    assert first.id == second.id
    assert len(letters_of_messages(event)) == 1
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.kind == "message")).all()
    assert [(one.action, one.after["readers"]) for one in entries] == [("added", 1)]


def test_what_is_not_what_the_preview_showed_is_not_sent(event, now):
    person(event, "Ada")
    seen = fingerprint(SUBJECT, TEXT, (one.registration_id for one in audience_of(event.id, EVERYBODY).readers))
    person(event, "Bora")

    with pytest.raises(AudienceChanged):
        send(event, now, seen=seen)

    assert letters_of_messages(event) == []
    assert messages_of(event.id) == []


def test_nobody_to_write_is_refused(event, now):
    with pytest.raises(NobodyToWrite):
        send(event, now)


def test_those_who_want_no_messages_or_never_confirmed_their_address_get_none(event, now):
    ada = person(event, "Ada")
    person(event, "Bora", is_confirmed=False)
    person(event, "Cem")
    want_letters([ada.id], LetterKind.MESSAGES, is_wanted=False)

    found = audience_of(event.id, EVERYBODY)

    assert [reader.name for reader in found.readers] == ["Cem"]
    assert (found.unwanted, found.unconfirmed, found.languages) == (("Ada",), 1, {"de": 1})


def test_letters_wait_for_the_end_of_each_readers_quiet_hours(event, set_clock):
    person(event, "Ada")
    edit_wishes(person(event, "Bora").id, Wishes(quiet=NEVER_QUIET))
    night = set_clock(timedelta(hours=15))  # 22:37 UTC, 00:37 in Berlin

    send(event, night)

    to_ada, to_bora = letters_of_messages(event)
    assert to_ada.due_at - night == timedelta(hours=6, minutes=23)
    assert to_bora.due_at == night


def test_people_are_found_by_state_group_town_language_and_partnership(event, now):
    ada, bora = person(event, "Ada"), person(event, "Bora", "tr")
    with transaction():
        db.session.merge(bora).municipality = " ÇANAKKALE "
    registration_services.withdraw(event.id, ada.id, now=now)
    cem = person(event, "Cem")

    assert names(event) == ["Bora", "Cem"]
    assert names(event, AudienceFilter(registrations=RegistrationFilter(state="withdrawn"))) == ["Ada"]
    assert names(event, AudienceFilter(registrations=RegistrationFilter(group="press"))) == []
    assert names(event, AudienceFilter(registrations=RegistrationFilter(language="tr"))) == ["Bora"]
    assert names(event, AudienceFilter(registrations=RegistrationFilter(municipality=cem.municipality))) == ["Cem"]
    ties = event.published.programme.partnerships.values()
    towns = event.published.programme.municipalities
    for tie in ties:
        both = {towns[tie.first].name, towns[tie.second].name}
        expected = [name for name, town in (("Bora", "Çanakkale"), ("Cem", "Osnabrück")) if town in both]
        assert names(event, AudienceFilter(partnership=tie.slug)) == expected
    assert ties
    assert names(event, AudienceFilter(partnership="nowhere")) == []


def test_people_are_found_by_what_they_booked_or_wait_for(event, now):
    people = {name: person(event, name) for name in ("Ada", "Bora", "Cem")}
    agenda_services.book_session(people["Ada"].id, YOUTH.uid, now=now)
    agenda_services.book_session(people["Bora"].id, HALF_TIME.uid, now=now)

    def asked(**what):
        return names(event, AudienceFilter(**what))

    assert asked(session=YOUTH.code) == ["Ada"]
    assert asked(session=YOUTH.code, standing=Standing.WAITING) == []
    assert asked(standing=Standing.BOOKED) == ["Ada", "Bora"]
    assert asked(theme="arrival", standing=Standing.BOOKED) == ["Bora"]
    assert asked(session="NOSUCH") == []
    assert asked(theme="no-such") == []
    agenda_services.drop_booking(people["Ada"].id, YOUTH.uid, now=now)
    assert asked(session=YOUTH.code) == []


def test_messages_tell_what_became_of_their_letters(event, now):
    person(event, "Ada"), person(event, "Bora"), person(event, "Cem")
    message = send(event, now)
    states = ("sent", "failed", "waiting")
    with transaction():
        for letter, state in zip(letters_of_messages(event), states, strict=True):
            letter.state = state

    (told,) = messages_of(event.id)

    assert told.states == dict.fromkeys(states, 1)
    assert message_of(event.id, message.id).message.id == message.id
    with pytest.raises(MessageNotFound):
        message_of(event.id + 1, message.id)
    assert audience_from(told.message.audience) == EVERYBODY


def test_thousands_are_written_to_in_a_few_statements(event, now, queries):
    for number in range(3):
        person(event, f"P{number}")
    queries.clear()
    send(event, now, key="few")
    few = len(queries)
    for number in range(3, 40):
        person(event, f"P{number}")
    queries.clear()

    send(event, now, key="many")

    assert len(queries) == few
    assert len(letters_of_messages(event)) == 43
