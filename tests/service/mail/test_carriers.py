from pathlib import Path

import pytest

from conference.mail.services import Folder, InvalidCarrier, MailServer, carrier_for


@pytest.mark.parametrize(
    "url", ["mail.example.org", "http://mail.example.org", "smtp://", "smtp://host:port", "smtp://h:99999"]
)
def test_a_malformed_address_is_named(url):
    with pytest.raises(InvalidCarrier) as refusal:
        carrier_for(url, Path("mail"))

    assert refusal.value.reason.startswith("SMTP_URL is malformed")


def test_the_address_of_a_mail_server_is_read():
    server = carrier_for("smtps://me%40example.org:p%3Aw@mail.example.org", Path("mail"))

    assert isinstance(server, MailServer)
    assert (server._host, server._port, server._user, server._password) == (
        "mail.example.org", 465, "me@example.org", "p:w",
    )  # fmt: skip


def test_without_an_address_mail_goes_into_the_folder():
    assert isinstance(carrier_for(None, Path("mail")), Folder)


def test_a_password_is_never_sent_in_the_clear(mailbox, monkeypatch):
    monkeypatch.setattr("conference.mail.services.carriers._LOCAL_HOSTS", frozenset())
    server = MailServer(mailbox.url.replace("smtp://", "smtp://me:secret@"))

    with pytest.raises(InvalidCarrier) as refusal:
        server._connect()

    server.close()
    assert "TLS" in refusal.value.reason
