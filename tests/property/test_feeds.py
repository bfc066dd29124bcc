"""Whatever happens to a programme, its feed can be read, and tells subscribers no more than happened."""

from datetime import timedelta
from uuid import UUID

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from conference.calendars.render import Entry, Kind, cleaned, feed_bytes
from conference.calendars.rules import sessions_in_feed, slot_in_calendars
from conference.programme.document import Format, Passport, Session, SessionState, Slot, succeed
from tests.factories.feeds import COVER, frame_of
from tests.factories.programme import NOW, at, document

texts = st.text(st.characters(codec="utf-8"), max_size=60)
slots = st.none() | st.builds(
    Slot,
    # Over the change of clocks in March and that in October.
    starts_at=st.integers(-12_000, 14_000).map(lambda quarters: at(8, 10) + timedelta(minutes=15 * quarters)),
    minutes=st.integers(1, 600),
    room=st.none() | st.sampled_from(("porsuk", "neckar")),
)
sessions = st.builds(
    lambda number, title, abstract, slot, state, themes, spoken: Session(
        uid=UUID(int=number),
        code=f"CODE{number:02d}",
        title={"de": title},
        abstract={"tr": abstract},
        slot=slot,
        state=state,
        themes=themes,
        passport=Passport(spoken=spoken),
        format=Format.TALK,
    ),
    st.integers(1, 8),
    texts,
    texts,
    slots,
    st.sampled_from(SessionState),
    st.sampled_from(((), ("youth",), ("arrival", "youth"))),
    st.sampled_from(((), ("de",), ("tr", "en"))),
)
drafts = st.lists(sessions, max_size=8, unique_by=lambda session: session.uid)


def feed_of(release):
    frame = frame_of(release)
    shown = sessions_in_feed(list(frame.programme.sessions.values()), keeps_tombstones=True)
    return feed_bytes(frame, COVER, [Entry(session, Kind.PUBLIC) for session in shown])


def parsed(content):
    calendar = Calendar.from_ical(content)
    assert not calendar.errors
    for event in calendar.events:
        assert not event.errors
    return {str(event["uid"]): event for event in calendar.events}


@given(drafts)
@settings(max_examples=60, deadline=None)
def test_any_programme_gives_a_feed_that_parsers_read_as_it_is(of):
    release = succeed(None, document(of), published_at=NOW)
    content = feed_of(release)

    events = parsed(content)

    expected = {str(s.uid): s for s in release.sessions if slot_in_calendars(s)}
    assert events.keys() == expected.keys()
    assert content.count(b"BEGIN:VEVENT") == len(expected)
    for uid, session in expected.items():
        event = events[uid]
        assert event["dtstart"].dt == session.slot.starts_at
        assert event["dtend"].dt - event["dtstart"].dt == timedelta(minutes=session.slot.minutes)
        assert str(event["summary"]).endswith(" ".join(cleaned(session.title["de"]).split()) or session.code)
        assert (event["status"] == "CANCELLED") == (session.state is SessionState.CANCELLED)
    for line in content.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()


@given(st.lists(drafts, min_size=2, max_size=5))
@settings(max_examples=30, deadline=None)
def test_any_history_tells_subscribers_what_happened_and_no_more(history):
    older = before = None
    for day, of in enumerate(history):
        release = succeed(older, document(of), published_at=NOW + timedelta(days=day))
        events = parsed(feed_of(release))
        if before is not None:
            assert before.keys() <= events.keys()  # what was in a calendar is never left there unexplained
            for uid, event in before.items():
                now = events[uid]
                assert now["created"].dt == event["created"].dt
                assert now["sequence"] >= event["sequence"]
                assert now["dtstamp"].dt >= event["dtstamp"].dt
                assert now["dtstamp"].dt == now["last-modified"].dt
                told = ("dtstart", "dtend", "status")
                if any(now[name] != event[name] for name in told):
                    assert now["sequence"] > event["sequence"]
                if now["dtstamp"].dt == event["dtstamp"].dt:
                    assert now.to_ical() == event.to_ical()
        older, before = release, events


@given(drafts, st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None)
def test_releasing_the_same_again_moves_no_byte_whatever_the_order(of, random):
    first = succeed(None, document(of), published_at=NOW)
    shuffled = list(of)
    random.shuffle(shuffled)

    second = succeed(first, document(shuffled), published_at=NOW + timedelta(days=3))

    assert feed_of(second) == feed_of(first)


def test_the_laws_would_notice_a_moved_session():
    session = Session(uid=UUID(int=1), code="CODE01", title={"de": "x"}, slot=Slot(starts_at=at(8, 10), minutes=30))
    first = succeed(None, document((session,)), published_at=NOW)
    moved = msgspec.structs.replace(session, slot=Slot(starts_at=at(8, 11), minutes=30))

    second = succeed(first, document((moved,)), published_at=NOW + timedelta(days=1))

    assert parsed(feed_of(first))[str(session.uid)]["sequence"] == 0
    assert parsed(feed_of(second))[str(session.uid)]["sequence"] == 1
    assert feed_of(first) != feed_of(second)
