"""Commands of the example conference."""

import json
from datetime import date, datetime

import click
from flask import current_app
from flask.cli import AppGroup

import config
from conference import clock
from conference.demo import rules
from conference.demo.services import ORGANISER, PARTICIPANT, PASSWORD, Outcome, load_example

demo = AppGroup("demo", help="The example conference.")


@demo.command("load")
@click.option(
    "--starting",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="Its first day, the coming third of June where left out. Moves the example where there is one.",
)
@click.option("--json", "as_json", is_flag=True, help="Print for programs.")
def load(*, starting: datetime | None, as_json: bool) -> None:
    """Load the example conference with its accounts, or move it to other days."""
    settings: config.Settings = current_app.config["SETTINGS"]
    if settings.is_production:
        raise click.ClickException("The example is not for production: its passwords are public.")
    first_day: date | None = starting.date() if starting else None
    try:
        outcome = load_example(first_day=first_day, now=clock.now(), secret_key=settings.secret_key)
    except rules.StartOutOfRange as refusal:
        raise click.ClickException(
            f"The example cannot begin on {refusal.first_day}: take a day between {refusal.first_year}"
            f" and {refusal.last_year}."
        ) from None
    if as_json:
        click.echo(json.dumps(_facts(outcome), ensure_ascii=False, indent=2))
    else:
        for line in _lines(outcome):
            click.echo(line)


def _facts(outcome: Outcome) -> dict[str, object]:
    return {
        "state": outcome.state,
        "event": outcome.slug,
        "first_day": outcome.first_day.isoformat(),
        "last_day": outcome.last_day.isoformat(),
        "release": outcome.release,
        "sessions": outcome.sessions,
        "organiser": ORGANISER,
        "participant": PARTICIPANT,
        "resolved": [
            {
                "wanted": decision.wanted.isoformat(timespec="minutes"),
                "taken": decision.taken.isoformat(timespec="minutes"),
                "is_doubled": decision.is_doubled,
            }
            for decision in outcome.resolved
        ],
    }


def _lines(outcome: Outcome) -> list[str]:
    days = f"{outcome.first_day} to {outcome.last_day}"
    if outcome.state == "loaded":
        lines = [
            f"Loaded the example conference, {outcome.slug}: {days}, {outcome.sessions} sessions.",
            f"Sign in as {ORGANISER} or {PARTICIPANT}; the password of both is {PASSWORD}.",
        ]
    elif outcome.state == "moved":
        lines = [f"Moved the example conference, {outcome.slug}, to {days}: release {outcome.release}."]
    else:
        lines = [f"The example conference, {outcome.slug}, is there already: {days}. Nothing changed."]
    return lines + [_decision(decision) for decision in outcome.resolved]


def _decision(decision: rules.Resolved) -> str:
    if decision.is_doubled:
        return f"The clocks show {decision.wanted:%Y-%m-%d %H:%M} twice; the session starts at the first."
    return (
        f"The clocks jump over {decision.wanted:%Y-%m-%d %H:%M}; the session starts at"
        f" {decision.taken:%Y-%m-%d %H:%M}, when they go on."
    )


commands: tuple[click.Command, ...] = (demo,)
