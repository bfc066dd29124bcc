"""Copying an event: what goes along, what stays, and that slots keep their hour."""

from datetime import UTC, date, datetime, timedelta

import pytest

from conference.db import db
from conference.draft.queries import draft_document
from conference.events.queries import event_by_slug, organisers_of
from conference.events.rules import RoleName
from tests.factories import draft as make
from tests.factories import events

WANTED = {
    "title-de": "Zweite Konferenz", "slug": "second", "first_day": "2027-11-01", "sessions": "scheduled",
    "with_speakers": "y", "with_partnerships": "y",
}  # fmt: skip


@pytest.fixture
def original(app, client):
    event = events.event("first", first_day=date(2027, 6, 7), last_day=date(2027, 6, 18))
    owner = events.organiser(event)
    owner.may_create_events = True
    db.session.commit()
    client.sign_in(owner)
    theme, room, speaker, tie = make.theme(event), make.room(event), make.speaker(event), make.partnership(event)
    facts = {"themes": [theme.slug], "speakers": [speaker.code], "partnerships": [tie.slug], "seats": 12}
    make.session(
        event, "Opening", starts_at=datetime(2027, 6, 7, 8, 0, tzinfo=UTC), minutes=45, room=room.key,
        remains={"de": "Fotos"}, **facts,
    )  # fmt: skip
    make.session(event, "Unscheduled", minutes=25)
    make.session(event, "Called off", starts_at=datetime(2027, 6, 8, 8, 0, tzinfo=UTC), state="cancelled")
    return event


def copied():
    db.session.expire_all()
    event = event_by_slug("second")
    return event, draft_document(event)


def test_a_copy_begins_like_the_original_with_its_days_moved(client, original):
    answer = client.fill_in("/first/organise/copy", WANTED)

    assert answer.location == "/second/organise/"
    event, document = copied()
    assert (event.first_day, event.last_day) == (date(2027, 11, 1), date(2027, 11, 12))
    assert event.title["de"] == "Zweite Konferenz"
    old = draft_document(original)
    assert [theme.title for theme in document.themes] == [theme.title for theme in old.themes]
    assert [speaker.name for speaker in document.speakers] == ["Gülşen Akın"]
    assert len(document.partnerships) == 1
    opening, unscheduled = document.sessions
    # 10:00 in Berlin, in June and in November
    assert opening.slot.starts_at == datetime(2027, 11, 1, 9, 0, tzinfo=UTC)
    assert (opening.slot.minutes, opening.slot.room, opening.seats) == (45, "hase", 12)
    assert opening.remains == {}
    assert unscheduled.slot is None


def test_a_copy_has_codes_and_uids_of_its_own_and_the_original_is_untouched(client, original):
    before = draft_document(original)

    client.fill_in("/first/organise/copy", WANTED)

    _event, document = copied()
    assert draft_document(original) == before
    assert not {one.code for one in before.sessions} & {one.code for one in document.sessions}
    assert not {one.uid for one in before.sessions} & {one.uid for one in document.sessions}
    assert not {one.code for one in before.speakers} & {one.code for one in document.speakers}


def test_addresses_of_meetings_go_along_only_where_wanted(client, original):
    client.fill_in("/first/organise/copy", WANTED)
    assert copied()[1].rooms[0].join_url is None

    client.fill_in("/first/organise/copy", {**WANTED, "slug": "third", "with_addresses": "y"})
    assert draft_document(event_by_slug("third")).rooms[0].join_url == "https://meet.example/hase"


def test_sessions_can_go_without_slots_or_stay(client, original):
    client.fill_in("/first/organise/copy", {**WANTED, "sessions": "unscheduled"})
    assert [(one.slot, len(one.speakers)) for one in copied()[1].sessions] == [(None, 1), (None, 0)]

    client.fill_in("/first/organise/copy", {**WANTED, "slug": "bare", "sessions": "none", "with_speakers": ""})
    bare = draft_document(event_by_slug("bare"))
    assert (bare.sessions, bare.speakers) == ((), ())


def test_whoever_copies_owns_the_copy(client, original):
    client.fill_in("/first/organise/copy", WANTED)

    (copier,) = organisers_of(original.id)
    assert [(one.account.id, one.role) for one in organisers_of(event_by_slug("second").id)] == [
        (copier.account.id, RoleName.OWNER)
    ]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"slug": "first"}, "Another event has this address"),
        ({"slug": "Ä Ö"}, "small letters"),
        ({"first_day": ""}, "fill this in"),
        ({"first_day": "1999-01-01"}, "Choose a year"),
        ({"title-de": ""}, "fill this in"),
    ],
)
def test_a_copy_that_cannot_be_is_refused_with_what_was_written(client, original, wrong, message):
    refused = client.fill_in("/first/organise/copy?lang=en", {**WANTED, **wrong})

    assert refused.status_code == 422
    assert message in refused.text
    assert event_slugs() == {"first"}


def event_slugs():
    from_rows = db.session.execute(db.text("SELECT slug FROM events")).scalars()
    return set(from_rows)


def test_only_who_may_create_events_and_edit_this_one_copies_it(client, app, original):
    editor = events.organiser(original)
    client.sign_in(editor)
    assert client.get("/first/organise/copy").status_code == 403
    assert "Copy this event" not in client.get("/first/organise/event?lang=en").text

    stranger = events.organiser(events.event("elsewhere", first_day=date(2027, 6, 7) + timedelta(days=1)))
    client.sign_in(stranger)
    assert client.submit("/first/organise/copy", WANTED).status_code == 403
