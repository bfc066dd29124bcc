"""What a calendar is told, and when."""

from datetime import time, timedelta

import msgspec
import pytest

from conference.invitations.rules import Method, Reason, as_told, goes_out_at, messages_of
from conference.programme.document import Programme, succeed
from conference.zones import Night
from tests.factories.programme import NOW, at, document, session

TALK = session("AAAA22", starts_at=at(12, 9))
PANEL = session("BBBB22", starts_at=at(12, 11))
OVER = session("CCCC22", starts_at=at(7, 9))
ALL = (TALK, PANEL, OVER)
FIRST = succeed(None, document(ALL), published_at=NOW)
QUIET: Night = (time(22), time(7))


class Told:
    """What one reader was told so far, release after release."""

    def __init__(self) -> None:
        self.release, self.rows = FIRST, {}

    def publish(self, *changed):
        by_uid = {one.uid: one for one in changed}
        newer = document([by_uid.get(one.uid, one) for one in ALL])
        self.release = succeed(self.release, newer, published_at=NOW)

    def look(self, *booked, language="en", now=NOW):
        programme = Programme(self.release)
        messages = messages_of(programme, {one.uid for one in booked}, self.rows, now=now)
        for one in messages:
            self.rows[one.session.uid] = as_told(programme, one, language)
        return [(one.session.code, one.reason, one.method, one.sequence) for one in messages]


@pytest.fixture
def told():
    return Told()


def test_seats_are_told_once_in_order_of_time_and_what_is_over_is_not(told):
    assert told.look(PANEL, TALK, OVER) == [
        ("AAAA22", Reason.GAINED, Method.REQUEST, 0),
        ("BBBB22", Reason.GAINED, Method.REQUEST, 0),
    ]
    assert told.look(PANEL, TALK, OVER) == []


def test_a_seat_given_back_is_cancelled_and_one_taken_again_is_newer_than_that(told):
    told.look(TALK)

    assert told.look() == [("AAAA22", Reason.GIVEN_BACK, Method.CANCEL, 1)]
    assert told.look() == []
    assert told.look(TALK) == [("AAAA22", Reason.AGAIN, Method.REQUEST, 2)]


def test_sequence_follows_that_of_feeds_and_overtakes_it_where_it_must(told):
    told.look(TALK)
    moved = session("AAAA22", starts_at=at(13, 9))

    told.publish(moved)
    assert told.look(TALK) == [("AAAA22", Reason.MOVED, Method.REQUEST, 1)]
    assert Programme(told.release).by_uid[TALK.uid].stamp.sequence == 1
    told.look()
    told.look(TALK)
    told.publish(session("AAAA22", starts_at=at(14, 9)))
    assert told.look(TALK) == [("AAAA22", Reason.MOVED, Method.REQUEST, 4)]
    assert Programme(told.release).by_uid[TALK.uid].stamp.sequence == 2


def test_several_releases_between_two_looks_are_one_message(told):
    told.look(TALK)
    for day in (13, 14, 15):
        told.publish(session("AAAA22", starts_at=at(day, 9)))

    assert told.look(TALK) == [("AAAA22", Reason.MOVED, Method.REQUEST, 3)]


def test_what_moved_there_and_back_is_not_told(told):
    told.look(TALK)
    told.publish(session("AAAA22", starts_at=at(13, 9)))
    told.publish(TALK)

    assert told.look(TALK) == []


def test_cancellation_and_revival(told):
    told.look(TALK)
    told.publish(session("AAAA22", starts_at=at(12, 9), cancelled=True))
    assert told.look(TALK) == [("AAAA22", Reason.CALLED_OFF, Method.CANCEL, 1)]
    assert told.look(TALK) == []
    told.publish(TALK)
    assert told.look(TALK) == [("AAAA22", Reason.AGAIN, Method.REQUEST, 2)]


def test_a_session_that_lost_its_time_is_taken_out(told):
    told.look(TALK)
    told.publish(session("AAAA22"))

    assert told.look(TALK) == [("AAAA22", Reason.TAKEN_OUT, Method.CANCEL, 1)]


def test_a_session_cancelled_before_it_was_told_is_not_told(told):
    told.publish(session("AAAA22", starts_at=at(12, 9), cancelled=True))

    assert told.look(TALK) == []


def test_title_and_room_are_told_and_other_texts_are_not(told):
    told.look(TALK)
    told.publish(msgspec.structs.replace(TALK, abstract={"en": "New"}, seats=7))
    assert told.look(TALK) == []
    told.publish(session("AAAA22", starts_at=at(12, 9), room="neckar"))
    assert told.look(TALK) == [("AAAA22", Reason.CHANGED, Method.REQUEST, 1)]
    told.publish(session("AAAA22", starts_at=at(12, 9), room="neckar", title={"en": "New", "de": "Neu"}))
    assert told.look(TALK) == [("AAAA22", Reason.CHANGED, Method.REQUEST, 2)]


def test_neither_another_translation_nor_another_language_of_the_reader_is_told(told):
    told.look(TALK, language="de")
    told.publish(msgspec.structs.replace(TALK, title={**TALK.title, "tr": "Yeni"}))

    assert told.look(TALK, language="tr") == []


def test_what_is_over_stays_as_it_is(told):
    told.look(TALK)

    assert told.look(now=at(12, 10)) == []
    told.publish(session("AAAA22", starts_at=at(13, 9)))
    assert told.look(TALK, now=at(12, 10)) == [("AAAA22", Reason.MOVED, Method.REQUEST, 1)]


def test_what_is_over_in_the_calendar_is_not_taken_out_because_it_moved_ahead(told):
    told.look(TALK)
    told.publish(session("AAAA22", starts_at=at(13, 9)))

    assert told.look(now=at(12, 10)) == []


def test_a_session_that_no_release_knows_is_left_alone(told):
    told.look(TALK)

    programme = Programme(document((PANEL,)))
    assert messages_of(programme, {TALK.uid}, told.rows, now=NOW) == []


@pytest.mark.parametrize(
    ("starts_at", "now", "expected"),
    [
        (at(12, 12), at(10, 15), at(10, 15)),
        (at(12, 12), at(10, 23), at(11, 7)),
        (at(11, 10), at(10, 23), at(11, 7)),
        (at(11, 9, 59), at(10, 23), at(10, 23)),
    ],
)
def test_it_waits_for_the_morning_unless_a_session_begins_soon(starts_at, now, expected):
    of = session("AAAA22", starts_at=starts_at)
    messages = messages_of(Programme(document((of,))), {of.uid}, {}, now=now)

    assert goes_out_at(messages, zone="Europe/Berlin", quiet=QUIET, now=now) == expected


def test_what_was_to_begin_soon_breaks_the_night_too(told):
    told.look(TALK)
    told.publish(session("AAAA22", starts_at=at(12, 9) + timedelta(days=2)))
    night = at(11, 23)
    messages = messages_of(Programme(told.release), {TALK.uid}, told.rows, now=night)

    assert goes_out_at(messages, zone="Europe/Berlin", quiet=QUIET, now=night) == night


def test_what_began_before_breaks_no_night(told):
    told.look(TALK)
    told.publish(session("AAAA22", starts_at=at(12, 9) + timedelta(days=7)))
    night = at(12, 23)
    messages = messages_of(Programme(told.release), {TALK.uid}, told.rows, now=night)

    assert messages
    assert goes_out_at(messages, zone="Europe/Berlin", quiet=QUIET, now=night) > night
