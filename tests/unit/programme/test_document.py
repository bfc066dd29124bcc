"""Release documents: their JSON, their history, and what differs between two."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import msgspec
import pytest

from conference.programme.document import (
    ChangeKind,
    Document,
    Event,
    Municipality,
    Partnership,
    Programme,
    Room,
    Session,
    SessionState,
    Slot,
    Speaker,
    Theme,
    UnknownSchema,
    changes_between,
    document_from_json,
    document_to_json,
    succeed,
)

START = datetime(2027, 6, 3, 8, tzinfo=UTC)
FIRST, SECOND, THIRD = (datetime(2027, 1, day, tzinfo=UTC) for day in (1, 2, 3))


def a_session(number, **changes):
    facts = {
        "uid": UUID(int=number),
        "code": f"CODE{number:02d}",
        "title": {"de": f"Sitzung {number}"},
        "themes": ("stadt",),
        "speakers": ("SPEAK2",),
        "partnerships": ("osnabrueck-canakkale",),
        "slot": Slot(starts_at=START + timedelta(hours=number), minutes=60, room="hase"),
    }
    return Session(**{**facts, **changes})


def a_document(*sessions, **changes):
    facts = {
        "number": 0,
        "published_at": FIRST,
        "event": Event(
            slug="partner",
            title={"de": "Konferenz"},
            first_day=date(2027, 6, 3),
            last_day=date(2027, 6, 16),
            zone="Europe/Berlin",
            second_zone="Europe/Istanbul",
            languages=("de", "tr"),
        ),
        "themes": (Theme(slug="stadt", title={"de": "Stadt"}, colour="#14693f"),),
        "rooms": (Room(key="hase", name={"de": "Hase"}), Room(key="spree", name={"de": "Spree"})),
        "speakers": (Speaker(code="SPEAK2", name="Işıl Ağaoğlu"),),
        "municipalities": (
            Municipality(key="osnabrueck", name="Osnabrück", country="DE"),
            Municipality(key="canakkale", name="Çanakkale", country="TR"),
        ),
        "partnerships": (Partnership(slug="osnabrueck-canakkale", first="osnabrueck", second="canakkale"),),
        "sessions": sessions,
    }
    return Document(**{**facts, **changes})


def test_a_document_reads_back_as_it_was_written():
    document = succeed(None, a_document(a_session(1), a_session(2, slot=None)), published_at=FIRST)

    assert document_from_json(document_to_json(document)) == document


def test_the_same_document_gives_the_same_text():
    one, other = (succeed(None, a_document(a_session(1)), published_at=FIRST) for _ in range(2))

    assert document_to_json(one) == document_to_json(other)


def test_a_document_of_a_newer_schema_is_refused():
    with pytest.raises(UnknownSchema) as refusal:
        document_from_json('{"schema": 99, "number": 1}')

    assert refusal.value.found == 99


def test_the_first_release_is_number_one_and_adds_every_session():
    first = succeed(None, a_document(a_session(1)), published_at=FIRST)

    assert first.number == 1
    assert first.sessions[0].stamp.sequence == 0
    assert [change.kind for change in changes_between(None, first)] == [ChangeKind.ADDED]


def test_nothing_moves_for_a_session_that_did_not_change():
    first = succeed(None, a_document(a_session(1), a_session(2)), published_at=FIRST)
    second = succeed(first, a_document(a_session(1), a_session(2, title={"de": "Neu"})), published_at=SECOND)

    assert second.number == 2
    assert second.sessions[0].stamp == first.sessions[0].stamp
    assert [(change.code, change.kind, change.fields) for change in changes_between(first, second)] == [
        ("CODE02", ChangeKind.CHANGED, ("title",))
    ]


def test_a_new_text_moves_the_date_of_change_but_not_the_sequence():
    first = succeed(None, a_document(a_session(1)), published_at=FIRST)
    second = succeed(first, a_document(a_session(1, abstract={"de": "Neu"})), published_at=SECOND)

    stamp = second.sessions[0].stamp
    assert (stamp.created_at, stamp.changed_at, stamp.sequence) == (FIRST, SECOND, 0)


def test_a_move_raises_the_sequence_and_names_both_slots():
    later = Slot(starts_at=START + timedelta(days=1), minutes=90, room="spree")
    first = succeed(None, a_document(a_session(1)), published_at=FIRST)
    second = succeed(first, a_document(a_session(1, slot=later)), published_at=SECOND)

    (change,) = changes_between(first, second)
    assert (change.kind, change.before, change.after) == (ChangeKind.MOVED, a_session(1).slot, later)
    assert second.sessions[0].stamp.sequence == 1


def test_a_renamed_speaker_changes_the_sessions_that_name_them():
    first = succeed(None, a_document(a_session(1), a_session(2, speakers=())), published_at=FIRST)
    renamed = a_document(a_session(1), a_session(2, speakers=()), speakers=(Speaker(code="SPEAK2", name="Işıl Demir"),))
    second = succeed(first, renamed, published_at=SECOND)

    assert [(change.code, change.fields) for change in changes_between(first, second)] == [("CODE01", ("speakers",))]
    assert second.sessions[0].stamp.changed_at == SECOND
    assert second.sessions[1].stamp.changed_at == FIRST


def test_a_renamed_room_moves_its_sessions():
    first = succeed(None, a_document(a_session(1)), published_at=FIRST)
    renamed = a_document(a_session(1), rooms=(Room(key="hase", name={"de": "Neckar"}),))
    second = succeed(first, renamed, published_at=SECOND)

    assert [change.kind for change in changes_between(first, second)] == [ChangeKind.MOVED]


def test_a_deleted_session_stays_as_cancelled_with_all_that_it_names():
    first = succeed(None, a_document(a_session(1), a_session(2)), published_at=FIRST)
    without = a_document(
        a_session(2, themes=(), speakers=(), partnerships=()),
        themes=(), speakers=(), partnerships=(), municipalities=(),
    )  # fmt: skip
    second = succeed(first, without, published_at=SECOND)

    programme = Programme(second)
    kept = programme.sessions["CODE01"]
    assert kept.state is SessionState.CANCELLED
    assert kept.slot == a_session(1).slot
    assert kept.stamp.sequence == 1
    assert [speaker.name for speaker in programme.speakers_of(kept)] == ["Işıl Ağaoğlu"]
    assert [town.name for town in programme.municipalities_of(programme.partnerships_of(kept)[0])] == [
        "Osnabrück",
        "Çanakkale",
    ]


def test_a_cancelled_session_is_told_once_and_then_rests():
    cancelled = a_session(1, state=SessionState.CANCELLED)
    first = succeed(None, a_document(a_session(1)), published_at=FIRST)
    second = succeed(first, a_document(cancelled), published_at=SECOND)
    third = succeed(second, a_document(cancelled), published_at=THIRD)

    assert [change.kind for change in changes_between(first, second)] == [ChangeKind.CANCELLED]
    assert changes_between(second, third) == ()
    assert third.sessions[0].stamp == second.sessions[0].stamp


def test_a_session_taken_out_of_the_timetable_remembers_where_it_stood():
    first = succeed(None, a_document(a_session(1)), published_at=FIRST)
    second = succeed(first, a_document(a_session(1, slot=None)), published_at=SECOND)
    third = succeed(second, a_document(a_session(1, slot=None, title={"de": "Neu"})), published_at=THIRD)
    back = succeed(third, a_document(a_session(1, title={"de": "Neu"})), published_at=THIRD)

    assert [change.kind for change in changes_between(first, second)] == [ChangeKind.CANCELLED]
    assert third.sessions[0].stamp.last_slot == a_session(1).slot
    assert [change.kind for change in changes_between(third, back)] == [ChangeKind.REVIVED]
    assert (back.sessions[0].stamp.last_slot, back.sessions[0].stamp.sequence) == (None, 2)


def test_a_programme_lists_every_day_of_the_event_and_its_sessions_in_order():
    programme = Programme(a_document(a_session(3), a_session(1), a_session(2, slot=None)))

    assert len(programme.days) == 14
    assert [session.code for session in programme.sessions.values()] == ["CODE01", "CODE03", "CODE02"]
    assert [session.code for session in programme.days[date(2027, 6, 3)].sessions] == ["CODE01", "CODE03"]


def test_a_session_late_at_night_lies_on_the_day_of_the_events_zone():
    late = a_session(1, slot=Slot(starts_at=datetime(2027, 6, 3, 22, 30, tzinfo=UTC), minutes=30))

    assert [s.code for s in Programme(a_document(late)).days[date(2027, 6, 4)].sessions] == ["CODE01"]


def test_a_document_cannot_be_altered():
    with pytest.raises(AttributeError):
        a_document().number = 5


def test_unknown_keys_of_a_newer_minor_form_are_ignored():
    text = document_to_json(a_document(a_session(1)))
    widened = msgspec.json.decode(text) | {"sponsors": ["Stadtwerke"]}

    assert document_from_json(msgspec.json.encode(widened).decode()) == a_document(a_session(1))
