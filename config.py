"""Settings: the only reader of the environment. docs/settings.md lists them for operators.

This module never imports ``conference``.
"""

import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).parent
MOST_MEGABYTES = 100
"""No file that answers a question can be allowed to be larger: it is held in memory while it is checked."""


class InvalidSetting(Exception):
    """A setting is missing or malformed. The message says which one and what to write there."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """All that can be set from outside.

    :ivar environment: ``development``, ``production`` or ``testing``. Production demands a
        ``secret_key`` and refuses to load the example conference.
    :ivar instance: the folder for the default database and mail files.
    :ivar database_url: an SQLAlchemy address; ``postgresql://`` is read as psycopg's.
    :ivar secret_key: signs cookies and seals feed addresses.
    :ivar base_url: where people reach this installation, without a slash at its end. Letters and
        calendars link there, whatever host a request names.
    :ivar smtp_url: ``smtp://user:password@host:587`` (STARTTLS where offered) or ``smtps://``; without it
        letters become .eml files in ``instance/mail``.
    :ivar mail_from: the sender of letters.
    :ivar bounce_address: where mail servers report what they could not deliver; ``mail_from`` where None.
    :ivar contact: the address of those who answer for people's data, shown in the privacy notice.
    :ivar redis_url: shares rate limits among processes; without it each process counts for itself.
    :ivar trusted_proxies: how many reverse proxies stand in front and may say who is calling.
    :ivar password_memory: what hashing a password may use, in KiB (argon2id). Tests lower it.
    :ivar rate_limits: whether sign-in, registration and reset are limited.
    :ivar oidc_issuer: address of an OpenID provider to sign in by, https; none where None.
    :ivar oidc_client_id: by which the provider knows this installation; ``oidc_client_secret`` goes with it.
    :ivar oidc_name: what the button calls the provider.
    :ivar oidc_trusted: whether an address that the provider has verified links an account of it by itself.
    :ivar compress_feeds: whether calendar feeds are sent packed (gzip, Brotli) to programs that ask for it.
    :ivar largest_file_mb: how large a file may be that answers a question, in megabytes, at most.
    """

    environment: str = "development"
    instance: Path = ROOT / "instance"
    database_url: str = ""
    secret_key: str = ""
    base_url: str = "http://127.0.0.1:5000"
    smtp_url: str | None = None
    mail_from: str = "Meridian <no-reply@meridian.example>"
    bounce_address: str | None = None
    contact: str | None = None
    redis_url: str | None = None
    trusted_proxies: int = 0
    password_memory: int = 65536
    rate_limits: bool = True
    compress_feeds: bool = True
    largest_file_mb: int = 10
    oidc_issuer: str | None = None
    oidc_client_id: str = ""
    oidc_client_secret: str = ""
    oidc_name: str = "OpenID Connect"
    oidc_trusted: bool = False

    @property
    def is_production(self) -> bool:
        """Whether this installation serves real people."""
        return self.environment == "production"

    @property
    def is_secure(self) -> bool:
        """Whether people reach it by https: then cookies are for https alone."""
        return self.base_url.startswith("https://")


def from_environment(environ: dict[str, str] | None = None) -> Settings:
    """Read the settings from the environment.

    :raises InvalidSetting: one is missing or malformed.
    """
    env = dict(os.environ) if environ is None else environ
    environment = env.get("MERIDIAN_ENV", "development")
    if environment not in {"development", "production", "testing"}:
        message = f"MERIDIAN_ENV is {environment!r}; write development or production."
        raise InvalidSetting(message)
    instance = Path(env.get("INSTANCE_FOLDER", str(ROOT / "instance")))
    secret_key = env.get("SECRET_KEY", "")
    if not secret_key:
        if environment == "production":
            message = (
                "SECRET_KEY is not set; production needs one: python -c 'import secrets; print(secrets.token_hex(32))'"
            )
            raise InvalidSetting(message)
        secret_key = _development_key(instance)
    proxies = env.get("TRUSTED_PROXIES", "0")
    if not proxies.isdecimal():
        message = f"TRUSTED_PROXIES is {proxies!r}; write how many proxies stand in front, such as 1."
        raise InvalidSetting(message)
    base_url = env.get("BASE_URL", f"http://127.0.0.1:{env.get('PORT', '5000')}").rstrip("/")
    if not base_url.startswith(("http://", "https://")):
        message = f"BASE_URL is {base_url!r}; write it with http:// or https://."
        raise InvalidSetting(message)
    bounce_address = env.get("BOUNCE_ADDRESS") or None
    if bounce_address is not None and not re.fullmatch(r"[^\s<>@]+@[^\s<>@]+", bounce_address):
        message = f"BOUNCE_ADDRESS is {bounce_address!r}; write one address, such as bounces@example.org."
        raise InvalidSetting(message)
    issuer = env.get("OIDC_ISSUER") or None
    if issuer is not None:
        parts = urlsplit(issuer)
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in {"localhost", "127.0.0.1"}):
            message = f"OIDC_ISSUER is {issuer!r}; write the address of the provider, with https://."
            raise InvalidSetting(message)
        if not env.get("OIDC_CLIENT_ID"):
            message = "OIDC_ISSUER is set, but OIDC_CLIENT_ID is not: write the name that the provider gave you."
            raise InvalidSetting(message)
    return Settings(
        environment=environment,
        instance=instance,
        database_url=_driver_url(env.get("DATABASE_URL") or f"sqlite:///{instance / 'meridian.sqlite'}"),
        secret_key=secret_key,
        base_url=base_url,
        smtp_url=env.get("SMTP_URL") or None,
        mail_from=env.get("MAIL_FROM", Settings.mail_from),
        bounce_address=bounce_address,
        contact=env.get("CONTACT") or None,
        redis_url=env.get("REDIS_URL") or None,
        trusted_proxies=int(proxies),
        largest_file_mb=_largest_file(env),
        oidc_issuer=issuer,
        oidc_client_id=env.get("OIDC_CLIENT_ID", ""),
        oidc_client_secret=env.get("OIDC_CLIENT_SECRET", ""),
        oidc_name=env.get("OIDC_NAME") or Settings.oidc_name,
        oidc_trusted=env.get("OIDC_TRUSTED", "no").lower() in {"yes", "on", "true", "1"},
        compress_feeds=env.get("COMPRESS_FEEDS", "yes").lower() not in {"no", "off", "false", "0"},
    )


def _largest_file(env: dict[str, str]) -> int:
    largest = env.get("LARGEST_FILE_MB", str(Settings.largest_file_mb))
    if not (largest.isascii() and largest.isdecimal() and 1 <= int(largest) <= MOST_MEGABYTES):
        message = f"LARGEST_FILE_MB is {largest!r}; write whole megabytes from 1 to {MOST_MEGABYTES}, such as 10."
        raise InvalidSetting(message)
    return int(largest)


def _driver_url(url: str) -> str:
    for prefix in ("postgresql://", "postgres://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def _development_key(instance: Path) -> str:
    """Return the key kept in the instance folder, making it once: sign-ins survive a restart."""
    path = instance / "secret_key"
    if not path.exists():
        instance.mkdir(parents=True, exist_ok=True)
        new = path.with_suffix(f".{os.getpid()}")
        new.write_text(secrets.token_hex(32))
        new.chmod(0o600)
        try:
            os.link(new, path)
        except FileExistsError:
            pass
        finally:
            new.unlink()
    return path.read_text().strip()
