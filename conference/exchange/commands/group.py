"""The group of commands for events, and what all of them do alike."""

import json
from typing import Any

import click
from flask.cli import AppGroup

from conference.events.queries import EventNotFound, event_by_slug
from conference.events.tables import Event

event = AppGroup("event", help="Events: list, import, export, publish.")

json_option = click.option("--json", "as_json", is_flag=True, help="Print for programs.")


def wanted_event(slug: str) -> Event:
    """Return the event of a slug, or end with a sentence."""
    try:
        return event_by_slug(slug)
    except EventNotFound:
        raise click.ClickException(f"There is no event {slug}; `event list` shows which there are.") from None


def print_json(facts: Any) -> None:
    """Print for programs."""
    click.echo(json.dumps(facts, ensure_ascii=False, indent=2))
