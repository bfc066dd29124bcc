"""A real mail server on this machine, which keeps what it is sent."""

import socket
import threading
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Mailbox(Controller):
    """An SMTP server on a free port of 127.0.0.1.

    :ivar messages: what came, parsed, in the order of arrival.
    :ivar senders: who sent each, by its envelope: where reports of failure would go.
    :ivar refusal: an SMTP answer such as ``"451 try again later"`` with which it refuses all mail.
    :ivar sender_refusal: one with which it refuses all senders.
    """

    def __init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        super().__init__(self, hostname="127.0.0.1", port=port)
        self.messages: list[EmailMessage] = []
        self.senders: list[str | None] = []
        self.refusal: str | None = None
        self.sender_refusal: str | None = None
        self._arrival = threading.Condition()

    @property
    def url(self) -> str:
        """The address for the setting ``SMTP_URL``."""
        return f"smtp://127.0.0.1:{self.port}"

    def letters_to(self, email: str) -> list[EmailMessage]:
        """Return what was sent to an address so far, the oldest first."""
        with self._arrival:
            return [message for message in self.messages if email in str(message["to"])]

    def next_letter_to(self, email: str, *, after: int = 0, seconds: float = 30) -> EmailMessage:
        """Wait until an address was sent more than ``after`` letters, and return the one that follows those.

        :raises AssertionError: none came in time.
        """
        with self._arrival:
            came = self._arrival.wait_for(lambda: len(self.letters_to(email)) > after, seconds)
            assert came, f"no letter to {email} within {seconds} seconds; there were {len(self.letters_to(email))}"
            return self.letters_to(email)[after]

    async def handle_MAIL(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Take a sender or refuse it."""
        if self.sender_refusal:
            return self.sender_refusal
        envelope.mail_from = address
        return "250 taken"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Take a mail or refuse it."""
        if self.refusal:
            return self.refusal
        content: Any = envelope.content
        message = message_from_bytes(content, policy=default)
        assert isinstance(message, EmailMessage)
        with self._arrival:
            self.messages.append(message)
            self.senders.append(envelope.mail_from)
            self._arrival.notify_all()
        return "250 taken"
