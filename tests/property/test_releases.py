"""Whatever organisers do to a draft, the releases tell calendars a true history."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from conference.programme.document import (
    Document,
    Event,
    Session,
    SessionState,
    Slot,
    changes_between,
    document_from_json,
    document_to_json,
    succeed,
)

START = datetime(2027, 3, 27, 20, tzinfo=UTC)
EVENT = Event(
    slug="any",
    title={"en": "Any"},
    first_day=date(2027, 3, 20),
    last_day=date(2027, 4, 2),
    zone="Europe/Berlin",
    languages=("en",),
)

slots = st.none() | st.builds(
    Slot,
    starts_at=st.integers(0, 400).map(lambda quarters: START + timedelta(minutes=15 * quarters)),
    minutes=st.sampled_from((30, 60, 90)),
)
sessions = st.builds(
    lambda number, word, slot, state: Session(
        uid=UUID(int=number), code=f"CODE{number:02d}", title={"en": word}, slot=slot, state=state
    ),
    st.integers(1, 6),
    st.sampled_from(("a", "b")),
    slots,
    st.sampled_from(SessionState),
)
drafts = st.lists(sessions, max_size=6, unique_by=lambda session: session.uid)


def draft_of(of):
    return Document(number=0, published_at=START, event=EVENT, sessions=tuple(of))


@given(st.lists(drafts, min_size=2, max_size=6))
def test_history_is_kept_over_any_edits(history):
    older = None
    for day, of in enumerate(history):
        published_at = START + timedelta(days=day)
        newer = succeed(older, draft_of(of), published_at=published_at)
        changed = {change.uid for change in changes_between(older, newer)}

        assert document_from_json(document_to_json(newer)) == newer
        assert newer.number == day + 1
        if older is not None:
            before = {session.uid: session for session in older.sessions}
            now = {session.uid: session for session in newer.sessions}
            assert before.keys() <= now.keys()
            for uid, session in now.items():
                known = before.get(uid)
                if known is None:
                    assert session.stamp.sequence == 0
                    continue
                moved = (known.slot, known.state) != (session.slot, session.state)
                assert session.stamp.sequence == known.stamp.sequence + moved
                assert session.stamp.created_at == known.stamp.created_at
                assert (session.stamp.changed_at == published_at) == (uid in changed or moved)
                assert (uid in changed) <= (session.stamp != known.stamp)
        older = newer


@given(drafts)
def test_publishing_the_same_draft_again_changes_nothing(of):
    first = succeed(None, draft_of(of), published_at=START)
    second = succeed(first, draft_of(of), published_at=START + timedelta(days=1))

    assert changes_between(first, second) == ()
    assert msgspec.structs.replace(second, number=1, published_at=START) == first
