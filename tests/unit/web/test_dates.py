from datetime import UTC, date, datetime, timedelta

import pytest

from conference.web.filters import clock_beside, day_short, day_span, day_span_short, time_until


@pytest.mark.parametrize(
    ("first", "last", "language", "words"),
    [
        (date(2027, 6, 3), date(2027, 6, 16), "de", "3.–16. Juni 2027"),
        (date(2027, 6, 3), date(2027, 6, 16), "tr", "3–16 Haziran 2027"),
        (date(2027, 6, 3), date(2027, 6, 16), "en", "3–16 June 2027"),
        (date(2027, 6, 28), date(2027, 7, 3), "de", "28. Juni – 3. Juli 2027"),
        (date(2027, 12, 28), date(2028, 1, 3), "en", "28 December 2027 – 3 January 2028"),
        (date(2027, 6, 3), date(2027, 6, 3), "tr", "3 Haziran 2027"),
    ],
)
def test_a_span_of_days_names_what_is_the_same_once(first, last, language, words):
    assert day_span(first, last, language) == words


@pytest.mark.parametrize(("language", "words"), [("de", "Di 8."), ("tr", "8 Sal"), ("en", "Tue 8")])
def test_a_short_day_has_its_weekday_and_number(language, words):
    assert day_short(date(2027, 6, 8), language) == words


def test_a_clock_says_the_weekday_where_it_is_another_day_than_beside_it():
    late = datetime(2027, 6, 8, 20, 30, tzinfo=UTC)

    assert clock_beside(late, "Europe/Istanbul", "Europe/Berlin", "en") == "23:30"
    assert clock_beside(late, "Asia/Tokyo", "Europe/Berlin", "en") == "Wed 05:30"
    assert clock_beside(late, "Asia/Tokyo", "Asia/Tokyo", "en") == "05:30"


def test_a_span_within_an_event_leaves_the_year_out():
    assert day_span_short(date(2027, 6, 28), date(2027, 7, 4), "de") == "28. Juni – 4. Juli"
    assert day_span_short(date(2027, 6, 7), date(2027, 6, 13), "de") == "7.–13. Juni"
    assert day_span_short(date(2027, 6, 7), date(2027, 6, 7), "en") == "7 June"


@pytest.mark.parametrize(
    ("span", "language", "short", "long"),
    [
        (timedelta(days=187), "de", "187 Tg.", "187 Tage"),
        (timedelta(days=187), "tr", "187 gün", "187 gün"),
        (timedelta(days=187), "en", "187 days", "187 days"),
        (timedelta(hours=5), "de", "5 Std.", "5 Stunden"),
        (timedelta(hours=5), "tr", "5 sa.", "5 saat"),
        (timedelta(minutes=1), "tr", "1 dk.", "1 dakika"),
        (timedelta(seconds=-1), "en", "1 min", "1 minute"),
    ],
)
def test_the_time_until_something_is_said_in_words(span, language, short, long):
    now = datetime(2027, 6, 8, 20, 30, tzinfo=UTC)

    assert time_until(now + span, now, "short", language) == short
    assert time_until(now + span, now, "long", language) == long
