from datetime import UTC, datetime, timedelta

import pytest

from conference.calendars import rules
from conference.programme.document import Programme
from tests.factories.feeds import released
from tests.factories.programme import CALLED_OFF, HALF_TIME, NOW, OPENING, UNSCHEDULED, YOUTH

EARLIER = NOW - timedelta(days=1)


def test_a_feed_is_in_order_of_time_whatever_came_first():
    shown = rules.sessions_in_feed([HALF_TIME, YOUTH, UNSCHEDULED, CALLED_OFF, OPENING], keeps_tombstones=True)

    assert shown == [OPENING, YOUTH, HALF_TIME, CALLED_OFF]


def test_cancelled_sessions_leave_the_feeds_ninety_days_after_the_event():
    event = Programme(released()).event

    assert rules.tombstones_end_at(event) == datetime(2027, 9, 14, 22, tzinfo=UTC)
    assert rules.sessions_in_feed([CALLED_OFF, YOUTH], keeps_tombstones=False) == [YOUTH]


@pytest.mark.parametrize(
    ("chosen", "stored", "rings"),
    [
        ((), "", ()),
        ((15,), "15", (15,)),
        ((60, 5, 60), "5 60", (5, 60)),
        ((1440, 10), "10 1440", (10, 1440)),
        ((7, -5, 0), "", ()),
    ],
)
def test_alarms_are_stored_clean(chosen, stored, rings):
    assert rules.alarms_to_text(chosen) == stored
    assert rules.alarms_of(stored) == rings


@pytest.mark.parametrize("text", ["x", "5,10", "7", "-5", "٥"])
def test_what_is_no_alarm_never_rings(text):
    assert rules.alarms_of(text) == ()


@pytest.mark.parametrize(
    ("user_agent", "program"),
    [
        ("Google-Calendar-Importer", "Google Calendar"),
        ("Mozilla/5.0 (compatible; Microsoft.Exchange/15.20)", "Outlook.com, Microsoft 365"),
        ("Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.14326; Pro)", "Outlook"),
        ("iOS/17.5 (21F79) dataaccessd/1.0", "Apple Calendar"),
        ("macOS/14.5 (23F79) CalendarAgent/1016.2.1", "Apple Calendar"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Thunderbird/128.2.0", "Thunderbird"),
        ("ICSx5/2.2 (Android)", "ICSx⁵"),
        ("vdirsyncer/0.19", "vdirsyncer"),
        (
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36",
            "browser",
        ),
        ("SomethingNew/3.2 (test)", "SomethingNew"),
        ("", None),
        (None, None),
    ],
)
def test_a_program_is_called_as_people_call_it(user_agent, program):
    assert rules.program_of(user_agent) == program


def test_a_user_agent_is_kept_clean_and_short():
    assert rules.cleaned_program("Evil\r\nSet-Cookie: x\x00\u2028y") == "Evil Set-Cookie: x y"
    assert len(rules.cleaned_program("x" * 5000)) == 200
    assert rules.cleaned_program("\x00 \n") is None
    assert rules.cleaned_program(None) is None


def test_a_release_has_come_to_whoever_fetched_it_or_a_later_one():
    google, apple = "Google-Calendar-Importer", "iOS/20.1 dataaccessd/1.0"
    followers = [
        rules.Follower(1, NOW, google),
        rules.Follower(1, NOW, apple),
        rules.Follower(2, EARLIER, google),
        rules.Follower(3, None, None),
        rules.Follower(4, EARLIER, "ada-lovelace-bot/1"),
        rules.Follower(5, NOW, "Mozilla/5.0 (X11) Firefox/140.0"),
    ]

    reach = rules.reach_of(followers, [(3, NOW), (2, EARLIER), (1, EARLIER - timedelta(days=1))])

    assert (reach.addresses, reach.people, reach.unfetched) == (6, 5, 1)
    assert [(one.number, one.addresses, one.people) for one in reach.releases] == [(3, 3, 2), (2, 5, 4), (1, 5, 4)]
    # What somebody calls a program of their own would name them.
    assert reach.programs == (("Google Calendar", 1, 2), ("Apple Calendar", 1, 1), (None, 1, 2))


@pytest.mark.parametrize(
    ("fetched", "since", "carries"),
    [
        (timedelta(minutes=2), -timedelta(days=1), True),
        (timedelta(0), -timedelta(days=1), False),
        (timedelta(seconds=59), -timedelta(days=1), False),
        (timedelta(hours=2), timedelta(hours=3), False),
        (None, -timedelta(days=1), False),
    ],
)
def test_an_address_of_all_events_has_what_was_there_when_it_was_fetched(fetched, since, carries):
    """Whose newest release is that of another event, published long after."""
    at = rules.carried_until(
        NOW + timedelta(days=9), fetched_at=None if fetched is None else NOW + fetched, takes_part_since=NOW + since
    )

    assert (at is not None and at >= NOW) is carries


def test_an_address_of_all_events_has_nothing_newer_than_its_newest_release():
    assert rules.carried_until(EARLIER, fetched_at=NOW, takes_part_since=EARLIER) == EARLIER


def test_what_nobody_follows_has_come_nowhere():
    assert rules.reach_of([], []) == rules.Reach(0, 0, 0, (), ())
    assert rules.reach_of([], [(1, NOW)]).releases[0].addresses == 0


@pytest.mark.parametrize(
    ("wanted", "taken", "name"),
    [
        ("Phone", [], "Phone"),
        ("Phone", ["Laptop", "Phone 2"], "Phone"),
        ("PHONE", ["Phone", "phone 2"], "PHONE 3"),
        ("Phone 2", ["Phone 2"], "Phone 2 2"),
        ("x" * 100, ["x" * 100], "x" * 98 + " 2"),
    ],
)
def test_a_name_is_told_apart_from_others_by_a_number(wanted, taken, name):
    assert rules.free_name(wanted, taken) == name
    assert rules.is_named_for(name, wanted)


@pytest.mark.parametrize("name", ["Phone2", "Phone two", "Phones 2", "Laptop", ""])
def test_another_name_was_not_made_of_it(name):
    assert not rules.is_named_for(name, "Phone")
