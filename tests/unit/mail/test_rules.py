from datetime import timedelta

from conference.mail.rules import MOST_ATTEMPTS, pause_after


def test_pauses_grow_threefold_up_to_six_hours():
    minutes = [pause_after(attempts) / timedelta(minutes=1) for attempts in range(1, MOST_ATTEMPTS)]

    assert minutes == [1, 3, 9, 27, 81, 243, 360]


def test_a_letter_is_given_up_after_the_eighth_attempt():
    assert pause_after(MOST_ATTEMPTS) is None
