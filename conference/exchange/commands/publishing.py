"""``event publish``."""

from datetime import datetime

import click

from conference import clock
from conference.agenda.services import settle_bookings
from conference.draft.queries import draft_state
from conference.draft.rules.limits import RELEASE_NOTE
from conference.draft.services import NothingChanged, publish_release
from conference.exchange.commands.group import event, json_option, print_json, wanted_event
from conference.notices.queries import audience_of
from conference.notices.rules import news_of
from conference.programme.queries import release_news


def _note(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    if len(value) > RELEASE_NOTE:
        raise click.BadParameter(f"The note has more than {RELEASE_NOTE} characters.")
    return value


@event.command("publish")
@click.option("--event", "slug", required=True, metavar="SLUG", help="Which event.")
@click.option(
    "--note", default="", callback=_note, help="What visitors read about the release, in the event's main language."
)
@json_option
def publish(*, slug: str, note: str, as_json: bool) -> None:
    """Publish the draft of an event as its next release. Where nothing changed, nothing is published."""
    found = wanted_event(slug)
    now = clock.now()
    changes = draft_state(found, now=now).changes
    try:
        number, state = publish_release(found.id, author_id=None, note=note, now=now).number, "published"
    except NothingChanged as refusal:
        number, state, changes = refusal.number, "unchanged", 0
    moved_up = settle_bookings(found.id, now=now)
    told = _told(found.id, number, now) if state == "published" else 0
    if as_json:
        facts = {"event": slug, "state": state, "release": number, "changes": changes, "moved_up": moved_up}
        print_json(facts | ({"told": told} if told else {}))
    elif state == "unchanged":
        click.echo(f"{slug}: nothing changed since release {number}, so there is nothing to publish.")
    else:
        click.echo(f"{slug}: published release {number} ({changes} {'change' if changes == 1 else 'changes'}).")
        if told:
            people = "participant is" if told == 1 else "participants are"
            click.echo(f"{told} {people} told by letter what becomes of their sessions, while a worker runs.")


def _told(event_id: int, number: int, now: datetime) -> int:
    """Return how many participants the worker will write to about a release: nobody about the first."""
    if number == 1:
        return 0
    news = news_of(release_news(event_id, number).changes, now=now)
    return len(audience_of(event_id, list(news)).people)
