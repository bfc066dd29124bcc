"""Where members stand, and how many letters may ask."""

from datetime import timedelta

import pytest

from conference.delegations.rules import (
    MOST_LETTERS,
    MOST_MEMBERS,
    DelegationFull,
    MemberState,
    ReminderTooSoon,
    TooManyInvitations,
    check_pause,
    check_room,
    spend,
    state_of_member,
)
from tests.factories.programme import NOW

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("joined", "declined", "expires", "registration", "state"),
    [
        (False, False, HOUR, None, MemberState.INVITED),
        (False, False, -HOUR, None, MemberState.EXPIRED),
        (False, True, -HOUR, None, MemberState.REFUSED),
        (True, False, -HOUR, "confirmed", MemberState.CONFIRMED),
        (True, False, HOUR, "waiting", MemberState.WAITING),
        (True, False, HOUR, None, MemberState.WITHDRAWN),
    ],
)
def test_first_the_invitation_counts_and_then_the_registration(joined, declined, expires, registration, state):
    found = state_of_member(
        joined=joined, declined=declined, expires_at=NOW + expires, registration=registration, now=NOW
    )

    assert found is state


def test_an_hour_allows_so_many_letters_and_then_begins_anew():
    began, letters = spend(None, 0, MOST_LETTERS - 1, now=NOW)
    began, letters = spend(began, letters, 1, now=NOW + HOUR / 2)

    with pytest.raises(TooManyInvitations) as refused:
        spend(began, letters, 1, now=NOW + HOUR - timedelta(seconds=1))
    assert (refused.value.free, refused.value.again_at) == (0, NOW + HOUR)
    assert spend(began, letters, 5, now=NOW + HOUR) == (NOW + HOUR, 5)


def test_a_delegation_has_an_end():
    check_room(MOST_MEMBERS - 2, 2)

    with pytest.raises(DelegationFull) as refused:
        check_room(MOST_MEMBERS - 2, 3)
    assert refused.value.free == 2


def test_nobody_is_reminded_twice_a_day():
    check_pause(None, now=NOW)
    check_pause(NOW - timedelta(hours=24), now=NOW)

    with pytest.raises(ReminderTooSoon) as refused:
        check_pause(NOW - HOUR, now=NOW)
    assert refused.value.again_at == NOW + 23 * HOUR
