"""Whatever changes, and however few changes a program hears of at a time, it comes to what a full listing says."""

from hypothesis import given
from hypothesis import strategies as st

from conference.caldav.rules.sync import changes_between, digest_of

states = st.dictionaries(st.sampled_from([f"{letter}.ics" for letter in "abcdefg"]), st.sampled_from("123"))
histories = st.lists(states, min_size=1, max_size=8)


def applied(held, changes, newest):
    """Return what a program holds that does as it is told: it fetches what changed, and lets go of what is gone."""
    held = {name: tag for name, tag in held.items() if name not in changes.removed}
    return held | {name: newest[name] for name in changes.changed}


@given(histories, st.lists(st.integers(1, 4) | st.none(), min_size=8, max_size=8))
def test_following_changes_gives_what_a_listing_gives(history, limits):
    told: dict[str, dict[str, str]] = {}
    held: dict[str, str] = {}
    token = ""
    for newest, most in zip(history, limits, strict=False):
        changes = changes_between(told.get(token, {}), newest, most=most)
        held = applied(held, changes, newest)
        token = digest_of(changes.reached)
        told[token] = dict(changes.reached)

        assert held == changes.reached
        assert changes.is_all == (held == newest)
        assert most is None or len(changes.changed) + len(changes.removed) <= most

    while not (changes := changes_between(told[token], history[-1], most=1)).is_all:
        held, token = applied(held, changes, history[-1]), digest_of(changes.reached)
        told[token] = dict(changes.reached)
    assert applied(held, changes, history[-1]) == history[-1]


@given(states, states)
def test_nothing_is_told_that_did_not_change(known, newest):
    changes = changes_between(known, newest)

    assert set(changes.removed) == known.keys() - newest.keys()
    assert set(changes.changed) == {name for name, tag in newest.items() if known.get(name) != tag}


@given(states, states)
def test_tokens_are_equal_where_states_are_and_only_there(one, other):
    assert (digest_of(one) == digest_of(other)) == (one == other)
