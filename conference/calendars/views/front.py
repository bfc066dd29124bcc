"""Answers feeds that are ready before Flask is asked at all.

Programs ask for the same feed over and over, and nearly always nothing has changed. One row says so, see
:data:`conference.calendars.queries.MARK` and :data:`conference.programme.queries.NEWEST`. As long as it is the row
under which Flask's own answer was remembered, that answer is given again; everything else goes on to Flask.
"""

import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from flask import Flask
from sqlalchemy import Engine
from werkzeug.http import http_date

import config
from conference import clock
from conference.calendars.queries import MARK
from conference.calendars.render import Shelf
from conference.calendars.render.shelf import MEGABYTE
from conference.calendars.services import Fetch
from conference.calendars.views import fetches
from conference.calendars.views.budgets import Budgets
from conference.codes import token_hash
from conference.db import db
from conference.programme.queries import NEWEST
from conference.rows import DatabaseUnreachable, RowReader
from conference.translated import LANGUAGES
from conference.web.conditional import CALENDAR_SUFFIXES, READY, SPENT, Ready
from conference.web.negotiation import IDENTITY, coding_for, has_it, tag_in

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_SIZE_OF_ANSWER = 1024
"""Bytes that an answer takes without its body, with some to spare: most of its headers it shares with others."""

_PRIVATE = re.compile(r"/feeds/([^/]+)(\.ics|\.jcal)")
_PUBLIC = re.compile(r"/(?!dav/)([a-z0-9-]+)/.*")
_LANGUAGE_ALONE = re.compile(f"lang=({'|'.join(LANGUAGES)})")
_LONGEST_QUERY = 500

Headers = tuple[tuple[str, str], ...]

_OF_ONE_CODING = frozenset({"etag", "content-length", "content-encoding"})
_OF_WHOLE_ALONE = frozenset({"content-type", "last-modified"})
"""Headers of a 200 that a 304 goes without, as Werkzeug sends it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What Flask answered, but for its body.

    :ivar row: under which it holds, as the driver gave it.
    :ivar unchanged: headers of a 304, without the tag.
    :ivar whole: headers of a 200, without those of a coding; None where Flask has only sent a 304 yet.
    :ivar fetch: what is noted of each fetch: of which subscription, and its newest release; None where nothing is.
    """

    row: tuple[Any, ...]
    tag: str
    changed_at: datetime
    until: datetime
    compresses: bool
    unchanged: Headers
    whole: Headers | None
    fetch: tuple[int, datetime] | None


class _Asked(NamedTuple):
    """A request for a feed: who reads its row and by what, and under which name its answer is remembered."""

    reader: RowReader
    value: str
    store: "_Store"
    key: tuple[str, str]
    is_private: bool


class _Store:
    """Answers by what was asked, and bodies by their tags, each bounded in bytes."""

    def __init__(self, *, most_of_answers: int, most_of_bodies: int) -> None:
        self.answers: Shelf[Answer] = Shelf(most_of_answers, lambda _answer: _SIZE_OF_ANSWER)
        self.bodies: Shelf[bytes] = Shelf(most_of_bodies, len)


class _Memory:
    """What is remembered of one database. Feeds of many, and views that anybody may think up, push out no others."""

    def __init__(self, engine: Engine) -> None:
        self._engine, self._url = engine, engine.url
        self.private = RowReader(engine, MARK, parameter="token_hash")
        self.public = RowReader(engine, NEWEST, parameter="slug")
        self.personal = _Store(most_of_answers=32 * MEGABYTE, most_of_bodies=32 * MEGABYTE)
        self.common = _Store(most_of_answers=4 * MEGABYTE, most_of_bodies=64 * MEGABYTE)
        self.views = _Store(most_of_answers=2 * MEGABYTE, most_of_bodies=16 * MEGABYTE)
        self._shared: dict[Headers, Headers] = {}

    def is_of(self, engine: Engine) -> bool:
        """Say whether it remembers of the database to which an engine leads now."""
        return self._engine is engine and self._url is engine.url

    def close(self) -> None:
        """Let go of the database."""
        self.private.close()
        self.public.close()

    def shared(self, headers: Headers) -> Headers:
        """Return equal headers of an earlier answer, so that they are held once."""
        if len(self._shared) > 10_000:  # noqa: PLR2004 - events times languages are far fewer
            self._shared.clear()
        return self._shared.setdefault(headers, headers)


class Front:
    """A WSGI application before another one (PEP 3333).

    :param app: what is asked where no answer is remembered.
    :param flask_app: whose database it is.
    """

    def __init__(self, app: "WSGIApplication", flask_app: Flask) -> None:
        self.behind = app
        settings: config.Settings = flask_app.config["SETTINGS"]
        self._counts, self._budgets = settings.rate_limits, Budgets()
        self._book = fetches.book_of(flask_app)
        with flask_app.app_context():
            self._engines = db.engines
        self._memory = _Memory(self._engines[None])

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer a request for a feed that is ready, and hand on all others."""
        asked = self._asked(environ)
        if asked is None:
            return self.behind(environ, start_response)
        try:
            row = asked.reader.first(asked.value)
        except DatabaseUnreachable:
            row = None
        if row is None:
            return self._ask_on(asked, None, environ, start_response)
        answer = asked.store.answers.find(asked.key)
        now = clock.now()
        if answer is None or answer.row != row or answer.until <= now:
            return self._ask_on(asked, row, environ, start_response)
        again = self._again(asked.store, answer, environ, now)
        if again is None or (again[2] and self._is_spent(asked, now)):
            return self._ask_on(asked, row, environ, start_response)
        if answer.fetch is not None:
            whose, release_at = answer.fetch
            self._book.note(Fetch(whose, now, environ.get("HTTP_USER_AGENT"), release_at))
        status, headers, body = again
        start_response(status, headers)
        if environ["REQUEST_METHOD"] != "GET" or not body:
            return []
        self._count(asked, len(body), now)
        return [body]

    def _is_spent(self, asked: _Asked, now: datetime) -> bool:
        return self._counts and asked.is_private and self._budgets.wait(asked.value, now) is not None

    def _count(self, asked: _Asked, size: int, now: datetime) -> None:
        if self._counts and asked.is_private:
            self._budgets.spend(asked.value, size, now)

    def forget(self) -> None:
        """Let go of all that is remembered, and of connections to where it came from."""
        self._memory.close()
        self._memory = _Memory(self._engines[None])

    def _asked(self, environ: "WSGIEnvironment") -> _Asked | None:
        """Return what is asked for, where it may be a feed."""
        path: str = environ.get("PATH_INFO", "")
        query: str = environ.get("QUERY_STRING", "")
        if not path.endswith(CALENDAR_SUFFIXES) or environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            return None
        if len(query) > _LONGEST_QUERY:
            return None
        if not self._memory.is_of(self._engines[None]):
            self.forget()
        memory = self._memory
        if found := _PRIVATE.fullmatch(path):
            value = token_hash(found[1])
            return _Asked(memory.private, value, memory.personal, (value, f"{found[2]}?{query}"), is_private=True)
        if found := _PUBLIC.fullmatch(path):
            store = memory.views if query and not _LANGUAGE_ALONE.fullmatch(query) else memory.common
            return _Asked(memory.public, found[1], store, (path, query), is_private=False)
        return None

    def _again(
        self, store: _Store, answer: Answer, environ: "WSGIEnvironment", now: datetime
    ) -> tuple[str, list[tuple[str, str]], bytes] | None:
        """Return status, headers and body from what is remembered; None where that does not suffice."""
        coding = coding_for(environ.get("HTTP_ACCEPT_ENCODING"), compresses=answer.compresses)
        if coding is None:
            return None
        tag = tag_in(answer.tag, coding)
        known, since = environ.get("HTTP_IF_NONE_MATCH"), environ.get("HTTP_IF_MODIFIED_SINCE")
        if has_it(known, since, tag=tag, changed_at=answer.changed_at, now=now):
            return "304 NOT MODIFIED", [*answer.unchanged, ("ETag", f'"{tag}"')], b""
        body = store.bodies.find(tag)
        if answer.whole is None or body is None:
            return None
        headers = [
            *answer.whole,
            ("ETag", f'"{tag}"'),
            ("Last-Modified", http_date(answer.changed_at)),
            ("Content-Length", str(len(body))),
        ]
        if coding != IDENTITY:
            headers.append(("Content-Encoding", coding))
        return "200 OK", headers, body

    def _ask_on(
        self, asked: _Asked, row: tuple[Any, ...] | None, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Let Flask answer, and remember that if it may be given again and there is a row that decides it."""
        sent: list[tuple[str, list[tuple[str, str]]]] = []

        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None, /) -> Any:
            sent.append((status, headers))
            return start_response(status, headers, exc_info) if exc_info else start_response(status, headers)

        now = clock.now()
        if self._is_spent(asked, now):
            environ[SPENT] = self._budgets.wait(asked.value, now)
        chunks = self.behind(environ, start)
        if sent and sent[0][0].startswith("200") and environ["REQUEST_METHOD"] == "GET":
            self._count(asked, int(dict(sent[0][1]).get("Content-Length", 0)), now)
        ready: Ready | None = environ.pop(READY, None)
        fetch: Fetch | None = environ.pop(fetches.FETCH, None)
        if ready is not None and row is not None and len(sent) == 1:
            self._remember(asked, row, ready, fetch, *sent[0])
        return chunks

    def _remember(
        self,
        asked: _Asked,
        row: tuple[Any, ...],
        ready: Ready,
        fetch: Fetch | None,
        status: str,
        headers: list[tuple[str, str]],
    ) -> None:
        try:
            # Flask read for itself: if something changed meanwhile, its answer is not that of this row.
            if asked.reader.first(asked.value) != row:
                return
        except DatabaseUnreachable:
            return
        memory, store = self._memory, asked.store
        common = [(name, value) for name, value in headers if name.lower() not in _OF_ONE_CODING]
        unchanged = tuple((name, value) for name, value in common if name.lower() not in _OF_WHOLE_ALONE)
        whole = None
        if status.startswith("200") and ready.body is not None:
            whole = memory.shared(tuple((name, value) for name, value in common if name.lower() != "last-modified"))
            store.bodies.put(tag_in(ready.tag, ready.coding), ready.body)
        elif (before := store.answers.find(asked.key)) is not None and before.row == row:
            whole = before.whole
        answer = Answer(
            row=tuple(sys.intern(value) if type(value) is str else value for value in row),
            tag=ready.tag,
            changed_at=ready.changed_at,
            until=ready.until,
            compresses=ready.compresses,
            unchanged=memory.shared(unchanged),
            whole=whole,
            fetch=None if fetch is None else (fetch.subscription_id, fetch.release_at),
        )
        store.answers.put(asked.key, answer)
