from datetime import UTC, datetime, timedelta

import pytest

from conference.letters.rules import LetterFilter, Trouble, filter_from, is_outdated, trouble_of

NOW = datetime(2027, 6, 8, 7, 37, tzinfo=UTC)


@pytest.mark.parametrize(
    ("error", "trouble"),
    [
        ("550 5.1.1 <ada@example.org>: Recipient address rejected: User unknown", Trouble.ADDRESS),
        ("550 no such user", Trouble.ADDRESS),
        ("552 5.2.2 mailbox full", Trouble.FULL),
        ("452 too many mails", Trouble.FULL),
        ("554 5.7.1 blocked as spam", Trouble.REFUSED),
        ("SMTPDataError: (451, b'4.7.1 Greylisted, come back')", Trouble.LATER),
        ("SMTPAuthenticationError: (535, b'5.7.8 wrong password')", Trouble.SERVER),
        ("SMTPSenderRefused: (530, b'5.7.0 sign in first', 'a@b')", Trouble.SERVER),
        ("ConnectionRefusedError: [Errno 111] Connection refused", Trouble.SERVER),
        ("gaierror: [Errno -2] Name or service not known", Trouble.SERVER),
        ("UndefinedError: 'event' is undefined", Trouble.WORDING),
        ("PermissionError: [Errno 13] Permission denied", Trouble.SERVER),
        ("OddError: whatever", Trouble.OTHER),
        ("", Trouble.OTHER),
    ],
)
def test_what_the_mail_server_said_becomes_a_kind_of_trouble(error, trouble):
    assert trouble_of(error) is trouble


def test_an_offer_is_outdated_once_nobody_can_answer_it():
    assert is_outdated({"respond_by": NOW.isoformat()}, now=NOW)
    assert not is_outdated({"respond_by": (NOW + timedelta(minutes=1)).isoformat()}, now=NOW)
    assert not is_outdated({"respond_by": None}, now=NOW)
    assert not is_outdated({}, now=NOW)


def test_an_address_asks_for_what_it_says_and_for_nothing_that_no_database_stores():
    asked = {"state": "lost", "kind": "agenda/seat_offered\0", "q": " Ada\ud800 "}

    assert filter_from(asked) == LetterFilter(kind="agenda/seat_offered", recipient="Ada")
    assert filter_from({"state": "failed"}).arguments == {"state": "failed"}
    assert not filter_from({}).is_set
