"""However a delegation looks, its wished sessions are shared out by the rule: no clash, nobody overburdened."""

from collections import Counter
from datetime import timedelta
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from conference.agenda.rules import clashes_with
from conference.delegations.rules.gaps import gaps_of
from conference.delegations.rules.planning import Companion, propose_split, uncovered
from conference.programme.document import Passport
from tests.factories.programme import NOW, at, session

LETTERS = "ABCDEFGHJKLM"
HOURS = st.integers(0, 8)
spoken = st.sampled_from([(), ("de",), ("tr",), ("de", "tr")])


@st.composite
def delegations(draw):
    slots = draw(st.lists(st.tuples(HOURS, st.sampled_from([30, 60, 90]), spoken), min_size=1, max_size=10))
    sessions = [
        session(f"SPLIT{LETTERS[number]}", starts_at=at(9, 8) + timedelta(minutes=30 * half), minutes=minutes,
                passport=Passport(spoken=languages))
        for number, (half, minutes, languages) in enumerate(slots)
    ]  # fmt: skip
    uids = [one.uid for one in sessions]
    some = st.frozensets(st.sampled_from(uids), max_size=4)
    people = [
        Companion(
            id=number,
            states=dict.fromkeys(draw(some), draw(st.sampled_from(["booked", "waiting", "offered"]))),
            wishes=draw(some),
            declined=draw(st.frozensets(st.sampled_from(uids), max_size=1)),
            understands=draw(st.sampled_from([frozenset(), frozenset({"de"}), frozenset({"tr"})])),
            zone=draw(st.sampled_from(["Europe/Berlin", "Asia/Tokyo", "nowhere"])),
        )
        for number in range(draw(st.integers(1, 5)))
    ]
    return people, sessions


def could(person, one, sessions, split):
    """Say whether somebody could be asked for a session beside all else."""
    others = {uid for uid, holder in split.items() if holder == person.id} | set(person.states)
    languages = one.passport.followed_in
    return (
        one.uid not in person.states
        and one.uid not in person.declined
        and (not languages or not person.understands or bool(languages & person.understands))
        and not clashes_with(one, [other for other in sessions if other.uid in others])
    )


@given(delegations())
def test_each_wished_session_without_anybody_goes_to_one_who_can_be_there(drawn):
    people, sessions = drawn
    split = propose_split(people, sessions, now=NOW)
    by_id, by_uid = {one.id: one for one in people}, {one.uid: one for one in sessions}

    assert set(split) <= {one.uid for one in uncovered(people, sessions, NOW)}
    for uid, holder in split.items():
        rest = {other: who for other, who in split.items() if other != uid}
        assert could(by_id[holder], by_uid[uid], sessions, rest)


@given(delegations())
def test_nothing_is_left_that_somebody_free_could_cover(drawn):
    people, sessions = drawn
    split = propose_split(people, sessions, now=NOW)

    for one in uncovered(people, sessions, NOW):
        if one.uid not in split:
            assert not any(could(person, one, sessions, split) for person in people)


@given(delegations())
def test_no_single_change_would_make_it_more_even(drawn):
    people, sessions = drawn
    split = propose_split(people, sessions, now=NOW)
    by_uid = {one.uid: one for one in sessions}
    loads = Counter(split.values())

    for uid, holder in split.items():
        rest = {other: who for other, who in split.items() if other != uid}
        for person in people:
            if person.id != holder and loads[person.id] + 2 <= loads[holder]:
                assert not could(person, by_uid[uid], sessions, rest)


@given(delegations(), st.randoms())
def test_it_does_not_depend_on_the_order_in_which_things_come(drawn, chance):
    people, sessions = drawn
    before = propose_split(people, sessions, now=NOW)
    chance.shuffle(people)
    chance.shuffle(sessions)

    assert propose_split(people, sessions, now=NOW) == before


@given(st.integers(1, 5), st.lists(st.integers(1, 5), min_size=1, max_size=4))
def test_whoever_can_do_all_alike_is_asked_alike(count, groups):
    """In each hour some sessions at once; everybody is free and follows all of them."""
    sessions = [
        session(f"EVEN{hour}{LETTERS[number]}", starts_at=at(9, 8 + hour))
        for hour, parallel in enumerate(groups)
        for number in range(parallel)
    ]
    wishes = frozenset(one.uid for one in sessions)
    people = [Companion(id=number, states={}, wishes=wishes) for number in range(count)]

    split = propose_split(people, sessions, now=NOW)

    assert len(split) == sum(min(parallel, count) for parallel in groups)
    loads = [sum(holder == one.id for holder in split.values()) for one in people]
    assert max(loads) - min(loads) <= 1


@given(st.data())
def test_as_many_parallel_sessions_are_covered_as_can_be(data):
    """Against trying all ways, where every session is at the same time and each member follows some of them."""
    count = data.draw(st.integers(1, 4))
    sessions = [session(f"MATCH{LETTERS[number]}", starts_at=at(9, 10)) for number in range(4)]
    uids = [one.uid for one in sessions]
    people = [
        Companion(
            id=number, states={}, wishes=frozenset(uids), declined=data.draw(st.frozensets(st.sampled_from(uids)))
        )
        for number in range(count)
    ]

    split = propose_split(people, sessions, now=NOW)

    assert len(split) == most_covered(people, uids)


def most_covered(people, uids):
    if not people:
        return 0
    first, *rest = people
    without = most_covered(rest, uids)
    return max([without, *(1 + most_covered(rest, [one for one in uids if one != uid]) for uid in uids
                           if uid not in first.declined)])  # fmt: skip


@given(delegations())
def test_gaps_are_what_looking_at_every_minute_finds(drawn):
    people, sessions = drawn
    gaps = gaps_of(people, sessions, now=NOW)
    seated = [one for one in sessions if any(one.uid in person.seated for person in people)]

    def is_on(some, instant):
        return any(
            one.slot.starts_at <= instant < one.slot.starts_at + timedelta(minutes=one.slot.minutes) for one in some
        )

    for idle in gaps.idle:
        steps = int((idle.ends_at - idle.starts_at) / timedelta(minutes=5))
        for step in range(steps):
            instant = idle.starts_at + timedelta(minutes=5 * step)
            assert is_on(sessions, instant)
            assert not is_on(seated, instant)
    for first, second in combinations(gaps.idle, 2):
        assert first.ends_at <= second.starts_at
    for bunch in gaps.bunched:
        assert all(bunch.session.uid in person.seated for person in people)
        assert len(people) > 1
