"""A day on which many programs look every quarter of an hour, sped up, with a release in the middle.

`make bench` prints it; `tests/service/calendars/test_polling.py` holds a small one to what the large one shows: nobody
gets an error, everybody has the change at the very next poll, afterwards all is as quiet as before, and nothing grows.
"""

import secrets
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import msgspec
from flask import Flask
from rich.table import Table
from sqlalchemy import func, insert, select

import config
from conference import clock
from conference.accounts.tables import Account
from conference.agenda.tables import Booking, BookingState, SessionSeats
from conference.app import create_app
from conference.calendars.tables import Subscription
from conference.codes import token_hash
from conference.db import db, transaction
from conference.programme.document import Document, Session
from conference.registrations.queries import group_of
from conference.registrations.services import make_groups
from conference.registrations.tables import Registration
from tests.bench.big_programme import big_document
from tests.bench.load import Answer, Client, Server, kibibytes_held, now, processes_of, request_of, seconds_of_processor
from tests.bench.load import serving as serve
from tests.databases import migrate, new_database, postgres_server
from tests.factories.programme import event_row, publish
from tests.site import environment

SLUG = "day"
SUBSCRIBERS = 10_000
POLLS = 96
"""Of each in a day."""
BOOKED_BY_ALL = 2
"""Sessions that everybody has booked; the release moves the first of them."""
OWN = 10
PROGRAMS = ("Google-Calendar-Importer", "iOS/17.5 (21F79) dataaccessd/1.0", "Thunderbird/128.2.0", "ICSx5/2.2")
AGO = timedelta(days=1)


@dataclass(frozen=True)
class Round:
    """One poll of all.

    :ivar statuses: how many answers of each status.
    :ivar took: in seconds; ``used`` of processors, all processes of the server together.
    :ivar held: memory of the server's processes, in KiB.
    """

    number: int
    statuses: dict[int, int]
    took: float
    used: float
    held: int


@dataclass(frozen=True)
class Day:
    """What came of it.

    :ivar released_before: the number of the first round after the release.
    :ivar with_change: how many had the moved session in that round.
    :ivar late: status and date of the answer to each who had not, by place in the round: to tell an error from an old
        answer, and one process or one span of time from all.
    :ivar recorded: how many subscriptions say, once the server has ended, that they fetched the new release.
    """

    subscribers: int
    rounds: list[Round]
    released_before: int
    with_change: int
    late: dict[int, tuple[int, str]]
    recorded: int


def polled_day(*, subscribers: int, polls: int, sessions: int = 400, database: str = "SQLite") -> Day:
    """Let all poll as often as told, publish a release in the middle, and return what came of it."""
    with tempfile.TemporaryDirectory(prefix="meridian-polling-") as folder, ExitStack() as open_things:
        instance = Path(folder)
        environ = environment(instance)
        if database == "PostgreSQL":
            server = open_things.enter_context(postgres_server())
            environ["DATABASE_URL"] = open_things.enter_context(new_database(server))
        settings = replace(config.from_environment(environ), environment="testing")
        migrate(settings.database_url, instance)
        app = create_app(settings)
        made = big_document(SLUG, sessions=sessions)
        with app.app_context():
            tokens, event_id = _prepared(made, subscribers)
            db.session.remove()
        with serve("wsgi:app", environ) as served:
            rounds, late = _poll(app, served, tokens, polls, made, event_id)
        with app.app_context():
            newest = max(row for row in db.session.scalars(select(Subscription.last_release_at)) if row)
            recorded = db.session.scalar(
                select(func.count()).select_from(Subscription).where(Subscription.last_release_at == newest)
            )
            is_new = newest > clock.now() - AGO / 2
            db.session.remove()
            db.engine.dispose()
    return Day(subscribers, rounds, polls // 2, subscribers - len(late), late, (recorded or 0) if is_new else 0)


def _poll(
    app: Flask, served: Server, tokens: list[str], polls: int, made: Document, event_id: int
) -> tuple[list[Round], dict[int, tuple[int, str]]]:
    client = Client(served.port)
    tags = [""] * len(tokens)
    rounds: list[Round] = []
    late: dict[int, tuple[int, str]] = {}
    pids = processes_of(served.pid)
    for number in range(polls):
        if number == polls // 2:
            with app.app_context():
                publish(event_id, _moved(made), now=clock.now())
                db.session.remove()
        cpu, started = seconds_of_processor(served.pid), now()
        answers = client.ask(
            [_request(token, tag, place) for place, (token, tag) in enumerate(zip(tokens, tags, strict=True))]
        )
        took, used = now() - started, seconds_of_processor(served.pid) - cpu
        tags = [answer.tag for answer in answers]
        if number == polls // 2:
            late = {
                place: (answer.status, answer.date)
                for place, answer in enumerate(answers)
                if not _has_moved(answer, made)
            }
        statuses: dict[int, int] = {}
        for answer in answers:
            statuses[answer.status] = statuses.get(answer.status, 0) + 1
        rounds.append(Round(number, statuses, took, used, kibibytes_held(pids)))
    client.close()
    return rounds, late


def _request(token: str, tag: str, place: int) -> bytes:
    known = {"If-None-Match": tag} if tag else {}
    return request_of(f"/feeds/{token}.ics", {"User-Agent": PROGRAMS[place % len(PROGRAMS)], **known})


def _moved(made: Document) -> Document:
    first = made.sessions[0]
    assert first.slot is not None
    slot = msgspec.structs.replace(first.slot, starts_at=_new_start(first))
    return msgspec.structs.replace(made, sessions=(msgspec.structs.replace(first, slot=slot), *made.sessions[1:]))


def _new_start(session: Session) -> datetime:
    assert session.slot is not None
    return session.slot.starts_at + timedelta(minutes=7)


def _has_moved(answer: Answer, made: Document) -> bool:
    start = _new_start(made.sessions[0])
    return answer.status == 200 and f"DTSTART:{start:%Y%m%dT%H%M%SZ}".encode() in answer.body


def _prepared(made: Document, subscribers: int) -> tuple[list[str], int]:
    """Store the event, and in bulk all who take part; return their tokens and the event's key."""
    then = clock.now() - AGO
    event = event_row(made)
    publish(event.id, made, now=then)
    make_groups(event.id, now=then)
    group = group_of(event.id, "other")
    tokens = [secrets.token_urlsafe(32) for _ in range(subscribers)]
    with transaction():
        db.session.execute(
            insert(Account),
            [
                {
                    "email": f"person{number}@example.org", "name": f"Person {number}", "password_hash": "-",
                    "language": "de", "zone": "Europe/Istanbul", "may_create_events": False, "created_at": then,
                    "confirmed_at": then, "consented_at": then, "consent_version": "1",
                }
                for number in range(subscribers)
            ],
        )  # fmt: skip
        accounts = list(db.session.scalars(select(Account.id).order_by(Account.id)))
        db.session.execute(
            insert(Registration),
            [
                {
                    "event_id": event.id, "account_id": account_id, "group_id": group.id, "organisation": "",
                    "municipality": "", "registered_at": then, "consented_at": then, "consent_version": "1",
                    "agenda_revision": 1, "agenda_changed_at": then,
                }
                for account_id in accounts
            ],
        )  # fmt: skip
        registrations = list(db.session.scalars(select(Registration.id).order_by(Registration.account_id)))
        db.session.execute(
            insert(SessionSeats), [{"session_uid": session.uid, "event_id": event.id} for session in made.sessions]
        )
        db.session.execute(
            insert(Booking),
            [
                {
                    "registration_id": registration_id, "session_uid": uid, "state": BookingState.BOOKED,
                    "booked_at": then, "changed_at": then,
                }
                for place, registration_id in enumerate(registrations)
                for uid in _booked(made, place)
            ],
        )  # fmt: skip
        db.session.execute(
            insert(Subscription),
            [
                {
                    "account_id": account_id, "registration_id": registration_id, "name": "Telephone", "language": "de",
                    "token_hash": token_hash(token), "token_sealed": b"", "created_at": then,
                }
                for account_id, registration_id, token in zip(accounts, registrations, tokens, strict=True)
            ],
        )  # fmt: skip
    return tokens, event.id


def _booked(made: Document, place: int) -> set[UUID]:
    """Return what the participant at a place has booked."""
    own = [made.sessions[(place * 7 + 31 * number) % len(made.sessions)] for number in range(OWN)]
    return {session.uid for session in (*made.sessions[:BOOKED_BY_ALL], *own)}


def polling_table(*, subscribers: int = SUBSCRIBERS, polls: int = POLLS) -> Table:
    """Measure a whole day and lay the figures out."""
    day = polled_day(subscribers=subscribers, polls=polls)
    shown = Table(
        title=f"{subscribers:,} subscribers poll {polls} times, a release before poll {day.released_before + 1}: "
        f"{day.with_change:,} have the change at once, {day.recorded:,} are known to have it"
    )
    for heading in ("poll", "answers", "requests/s", "ms of processors each", "MiB of all processes"):
        shown.add_column(heading, justify="right")
    told = {0, 1, day.released_before - 1, day.released_before, day.released_before + 1, polls - 1}
    for one in day.rounds:
        if one.number in told:
            shown.add_row(
                str(one.number + 1),
                ", ".join(f"{number:,} × {status}" for status, number in sorted(one.statuses.items())),
                f"{subscribers / one.took:,.0f}",
                f"{1000 * one.used / subscribers:.3f}",
                f"{one.held / 1024:.0f}",
            )
    if day.late:
        places = list(day.late)
        kinds = sorted(set(day.late.values()))
        shown.caption = f"without the change, places {places[0]} to {places[-1]}: {kinds[:5]} to {kinds[-1]}"
    return shown


if __name__ == "__main__":
    from rich.console import Console

    Console(width=140).print(polling_table())
