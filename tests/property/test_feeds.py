"""Whatever happens to a programme, its feeds are read alike, and tell subscribers what happened and no more."""

import unicodedata
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from conference.calendars.render import Entry, Kind, feed_bytes
from conference.calendars.render.text import one_line
from conference.calendars.rules import sessions_in_feed, slot_in_calendars
from conference.programme.document import Format, Passport, Programme, Session, SessionState, Slot, succeed
from tests.factories.feeds import COVER, ENGLISH, GERMAN, TURKISH, frame_of
from tests.factories.programme import NOW, at, document
from tests.subscribers.promises import kept_promises

HOSTILE = (
    "aAiİıßşÇ \\;,:\"'\n\r\t\x0b\x0c\x00\x07\x1b\x7f\x85\u2028\u2029^%<>&{}|=`*_#[]()\u0301\u0307\u0323"
    "שםع\u200f\u202e\u202c👩\u200d👧🏽🇹🇷🇩🇪\ufe0f\ud800\udfff\ufeff\u00ad\ufffe\U0010ffff"
)
SPELLS = (
    "\\n", "\\\\", "{{ 7 * 7 }}", "%(title)s %s", "</script>", "\r\n ", "BEGIN:VEVENT", "\r\nEND:VCALENDAR", "&lt;"
)  # fmt: skip
texts = st.lists(st.sampled_from(HOSTILE) | st.sampled_from(SPELLS), max_size=40).map("".join)
WORDS = {"de": GERMAN, "tr": TURKISH, "en": ENGLISH}
languages = st.sampled_from(sorted(WORDS))
kinds = st.sampled_from(Kind)

CLOCKS_CHANGE = {
    "Europe/Berlin": (datetime(2026, 10, 25, 1, tzinfo=UTC), datetime(2027, 3, 28, 1, tzinfo=UTC)),
    "America/New_York": (datetime(2026, 11, 1, 6, tzinfo=UTC), datetime(2027, 3, 14, 7, tzinfo=UTC)),
    "Australia/Lord_Howe": (datetime(2027, 4, 3, 15, tzinfo=UTC), datetime(2026, 10, 3, 15, 30, tzinfo=UTC)),
    "Europe/Istanbul": (datetime(2026, 10, 25, 1, tzinfo=UTC), datetime(2016, 3, 27, 1, tzinfo=UTC)),
    "Asia/Kathmandu": (datetime(2027, 1, 1, tzinfo=UTC),),
}
zones = st.sampled_from(sorted(CLOCKS_CHANGE))
instants = st.builds(
    lambda moment, quarters: moment + timedelta(minutes=15 * quarters),
    st.sampled_from([moment for moments in CLOCKS_CHANGE.values() for moment in moments] + [at(8, 10)]),
    st.integers(-16, 16),
)
slots = st.none() | st.builds(
    Slot, starts_at=instants, minutes=st.integers(1, 600), room=st.none() | st.sampled_from(("porsuk", "neckar"))
)


def sessions(of_texts):
    return st.builds(
        lambda number, title, abstract, slot, state, themes, spoken, speakers: Session(
            uid=UUID(int=number),
            code=f"CODE{number:02d}",
            title={"de": title},
            abstract={"tr": abstract},
            slot=slot,
            state=state,
            themes=themes,
            passport=Passport(spoken=spoken),
            format=Format.TALK,
            speakers=speakers,
        ),
        st.integers(1, 6),
        of_texts,
        of_texts,
        slots,
        st.sampled_from(SessionState),
        st.sampled_from(((), ("youth",), ("arrival", "youth"))),
        st.sampled_from(((), ("de",), ("tr", "en"))),
        st.sampled_from(((), ("ZEYNEP",))),
    )


def drafts(of_texts):
    """Programmes in which all that entries name beside their own text may differ, too."""
    return st.builds(
        _draft,
        st.lists(sessions(of_texts), max_size=6, unique_by=lambda session: session.uid),
        st.tuples(*(of_texts for _ in range(5))),
        st.sampled_from(("#1f4fa8", "#8a2a6b")),
        zones,
        st.sampled_from((None, "Europe/Istanbul")),
        st.sampled_from((("de", "tr", "en"), ("tr", "de"))),
    )


def _draft(of, names, colour, zone, second_zone, languages):
    title, theme, room, name, affiliation = names
    made = document(of, title={"de": title}, zone=zone, second_zone=second_zone, languages=languages)
    return msgspec.structs.replace(
        made,
        themes=tuple(msgspec.structs.replace(one, title={"de": theme}, colour=colour) for one in made.themes),
        rooms=tuple(msgspec.structs.replace(one, name={"de": room}) for one in made.rooms),
        speakers=tuple(msgspec.structs.replace(p, name=name, affiliation={"tr": affiliation}) for p in made.speakers),
    )


few_texts = st.sampled_from(("a", "b", "ı", "ç"))


def feed_of(release, language="de", kind=Kind.PUBLIC, *, note=""):
    frame = frame_of(release, WORDS[language])
    shown = sessions_in_feed(list(frame.programme.sessions.values()), keeps_tombstones=True)
    place = 3 if kind is Kind.WAITING else None
    respond_by = at(8, 9) if kind is Kind.OFFERED else None
    title = release.event.title["de"]
    return feed_bytes(
        frame,
        replace(COVER, name=title, summary=title),
        [Entry(session, kind, place=place, respond_by=respond_by, note=note) for session in shown],
    )


def without_stamps(entry):
    return [line for line in entry.properties if line.name not in {"DTSTAMP", "LAST-MODIFIED"}]


def place_of(programme, session):
    room = programme.room_of(session)
    return session.slot, room and room.name, session.state


@given(drafts(texts), languages, kinds, texts)
@settings(max_examples=60)
def test_any_programme_is_read_alike_and_as_it_is(draft, language, kind, note):
    release = succeed(None, draft, published_at=NOW)
    content = feed_of(release, language, kind, note=note)

    entries = kept_promises(content).entries

    expected = {str(s.uid): s for s in release.sessions if slot_in_calendars(s)}
    assert entries.keys() == expected.keys()
    for uid, session in expected.items():
        entry = entries[uid]
        assert entry["DTSTART"] == session.slot.starts_at.strftime("%Y-%m-%dT%H:%M:%SZ")
        ends_at = session.slot.starts_at + timedelta(minutes=session.slot.minutes)
        assert entry["DTEND"] == ends_at.strftime("%Y-%m-%dT%H:%M:%SZ")
        assert one_line(session.title["de"]) in entry["SUMMARY"]
        assert (entry["STATUS"] == "CANCELLED") == (session.state is SessionState.CANCELLED)
        assert (entry["STATUS"] == "TENTATIVE") == (
            session.state is not SessionState.CANCELLED and kind in {Kind.WAITING, Kind.OFFERED}
        )


@given(st.lists(drafts(few_texts), min_size=2, max_size=5), languages)
@settings(max_examples=40)
def test_any_history_tells_subscribers_what_happened_and_no_more(history, language):
    older = before = None
    for day, draft in enumerate(history):
        release = succeed(older, draft, published_at=NOW + timedelta(days=day))
        entries = kept_promises(feed_of(release, language)).entries
        if older is not None:
            assert before.keys() <= entries.keys()  # what was in a calendar is never left there unexplained
            was, now = Programme(older), Programme(release)
            for uid, entry in entries.items():
                if UUID(uid) not in was.by_uid:
                    assert entry["SEQUENCE"] == "0"
                    assert entry["CREATED"] == entry["DTSTAMP"]
                    continue
                moved = place_of(was, was.by_uid[UUID(uid)]) != place_of(now, now.by_uid[UUID(uid)])
                known = before.get(uid)
                if known is None:
                    continue
                assert entry["CREATED"] == known["CREATED"]
                assert int(entry["SEQUENCE"]) == int(known["SEQUENCE"]) + moved
                assert entry["DTSTAMP"] >= known["DTSTAMP"]
                assert entry["DTSTAMP"] <= release.published_at.strftime("%Y-%m-%dT%H:%M:%SZ")
                if without_stamps(entry) != without_stamps(known):
                    assert entry["DTSTAMP"] > known["DTSTAMP"]
        older, before = release, entries


@given(drafts(few_texts), st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_releasing_the_same_again_moves_no_byte_whatever_the_order(draft, random):
    first = succeed(None, draft, published_at=NOW)
    shuffled = list(draft.sessions)
    random.shuffle(shuffled)

    second = succeed(first, msgspec.structs.replace(draft, sessions=tuple(shuffled)), published_at=NOW + timedelta(3))

    assert feed_of(second) == feed_of(first)


@given(st.sampled_from(HOSTILE) | st.sampled_from(SPELLS), st.integers(0, 3))
@example("e\u0301", 0)
@settings(max_examples=25)
def test_ten_thousand_characters_of_any_kind_arrive(unit, before):
    text = "x" * before + (unit * 10_000)[:10_000]
    of = Session(
        uid=UUID(int=1), code="CODE01", title={"de": text}, abstract={"de": text}, slot=Slot(starts_at=NOW, minutes=30)
    )

    (entry,) = kept_promises(feed_of(succeed(None, document((of,)), published_at=NOW))).entries.values()

    assert entry["SUMMARY"] == (one_line(text) or "CODE01")
    assert unicodedata.is_normalized("NFC", entry["DESCRIPTION"])


@pytest.mark.parametrize(("zone", "moment"), [(zone, at) for zone, all_ in CLOCKS_CHANGE.items() for at in all_])
def test_every_quarter_around_a_change_of_clocks_is_the_same_instant_everywhere(zone, moment):
    of = [
        Session(
            uid=UUID(int=number + 1),
            code=f"CODE{number:02d}",
            title={"de": "x"},
            slot=Slot(starts_at=moment + timedelta(minutes=15 * (number - 20)), minutes=45),
        )
        for number in range(40)
    ]

    entries = kept_promises(feed_of(succeed(None, document(of, zone=zone), published_at=NOW))).entries

    for session in of:
        entry = entries[str(session.uid)]
        assert datetime.fromisoformat(entry["DTSTART"]) == session.slot.starts_at
        assert datetime.fromisoformat(entry["DTEND"]) == session.slot.starts_at + timedelta(minutes=45)
