"""Local clock times and instants, above all on the days when clocks change."""

from datetime import UTC, date, datetime, timedelta

import pytest

from conference import zones

BERLIN = "Europe/Berlin"


def test_a_local_time_becomes_the_instant_the_clocks_show_it():
    assert zones.to_instant(datetime(2027, 6, 8, 10), BERLIN) == datetime(2027, 6, 8, 8, tzinfo=UTC)
    assert zones.to_instant(datetime(2027, 6, 8, 11), "Europe/Istanbul") == datetime(2027, 6, 8, 8, tzinfo=UTC)


@pytest.mark.parametrize("minute", [0, 1, 30, 59])
def test_a_time_the_clocks_jump_over_is_refused_with_the_edges_of_the_gap(minute):
    with pytest.raises(zones.TimeDoesNotExist) as refusal:
        zones.to_instant(datetime(2027, 3, 28, 2, minute), BERLIN)

    assert refusal.value.before == datetime(2027, 3, 28, 2)
    assert refusal.value.after == datetime(2027, 3, 28, 3)


def test_the_edges_of_the_gap_themselves():
    assert zones.to_instant(datetime(2027, 3, 28, 1, 59), BERLIN) == datetime(2027, 3, 28, 0, 59, tzinfo=UTC)
    assert zones.to_instant(datetime(2027, 3, 28, 3), BERLIN) == datetime(2027, 3, 28, 1, tzinfo=UTC)


def test_a_gap_of_half_an_hour():
    with pytest.raises(zones.TimeDoesNotExist) as refusal:
        zones.to_instant(datetime(2027, 10, 3, 2, 10), "Australia/Lord_Howe")

    assert refusal.value.after == datetime(2027, 10, 3, 2, 30)


def test_a_time_shown_twice_is_refused_until_one_is_chosen():
    local = datetime(2026, 10, 25, 2, 30)

    with pytest.raises(zones.TimeIsAmbiguous) as refusal:
        zones.to_instant(local, BERLIN)

    assert refusal.value.first == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert refusal.value.second == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert zones.to_instant(local, BERLIN, fold=0) == refusal.value.first
    assert zones.to_instant(local, BERLIN, fold=1) == refusal.value.second


@pytest.mark.parametrize("name", ["Berlin", "", "../etc/passwd", "EST5EDT", "europe/berlin", "Europe/Berlin\n"])
def test_only_geographical_zones_are_known(name):
    assert not zones.is_zone(name)
    with pytest.raises(zones.UnknownZone):
        zones.to_instant(datetime(2027, 6, 8, 10), name)


@pytest.mark.parametrize(
    ("zone", "text"),
    [(BERLIN, "UTC+2"), ("UTC", "UTC"), ("Asia/Kolkata", "UTC+5:30"), ("America/New_York", "UTC−4")],
)
def test_an_offset_reads_as_people_write_it(zone, text):
    assert zones.offset_text(datetime(2027, 6, 8, tzinfo=UTC), zone) == text


def test_the_day_of_a_clock_change_has_23_hours():
    first, after = zones.day_bounds(date(2027, 3, 28), BERLIN)

    assert after - first == timedelta(hours=23)


def test_days_between_includes_both_ends():
    assert zones.days_between(date(2027, 6, 3), date(2027, 6, 5)) == [date(2027, 6, d) for d in (3, 4, 5)]
