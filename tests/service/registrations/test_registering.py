"""Registering for an event: who is let in, and what is written to them."""

import pytest
from sqlalchemy import func, select

from conference import worker
from conference.accounts.tables import Account
from conference.db import db
from conference.registrations import services
from conference.registrations.queries import guest_by_email, registration_of
from conference.registrations.rules import UnknownGroup
from conference.registrations.rules.guests import GuestFacts
from conference.registrations.tables import Registration
from tests.factories.accounts import account
from tests.factories.events import event as unpublished_event
from tests.factories.programme import NOW, published_event
from tests.factories.registrations import registration

pytestmark = pytest.mark.usefixtures("app", "now")


def letters_named(outbox, name):
    return [letter for letter in outbox() if letter.name == name]


def words_of_last(outbox, name):
    letter = letters_named(outbox, name)[-1]
    return worker.words_of(letter.name, letter.language, letter.data)


def test_registering_puts_a_letter_once_and_keeps_the_first_registration(outbox):
    event = published_event()
    person = account("ada@example.org", language="de")

    first = registration(event.id, person)
    second = registration(event.id, person)

    assert first.id == second.id
    (letter,) = letters_named(outbox, "registrations/registered")
    assert (letter.recipient, letter.language, letter.data["event"]["slug"]) == ("ada@example.org", "de", "cities")


def newcomer(event, **changes):
    services.register_newcomer(
        event.id,
        **{
            "email": "New@Example.org",
            "name": "Nil Newcomer",
            "password": "a long enough word",
            "language": "tr",
            "zone": "Europe/Istanbul",
            "organisation": "Belediye",
            "group": "administration",
            "municipality": "Kilis",
            "consent_version": "1",
            "going_to": "/cities/agenda",
            "now": NOW,
            **changes,
        },
    )


def test_a_newcomer_gets_an_account_and_a_registration_at_once(outbox):
    event = published_event()

    newcomer(event)

    made = db.session.scalar(select(Account))
    found = registration_of(event.id, made.id)
    assert (made.email, made.confirmed_at) == ("new@example.org", None)
    assert (found.organisation, found.municipality) == ("Belediye", "Kilis")
    assert [letter.name for letter in outbox()] == ["accounts/confirm_address"]
    assert outbox()[0].data["going_to"] == "/cities/agenda"


def test_a_newcomer_who_tries_again_before_confirming_is_known_by_what_they_said_last():
    event = published_event()
    newcomer(event)

    newcomer(event, organisation="Gençlik Meclisi", group="youth")

    assert db.session.scalars(select(Registration.organisation)).all() == ["Gençlik Meclisi"]


def test_a_known_address_is_not_registered_by_a_stranger():
    event = published_event()
    owner = account("new@example.org")

    newcomer(event)

    assert registration_of(event.id, owner.id) is None


def test_a_registration_that_fails_leaves_no_account_and_no_letter(outbox):
    event = published_event()

    with pytest.raises(UnknownGroup):
        newcomer(event, group="nonsense")

    assert db.session.scalar(select(func.count()).select_from(Account)) == 0
    assert outbox() == []


@pytest.mark.parametrize("language", ["de", "tr", "en"])
def test_the_letter_of_a_registration_leads_to_programme_and_agenda(app, outbox, language):
    event = published_event()
    registration(event.id, account(language=language))

    words = words_of_last(outbox, "registrations/registered")

    titles = {"de": "Konferenz der Städte", "tr": "Şehirler Konferansı", "en": "Conference of Cities"}
    assert titles[language] in words.subject
    for text in (words.text, words.html):
        assert "http://localhost/cities/programme" in text
        assert "http://localhost/cities/agenda" in text


def test_nobody_is_invited_to_an_event_that_has_no_page_yet(outbox):
    event = unpublished_event()
    services.list_guests(event.id, [GuestFacts(email="ada@example.org")], now=NOW)
    guest = guest_by_email(event.id, "ada@example.org")

    with pytest.raises(services.NothingPublished):
        services.send_invitations(event.id, [guest.id], inviter_id=account().id, now=NOW)
    assert not outbox()
