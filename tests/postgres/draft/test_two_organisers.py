"""Two organisers at the same moment: what one decides by, the other cannot take away meanwhile."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask

from conference.db import db
from conference.draft import services
from conference.draft.queries import draft_document
from conference.draft.services import NotInDraft, SessionFacts, StillInUse
from conference.errors import DomainError
from conference.events.queries import event_by_slug
from conference.programme.queries import release_history
from tests.factories import draft as make


def at_once(app: Flask, *tasks: Callable[[], object]) -> list[DomainError | None]:
    """Run tasks in threads that start together; give each one's refusal, or None."""
    start = Barrier(len(tasks))

    def run(task: Callable[[], object]) -> DomainError | None:
        with app.app_context():
            start.wait(timeout=10)
            try:
                task()
            except DomainError as refusal:
                return refusal
            finally:
                db.session.remove()
            return None

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


@pytest.mark.parametrize("_round", range(5))
def test_a_theme_is_either_removed_or_named_never_both(app, now, _round):
    made = make.drafted("cities")
    event, slug = made.event.id, make.theme(made.event, "Umstritten").slug
    db.session.commit()

    removed, named = at_once(
        app,
        lambda: services.remove_theme(event, slug),
        lambda: services.add_session(event, SessionFacts(title={"de": "Neu"}, themes=[slug]), now=now),
    )

    assert (removed is None) != (named is None)
    assert isinstance(removed or named, StillInUse | NotInDraft)


@pytest.mark.parametrize("_round", range(5))
def test_two_who_publish_the_same_draft_make_one_release(app, now, _round):
    made = make.drafted("cities")
    event = made.event.id
    db.session.commit()

    refusals = at_once(
        app, *(lambda: services.publish_release(event, author_id=None, note="", now=now) for _ in range(3))
    )

    assert sorted(str(type(refusal).__name__) for refusal in refusals) == [
        "NoneType",
        "NothingChanged",
        "NothingChanged",
    ]
    assert [news.number for news in release_history(event)] == [1]


def test_names_that_are_alike_get_keys_of_their_own(app, now):
    made = make.drafted("cities")
    event = made.event.id
    db.session.commit()

    refusals = at_once(
        app, *(lambda: services.add_theme(event, title={"de": "Gleich"}, colour="#123456") for _ in range(4))
    )

    assert refusals == [None] * 4
    themes = draft_document(event_by_slug("cities")).themes
    assert [theme.slug for theme in themes] == ["klima", "gleich", "gleich-2", "gleich-3", "gleich-4"]
