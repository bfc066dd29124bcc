"""The worker: the list of periodic jobs. Never a rule.

``flask --app wsgi worker`` runs until it is told to stop (SIGTERM, SIGINT); any number may run at once.
"""

import logging
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

import config
from conference import clock
from conference.accounts.services import (
    clear_address_changes,
    clear_consent_texts,
    clear_sign_in_links,
    clear_sign_ins,
    clear_tokens,
    clear_unconfirmed_accounts,
)
from conference.agenda.services import drop_all_of_those_who_left, settle_bookings, tend_seats
from conference.delegations.services import clear_invitations
from conference.draft.services import publish_due
from conference.exchange.services import clear_uploads
from conference.invitations.services import ENTRIES, put_invitations, still_to_tell
from conference.letter_wishes.queries import wants
from conference.letter_wishes.rules import LetterKind
from conference.mail.services import InvalidCarrier, carrier_for, clear_letters, deliver_due_letters
from conference.notices.services import announce_releases
from conference.privacy.services import clear_due_events
from conference.registrations.services import settle_all_registrations
from conference.reminders.services import (
    BEFORE,
    DAY,
    put_day_agendas,
    put_reminders,
    still_of_the_day,
    still_to_remind_of,
)
from conference.wording import words_of

logger = logging.getLogger("meridian.worker")

PAUSE = 1.0
"""Seconds between two looks at the list."""


CAN_BE_STOPPED: Mapping[str, LetterKind] = {
    "notices/sessions_changed": LetterKind.CHANGES,
    "agenda/offer_lapsed": LetterKind.WAITING_LIST,
    "letters/message": LetterKind.MESSAGES,
}
"""Letters that may wait for a morning, and of which kind they are; reminders are looked at more closely."""


@dataclass(frozen=True)
class Job:
    """Something done again and again.

    :ivar name: for the log.
    :ivar run: does it, in an application context of its own; returns how much was done.
    :ivar every: the time from one start to the next.
    """

    name: str
    run: Callable[[], int | None]
    every: timedelta


def jobs() -> list[Job]:
    """Return all jobs. Each may run in several workers at once."""
    return [
        Job("deliver letters", deliver_letters, every=timedelta(seconds=1)),
        # Moving up is also done when a release is published; this heals a crash between the two.
        Job("tend seats", lambda: tend_seats(now=clock.now()), every=timedelta(minutes=1)),
        # Likewise what a crash left between two changes, and seats of accounts that were cleared.
        Job("settle registrations", lambda: settle_all_registrations(now=clock.now()), every=timedelta(minutes=1)),
        Job("drop what is left", lambda: drop_all_of_those_who_left(now=clock.now()), every=timedelta(minutes=1)),
        Job("publish planned releases", publish_planned_releases, every=timedelta(seconds=5)),
        Job("tell of releases", tell_of_releases, every=timedelta(seconds=5)),
        Job("remind", lambda: put_reminders(now=clock.now()), every=timedelta(seconds=5)),
        Job("tell the day", lambda: put_day_agendas(now=clock.now()), every=timedelta(seconds=30)),
        Job("tell calendars", lambda: put_invitations(now=clock.now()), every=timedelta(seconds=10)),
        Job("clear tokens", lambda: clear_tokens(now=clock.now()), every=timedelta(days=1)),
        Job("clear sign-ins", lambda: clear_sign_ins(now=clock.now()), every=timedelta(days=1)),
        Job("clear sign-in links", lambda: clear_sign_in_links(now=clock.now()), every=timedelta(days=1)),
        Job("clear changes of address", lambda: clear_address_changes(now=clock.now()), every=timedelta(days=1)),
        Job("clear words of consents", clear_consent_texts, every=timedelta(days=1)),
        Job("clear unconfirmed accounts", lambda: clear_unconfirmed_accounts(now=clock.now()), every=timedelta(days=1)),
        Job("clear letters", lambda: clear_letters(now=clock.now()), every=timedelta(days=1)),
        Job("clear invitations", lambda: clear_invitations(now=clock.now()), every=timedelta(days=1)),
        Job("let data of people go", lambda: clear_due_events(now=clock.now()), every=timedelta(hours=1)),
        Job("clear uploads", lambda: clear_uploads(now=clock.now()), every=timedelta(hours=1)),
    ]


def deliver_letters() -> int:
    """Send what waits in the outbox: to the mail server of the settings, else into ``instance/mail``."""
    settings: config.Settings = current_app.config["SETTINGS"]
    return deliver_due_letters(
        render=words_of,
        carrier=carrier_for(settings.smtp_url, settings.instance / "mail", bounce_address=settings.bounce_address),
        sender=settings.mail_from,
        now=clock.now,
        check=still_true,
    )


def still_true(name: str, data: Mapping[str, Any], now: datetime) -> Mapping[str, Any] | None:
    """Return what of a letter is still true when it is sent; None where there is nothing left to say.

    So it is where its reader stopped letters of its kind meanwhile. All others are sent as they were put.
    """
    check = {BEFORE: still_to_remind_of, DAY: still_of_the_day, ENTRIES: still_to_tell}.get(name)
    if check is not None:
        return check(data, now=now)
    kind = CAN_BE_STOPPED.get(name)
    return None if kind and "registration" in data and not wants(data["registration"], kind) else data


def publish_planned_releases() -> int:
    """Publish what is due, and let those who wait for seats that it brings move up."""
    published = publish_due(now=clock.now())
    for event_id in published:
        settle_bookings(event_id, now=clock.now())
    return len(published)


def tell_of_releases() -> int:
    """Put letters to everybody whose sessions a release moved, cancelled or revived."""
    return announce_releases(now=clock.now())


class Rota:
    """Which job is due when; runs those that are."""

    def __init__(self, app: Flask, jobs: Sequence[Job]) -> None:
        self._app = app
        self._due_at: dict[str, datetime] = {}
        self._jobs = jobs

    def run_due(self, now: datetime) -> bool:
        """Run all jobs that are due and say whether all went well. One that fails keeps no other from running."""
        went_well = True
        for job in self._jobs:
            if self._due_at.get(job.name, now) > now:
                continue
            self._due_at[job.name] = now + job.every
            went_well = self._run(job) and went_well
        return went_well

    def _run(self, job: Job) -> bool:
        try:
            with self._app.app_context():
                done = job.run()
        except InvalidCarrier as error:
            logger.error("%s: %s", job.name, error.reason)  # noqa: TRY400 - the sentence says it all
            return False
        except Exception:
            logger.exception("%s failed", job.name)
            return False
        if done:
            logger.info("%s: %d", job.name, done)
        return True


@contextmanager
def _told_to_stop() -> Iterator[Event]:
    """Give an event that is set by SIGTERM and SIGINT, so that the job at hand is finished first."""
    stop = Event()
    before = {number: signal.signal(number, lambda *_: stop.set()) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@click.command("worker")
@click.option("--once", is_flag=True, help="Do what is due now, and end.")
@with_appcontext
def worker(*, once: bool) -> None:
    """Send letters and do the other periodic jobs, until told to stop."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
    settings: config.Settings = app.config["SETTINGS"]
    try:
        carrier_for(settings.smtp_url, settings.instance / "mail")
    except InvalidCarrier as error:
        raise click.ClickException(error.reason) from None
    rota = Rota(app, jobs())
    if once:
        if not rota.run_due(clock.now()):
            raise click.ClickException("A job failed; the log says which and why.")
        return
    with _told_to_stop() as stop:
        while not stop.is_set():
            rota.run_due(clock.now())
            stop.wait(PAUSE)


commands: tuple[click.Command, ...] = (worker,)
