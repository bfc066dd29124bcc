"""A real mail server on this machine, which keeps what it is sent."""

import socket
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Mailbox(Controller):
    """An SMTP server on a free port of 127.0.0.1.

    :ivar messages: what came, parsed, in the order of arrival.
    :ivar refusal: an SMTP answer such as ``"451 try again later"`` with which it refuses all mail.
    """

    def __init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        super().__init__(self, hostname="127.0.0.1", port=port)
        self.messages: list[EmailMessage] = []
        self.refusal: str | None = None

    @property
    def url(self) -> str:
        """The address for the setting ``SMTP_URL``."""
        return f"smtp://127.0.0.1:{self.port}"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Take a mail or refuse it."""
        if self.refusal:
            return self.refusal
        content: Any = envelope.content
        message = message_from_bytes(content, policy=default)
        assert isinstance(message, EmailMessage)
        self.messages.append(message)
        return "250 taken"
