"""Commands of accounts."""

import json
import sys

import click
from email_validator import EmailNotValidError, validate_email
from flask.cli import AppGroup

from conference import clock
from conference.accounts import services
from conference.accounts.queries import account_by_email
from conference.accounts.rules import LONGEST_PASSWORD, SHORTEST_PASSWORD, PasswordFault
from conference.translated import LANGUAGES
from conference.zones import is_zone

account = AppGroup("account", help="Accounts of people.")

_FAULTS = {
    PasswordFault.TOO_SHORT: f"The password is too short; at least {SHORTEST_PASSWORD} characters.",
    PasswordFault.TOO_LONG: f"The password is too long; at most {LONGEST_PASSWORD} characters.",
    PasswordFault.TOO_COMMON: "The password is one that many people use; choose another.",
    PasswordFault.PERSONAL: "The password is the address or the name of its owner; choose another.",
}


def _address(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    try:
        return validate_email(value, check_deliverability=False, allow_smtputf8=False).normalized
    except EmailNotValidError as error:
        raise click.BadParameter(str(error)) from None


def _zone(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    if not is_zone(value):
        raise click.BadParameter(f"{value} is no IANA zone such as Europe/Istanbul.")
    return value


@account.command("create")
@click.argument("email", callback=_address)
@click.option("--organiser", is_flag=True, help="They may create events.")
@click.option("--name", default="", help="What others call them; the first part of the address where left out.")
@click.option("--language", type=click.Choice(LANGUAGES), default="en", show_default=True)
@click.option("--zone", default="Europe/Berlin", show_default=True, callback=_zone, help="IANA time zone.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input, not by asking.")
@click.option("--json", "as_json", is_flag=True, help="Print for programs.")
def create_account(
    *, email: str, organiser: bool, name: str, language: str, zone: str, password_stdin: bool, as_json: bool
) -> None:
    """Make an account for EMAIL, confirmed at once."""
    try:
        made = services.make_account(
            email=email,
            name=" ".join(name.split())[:200] or email.partition("@")[0],
            password=_password(from_stdin=password_stdin),
            language=language,
            zone=zone,
            may_create_events=organiser,
            now=clock.now(),
        )
    except services.AddressTaken as refusal:
        raise click.ClickException(f"There is an account of {refusal.email} already.") from None
    except services.WeakPassword as refusal:
        raise click.ClickException(_FAULTS[refusal.fault]) from None
    if as_json:
        facts = {"id": made.id, "email": made.email, "name": made.name, "may_create_events": made.may_create_events}
        click.echo(json.dumps(facts, ensure_ascii=False))
    else:
        click.echo(f"Made an account for {made.email}" + (", who may create events." if organiser else "."))


@account.command("forget-factors")
@click.argument("email", callback=_address)
def forget_factors(email: str) -> None:
    """Take all second factors off the account of EMAIL, for somebody who lost them. Make sure who asks.

    All its devices are signed out, and its owner is told by letter.
    """
    found = account_by_email(email)
    if found is None:
        raise click.ClickException(f"There is no account of {email}.")
    if services.forget_second_factors(found.id, now=clock.now()):
        click.echo(f"{found.email} has no second factor any more.")
    else:
        click.echo(f"{found.email} had no second factor; its devices are signed out.")


def _password(*, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    return str(click.prompt("Password", hide_input=True, confirmation_prompt="The same again", err=True))


commands: tuple[click.Command, ...] = (account,)
