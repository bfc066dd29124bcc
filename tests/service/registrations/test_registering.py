"""Registering for an event: who is let in, and what is written to them."""

import pytest
from sqlalchemy import func, select

from conference import worker
from conference.accounts.services import WrongPassword, confirm_address
from conference.accounts.tables import Account
from conference.db import db
from conference.registrations import services
from conference.registrations.queries import guest_by_email, own_registration, registration_of
from conference.registrations.rules import Mode, UnknownGroup
from conference.registrations.rules.guests import GuestFacts
from conference.registrations.services import SettingsFacts
from conference.registrations.services.hall import Hall, event_facts
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


def confirm(outbox, *, said="a long enough word"):
    asking = letters_named(outbox, "accounts/confirm_address")[-1]
    return confirm_address(
        asking.data["secrets"]["token"], password=said, now=NOW, and_then=services.tell_where_they_stand
    )


def where_they_stand(outbox):
    return [letter for letter in outbox() if letter.name.startswith("registrations/")]


def test_a_newcomer_reads_that_they_take_part_once_their_address_is_confirmed(outbox):
    event = published_event()
    newcomer(event)
    newcomer(event, organisation="Gençlik Meclisi")
    assert where_they_stand(outbox) == []

    confirm(outbox)

    (letter,) = where_they_stand(outbox)
    assert (letter.name, letter.recipient, letter.language) == ("registrations/registered", "new@example.org", "tr")
    assert (letter.event_id, letter.data["name"]) == (event.id, "Nil Newcomer")


def test_a_newcomer_reads_that_organisers_decide(outbox):
    event = published_event()
    services.edit_settings(event.id, SettingsFacts(mode=Mode.APPROVAL), now=NOW)
    newcomer(event)

    confirm(outbox)

    assert [letter.name for letter in where_they_stand(outbox)] == ["registrations/received"]


def test_a_newcomer_reads_at_which_place_they_wait(outbox):
    event = published_event()
    services.edit_settings(event.id, SettingsFacts(cap=0), now=NOW)
    registration(event.id, account("first@example.org"))
    newcomer(event)

    confirm(outbox)

    letter = where_they_stand(outbox)[-1]
    assert (letter.name, letter.recipient) == ("registrations/waiting", "new@example.org")
    assert letter.data["place"] == 2


def test_a_newcomer_reads_what_was_decided_before_they_confirmed_their_address(outbox):
    event, other = published_event(), published_event(slug="other", sessions=[])
    for one in (event, other):
        services.edit_settings(one.id, SettingsFacts(mode=Mode.APPROVAL), now=NOW)
        newcomer(one)
    made = db.session.scalar(select(Account))
    services.approve(event.id, [own_registration(event.id, made.id).id], now=NOW)
    services.decline(other.id, [own_registration(other.id, made.id).id], now=NOW)
    assert where_they_stand(outbox) == []

    confirm(outbox)

    told = [(letter.name, letter.event_id) for letter in where_they_stand(outbox)]
    assert told == [("registrations/registered", event.id), ("registrations/declined", other.id)]


def test_nothing_is_told_of_a_registration_that_was_taken_back(outbox):
    event = published_event()
    newcomer(event)
    made = db.session.scalar(select(Account))
    services.withdraw(event.id, own_registration(event.id, made.id).id, by_organiser=True, now=NOW)

    confirm(outbox)

    assert where_they_stand(outbox) == []


def test_an_address_that_could_not_be_confirmed_gets_no_letter(outbox):
    newcomer(published_event())

    with pytest.raises(WrongPassword):
        confirm(outbox, said="not the one chosen")

    assert where_they_stand(outbox) == []


def test_a_letter_that_cannot_be_put_leaves_the_address_unconfirmed(outbox, monkeypatch):
    newcomer(published_event())
    monkeypatch.setattr(Hall, "tell", lambda *_: (_ for _ in ()).throw(RuntimeError("no letter")))

    with pytest.raises(RuntimeError, match="no letter"):
        confirm(outbox)

    assert db.session.scalar(select(Account.confirmed_at)) is None


def test_who_registered_without_confirming_and_comes_by_a_guest_link_gets_one_letter(outbox):
    event = published_event()
    newcomer(event)
    services.list_guests(event.id, [GuestFacts(email="new@example.org")], now=NOW)

    services.open_guest_account(
        event.id, guest_by_email(event.id, "new@example.org").id, name="Nil", password="another long word",
        language="en", zone="UTC", group="youth", organisation="", municipality="", consent_version="1", now=NOW,
    )  # fmt: skip

    assert [letter.name for letter in where_they_stand(outbox)] == ["registrations/registered"]


def test_a_guest_who_comes_by_their_link_gets_one_letter(outbox):
    event = published_event()
    services.list_guests(event.id, [GuestFacts(email="guest@example.org")], now=NOW)

    services.open_guest_account(
        event.id, guest_by_email(event.id, "guest@example.org").id, name="Gül", password="another long word",
        language="tr", zone="UTC", group="youth", organisation="", municipality="", consent_version="1", now=NOW,
    )  # fmt: skip

    assert [(letter.name, letter.language) for letter in where_they_stand(outbox)] == [
        ("registrations/registered", "tr")
    ]


DAYS = {"de": "Wann: ", "tr": "Tarih: ", "en": "When: "}


@pytest.mark.parametrize("language", ["de", "tr", "en"])
@pytest.mark.parametrize("name", ["registered", "received", "waiting", "approved", "moved_up"])
def test_letters_of_where_somebody_stands_tell_the_days_and_how_to_withdraw(app, language, name):
    event = published_event()
    data = {"name": "Ada", "zone": "UTC", "event": event_facts(event.row), "place": 777}

    words = worker.words_of(f"registrations/{name}", language, data)

    for text in (words.text, words.html):
        assert DAYS[language] in text
        assert "2027" in text
        assert "http://localhost/cities/registration/withdraw" in text
        assert ("777" in text) == (name == "waiting")


def test_a_letter_put_before_days_were_told_can_still_be_sent(app):
    data = {"name": "Ada", "zone": "UTC", "event": {"slug": "cities", "title": {"en": "Cities"}}}

    assert "When:" not in worker.words_of("registrations/waiting", "en", data).text


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
