from datetime import timedelta

import pytest

from conference.accounts import services
from conference.accounts.queries import account_by_email, account_by_token
from conference.accounts.rules import CONFIRM_LINK_LIFETIME, MOST_LETTERS, PasswordFault
from conference.accounts.tables import Account, AccountToken, TokenPurpose
from conference.db import db, transaction
from conference.mail.tables import Letter
from tests.factories.accounts import account

FIELDS = {
    "email": "Ayşe@example.org".replace("ş", "s"),
    "name": "Ayşe Öztürk",
    "password": "iki hafta dört konu",
    "language": "tr",
    "zone": "Europe/Istanbul",
    "consent_version": "2026-11",
}


def open_account(now, **fields):
    return services.open_account(**{**FIELDS, **fields}, now=now)


def confirm(token, now, password=FIELDS["password"]):
    return services.confirm_address(token, password=password, now=now)


def token_in(letter: Letter) -> str:
    return letter.data["secrets"]["token"]


def test_a_new_account_waits_for_its_address_to_be_confirmed(app, now, outbox):
    opened = open_account(now, going_to="/city/agenda")

    assert opened.email == "ayse@example.org"
    assert not opened.is_active
    assert (opened.consented_at, opened.consent_version) == (now, "2026-11")
    (letter,) = outbox()
    assert (letter.name, letter.recipient, letter.language) == ("accounts/confirm_address", "ayse@example.org", "tr")
    assert letter.data["going_to"] == "/city/agenda"


def test_the_database_keeps_neither_password_nor_token(app, now, outbox):
    opened = open_account(now)

    stored = db.session.query(AccountToken).one()
    assert opened.password_hash.startswith("$argon2id$")
    assert stored.token_hash != token_in(outbox()[0])
    assert FIELDS["password"] not in opened.password_hash


def test_the_letter_is_put_only_if_the_account_is_stored(app, now, outbox):
    def fail(_account):
        raise RuntimeError

    with pytest.raises(RuntimeError):
        open_account(now, and_then=fail)

    assert outbox() == []
    assert account_by_email(FIELDS["email"]) is None


def test_the_token_confirms_once(app, now, outbox):
    open_account(now)
    token = token_in(outbox()[0])

    confirmed = confirm(token, now)

    assert confirmed.confirmed_at == now
    with pytest.raises(services.LinkNotValid):
        confirm(token, now)


@pytest.mark.parametrize("proof", [{}, {"password": ""}, {"password": "a wrong one"}, {"mark": ""}, {"mark": "0" * 64}])
def test_the_token_alone_confirms_nothing(app, now, outbox, proof):
    open_account(now)
    token = token_in(outbox()[0])

    with pytest.raises(services.WrongPassword):
        services.confirm_address(token, **proof, now=now)

    assert not account_by_email(FIELDS["email"]).is_active
    assert confirm(token, now).is_active


def test_the_mark_of_the_sign_up_confirms_too(app, now, outbox):
    mark = services.mark_of_sign_up(open_account(now))

    assert services.confirm_address(token_in(outbox()[0]), mark=mark, now=now).is_active


def test_the_mark_of_an_overtaken_sign_up_confirms_nothing(app, now, outbox):
    mark = services.mark_of_sign_up(open_account(now))
    open_account(now, password="of somebody else")

    with pytest.raises(services.WrongPassword):
        services.confirm_address(token_in(outbox()[1]), mark=mark, now=now)


def test_a_sign_up_that_changed_nothing_has_a_mark_that_fits_nothing(app, now, outbox):
    for _ in range(MOST_LETTERS):
        open_account(now, password="of somebody else")
    mark = services.mark_of_sign_up(open_account(now))

    with pytest.raises(services.WrongPassword):
        services.confirm_address(token_in(outbox()[-1]), mark=mark, now=now)
    assert len(mark) == len(services.mark_of_sign_up(account("other@example.org")))


def test_a_reset_by_mail_takes_an_account_from_whoever_signed_up_for_it(app, now, outbox):
    open_account(now, password="of somebody else")
    services.ask_for_reset(FIELDS["email"], now=now)

    services.reset_password(token_in(outbox()[-1]), "of its true owner", now=now)

    assert services.check_sign_in(FIELDS["email"], "of its true owner").is_active
    with pytest.raises(services.SignInFailed):
        services.check_sign_in(FIELDS["email"], "of somebody else")
    with pytest.raises(services.LinkNotValid):
        confirm(token_in(outbox()[0]), now, "of somebody else")


def test_the_token_expires(app, now, outbox):
    open_account(now)
    token = token_in(outbox()[0])

    assert account_by_token(token, TokenPurpose.CONFIRM_ADDRESS, now=now + CONFIRM_LINK_LIFETIME - timedelta(seconds=1))
    with pytest.raises(services.LinkNotValid):
        confirm(token, now + CONFIRM_LINK_LIFETIME)
    assert not account_by_email(FIELDS["email"]).is_active


def test_a_token_serves_its_own_purpose_alone(app, now, outbox):
    open_account(now)

    with pytest.raises(services.LinkNotValid):
        services.reset_password(token_in(outbox()[0]), "another long one", now=now)


def test_the_newest_sign_up_of_an_unconfirmed_address_counts(app, now, outbox):
    open_account(now)
    open_account(now, name="Ayşe Ö.", password="quite another one", language="de")

    first, second = outbox()
    with pytest.raises(services.LinkNotValid):
        confirm(token_in(first), now)
    confirm(token_in(second), now, "quite another one")
    signed_in = services.check_sign_in(FIELDS["email"], "quite another one")
    assert (signed_in.name, signed_in.language) == ("Ayşe Ö.", "de")
    assert db.session.query(Account).count() == 1


def test_the_owner_of_a_known_address_is_told_and_nothing_changes(app, now, outbox):
    known = account("ayse@example.org", name="Ayşe", language="de")
    before = known.password_hash

    assert open_account(now) is None

    (letter,) = outbox()
    assert (letter.name, letter.recipient, letter.language) == ("accounts/address_known", "ayse@example.org", "de")
    db.session.expire_all()
    assert (known.name, known.password_hash) == ("Ayşe", before)


def test_nobody_can_flood_a_mailbox(app, now, outbox):
    account("known@example.org")
    for _ in range(MOST_LETTERS + 3):
        open_account(now)
        open_account(now, email="known@example.org")
        services.send_confirmation_again(FIELDS["email"], now=now)
        services.ask_for_reset("known@example.org", now=now)

    names = [letter.name for letter in outbox()]
    assert {name: names.count(name) for name in set(names)} == {
        "accounts/confirm_address": MOST_LETTERS,
        "accounts/address_known": MOST_LETTERS,
        "accounts/reset_password": MOST_LETTERS,
    }


def test_the_last_letter_still_works_after_too_many_were_asked_for(app, now, outbox):
    for _ in range(MOST_LETTERS + 3):
        open_account(now)

    assert confirm(token_in(outbox()[-1]), now).is_active


def test_an_hour_later_a_letter_is_sent_again(app, now, outbox):
    for _ in range(MOST_LETTERS + 1):
        open_account(now)

    services.send_confirmation_again(FIELDS["email"], now=now + timedelta(hours=1))

    assert len(outbox()) == MOST_LETTERS + 1


def test_a_second_letter_voids_the_first(app, now, outbox):
    open_account(now)
    services.send_confirmation_again(FIELDS["email"], now=now)

    first, second = outbox()
    with pytest.raises(services.LinkNotValid):
        confirm(token_in(first), now)
    assert confirm(token_in(second), now).is_active


@pytest.mark.parametrize("email", ["known@example.org", "nobody@example.org"])
def test_no_letter_is_sent_again_where_nothing_waits(app, now, outbox, email):
    account("known@example.org")

    services.send_confirmation_again(email, now=now)

    assert outbox() == []


def test_a_weak_password_is_refused_with_its_fault(app, now, outbox):
    with pytest.raises(services.WeakPassword) as refusal:
        open_account(now, password="short")

    assert refusal.value.fault == PasswordFault.TOO_SHORT
    assert outbox() == []
    assert account_by_email(FIELDS["email"]) is None


def test_the_command_makes_a_confirmed_account_once(app, now):
    facts = {**FIELDS, "consent_version": None}

    made = services.make_account(**facts, may_create_events=True, now=now)

    assert made.is_active
    assert made.may_create_events
    with pytest.raises(services.AddressTaken):
        services.make_account(**facts, now=now)


def test_the_command_takes_over_an_unconfirmed_account(app, now, outbox):
    open_account(now, password="of somebody else")

    services.make_account(**FIELDS, now=now)

    assert services.check_sign_in(FIELDS["email"], FIELDS["password"])
    with pytest.raises(services.LinkNotValid):
        confirm(token_in(outbox()[0]), now)


def test_two_sign_ups_at_once_leave_one_account(app, now, outbox, monkeypatch):
    sign_up = services.sign_up
    real = sign_up._locked_account_by_email
    seen = []

    def blind_at_first(email):
        seen.append(email)
        return None if len(seen) == 1 else real(email)

    open_account(now)
    monkeypatch.setattr(sign_up, "_locked_account_by_email", blind_at_first)
    open_account(now, name="The second")

    assert [row.name for row in db.session.query(Account)] == ["The second"]


def test_forgotten_accounts_and_tokens_are_cleared_away(app, now):
    open_account(now)
    kept = account("kept@example.org", created_at=now - timedelta(days=400))
    later = now + timedelta(days=29)

    assert services.clear_unconfirmed_accounts(now=later) == 0
    assert services.clear_tokens(now=later) == 1
    assert services.clear_unconfirmed_accounts(now=now + timedelta(days=30)) == 1
    assert [row.id for row in db.session.query(Account)] == [kept.id]


def test_clearing_leaves_tokens_that_still_work(app, now, outbox):
    open_account(now)

    assert services.clear_tokens(now=now + timedelta(hours=1)) == 0
    assert confirm(token_in(outbox()[0]), now + timedelta(hours=1))


def test_a_sign_up_joins_the_transaction_around_it(app, now, outbox):
    def sign_up_and_fail():
        with transaction():
            open_account(now)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        sign_up_and_fail()

    assert outbox() == []
    assert db.session.query(Account).count() == 0
