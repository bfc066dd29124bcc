"""Notes when private feeds are fetched, without writing in the request: each process writes every few seconds."""

import atexit
import logging
import os
import threading
from datetime import datetime

from flask import Flask, current_app, request
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from conference.calendars.queries import CombinedState, FeedState
from conference.calendars.services import Fetch, record_fetches

SECONDS = 5.0
"""How long a fetch waits to be written at most; who is killed at once loses no more than these."""

MOST = 100_000
"""How many subscriptions wait to be written, where the database cannot be written to."""

logger = logging.getLogger("meridian")
_NAME = "meridian.fetches"

_FOR_A_WHILE = (OperationalError, InterfaceError, PoolTimeout)
"""The database is locked, full, or away."""

FETCH = "meridian.fetch"
"""Under which what was noted of a request lies in its WSGI environment."""


class FetchBook:
    """The newest fetch of each subscription that this process has not written yet.

    :param at_once: whether each is written in its request: for tests.
    """

    def __init__(self, app: Flask, *, at_once: bool) -> None:
        self._app = app
        self._at_once = at_once
        self._waiting: dict[int, Fetch] = {}
        self._lock, self._writing = threading.Lock(), threading.Lock()
        self._process: int | None = None

    def note(self, fetch: Fetch) -> None:
        """Keep a fetch until it is written. Whatever goes wrong with that, the feed is not to suffer."""
        if not self._at_once and self._process != os.getpid():
            self._start()
        with self._lock:
            if fetch.subscription_id in self._waiting or len(self._waiting) < MOST:
                self._waiting[fetch.subscription_id] = fetch
        if self._at_once:
            self.write()

    def write(self) -> None:
        """Write what waits, in one transaction.

        What cannot be written now waits on; what cannot be written at all is told in the log and let go.
        """
        # A process that ends writes last, and waits for what is being written: that would end with it.
        with self._writing:
            self._write()

    def _write(self) -> None:
        with self._lock:
            taken, self._waiting = self._waiting, {}
        if not taken:
            return
        try:
            with self._app.app_context():
                record_fetches(taken.values())
        except _FOR_A_WHILE:
            logger.warning("%s fetches of private feeds could not be recorded yet", len(taken))
            with self._lock:
                self._waiting = {**taken, **self._waiting}
        except Exception:
            # What fails again each time would hold up all that comes after it; programs ask again soon.
            logger.exception("%s fetches of private feeds could not be recorded", len(taken))

    def _start(self) -> None:
        with self._lock:
            if self._process == os.getpid():
                return
            if self._process is not None:
                self._waiting, self._writing = {}, threading.Lock()  # its parent writes these
            try:
                threading.Thread(target=self._write_on, name="fetches", daemon=True).start()
            except RuntimeError:
                # The machine has room for no more. What waits is written as soon as it has.
                logger.exception("fetches of private feeds are not recorded for now")
                self._process = None
                return
            self._process = os.getpid()
        atexit.register(self.write)

    def _write_on(self) -> None:
        pause = threading.Event()
        while not pause.wait(SECONDS):
            self.write()


def init_app(app: Flask) -> None:
    """Give the application its book."""
    app.extensions[_NAME] = FetchBook(app, at_once=app.testing)


def book_of(app: Flask) -> FetchBook:
    """Return the book of an application."""
    book: FetchBook = app.extensions[_NAME]
    return book


def note(state: FeedState | CombinedState, now: datetime) -> None:
    """Note that a program fetched a feed in this request."""
    fetch = Fetch(state.subscription_id, now, request.headers.get("User-Agent"), state.published_at)
    request.environ[FETCH] = fetch
    book_of(current_app).note(fetch)
