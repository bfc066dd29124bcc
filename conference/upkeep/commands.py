"""``check``, ``backup`` and ``restore``."""

import json
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

import config
from conference import clock
from conference.errors import DomainError
from conference.upkeep import queries, services
from conference.upkeep.document import Manifest

json_option = click.option("--json", "as_json", is_flag=True, help="Print for programs.")


@click.command("check")
@json_option
@with_appcontext
def check(*, as_json: bool) -> None:
    """Look whether this installation is in order."""
    settings: config.Settings = current_app.config["SETTINGS"]
    found = queries.findings(settings, now=clock.now())
    is_fine = all(finding.is_fine for finding in found)
    if as_json:
        facts = [{"name": one.name, "is_fine": one.is_fine, "detail": one.detail} for one in found]
        click.echo(json.dumps({"is_fine": is_fine, "findings": facts}, ensure_ascii=False, indent=2))
    else:
        for finding in found:
            mark = click.style("fine ", fg="green") if finding.is_fine else click.style("WRONG", fg="red", bold=True)
            click.echo(f"{mark}  {finding.name:<13} {finding.detail}")
    if not is_fine:
        names = ", ".join(finding.name for finding in found if not finding.is_fine)
        raise click.ClickException(f"Not in order: {names}.")


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@json_option
@with_appcontext
def backup(*, file: Path, as_json: bool) -> None:
    """Write the whole database to FILE, as it is at this moment. A FILE that is there is replaced."""
    try:
        manifest = services.write_backup(file, now=clock.now())
    except DomainError as refusal:
        raise click.ClickException(_words(refusal, file)) from None
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written: {error.strerror or error}.") from None
    _tell(manifest, file, f"Wrote {manifest.rows} rows to {file}. Keep the SECRET_KEY as well.", as_json=as_json)


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@json_option
@with_appcontext
def restore(*, file: Path, as_json: bool) -> None:
    """Put the backup in FILE into this database, which must be migrated and empty."""
    try:
        manifest = services.restore_backup(file)
    except DomainError as refusal:
        raise click.ClickException(_words(refusal, file)) from None
    except OSError as error:
        raise click.ClickException(f"{file} cannot be read: {error.strerror or error}.") from None
    _tell(manifest, file, f"Restored {manifest.rows} rows of {manifest.made_at:%Y-%m-%d %H:%M} UTC.", as_json=as_json)


def _tell(manifest: Manifest, file: Path, sentence: str, *, as_json: bool) -> None:
    if not as_json:
        click.echo(sentence)
        return
    facts = {
        "file": str(file),
        "revision": manifest.revision,
        "made_at": manifest.made_at.isoformat(),
        "rows": {name: table.rows for name, table in manifest.tables.items()},
    }
    click.echo(json.dumps(facts, indent=2))


def _words(refusal: DomainError, file: Path) -> str:
    match refusal:
        case services.NotMigrated():
            return "The database is not up to date: run `db upgrade` first."
        case services.NotABackup():
            return f"{file} is no backup that can be restored: {refusal.reason}."
        case services.RevisionDiffers():
            return (
                f"{file} was made at migration {refusal.backup}, and the database is at {refusal.database}: restore it"
                " with the Meridian it was made with, then upgrade."
            )
        case services.DatabaseNotEmpty():
            return f"The database is not empty ({refusal.table}): a backup is only restored into one without rows."
        case _:
            return f"Refused: {type(refusal).__name__}."


commands: tuple[click.Command, ...] = (check, backup, restore)
