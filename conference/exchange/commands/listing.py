"""``event list``."""

import sys

import click
from rich.console import Console
from rich.table import Table

from conference.exchange.commands.group import event, json_option, print_json
from conference.exchange.queries import ListedEvent, all_events

WIDE = 200
"""Columns of a table that goes into a file or another program: nothing in it is cut off."""


@event.command("list")
@json_option
def list_events(*, as_json: bool) -> None:
    """List all events, the earliest first."""
    listed = all_events()
    if as_json:
        print_json([_facts(one) for one in listed])
    elif listed:
        console = Console(width=None if sys.stdout.isatty() else WIDE)
        console.print(_table(listed))
    else:
        click.echo("There is no event yet.")


def _facts(one: ListedEvent) -> dict[str, object]:
    return {
        "slug": one.slug,
        "title": one.title,
        "first_day": one.first_day.isoformat(),
        "last_day": one.last_day.isoformat(),
        "zone": one.zone,
        "languages": list(one.languages),
        "sessions": one.sessions,
        "release": one.release,
        "published_at": one.published_at.isoformat() if one.published_at else None,
    }


def _table(listed: list[ListedEvent]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("event", "first day", "last day", "zone"):
        table.add_column(name, no_wrap=True)
    table.add_column("sessions", justify="right")
    table.add_column("release", justify="right")
    table.add_column("title")
    for one in listed:
        release = str(one.release) if one.release else "not published"
        # A title may hold what rich takes for markup.
        table.add_row(
            one.slug, str(one.first_day), str(one.last_day), one.zone, str(one.sessions), release, _plain(one.title)
        )
    return table


def _plain(text: str) -> str:
    return text.replace("[", "\\[")
