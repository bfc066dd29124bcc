"""Sessions of the draft."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from conference.codes import is_code
from conference.db import db
from conference.draft import services
from conference.draft.queries import draft_document, session_of
from conference.draft.rules import limits
from conference.draft.services import SessionFacts
from conference.draft.tables import Session, SessionTheme
from conference.errors import DomainError
from conference.events import rules
from tests.factories import draft as make
from tests.factories.programme import at


@pytest.fixture
def made(app):
    return make.drafted("cities")


def facts(made, **other):
    return SessionFacts(**{**services.facts_of(session_of(made.event.id, made.session.code)), **other})


def count():
    return db.session.scalar(select(func.count()).select_from(Session))


def test_a_session_gets_a_code_and_a_uid_that_stay(made, now):
    code, uid = made.session.code, made.session.uid
    services.edit_session(made.event.id, code, facts(made, title={"de": "Anders"}), now=now)

    stored = session_of(made.event.id, code)
    assert is_code(code)
    assert isinstance(uid, UUID)
    assert (stored.code, stored.uid, stored.title) == (code, uid, {"de": "Anders"})


def test_themes_and_speakers_keep_their_order(made, now):
    second = make.theme(made.event, "Zweites")
    person = make.speaker(made.event, "Çağla")
    services.edit_session(
        made.event.id,
        made.session.code,
        facts(made, themes=[second.slug, made.theme.slug, second.slug], speakers=[person.code, made.speaker.code]),
        now=now,
    )

    (session,) = draft_document(made.event).sessions
    assert session.themes == (second.slug, made.theme.slug)
    assert session.speakers == (person.code, made.speaker.code)


@pytest.mark.parametrize(
    ("other", "refusal"),
    [
        ({"title": {}}, rules.TextMissing),
        ({"title": {"de": ""}}, rules.TextMissing),
        ({"title": {"de": "x" * 301}}, rules.TextTooLong),
        ({"abstract": {"de": "x" * 20_001}}, rules.TextTooLong),
        ({"label": {"de": "x" * 41}}, rules.TextTooLong),
        ({"format": "lecture"}, services.UnknownFormat),
        ({"state": "maybe"}, services.UnknownFormat),
        ({"passport": {"sung": ["de"]}}, services.UnknownFormat),
        ({"passport": {"spoken": ["Deutsch"]}}, rules.LanguageNotKnown),
        ({"minutes": 4}, limits.NumberOutOfRange),
        ({"minutes": 1441}, limits.NumberOutOfRange),
        ({"seats": 0}, limits.NumberOutOfRange),
        ({"starts_at": None}, services.RoomWithoutStart),
        ({"starts_at": datetime(1970, 1, 1, tzinfo=UTC)}, rules.DayOutOfRange),
        ({"join_url": "http://meet.example"}, limits.AddressNotSecure),
        ({"recording_url": "https://x.example/" + "y" * 1000}, rules.TextTooLong),
        ({"themes": ["nowhere"]}, services.NotInDraft),
        ({"speakers": ["NOBODY"]}, services.NotInDraft),
        ({"partnerships": ["a-b"]}, services.NotInDraft),
        ({"room": "nowhere"}, services.NotInDraft),
    ],
)
def test_an_impossible_session_is_refused_and_nothing_stored(made, now, other, refusal):
    before = draft_document(made.event)

    with pytest.raises(refusal):
        services.edit_session(made.event.id, made.session.code, facts(made, **other), now=now)
    with pytest.raises(refusal):
        services.add_session(made.event.id, facts(made, **other), now=now)

    db.session.expire_all()
    assert draft_document(made.event) == before
    assert count() == 1


def test_what_another_event_has_is_foreign(made, now):
    other = make.drafted("other", title="Woanders")
    for name, key in (("speakers", [other.speaker.code]), ("partnerships", ["kiel-samsun"])):
        make.partnership(other.event, "Kiel", "Samsun") if name == "partnerships" else None
        with pytest.raises(services.NotInDraft):
            services.edit_session(made.event.id, made.session.code, facts(made, **{name: key}), now=now)
    for change in (services.cancel_session, services.revive_session, services.unschedule_session):
        with pytest.raises(services.NotInDraft):
            change(made.event.id, other.session.code, now=now)
    with pytest.raises(services.NotInDraft):
        services.remove_session(made.event.id, other.session.code)


def test_a_form_opened_on_an_older_version_is_told_both_states(made, now):
    opened = made.session.version
    services.edit_session(made.event.id, made.session.code, facts(made, themes=[]), now=now, version=opened)

    with pytest.raises(services.StaleVersion) as refusal:
        services.edit_session(
            made.event.id, made.session.code, facts(made, themes=[made.theme.slug], seats=5), now=now, version=opened
        )

    assert refusal.value.differing == ("themes", "seats")
    assert refusal.value.stored["seats"] == 20
    assert session_of(made.event.id, made.session.code).seats == 20


def test_storing_what_is_stored_already_changes_nothing(made, now):
    version = made.session.version

    services.edit_session(made.event.id, made.session.code, facts(made), now=now + timedelta(days=1), version=version)

    assert session_of(made.event.id, made.session.code).version == version


def test_a_session_can_be_moved_taken_out_called_off_and_revived(made, now):
    event, code = made.event.id, made.session.code
    services.schedule_session(event, code, starts_at=at(9, 14), room=made.room.key, now=now)
    (session,) = draft_document(made.event).sessions
    assert (session.slot.starts_at, session.slot.minutes, session.slot.room) == (at(9, 14), 90, made.room.key)

    services.unschedule_session(event, code, now=now)
    services.cancel_session(event, code, now=now)
    (session,) = draft_document(made.event).sessions
    assert (session.slot, str(session.state)) == (None, "cancelled")

    services.revive_session(event, code, now=now)
    assert str(draft_document(made.event).sessions[0].state) == "planned"
    with pytest.raises(limits.NumberOutOfRange):
        services.schedule_session(event, code, starts_at=at(9, 14), minutes=0, now=now)


def test_removing_a_session_takes_its_links_along(made):
    services.remove_session(made.event.id, made.session.code)

    assert count() == 0
    assert db.session.scalar(select(func.count()).select_from(SessionTheme)) == 0


def test_a_new_speaker_is_added_with_the_session_in_the_order_of_its_lines(made, now):
    speakers = [services.NewSpeaker("Deniz Özgür"), made.speaker.code]

    services.add_session(made.event.id, SessionFacts(title={"tr": "Bir"}, speakers=speakers), now=now)

    document = draft_document(made.event)
    names = {speaker.code: speaker.name for speaker in document.speakers}
    assert [names[code] for code in document.sessions[-1].speakers] == ["Deniz Özgür", "Gülşen Akın"]


def test_a_new_speaker_who_was_added_meanwhile_is_not_added_again(made, now):
    facts = SessionFacts(title={"tr": "Bir"}, speakers=[services.NewSpeaker("Deniz Özgür")])

    services.add_session(made.event.id, facts, now=now)
    services.add_session(made.event.id, facts, now=now)

    assert [s.name for s in draft_document(made.event).speakers] == ["Gülşen Akın", "Deniz Özgür"]


@pytest.mark.parametrize("name", ["", "x" * 201])
def test_a_new_speaker_needs_a_name_that_fits(made, now, name):
    with pytest.raises(DomainError):
        services.add_session(
            made.event.id, SessionFacts(title={"tr": "Bir"}, speakers=[services.NewSpeaker(name)]), now=now
        )
    assert len(draft_document(made.event).speakers) == 1


def test_an_imported_session_is_added_once(made, now):
    wanted = SessionFacts(title={"tr": "Bir"})
    first = services.add_session(made.event.id, wanted, now=now, external_id="17")

    with pytest.raises(services.ExternalIdTaken) as refusal:
        services.add_session(made.event.id, wanted, now=now, external_id="17")

    assert refusal.value.code == first.code
