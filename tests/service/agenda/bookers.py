"""Participants who book at the same moment: threads in processes, each with a connection of its own."""

import multiprocessing
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from conference.agenda import services
from conference.agenda.rules import OfferOver
from conference.app import create_app
from conference.db import db
from tests.databases import settings_for_tests
from tests.factories.programme import NOW, uid_of

PROCESSES = 2
LATE = NOW + timedelta(hours=2)
"""When offers of two hours have run out."""
SWAPPED = uid_of("SWAP44")
"""The session whose seat is given up by ``swap``."""

Step = tuple[str, int, UUID]
"""``book``, ``drop``, ``take``, ``swap`` or ``lapse``, whose registration, which session."""


def act_at_once(url: str, folder: Path, steps: Sequence[Step]) -> list[str | None]:
    """Do all steps at once in several processes, and return the state that each was answered, in their order."""
    spawn = multiprocessing.get_context("spawn")
    start, answers = spawn.Barrier(PROCESSES), spawn.SimpleQueue()
    numbered = list(enumerate(steps))
    processes = [
        spawn.Process(target=_act, args=(url, str(folder), numbered[number::PROCESSES], start, answers))
        for number in range(PROCESSES)
    ]
    for process in processes:
        process.start()
    found: dict[int, str | None] = {}
    for _ in processes:
        found.update(answers.get())
    for process in processes:
        process.join()
    return [found[number] for number in range(len(steps))]


def _act(url: str, folder: str, steps: Sequence[tuple[int, Step]], start: Any, answers: Any) -> None:
    found: dict[int, str | None] = {}
    try:
        app = create_app(settings_for_tests(url, Path(folder)))
        with app.app_context():
            db.session.connection()
            db.session.remove()
        start.wait(30)

        def act(numbered: tuple[int, Step]) -> tuple[int, str | None]:
            number, (verb, registration_id, uid) = numbered
            with app.app_context():
                return number, _do(verb, registration_id, uid)

        with ThreadPoolExecutor(max_workers=max(1, min(10, len(steps)))) as pool:
            found.update(pool.map(act, steps))
        with app.app_context():
            db.engine.dispose()
    except BaseException:
        start.abort()  # the others need not wait
        raise
    finally:
        answers.put(found)


def _do(verb: str, registration_id: int, uid: UUID) -> str | None:
    if verb == "lapse":
        services.tend_seats(now=LATE)
        return None
    if verb == "swap":
        return services.book_instead(registration_id, uid, instead_of=[SWAPPED], now=NOW, swaps_later=True).state
    try:
        do = {"book": services.book_session, "drop": services.drop_booking, "take": services.take_seat}[verb]
        return do(registration_id, uid, now=NOW).state
    except OfferOver:
        return None
