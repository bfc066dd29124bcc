"""Importing a programme into the draft: whole or not at all, and never twice."""

import os
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from conference.db import db
from conference.draft import services as draft
from conference.draft.queries import draft_document, draft_programme
from conference.draft.tables import Session, Speaker
from conference.events.queries import EventNotFound, event_by_slug, role_of
from conference.events.rules import RoleName, SlugMalformed
from conference.exchange import rules
from conference.exchange.document import PlainProgramme, PlainRoom, PlainSession
from conference.exchange.queries import released_programme
from conference.exchange.services import import_programme, programme_from_bytes
from config import ROOT
from tests.factories import accounts
from tests.factories import draft as make

SMALL = ROOT / "tests" / "fixtures" / "small-event.json"
SHARED = Path(os.environ.get("SHARED_DATA", ROOT.parent / "shared" / "data"))


@pytest.fixture
def small() -> PlainProgramme:
    return programme_from_bytes(SMALL.read_bytes())


@pytest.fixture
def imported(app, now, small):
    """The small programme, imported into an event that was made for it."""
    return import_programme(small, event_slug="small", owner_id=accounts.account().id, now=now)


def sessions_of(slug: str) -> dict[str, Session]:
    event = event_by_slug(slug)
    rows = db.session.scalars(select(Session).where(Session.event_id == event.id))
    return {row.external_id or row.code: row for row in rows}


def as_read(session: PlainSession) -> PlainSession:
    """Return a session without what the format big-event has no place for."""
    return replace(session, uid=None, code=None, format=None)


def with_session(programme: PlainProgramme, number: int, **fields: object) -> PlainProgramme:
    sessions = list(programme.sessions)
    sessions[number] = replace(sessions[number], **fields)
    return replace(programme, sessions=tuple(sessions))


def test_an_event_is_made_with_all_that_the_file_says(app, now, small):
    owner = accounts.account()

    report = import_programme(small, event_slug="small", owner_id=owner.id, now=now)

    event = event_by_slug("small")
    programme = draft_programme(event)
    first = sessions_of("small")["s1"]
    shown = programme.sessions[first.code]
    assert report.is_new_event
    assert (report.sessions.added, report.speakers.added, report.themes.added, report.rooms.added) == (4, 2, 2, 2)
    assert role_of(event.id, owner.id) is RoleName.OWNER
    assert (event.first_day, event.last_day, event.zone) == (date(2027, 6, 7), date(2027, 6, 8), "Europe/Berlin")
    assert event.title == {"de": "Kleine Konferenz · Küçük konferans"}
    assert shown.title == {"de": "Wärmewende in fünf Schritten"}
    assert shown.slot.starts_at == datetime(2027, 6, 7, 7, 0, tzinfo=UTC)
    assert programme.room_of(shown).name == {"de": "Großer Saal"}
    assert [theme.slug for theme in programme.themes_of(shown)] == ["klima"]
    assert [speaker.name for speaker in programme.speakers_of(shown)] == ["Bärbel Ünal", "İbrahim Kılıç"]
    assert shown.passport.spoken == ("de",)
    assert shown.join_url == "https://meet.example/small/1"
    assert sessions_of("small")["s4"].starts_at is None
    assert sessions_of("small")["s4"].minutes == 60


def test_importing_again_changes_nothing_and_doubles_nothing(imported, small, now):
    before = draft_document(event_by_slug("small"))
    versions = {key: row.version for key, row in sessions_of("small").items()}

    report = import_programme(small, event_slug="small", owner_id=None, now=now)

    assert not report.is_new_event
    assert (report.sessions.same, report.sessions.added, report.sessions.changed) == (4, 0, 0)
    assert (report.speakers.same, report.themes.same, report.rooms.same) == (2, 2, 2)
    assert draft_document(event_by_slug("small")) == before
    assert {key: row.version for key, row in sessions_of("small").items()} == versions


def test_importing_again_updates_what_the_file_says_anew_under_the_same_code(imported, small, now):
    code, uid = sessions_of("small")["s1"].code, sessions_of("small")["s1"].uid
    later = datetime(2027, 6, 8, 12, 0, tzinfo=UTC)

    changed = with_session(small, 0, starts_at=later, title={"de": "Neu"}, room="r2", speakers=("sp2",), theme="Şehir")
    report = import_programme(changed, event_slug="small", owner_id=None, now=now)

    session = draft_programme(event_by_slug("small")).sessions[code]
    assert (report.sessions.changed, report.sessions.same) == (1, 3)
    assert session.uid == uid
    assert session.title == {"de": "Neu"}
    assert session.slot.starts_at == later
    assert session.slot.room == "r2"
    assert session.themes == ("sehir",)
    assert len(session.speakers) == 1


def test_what_people_added_since_is_kept_by_another_import(imported, small, now):
    event = event_by_slug("small")
    row = sessions_of("small")["s1"]
    facts = {
        **draft.facts_of(row), "title": {**row.title, "tr": "Beş adımda"}, "seats": 30, "format": "workshop",
        "passport": {"spoken": ["de"], "signed": ["de"]},
    }  # fmt: skip
    draft.edit_session(event.id, row.code, draft.SessionFacts(**facts), now=now)
    draft.schedule_session(event.id, sessions_of("small")["s4"].code, starts_at=now, room="r1", now=now)
    draft.edit_theme(
        event.id, "klima", title={"de": "Klima & Energie", "tr": "İklim"}, colour="#2e7d32", short={"de": "Klima"}
    )

    report = import_programme(
        with_session(small, 0, title={"de": "Wärmewende heute"}), event_slug="small", owner_id=None, now=now
    )

    row = sessions_of("small")["s1"]
    theme = draft_document(event).themes[0]
    assert (report.sessions.changed, report.themes.same) == (1, 2)
    assert row.title == {"de": "Wärmewende heute", "tr": "Beş adımda"}
    assert (row.seats, row.format, row.passport) == (30, "workshop", {"spoken": ["de"], "signed": ["de"]})
    assert sessions_of("small")["s4"].starts_at == now
    assert (theme.title, theme.short) == ({"de": "Klima & Energie", "tr": "İklim"}, {"de": "Klima"})


def test_an_event_that_is_there_keeps_its_own_words_and_is_widened(app, small, now):
    made = make.drafted("cities")
    days = (made.event.first_day, made.event.last_day)
    far = with_session(small, 0, starts_at=datetime(2027, 7, 1, 8, 0, tzinfo=UTC))

    report = import_programme(far, event_slug="cities", owner_id=None, now=now)

    event = event_by_slug("cities")
    assert report.left == 1
    assert report.sessions.added == 4
    assert event.title == made.event.title
    assert (event.first_day, event.last_day) == (days[0], date(2027, 7, 1))
    assert made.session.code in sessions_of("cities")


def test_the_report_counts_sessions_that_the_file_no_longer_names(imported, small, now):
    report = import_programme(replace(small, sessions=small.sessions[1:]), event_slug="small", owner_id=None, now=now)

    assert report.left == 1
    assert len(sessions_of("small")) == 4


def test_a_refusal_leaves_nothing_behind(app, small, now):
    broken = with_session(small, 3, title={})

    with pytest.raises(rules.NotTaken) as refused:
        import_programme(broken, event_slug="small", owner_id=None, now=now)

    assert refused.value.place == "sessions[3]"
    with pytest.raises(EventNotFound):
        event_by_slug("small")
    assert db.session.scalar(select(func.count()).select_from(Speaker)) == 0


def test_a_refusal_leaves_an_event_that_is_there_as_it_was(imported, small, now):
    before = draft_document(event_by_slug("small"))
    broken = with_session(with_session(small, 0, title={"de": "Anders"}), 3, minutes=9_999)

    with pytest.raises(rules.NotTaken):
        import_programme(broken, event_slug="small", owner_id=None, now=now)

    assert draft_document(event_by_slug("small")) == before


def test_ids_that_become_the_same_slug_are_refused(app, small, now):
    alike = replace(small, rooms=(*small.rooms, PlainRoom(id="R1!", name={"de": "Auch eins"})))

    with pytest.raises(rules.GivenTwice) as refused:
        import_programme(alike, event_slug="small", owner_id=None, now=now)

    assert refused.value.place == "rooms[2].id"


def test_ids_that_are_words_of_our_own_addresses_are_found_again(app, small, now):
    reserved = replace(
        small, themes=(replace(small.themes[0], id="new"), *small.themes[1:]),
        sessions=(replace(small.sessions[0], theme="new"), *small.sessions[1:]),
    )  # fmt: skip

    import_programme(reserved, event_slug="small", owner_id=None, now=now)
    again = import_programme(reserved, event_slug="small", owner_id=None, now=now)

    assert again.themes.same == 2
    assert again.sessions.same == 4


def test_the_same_ids_in_two_events_are_two_programmes(imported, small, now):
    import_programme(small, event_slug="other", owner_id=None, now=now)

    here, there = sessions_of("small"), sessions_of("other")
    assert here.keys() == there.keys()
    assert {row.uid for row in here.values()}.isdisjoint(row.uid for row in there.values())


def test_an_owner_can_be_added_later(imported, small, now):
    latecomer = accounts.account()

    import_programme(small, event_slug="small", owner_id=latecomer.id, now=now)

    assert role_of(event_by_slug("small").id, latecomer.id) is RoleName.OWNER


def test_a_slug_of_our_own_is_refused(app, small, now):
    with pytest.raises(SlugMalformed):
        import_programme(small, event_slug="account", owner_id=None, now=now)


def test_what_is_published_comes_out_as_it_went_in(imported, small):
    make.publish(event_by_slug("small"))

    out = released_programme("small")

    without_mail = tuple(replace(speaker, email=None) for speaker in small.speakers)
    assert out.event == small.event
    assert tuple(replace(speaker, code=None) for speaker in out.speakers) == without_mail
    assert [room.name for room in out.rooms] == [room.name for room in small.rooms]
    themes = {theme.title["de"]: theme.id for theme in out.themes}
    assert themes == {"Klima & Energie": "klima", "Şehir ve Ulaşım": "sehir"}
    assert [replace(as_read(one), theme=None) for one in out.sessions] == [
        replace(one, theme=None, minutes=one.minutes if one.starts_at else None) for one in small.sessions
    ]


def test_what_came_out_can_go_in_again_without_doubling(imported, now):
    made = event_by_slug("small")
    make.session(made, "Von Hand", starts_at=now, speakers=[make.speaker(made).code])
    make.publish(made)

    report = import_programme(released_programme("small"), event_slug="small", owner_id=None, now=now)

    assert (report.sessions.added, report.speakers.added, report.themes.added, report.rooms.added) == (0, 0, 0, 0)
    assert (report.sessions.same, report.sessions.changed, report.left) == (5, 0, 0)


def test_cancelled_sessions_are_not_exported(imported, now):
    event = event_by_slug("small")
    draft.cancel_session(event.id, sessions_of("small")["s2"].code, now=now)
    make.publish(event)

    assert [session.id for session in released_programme("small").sessions] == ["s1", "s3", "s4"]


def test_nothing_is_exported_before_it_is_published(imported):
    with pytest.raises(EventNotFound):
        released_programme("small")


def test_addresses_of_speakers_are_never_exported(imported):
    make.publish(event_by_slug("small"))

    assert "@" not in str(released_programme("small"))


def test_four_hundred_sessions_go_in_and_out(app, now):
    file = SHARED / "big-event.json"
    if not file.exists():
        pytest.skip("the shared data folder is not here")
    programme = programme_from_bytes(file.read_bytes())

    import_programme(programme, event_slug="big", owner_id=None, now=now)
    again = import_programme(programme, event_slug="big", owner_id=None, now=now)
    make.publish(event_by_slug("big"))

    out = released_programme("big")
    assert again.sessions.same == 400
    assert sorted(map(as_read, out.sessions), key=lambda one: one.id) == sorted(
        programme.sessions, key=lambda one: one.id
    )
