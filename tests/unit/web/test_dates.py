from datetime import date

import pytest

from conference.web.filters import day_span


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
