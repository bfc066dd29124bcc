"""``event import`` and ``event export``."""

import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import click
from flask import current_app, url_for

from conference import clock
from conference.accounts.queries import account_by_email
from conference.errors import DomainError
from conference.events.queries import EventNotFound
from conference.events.rules import SLUG_LENGTH, is_free_form
from conference.exchange import big_event, sheets
from conference.exchange.commands.group import event, json_option, print_json, wanted_event
from conference.exchange.commands.remarks import remark_words
from conference.exchange.commands.words import refusal_words
from conference.exchange.queries import (
    all_events,
    first_organiser,
    hints_for,
    released_programme,
    whole_release,
)
from conference.exchange.rules import MOST_BYTES
from conference.exchange.services import ImportReport, Tally, import_programme, programme_from_bytes
from conference.programme.queries import newest_release
from conference.zones import is_zone


def _slug(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    if len(value) > SLUG_LENGTH or not is_free_form(value):
        raise click.BadParameter(
            f"{value!r} is no slug: lower-case letters, digits and single hyphens, at most {SLUG_LENGTH}, and not a"
            " word that Meridian needs for itself."
        )
    return value


def _zone(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    if value is not None and not is_zone(value):
        raise click.BadParameter(f"{value!r} is no IANA time zone such as Europe/Istanbul.")
    return value


@event.command("import")
@click.argument("file")
@click.option("--event", "slug", required=True, metavar="SLUG", callback=_slug, help="Which event; made if need be.")
@click.option("--owner", metavar="EMAIL", help="Who owns it; of a new event the oldest organiser where left out.")
@click.option("--zone", metavar="ZONE", callback=_zone, help="IANA zone of times without an offset; else the file's.")
@json_option
def import_file(*, file: str, slug: str, owner: str | None, zone: str | None, as_json: bool) -> None:
    """Import FILE (- for standard input) into the draft of an event. Its format is known by its content."""
    data = _content(file)
    try:
        programme = programme_from_bytes(data, hints_for(slug, zone=zone))
    except DomainError as refusal:
        raise click.ClickException(refusal_words(refusal)) from None
    owner_id, owner_email = _owner(slug, owner)
    try:
        report = import_programme(programme, event_slug=slug, owner_id=owner_id, now=clock.now())
    except DomainError as refusal:
        raise click.ClickException(refusal_words(refusal)) from None
    if as_json:
        facts = {name: value for name, value in asdict(report).items() if name not in {"event_id", "remarks"}}
        print_json({**facts, "owner": owner_email, "remarks": [remark_words(remark) for remark in report.remarks]})
        return
    for remark in report.remarks:
        click.echo(remark_words(remark), err=True)
    for line in _lines(report, owner_email):
        click.echo(line)


def _content(file: str) -> bytes:
    """Return the content of a file, no more of it than is needed to know that it is too large."""
    try:
        if file == "-":
            return sys.stdin.buffer.read(MOST_BYTES + 1)
        with Path(file).open("rb") as opened:
            return opened.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise click.ClickException(f"{file} cannot be read: {reason}.") from None


def _owner(slug: str, email: str | None) -> tuple[int | None, str | None]:
    """Return who is to own the event: whoever is named, of a new event else the oldest organiser."""
    if email is not None:
        account = account_by_email(email)
        if account is None:
            raise click.ClickException(f"There is no account of {email}; `account create` makes one.")
    elif slug in {one.slug for one in all_events()}:
        return None, None
    else:
        account = first_organiser()
    return (account.id, account.email) if account else (None, None)


def _lines(report: ImportReport, owner: str | None) -> list[str]:
    lines = [f"{report.event_slug}: {'made the event' if report.is_new_event else 'imported into the event there is'}."]
    if (holds := report.holds) is not None:
        counts = ", ".join(
            f"{getattr(holds, name)} {name}" for name in ("sessions", "speakers", "themes", "rooms", "days")
        )
        lines.append(f"The file is {holds.format} and holds {counts}.")
    if owner:
        lines.append(f"{owner} owns it.")
    elif report.is_new_event:
        lines.append("Nobody can edit it in the browser yet: there is no organiser. Import again with --owner EMAIL.")
    for name in ("sessions", "speakers", "themes", "rooms"):
        tally: Tally = getattr(report, name)
        lines.append(f"{name:>9}: {tally.added} added, {tally.changed} changed, {tally.same} the same.")
    if report.left:
        lines.append(f"{report.left} sessions that the file does not name stay as they are.")
    lines.append(f"Visitors see it after `event publish --event {report.event_slug}`.")
    return lines


def _export_big_event(slug: str) -> bytes:
    return big_event.write(released_programme(slug))


def _export_public(endpoint: str) -> Callable[[str], bytes]:
    """Return what writes a file that anyone may fetch of an event: byte for byte what they get."""

    def export_public(slug: str) -> bytes:
        language = newest_release(slug).programme.event.languages[0]
        with current_app.test_request_context():
            address = url_for(endpoint, event=slug, lang=language)
        answer = current_app.test_client().get(address)
        if answer.status_code != 200:  # noqa: PLR2004
            raise click.ClickException(f"The file of {slug} could not be made (status {answer.status_code}).")
        return answer.get_data()

    return export_public


def _export_csv(slug: str) -> bytes:
    return sheets.write_csv(whole_release(newest_release(slug)))


def _export_xlsx(slug: str) -> bytes:
    return sheets.write_workbook(whole_release(newest_release(slug)))


EXPORTERS: dict[str, Callable[[str], bytes]] = {
    "big-event": _export_big_event,
    "ics": _export_public("calendars.show_event_feed"),
    "schedule.xml": _export_public("published.show_xml"),
    "schedule.json": _export_public("published.show_json"),
    "pdf": _export_public("published.show_pdf"),
    "csv": _export_csv,
    "xlsx": _export_xlsx,
}
"""What can be exported, by the name of the format. A further format is a further row."""


@event.command("export")
@click.option("--event", "slug", required=True, metavar="SLUG", help="Which event.")
@click.option("--format", "name", required=True, type=click.Choice(tuple(EXPORTERS)), help="In which format.")
def export(*, slug: str, name: str) -> None:
    """Write the newest release of an event to standard output."""
    wanted_event(slug)
    try:
        content = EXPORTERS[name](slug)
    except EventNotFound:
        raise click.ClickException(f"Nothing of {slug} is published yet: `event publish --event {slug}`.") from None
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()
