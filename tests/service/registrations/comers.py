"""People who register and withdraw at the same moment: threads in processes, each with a connection of its own."""

import multiprocessing
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from conference.app import create_app
from conference.db import db
from conference.registrations import services
from tests.databases import settings_for_tests
from tests.factories.programme import NOW

PROCESSES = 2

Step = tuple[str, int, str]
"""``come`` with the key of an account, or ``go`` with that of a registration; and into which group."""


def act_at_once(url: str, folder: Path, event_id: int, steps: Sequence[Step]) -> list[str]:
    """Do all steps at once in several processes, and return the state that each was answered, in their order."""
    spawn = multiprocessing.get_context("spawn")
    start, answers = spawn.Barrier(PROCESSES), spawn.SimpleQueue()
    numbered = list(enumerate(steps))
    processes = [
        spawn.Process(target=_act, args=(url, str(folder), event_id, numbered[number::PROCESSES], start, answers))
        for number in range(PROCESSES)
    ]
    for process in processes:
        process.start()
    found: dict[int, str] = {}
    for _ in processes:
        found.update(answers.get())
    for process in processes:
        process.join()
    return [found[number] for number in range(len(steps))]


def _act(url: str, folder: str, event_id: int, steps: Sequence[tuple[int, Step]], start: Any, answers: Any) -> None:
    found: dict[int, str] = {}
    try:
        app = create_app(settings_for_tests(url, Path(folder)))
        with app.app_context():
            db.session.connection()
            db.session.remove()
        start.wait(30)

        def act(numbered: tuple[int, Step]) -> tuple[int, str]:
            number, (verb, key, group) = numbered
            with app.app_context():
                if verb == "go":
                    return number, services.withdraw(event_id, key, now=NOW).state
                made = services.register(
                    event_id, key, group=group, organisation="", municipality="", consent_version="1", now=NOW
                )
                return number, made.state

        with ThreadPoolExecutor(max_workers=max(1, min(10, len(steps)))) as pool:
            found.update(pool.map(act, steps))
        with app.app_context():
            db.engine.dispose()
    except BaseException:
        start.abort()  # the others need not wait
        raise
    finally:
        answers.put(found)
