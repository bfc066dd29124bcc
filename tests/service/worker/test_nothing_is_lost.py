"""Workers are killed and the mail server goes away in the middle of it: every letter comes all the same.

Real processes, a real mail server, and either database. What is sent twice is told by its Message-ID.
"""

import os
import random
import signal
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from threading import Event

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from sqlalchemy import ColumnElement, select, update

import config
from conference.db import db, transaction
from conference.mail.rules import MOST_ATTEMPTS
from conference.mail.services import put_letter
from conference.mail.tables import Letter, LetterState
from tests.mailbox import Mailbox

LETTERS = 60
PATIENCE = 90
"""Seconds that a busy machine may take for each step."""

LOOK_EVERY = 0.05
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
"""When the letters were due: the workers have clocks of their own."""

FAR_AHEAD = datetime(2990, 1, 1, tzinfo=UTC)
"""When they were put, so that no worker clears them as old."""


class Killer(Mailbox):
    """A mail server that kills the worker whose letters it takes.

    :ivar worker: its process.
    :param at: with which letter, from 1.
    :param moment: ``before`` it took that letter; ``after``, but before it said so; or ``around``: a random
        moment after it said so, while the worker notes that and claims the next.
    """

    def __init__(self, *, at: int, moment: str) -> None:
        super().__init__()
        self._at, self._moment, self._number = at, moment, count(1)
        self.worker: subprocess.Popen[bytes] | None = None

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Take a mail, or not, and kill."""
        is_last = next(self._number) >= self._at
        if is_last and self._moment == "before":
            self._kill()
            return "451 nobody hears this"
        answer = await super().handle_DATA(server, session, envelope)
        if is_last and self._moment == "after":
            self._kill()
        elif is_last:
            self.loop.call_later(random.uniform(0, 0.02), self._kill)  # noqa: S311 - any moment will do
        return answer

    def _kill(self) -> None:
        assert self.worker is not None
        self.worker.kill()


@pytest.fixture
def start_worker(settings) -> Iterator[Callable[[str], subprocess.Popen[bytes]]]:
    """``start_worker(smtp_url)`` runs the command ``worker`` in a process of its own."""
    started: list[subprocess.Popen[bytes]] = []

    def start(smtp_url: str) -> subprocess.Popen[bytes]:
        environment = {
            **os.environ,
            "MERIDIAN_ENV": "testing",
            "DATABASE_URL": settings.database_url,
            "INSTANCE_FOLDER": str(settings.instance),
            "SECRET_KEY": settings.secret_key,
            "SMTP_URL": smtp_url,
        }
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "worker"]
        started.append(subprocess.Popen(command, cwd=config.ROOT, env=environment, stderr=subprocess.DEVNULL))
        return started[-1]

    yield start
    for one in started:
        one.kill()
        one.wait()


@contextmanager
def running(mailbox: Mailbox) -> Iterator[Mailbox]:
    mailbox.start()
    try:
        yield mailbox
    finally:
        mailbox.stop()


def put_letters() -> None:
    with transaction():
        for number in range(LETTERS):
            put_letter(
                "accounts/password_changed",
                to=f"person{number}@example.org",
                language="en",
                data={},
                now=FAR_AHEAD,
                due_at=LONG_AGO,
            )


def standing() -> Counter[str]:
    """Count the letters by state: of those that wait ``put off`` after a failure, ``held`` by a worker, or ``due``."""
    db.session.rollback()
    rows = db.session.execute(select(Letter.state, Letter.due_at, Letter.error)).all()
    db.session.rollback()
    return Counter(
        state if state != LetterState.WAITING else "due" if due_at == LONG_AGO else "put off" if error else "held"
        for state, due_at, error in rows
    )


def let_time_pass(*which: ColumnElement[bool]) -> None:
    """Let the time come for letters that wait, as it would by itself some minutes later."""
    with transaction():
        db.session.execute(
            update(Letter).where(Letter.state == LetterState.WAITING, *which).values(due_at=LONG_AGO),
            execution_options={"synchronize_session": False},
        )


def until(is_so: Callable[[], bool]) -> None:
    """Look again and again until something is so."""
    look = Event()
    for _ in range(int(PATIENCE / LOOK_EVERY)):
        if is_so():
            return
        look.wait(LOOK_EVERY)
    pytest.fail(f"it was not so within {PATIENCE} seconds: {standing()}")


def test_whatever_is_killed_every_letter_comes_and_none_more_often_than_there_were_kills(app, start_worker):
    killers = [Killer(at=random.randint(2, 8), moment=moment) for moment in ("before", "after", "around")]  # noqa: S311
    put_letters()
    with running(killers[0]), running(killers[1]), running(killers[2]):
        for killer in killers:
            killer.worker = start_worker(killer.url)
        for killer in killers:
            assert killer.worker is not None
            assert killer.worker.wait(PATIENCE) == -signal.SIGKILL

    after_the_kills = standing()
    assert 1 <= after_the_kills["held"] <= 3, "nobody was killed in the middle of it"
    let_time_pass()  # the claims of the dead run out

    first, second = Mailbox(), Mailbox()
    second.port = first.port
    with running(first):
        survivor = start_worker(first.url)
        until(lambda: len(first.messages) >= 10)
    until(lambda: standing()["put off"] > 0)  # nobody answers at that address
    second.refusal = "451 later, please"
    with running(second):
        let_time_pass(Letter.error.is_not(None))
        until(lambda: any("451" in error for error in errors()))
        second.refusal = None
        for _ in range(MOST_ATTEMPTS):
            until(lambda: standing()["due"] == 0)
            let_time_pass(Letter.error.is_not(None))
            if not standing()["due"]:
                break
        until(lambda: standing()["sent"] == LETTERS)
        survivor.send_signal(signal.SIGTERM)
        assert survivor.wait(PATIENCE) == 0

    came = [mail for mailbox in (*killers, first, second) for mail in mailbox.messages]
    ids: defaultdict[str, list[str]] = defaultdict(list)
    for mail in came:
        ids[str(mail["To"])].append(str(mail["Message-ID"]))
    assert len(ids) == LETTERS
    assert {len(set(of_one)) for of_one in ids.values()} == {1}, "what is sent again is not known as the same"
    again = sorted(len(of_one) - 1 for of_one in ids.values() if len(of_one) > 1)
    # One for the worker killed before its mail was acknowledged, at most one each for the third and for the server.
    assert 1 <= sum(again) <= 3
    assert max(again) == 1
    db.session.rollback()
    assert {letter.message_id for letter in db.session.scalars(select(Letter))} == {
        of_one[0].strip("<>").partition("@")[0] for of_one in ids.values()
    }


def errors() -> list[str]:
    db.session.rollback()
    found = list(db.session.scalars(select(Letter.error).where(Letter.error.is_not(None))))
    db.session.rollback()
    return [error for error in found if error]
