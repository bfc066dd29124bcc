"""The example conference as it is once loaded: whole, never doubled, and moved with its bookings."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.engine import URL

from conference.accounts.queries import account_by_email
from conference.accounts.services import check_sign_in
from conference.accounts.tables import Account
from conference.agenda.queries import standing
from conference.agenda.tables import Booking, BookingState
from conference.app import create_app
from conference.calendars.queries import subscriptions_of
from conference.db import db
from conference.demo import rules
from conference.demo.document import example
from conference.demo.services import ORGANISER, PARTICIPANT, PASSWORD, load_example
from conference.draft import services as draft
from conference.draft.tables import Session
from conference.events.queries import event_by_slug, role_of
from conference.events.rules import RoleName
from conference.intervals import overlapping_pairs
from conference.mail.tables import Letter
from conference.programme.document import ChangeKind
from conference.programme.document.index import ends_at
from conference.programme.queries import newest_release, release_history
from conference.registrations.queries import registration_of
from conference.registrations.tables import Registration
from conference.translated import LANGUAGES
from tests.databases import migrate, new_database, settings_for_tests
from tests.factories.programme import NOW

SLUG = "city-partnerships"
SECRET = "only for tests, and long enough to be a key"


def load(first_day: date | None, now: datetime):
    return load_example(first_day=first_day, now=now, secret_key=SECRET)


def span(session):
    return session.slot.starts_at, ends_at(session)


def key_of(code: str) -> str | None:
    return db.session.scalar(select(Session.external_id).where(Session.code == code))


def counts() -> dict[str, int]:
    return {
        table.__name__: db.session.scalar(select(func.count()).select_from(table))
        for table in (Account, Registration, Booking, Session, Letter)
    }


def load_into(url: str, folder: Path) -> None:
    with create_app(settings_for_tests(url, folder)).app_context():
        load(None, NOW)
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="module")
def _loaded_sqlite(_migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with the example in it, loaded once for all tests here."""
    folder = tmp_path_factory.mktemp("example")
    file = folder / "loaded.sqlite"
    shutil.copyfile(_migrated_sqlite, file)
    load_into(f"sqlite:///{file}", folder)
    return file


@pytest.fixture(scope="module")
def _loaded_postgres(postgres: URL, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a database with the example in it, loaded once for all tests here."""
    folder = tmp_path_factory.mktemp("example")
    with new_database(postgres) as url:
        migrate(url, folder)
        load_into(url, folder)
        yield url


@pytest.fixture
def db_url(database: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a database with the example in it, for this test alone."""
    if database == "postgres":
        model = request.getfixturevalue("_loaded_postgres")
        with new_database(request.getfixturevalue("postgres"), like=model) as url:
            yield url
    else:
        file = tmp_path / "meridian.sqlite"
        shutil.copyfile(request.getfixturevalue("_loaded_sqlite"), file)
        yield f"sqlite:///{file}"


@pytest.fixture
def loaded(app, now):
    return load(None, now)


def test_the_programme_is_whole_and_published_in_two_releases(loaded):
    programme = newest_release(SLUG).programme
    tied = {slug for session in programme.sessions.values() for slug in session.partnerships}
    news = release_history(event_by_slug(SLUG).id)

    assert loaded.release == 2
    assert len(programme.sessions) >= 40
    assert len(programme.themes) == 4
    assert len(programme.days) == 14
    assert len(tied) >= 25
    assert {"osnabrueck-canakkale", "mannheim-kilis", "treptow-koepenick-tepebasi"} <= tied
    assert programme.zones == ("Europe/Berlin", "Europe/Istanbul")
    assert all(set(session.title) == set(LANGUAGES) for session in programme.sessions.values())
    assert not any(text.endswith("\n") for session in programme.sessions.values() for text in session.abstract.values())
    assert [(one.number, one.notes["de"][:12]) for one in news] == [(2, "„Wasser spar"), (1, "Das Programm")]
    assert {change.kind for change in news[0].changes} == {ChangeKind.MOVED, ChangeKind.CHANGED}
    assert {key_of(change.code) for change in news[0].changes} == {"water-and-gardens", "pothole-app"}


def test_it_begins_on_the_third_of_june_on_the_clocks_of_berlin(loaded):
    programme = newest_release(SLUG).programme

    opening = min(programme.scheduled, key=lambda session: session.slot.starts_at)
    assert (loaded.first_day, loaded.last_day) == (date(2027, 6, 3), date(2027, 6, 16))
    assert opening.slot.starts_at == datetime(2027, 6, 3, 8, 0, tzinfo=UTC)
    assert opening.title["en"].startswith("Opening")


def test_organiser_and_participant_sign_in_and_are_what_they_should_be(loaded):
    event = event_by_slug(SLUG)

    organiser, participant = check_sign_in(ORGANISER, PASSWORD), check_sign_in(PARTICIPANT, PASSWORD)

    registration = registration_of(event.id, participant.id)
    assert (ORGANISER, PARTICIPANT) == ("organiser@example.org", "participant@example.org")
    assert PASSWORD == "meridian-example"
    assert organiser.may_create_events
    assert role_of(event.id, organiser.id) is RoleName.OWNER
    assert registration.municipality == "Osnabrück"
    assert [subscription.name for subscription in subscriptions_of(registration.id)] == ["Telefon"]


def test_the_participant_has_one_clash_and_stands_third_in_one_queue(loaded):
    published = newest_release(SLUG)
    hers = standing(published, account_by_email(PARTICIPANT).id)
    booked = [published.programme.by_uid[uid] for uid, state in hers.states.items() if state == BookingState.BOOKED]
    waiting = [published.programme.by_uid[uid] for uid, state in hers.states.items() if state == BookingState.WAITING]

    clashes = [{key_of(one.code), key_of(other.code)} for one, other in overlapping_pairs(booked, span)]
    assert clashes == [{"youth-councils", "arriving-kilis-mannheim"}]
    assert not [pair for pair in overlapping_pairs([*booked, *waiting], span) if waiting[0] in pair]
    assert len(booked) == len(example().story.participant.booked)
    assert [key_of(session.code) for session in waiting] == ["safe-ways"]
    assert hers.places[waiting[0].uid] == 3
    assert hers.taken_seats[waiting[0].uid] == waiting[0].seats == 20


def test_others_take_seats_but_nobody_can_sign_in_as_them_nor_writes_to_them(loaded):
    others = db.session.scalars(select(Account).where(Account.email.not_in((ORGANISER, PARTICIPANT)))).all()
    taken = standing(newest_release(SLUG), None).taken_seats

    assert len(others) >= 25
    assert all(account.email.endswith("@example.org") and account.is_active for account in others)
    assert {account.language for account in others} == set(LANGUAGES)
    assert sum(taken.values()) > 150
    assert counts()["Letter"] == 0
    assert len({account.password_hash for account in others}) == 1


def test_loading_again_doubles_nothing(loaded, now):
    before = counts()

    again = load(None, now + timedelta(days=1))

    assert again == replace(loaded, state="there")
    assert counts() == before


def test_it_moves_with_all_its_sessions_and_bookings(loaded, now):
    before = newest_release(SLUG).programme
    bookings = counts()["Booking"]

    moved = load(date(2027, 6, 1), now)

    after = newest_release(SLUG).programme
    assert (moved.state, moved.release, moved.first_day) == ("moved", 3, date(2027, 6, 1))
    assert after.event.last_day == date(2027, 6, 14)
    assert after.sessions.keys() == before.sessions.keys()
    for code, session in after.sessions.items():
        old = before.sessions[code]
        assert session.uid == old.uid
        assert (session.slot is None) == (old.slot is None)
        if session.slot:
            assert session.slot.starts_at == old.slot.starts_at - timedelta(days=2)
            assert (session.slot.room, session.slot.minutes) == (old.slot.room, old.slot.minutes)
    assert counts()["Booking"] == bookings
    assert load(date(2027, 6, 1), now).state == "there"


def test_moving_into_winter_keeps_the_times_on_the_clocks(loaded, now):
    load(date(2027, 10, 25), now)  # clocks go back on the seventh day

    starts = sorted(session.slot.starts_at for session in newest_release(SLUG).programme.scheduled)
    assert starts[0] == datetime(2027, 10, 25, 8, 0, tzinfo=UTC)
    assert starts[-1] == datetime(2027, 11, 7, 10, 0, tzinfo=UTC)


def test_what_the_organiser_changed_meanwhile_moves_along(loaded, now):
    event = event_by_slug(SLUG)
    code = db.session.scalar(select(Session.code).where(Session.external_id == "counting-trees"))
    draft.schedule_session(event.id, code, starts_at=datetime(2027, 6, 10, 0, 30, tzinfo=UTC), now=now)

    moved = load(date(2027, 3, 21), now)  # 10 June, 02:30 in Berlin, becomes 28 March, when clocks jump over it

    assert moved.resolved == (
        rules.Resolved(datetime(2027, 3, 28, 2, 30), datetime(2027, 3, 28, 3, 0), is_doubled=False),
    )
    assert newest_release(SLUG).programme.sessions[code].slot.starts_at == datetime(2027, 3, 28, 1, 0, tzinfo=UTC)
