import asyncio
import socket
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from itertools import pairwise

import pytest

from conference.db import db, transaction
from conference.mail.render import Words
from conference.mail.rules import HELD_FOR, MOST_ATTEMPTS
from conference.mail.services import (
    Folder,
    MailServer,
    Undeliverable,
    carriers,
    claim_due_letter,
    clear_letters,
    deliver_due_letters,
    put_letter,
)
from conference.mail.services import delivery as delivery_module
from tests.mailbox import Mailbox

SENDER = "Meridian <no-reply@meridian.example>"


class Pigeon:
    """Carries mails in memory, and fails as it is told."""

    def __init__(self, *failures: Exception | None) -> None:
        self.carried = []
        self.failures = list(failures)
        self.was_closed = False

    def deliver(self, mail):
        failure = self.failures.pop(0) if self.failures else None
        if failure:
            raise failure
        self.carried.append(mail)

    def close(self):
        self.was_closed = True


def words_of(name, language, data, _event_id=None):
    return Words(f"{name} {language}", f"token {data.get('secrets', {}).get('token')}\n", "<p>x</p>")


def put(now, to="ada@example.org", **fields):
    with transaction():
        return put_letter(
            "accounts/confirm_address",
            **{"to": to, "language": "tr", "data": {"hours": 2}, "secrets": {"token": "s3cret"}, "now": now, **fields},
        )


def deliver(carrier, now, render=words_of):
    return deliver_due_letters(render=render, carrier=carrier, sender=SENDER, now=lambda: now)


def test_a_due_letter_is_sent_once(app, now, outbox):
    put(now)
    pigeon = Pigeon()

    assert deliver(pigeon, now) == 1
    assert deliver(pigeon, now + timedelta(days=1)) == 0
    (mail,) = pigeon.carried
    assert (mail["To"], mail["Subject"]) == ("ada@example.org", "accounts/confirm_address tr")
    assert pigeon.was_closed
    (letter,) = outbox()
    assert (letter.state, letter.sent_at, letter.attempts) == ("sent", now, 1)


def test_a_letter_waits_for_its_hour(app, now):
    put(now, due_at=now + timedelta(hours=1))

    assert deliver(Pigeon(), now + timedelta(minutes=59)) == 0
    assert deliver(Pigeon(), now + timedelta(hours=1)) == 1


def test_a_letter_of_a_transaction_that_failed_is_never_sent(app, now):
    def put_and_fail():
        with transaction():
            put(now)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        put_and_fail()

    assert deliver(Pigeon(), now) == 0


def test_secrets_are_forgotten_once_sent(app, now, outbox):
    put(now)
    pigeon = Pigeon()
    deliver(pigeon, now)

    (letter,) = outbox()
    assert "s3cret" in pigeon.carried[0].get_body(("plain",)).get_content()
    assert letter.data == {"hours": 2}
    assert letter.text == "token […]\n"


def test_a_failed_letter_is_tried_later_and_later_and_given_up(app, now, outbox, caplog):
    put(now)
    pigeon = Pigeon(*[OSError("no s3cret line") for _ in range(MOST_ATTEMPTS)])
    tried_at = []
    while outbox()[0].state == "waiting":
        due_at = outbox()[0].due_at
        deliver(pigeon, due_at - timedelta(seconds=1))
        assert len(pigeon.failures) == MOST_ATTEMPTS - len(tried_at), "tried too early"
        deliver(pigeon, due_at)
        tried_at.append(due_at)

    (letter,) = outbox()
    pauses = [(later - earlier) / timedelta(minutes=1) for earlier, later in pairwise(tried_at)]
    for pause, least in zip(pauses, [1, 3, 9, 27, 81, 243, 360], strict=True):
        assert least <= pause < least * 1.25
    assert letter.state == "failed"
    assert letter.error == "OSError: no […] line"
    assert letter.data == {"hours": 2}
    assert "s3cret" not in caplog.text


def test_what_is_refused_for_good_is_not_tried_again(app, now, outbox):
    put(now)

    deliver(Pigeon(Undeliverable("550 no such user")), now)

    (letter,) = outbox()
    assert (letter.state, letter.error, letter.data) == ("failed", "550 no such user", {"hours": 2})


def test_a_letter_that_cannot_be_worded_holds_up_no_other(app, now, outbox):
    put(now)
    put(now, to="bob@example.org")

    def render(name, language, data, _event_id):
        if not outbox_seen:
            outbox_seen.append(name)
            raise LookupError("no such template")
        return words_of(name, language, data)

    outbox_seen: list[str] = []
    pigeon = Pigeon()

    assert deliver(pigeon, now, render) == 1
    assert [mail["To"] for mail in pigeon.carried] == ["bob@example.org"]
    assert [letter.state for letter in outbox()] == ["waiting", "sent"]


@pytest.mark.parametrize("address", ["ada@example.org\r\nBcc: eve@example.org", "not an address"])
def test_a_forged_recipient_reaches_nobody(app, now, outbox, address):
    put(now, to=address)
    pigeon = Pigeon()

    assert deliver(pigeon, now) == 0
    assert pigeon.carried == []
    assert outbox()[0].error


def test_two_workers_do_not_hold_the_same_letter(app, now):
    put(now)

    assert claim_due_letter(now=now) is not None
    assert claim_due_letter(now=now) is None
    assert claim_due_letter(now=now + HELD_FOR - timedelta(seconds=1)) is None


def test_after_a_crash_between_sending_and_noting_the_same_mail_is_sent_once_more(app, now, outbox, monkeypatch):
    put(now)
    pigeon = Pigeon()

    class Killed(BaseException):
        pass

    def die(*_args, **_more):
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(delivery_module, "_note_sent", die)
        with pytest.raises(Killed):
            deliver(pigeon, now)
    db.session.rollback()

    assert deliver(pigeon, now + timedelta(seconds=1)) == 0
    assert deliver(pigeon, now + HELD_FOR) == 1
    assert deliver(pigeon, now + timedelta(days=1)) == 0
    first, second = pigeon.carried
    assert first["Message-ID"] == second["Message-ID"]
    assert [letter.state for letter in outbox()] == ["sent"]


def test_a_slow_worker_does_not_overwrite_what_another_noted(app, now, outbox):
    put(now)

    class Slow(Pigeon):
        def deliver(self, mail):
            super().deliver(mail)
            deliver(Pigeon(), now + HELD_FOR)
            raise OSError("the line broke")

    deliver(Slow(), now)

    assert [(letter.state, letter.error) for letter in outbox()] == [("sent", None)]


def test_letters_long_sent_are_cleared_away(app, now, outbox):
    put(now)
    deliver(Pigeon(), now)
    waiting = put(now, due_at=now + timedelta(days=200))

    assert clear_letters(now=now + timedelta(days=89)) == 0
    assert clear_letters(now=now + timedelta(days=90)) == 1
    assert [letter.id for letter in outbox()] == [waiting.id]


def test_without_a_mail_server_letters_become_files(app, now, tmp_path):
    put(now, to="ada+x/.y@example.org")

    deliver(Folder(tmp_path / "mail"), now)

    (file,) = (tmp_path / "mail").iterdir()
    assert file.name.startswith("20270608-073700-confirm_address-ada+x_.y@example.org-")
    assert file.suffix == ".eml"
    assert file.stat().st_mode & 0o077 == 0
    assert "s3cret" in message_from_bytes(file.read_bytes(), policy=default).get_body(("plain",)).get_content()


def test_a_real_mail_server_gets_the_mail(app, now, mailbox):
    put(now)
    put(now, to="bob@example.org")

    assert deliver(MailServer(mailbox.url), now) == 2
    assert [mail["To"] for mail in mailbox.messages] == ["ada@example.org", "bob@example.org"]


def test_a_mail_server_that_is_down_gets_the_mail_once_it_is_up(app, now, outbox):
    put(now)
    mailbox = Mailbox()

    assert deliver(MailServer(mailbox.url), now) == 0
    assert "refused" in outbox()[0].error.lower()

    mailbox.start()
    try:
        assert deliver(MailServer(mailbox.url), now + timedelta(minutes=2)) == 1
    finally:
        mailbox.stop()
    assert len(mailbox.messages) == 1
    assert outbox()[0].error is None


@pytest.mark.parametrize(("answer", "state"), [("451 later", "waiting"), ("554 never", "failed")])
def test_a_mail_server_may_ask_to_wait_or_refuse_for_good(app, now, mailbox, outbox, answer, state):
    put(now)
    mailbox.refusal = answer

    assert deliver(MailServer(mailbox.url), now) == 0

    letter = outbox()[0]
    assert letter.state == state
    assert answer.split()[1] in letter.error
    mailbox.refusal = None
    assert deliver(MailServer(mailbox.url), now + timedelta(minutes=2)) == (state == "waiting")


@pytest.mark.parametrize(
    ("answer", "state"), [("450 later", "waiting"), ("550 never", "failed"), ("530 who", "waiting")]
)
def test_a_refused_sender_gives_up_only_for_good(app, now, mailbox, outbox, answer, state):
    put(now)
    mailbox.sender_refusal = answer

    assert deliver(MailServer(mailbox.url), now) == 0

    assert outbox()[0].state == state


def test_reports_of_what_bounced_go_to_their_own_address(app, now, mailbox, outbox):
    put(now)

    deliver(MailServer(mailbox.url, bounce_address="bounces+{letter}@example.org"), now)

    assert mailbox.senders == [f"bounces+{outbox()[0].message_id}@example.org"]
    assert mailbox.messages[0]["From"] == SENDER


def test_a_mail_server_that_takes_the_call_and_says_nothing_holds_up_a_letter_no_longer_than_its_patience(
    app, now, outbox, monkeypatch
):
    monkeypatch.setattr(carriers, "TIMEOUT", 0.2)
    put(now)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        server = MailServer(f"smtp://127.0.0.1:{silent.getsockname()[1]}")
        assert deliver(server, now) == 0

    (letter,) = outbox()
    assert (letter.state, letter.attempts) == ("waiting", 1)
    assert now < letter.due_at < now + timedelta(minutes=2)
    assert "timed out" in letter.error.lower()


def test_a_mail_server_that_hangs_in_the_middle_gets_the_letter_again_under_the_same_name(
    app, now, outbox, monkeypatch
):
    monkeypatch.setattr(carriers, "TIMEOUT", 0.2)
    put(now)
    box = Hanging()
    box.start()
    try:
        assert deliver(MailServer(box.url), now) == 0
        box.is_hanging = False
        assert deliver(MailServer(box.url), now + timedelta(minutes=2)) == 1
    finally:
        box.stop()

    assert [mail["Message-ID"] for mail in box.messages] == [box.messages[0]["Message-ID"]] * 2
    assert outbox()[0].state == "sent"


class Hanging(Mailbox):
    """A mail server that takes mails without ever saying so."""

    is_hanging = True

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        answer = await super().handle_DATA(server, session, envelope)
        if self.is_hanging:
            await asyncio.Event().wait()
        return answer


@pytest.mark.parametrize("kept", [None, {"hours": 5}])
def test_what_is_no_longer_true_is_left_out_and_a_letter_with_nothing_left_to_say_is_deleted(app, now, outbox, kept):
    put(now)
    told = []

    def render(name, language, data, event_id):
        told.append(data)
        return words_of(name, language, data, event_id)

    pigeon = Pigeon()
    sent = deliver_due_letters(render=render, carrier=pigeon, sender=SENDER, now=lambda: now, check=lambda *_: kept)

    assert (sent, told) == ((1, [kept]) if kept else (0, []))
    assert [letter.state for letter in outbox()] == (["sent"] if kept else [])


def test_a_letter_that_cannot_be_checked_is_put_off(app, now, outbox):
    put(now)

    def check(*_):
        raise RuntimeError("no database")

    assert deliver_due_letters(render=words_of, carrier=Pigeon(), sender=SENDER, now=lambda: now, check=check) == 0
    assert (outbox()[0].state, outbox()[0].error) == ("waiting", "RuntimeError: no database")
