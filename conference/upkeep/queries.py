"""Looking whether an installation is in order. Each finding is a sentence for operators."""

import json
import smtplib
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

import config
from conference.db import db
from conference.mail.services import InvalidCarrier, carrier_for
from conference.mail.tables import Letter, LetterState

SHORTEST_KEY = 16
OVERDUE = timedelta(minutes=15)
"""A worker looks every second, so a letter that waits this long, and was never tried, is waiting for no worker."""


@dataclass(frozen=True)
class Finding:
    """What was found in one respect.

    :ivar name: what was looked at.
    :ivar is_fine: whether nothing is to be done.
    :ivar detail: a sentence or less: what there is, or what to do.
    """

    name: str
    is_fine: bool
    detail: str


def findings(settings: config.Settings, *, now: datetime) -> list[Finding]:
    """Look at everything an installation needs, at each though another is wrong."""
    found = [look_at_settings(settings), look_at_database(), look_at_migrations()]
    if all(one.is_fine for one in found[1:]):
        found.append(look_at_outbox(now))
    found += [look_at_mail(settings), look_at_assets(config.ROOT), look_at_catalogues(config.ROOT)]
    if settings.redis_url:
        found.append(look_at_redis(settings.redis_url))
    return found


def look_at_settings(settings: config.Settings) -> Finding:
    """Say whether the settings suit what the installation is for. That they can be read at all is known by now."""
    if not settings.is_production:
        return Finding("settings", is_fine=True, detail=f"{settings.environment}, at {settings.base_url}")
    wrong = []
    if len(settings.secret_key) < SHORTEST_KEY:
        wrong.append(f"SECRET_KEY has fewer than {SHORTEST_KEY} characters")
    if not settings.is_secure:
        wrong.append("BASE_URL is not https")
    if not settings.smtp_url:
        wrong.append("SMTP_URL is not set, so letters only become files")
    if not settings.contact:
        wrong.append("CONTACT is not set, so the privacy notice names nobody")
    return Finding("settings", not wrong, "; ".join(wrong) or f"production, at {settings.base_url}")


def look_at_database() -> Finding:
    """Say whether the database answers, and which it is."""
    try:
        with db.engine.connect() as connection:
            connection.execute(select(1))
            version = ".".join(map(str, connection.dialect.server_version_info or ()))
            name = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}.get(
                connection.dialect.name, connection.dialect.name
            )
    except SQLAlchemyError as error:
        return Finding("database", is_fine=False, detail=f"does not answer: {_first_line(error)}")
    return Finding("database", is_fine=True, detail=f"{name} {version}")


def revision_of_database() -> str | None:
    """Return the migration that the database is at, or None where it has none."""
    with db.engine.connect() as connection:
        return ", ".join(sorted(MigrationContext.configure(connection).get_current_heads())) or None


def newest_revision() -> str:
    """Return the newest migration there is."""
    settings = Config()
    settings.set_main_option("script_location", str(config.ROOT / "migrations").replace("%", "%%"))
    return ", ".join(sorted(ScriptDirectory.from_config(settings).get_heads()))


def look_at_migrations() -> Finding:
    """Say whether the database has all tables as they are now."""
    try:
        there = revision_of_database()
    except SQLAlchemyError:
        return Finding("migrations", is_fine=False, detail="cannot be known while the database does not answer")
    newest = newest_revision()
    if there == newest:
        return Finding("migrations", is_fine=True, detail=f"up to date ({newest})")
    return Finding("migrations", is_fine=False, detail=f"at {there or 'none'}, not {newest}: run `db upgrade`")


def look_at_outbox(now: datetime) -> Finding:
    """Say whether letters are sent: some that wait for long show that no worker runs."""
    overdue, failed = (
        db.session.scalar(select(func.count()).select_from(Letter).where(*conditions)) or 0
        for conditions in (
            (Letter.state == LetterState.WAITING, Letter.attempts == 0, Letter.due_at < now - OVERDUE),
            (Letter.state == LetterState.FAILED,),
        )
    )
    if overdue:
        return Finding("letters", is_fine=False, detail=f"{overdue} wait to be sent: is a worker running?")
    return Finding("letters", is_fine=True, detail=f"none overdue, {failed} given up")


def look_at_mail(settings: config.Settings) -> Finding:
    """Say whether letters can leave the house; none is sent."""
    folder = settings.instance / "mail"
    try:
        carrier_for(settings.smtp_url, folder).check()
    except InvalidCarrier as error:
        return Finding("mail", is_fine=False, detail=error.reason)
    except (OSError, smtplib.SMTPException) as error:
        return Finding("mail", is_fine=False, detail=f"cannot be handed over: {_first_line(error)}")
    return Finding(
        "mail", is_fine=True, detail="the mail server answers" if settings.smtp_url else f"files in {folder}"
    )


def look_at_assets(root: Path) -> Finding:
    """Say whether the fonts and scripts we serve are there."""
    served = json.loads((root / "package.json").read_text(encoding="utf-8"))["vendorFiles"]
    missing = [name for name in served if not (root / "static" / "vendor" / name).is_file()]
    if missing:
        return Finding("assets", is_fine=False, detail=f"missing: {', '.join(sorted(missing))}; run `make setup`")
    return Finding("assets", is_fine=True, detail=f"{len(served)} files in static/vendor")


def look_at_catalogues(root: Path) -> Finding:
    """Say whether the translations are compiled."""
    sources = sorted((root / "conference" / "translations").glob("*/LC_MESSAGES/*.po"))
    stale = [source.parts[-3] for source in sources if _is_older(source.with_suffix(".mo"), source)]
    if stale:
        return Finding("translations", is_fine=False, detail=f"not compiled: {', '.join(stale)}; run `make setup`")
    return Finding("translations", is_fine=True, detail=", ".join(source.parts[-3] for source in sources) or "none")


def look_at_redis(address: str) -> Finding:
    """Say whether what shares rate limits among processes answers."""
    try:
        with Redis.from_url(address, socket_timeout=5, socket_connect_timeout=5) as redis:
            redis.ping()
    except (RedisError, OSError, ValueError) as error:
        return Finding("redis", is_fine=False, detail=f"does not answer: {_first_line(error)}")
    return Finding("redis", is_fine=True, detail="answers")


def _is_older(made: Path, source: Path) -> bool:
    return not made.exists() or made.stat().st_mtime < source.stat().st_mtime


def _first_line(error: BaseException) -> str:
    lines = str(getattr(error, "orig", None) or error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
