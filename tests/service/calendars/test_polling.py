from tests.bench.polling import polled_day

SUBSCRIBERS = 300
MEGABYTE = 1024
"""In KiB."""


def test_a_release_in_the_middle_of_a_day_reaches_all_at_their_next_poll():
    day = polled_day(subscribers=SUBSCRIBERS, polls=8, sessions=60)

    seen = [one.statuses for one in day.rounds]
    first, released = 0, day.released_before
    assert seen[first] == seen[released] == {200: SUBSCRIBERS}
    assert [statuses for number, statuses in enumerate(seen) if number not in {first, released}] == (
        [{304: SUBSCRIBERS}] * 6
    )
    assert day.late == {}
    assert day.with_change == SUBSCRIBERS
    # All that was noted in memory is written when the server ends.
    assert day.recorded == SUBSCRIBERS
    assert day.rounds[-1].held - day.rounds[1].held < 32 * MEGABYTE
