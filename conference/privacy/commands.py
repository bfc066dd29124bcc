"""Commands on what is kept of people."""

import json

import click
from flask.cli import AppGroup

from conference import clock
from conference.accounts.queries import account_by_email
from conference.events.queries import EventNotFound, event_by_slug
from conference.privacy import services

privacy = AppGroup("privacy", help="What is kept of people.")


@privacy.command("clear")
@click.option("--event", "slug", help="Only this event, even if its time is not up yet.")
@click.option("--yes", is_flag=True, help="Do not ask before an event loses its data early.")
@click.option("--json", "as_json", is_flag=True, help="Print for programs.")
def clear(*, slug: str | None, yes: bool, as_json: bool) -> None:
    """Let data of people go now where an event's time is up; the worker does so every hour."""
    if slug is None:
        count = services.clear_due_events(now=clock.now())
    else:
        try:
            event = event_by_slug(slug)
        except EventNotFound:
            raise click.ClickException(f"There is no event {slug}.") from None
        if not yes:
            click.confirm(f"Delete the data of all who take part in {slug}? This cannot be taken back", abort=True)
        count = services.clear_event(event.id, now=clock.now())
    if as_json:
        click.echo(json.dumps({"registrations": count}))
    else:
        click.echo(f"{count} registrations are gone; their figures stay.")


@privacy.command("delete-account")
@click.argument("email")
@click.option("--keep-in-programme", is_flag=True, help="Go on naming them as a speaker.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--json", "as_json", is_flag=True, help="Print for programs.")
def delete_account(*, email: str, keep_in_programme: bool, yes: bool, as_json: bool) -> None:
    """Delete the account of EMAIL, for somebody who asks for it and cannot sign in."""
    account = account_by_email(email)
    if account is None:
        raise click.ClickException("There is no account of that address.")
    if not yes:
        click.confirm("Delete this account and all that is kept of the person? This cannot be taken back", abort=True)
    try:
        services.delete_account(account.id, leaves_programme=not keep_in_programme, now=clock.now())
    except services.OnlyOwner as refusal:
        slugs = ", ".join(event.slug for event in refusal.events)
        raise click.ClickException(f"They are the only owner of {slugs}: make somebody else an owner first.") from None
    click.echo(json.dumps({"deleted": True}) if as_json else "The account is deleted; a last letter says so.")


commands: tuple[click.Command, ...] = (privacy,)
