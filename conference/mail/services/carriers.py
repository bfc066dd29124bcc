"""How mail leaves the house: by a mail server, or as files in a folder."""

import os
import re
import smtplib
import ssl
from datetime import UTC
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parsedate_to_datetime
from pathlib import Path
from tempfile import TemporaryFile
from typing import Protocol
from urllib.parse import unquote, urlsplit

from conference.errors import DomainError

TIMEOUT = 30
"""Seconds for each step of the conversation with a mail server."""

_PERMANENT = 500
_SIGN_IN_FIRST = 530
_LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})


class InvalidCarrier(DomainError):
    """The address of the mail server cannot be used.

    :ivar reason: a sentence for the operator.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Undeliverable(DomainError):
    """The mail server refuses this mail for good: trying again would not help.

    :ivar reason: what it answered.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Carrier(Protocol):
    """Takes mail away. Any exception but :class:`Undeliverable` means: try again later."""

    def deliver(self, mail: EmailMessage) -> None:
        """Take one mail, wholly or not at all."""

    def check(self) -> None:
        """Make sure that mail could be taken, without any; raises what :meth:`deliver` would."""

    def close(self) -> None:
        """Let go of what is held open between mails."""


class Folder:
    """Writes each mail as an .eml file, to be opened by any mail program."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def deliver(self, mail: EmailMessage) -> None:
        """Write the file; it appears whole or not at all. Only its owner may read it: it holds links that sign in."""
        self._path.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = self._path / _file_name(mail)
        unfinished = file.with_suffix(f".{os.getpid()}")
        unfinished.write_bytes(mail.as_bytes())
        unfinished.chmod(0o600)
        unfinished.replace(file)

    def check(self) -> None:
        """Make the folder and a file in it that leaves no trace.

        :raises OSError: nothing can be written there.
        """
        self._path.mkdir(parents=True, exist_ok=True, mode=0o700)
        with TemporaryFile(dir=self._path):
            pass

    def close(self) -> None:
        """Do nothing: no file stays open."""


def _file_name(mail: EmailMessage) -> str:
    written_at = parsedate_to_datetime(mail["Date"]).astimezone(UTC)
    letter = str(mail["X-Meridian-Letter"]).rpartition("/")[2]
    unique = str(mail["Message-ID"]).strip("<>").partition("@")[0][:8]
    recipient = re.sub(r"[^a-z0-9@._+-]", "_", _recipient(mail).lower())[:100]
    return f"{written_at:%Y%m%d-%H%M%S}-{letter}-{recipient}-{unique}.eml"


def _recipient(mail: EmailMessage) -> str:
    address: Address = mail["To"].addresses[0]
    return address.addr_spec


class MailServer:
    """Hands mail to an SMTP server (RFC 5321). One connection serves the letters of one run.

    :param bounce_address: where the server reports what it could not deliver, the author's address where None;
        ``{letter}`` in it stands for the letter's own id, so that each report names its letter.
    """

    def __init__(self, url: str, *, bounce_address: str | None = None) -> None:
        self._bounce_address = bounce_address
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError as error:
            raise InvalidCarrier(f"SMTP_URL is malformed: {error}.") from None
        if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
            raise InvalidCarrier("SMTP_URL is malformed; write smtp://user:password@host:587 or smtps://host.")
        self._host = parts.hostname
        self._uses_tls = parts.scheme == "smtps"
        self._port = port or (465 if self._uses_tls else 25)
        self._user = unquote(parts.username) if parts.username else None
        self._password = unquote(parts.password or "")
        self._connection: smtplib.SMTP | None = None

    def deliver(self, mail: EmailMessage) -> None:
        """Hand one mail over.

        :raises Undeliverable: the server refuses it for good.
        :raises OSError: no connection, or the server asks to try later (``smtplib.SMTPException`` is an OSError).
        """
        try:
            self._send(mail)
        except smtplib.SMTPRecipientsRefused as error:
            self.close()
            _raise_if_permanent(*next(iter(error.recipients.values())))
            raise
        except (smtplib.SMTPDataError, smtplib.SMTPSenderRefused) as error:
            self.close()
            if error.smtp_code != _SIGN_IN_FIRST:  # the operator's to mend, not this letter's fault
                _raise_if_permanent(error.smtp_code, error.smtp_error)
            raise
        except Exception:
            self.close()
            raise

    def _send(self, mail: EmailMessage) -> None:
        connection = self._connection or self._connect()
        takes_eight_bits = connection.has_extn("8bitmime")
        policy = SMTP if takes_eight_bits else SMTP.clone(cte_type="7bit")
        connection.sendmail(
            self._envelope_sender(mail),
            [_recipient(mail)],
            mail.as_bytes(policy=policy),
            mail_options=["BODY=8BITMIME"] if takes_eight_bits else [],
        )

    def _envelope_sender(self, mail: EmailMessage) -> str:
        if self._bounce_address is None:
            author: Address = mail["From"].addresses[0]
            return author.addr_spec
        letter = str(mail["Message-ID"]).strip("<>").partition("@")[0]
        return self._bounce_address.replace("{letter}", letter)

    def _connect(self) -> smtplib.SMTP:
        connection: smtplib.SMTP
        if self._uses_tls:
            connection = smtplib.SMTP_SSL(self._host, self._port, timeout=TIMEOUT, context=ssl.create_default_context())
        else:
            connection = smtplib.SMTP(self._host, self._port, timeout=TIMEOUT)
        self._connection = connection
        connection.ehlo()
        is_private = self._uses_tls or self._host in _LOCAL_HOSTS
        if not self._uses_tls and connection.has_extn("starttls"):
            connection.starttls(context=ssl.create_default_context())
            connection.ehlo()
            is_private = True
        if self._user:
            if not is_private:
                raise InvalidCarrier("The mail server offers no TLS: its password is not sent in the clear.")
            connection.login(self._user, self._password)
        return connection

    def check(self) -> None:
        """Greet the server, sign in where there is a password, and take leave.

        :raises InvalidCarrier: it offers no TLS for the password.
        :raises OSError: it does not answer, or does not let us in.
        """
        try:
            self._connect()
        finally:
            self.close()

    def close(self) -> None:
        """Take leave of the server."""
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                connection.quit()
            except (OSError, smtplib.SMTPException):
                connection.close()


def _raise_if_permanent(code: int, words: bytes | str) -> None:
    if code >= _PERMANENT:
        text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
        raise Undeliverable(f"{code} {text}")


def carrier_for(smtp_url: str | None, folder: Path, *, bounce_address: str | None = None) -> Carrier:
    """Return the mail server of an address such as ``smtps://user:password@host``, else the folder.

    :raises InvalidCarrier: the address cannot be used.
    """
    return MailServer(smtp_url, bounce_address=bounce_address) if smtp_url else Folder(folder)
