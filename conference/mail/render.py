"""From a letter's words to a mail. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

HIDDEN = "[…]"
"""Stands in the kept text for what only its reader may know."""


@dataclass(frozen=True)
class CalendarPart:
    """What a mail tells calendars: an iTIP object, which is of one entry (RFC 5546, RFC 6047 section 2).

    :ivar method: as the object names it.
    :ivar filename: ASCII.
    :ivar content: the object.
    """

    method: str
    filename: str
    content: str


@dataclass(frozen=True)
class Words:
    """What a letter says, in the reader's language.

    :ivar subject: one line.
    :ivar text: the letter as plain text.
    :ivar html: the same as a page.
    :ivar unsubscribe: the address by which its reader stops such letters with one click; none where it is necessary.
    :ivar calendars: what it tells the reader's calendar.
    :ivar secrets: what of it is hidden in the text that is kept, beside the letter's own secrets.
    """

    subject: str
    text: str
    html: str
    unsubscribe: str | None = None
    secrets: tuple[str, ...] = ()
    calendars: tuple[CalendarPart, ...] = ()


def one_line(text: str) -> str:
    """Return a text fit for a header: no line breaks, no control characters."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", " ", text).split())


def without(text: str, secrets: Iterable[str]) -> str:
    """Return a text in which secrets are hidden."""
    for secret in secrets:
        if secret:
            text = text.replace(secret, HIDDEN)
    return text


def mail_of(
    words: Words, *, to: str, sender: str, language: str, message_id: str, name: str, now: datetime
) -> EmailMessage:
    """Return the mail: plain text with its HTML twin (RFC 2046 section 5.1.4).

    :param to: one address, ``local@domain``.
    :param sender: ``Name <local@domain>``.
    :param message_id: the unique part; the sender's domain completes it.
    :param name: which letter it is, for those who look into the log of a mail server.
    :raises ValueError: an address is none; nothing that people write can add a header.
    """
    mail = EmailMessage(policy=SMTP)
    from_name, from_address = parseaddr(sender)
    author = Address(display_name=one_line(from_name), addr_spec=from_address)
    mail["From"] = author
    mail["To"] = Address(addr_spec=to)
    mail["Subject"] = one_line(words.subject)
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = f"<{message_id}@{author.domain}>"
    # So that holiday answers stay away (RFC 3834 section 5).
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    mail["X-Meridian-Letter"] = one_line(name)
    if words.unsubscribe:
        # RFC 8058 section 3.1: the mail program's own button posts there.
        mail["List-Unsubscribe"] = f"<{one_line(words.unsubscribe)}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(words.text, cte=_encoding_of(words.text))
    mail.add_alternative(words.html, subtype="html", cte=_encoding_of(words.html))
    _add_calendars(mail, words.calendars)
    mail["Content-Language"] = language  # at the end: setting a content drops what was said of it before
    return mail


def _add_calendars(mail: EmailMessage, parts: Sequence[CalendarPart]) -> None:
    """Add what a mail tells calendars, in base64, so that no server on the way touches its lines.

    One object is another form of the same letter: mail programs show it as an invitation. Those that know no such form
    show only the others; for them it is a file as well, under a type that nobody takes for a second invitation. Of
    several objects they take the first at most, and one entry in place of five would mislead; as files each can be
    opened.
    """
    for part in parts:
        facts = {"method": part.method, "component": "VEVENT"}
        if len(parts) == 1:
            mail.add_alternative(
                part.content, subtype="calendar", cte="base64", params={**facts, "name": part.filename}
            )
            mail.add_attachment(part.content.encode(), maintype="application", subtype="ics", filename=part.filename)
        else:
            mail.add_attachment(part.content, subtype="calendar", cte="base64", params=facts, filename=part.filename)


LONGEST_LINE = 998
"""Bytes of a line without its end (RFC 5322 section 2.1.1); mail servers refuse longer ones."""


def _encoding_of(text: str) -> str:
    """Return how a part is encoded: eight bits, which keep links whole in the raw mail, where no line is too long."""
    lines = text.encode().splitlines()
    return "8bit" if all(len(line) <= LONGEST_LINE for line in lines) else "quoted-printable"
