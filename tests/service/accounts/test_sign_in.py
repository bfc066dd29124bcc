from datetime import timedelta

import pytest

from conference.accounts import services
from conference.accounts.queries import sign_in_of_key
from conference.accounts.rules import RESET_LINK_LIFETIME, PasswordFault
from conference.accounts.services import passwords
from conference.accounts.tables import Account
from conference.db import db
from tests.factories.accounts import PASSWORD, account

NEW = "another long password"


@pytest.fixture
def ada(app, now) -> Account:
    return account("ada@example.org", name="Ada Lovelace")


@pytest.fixture
def reset_token(ada, now, outbox) -> str:
    services.ask_for_reset("ada@example.org", now=now)
    return outbox()[-1].data["secrets"]["token"]


def test_address_and_password_sign_in(ada):
    assert services.check_sign_in(" ADA@Example.org", PASSWORD).id == ada.id


@pytest.mark.parametrize(
    ("email", "password"), [("ada@example.org", "wrong"), ("eve@example.org", PASSWORD), ("", ""), ("ada", PASSWORD)]
)
def test_what_does_not_belong_together_is_refused_alike(ada, email, password):
    with pytest.raises(services.SignInFailed):
        services.check_sign_in(email, password)


def test_an_unknown_address_costs_as_much_work_as_a_known_one(ada, monkeypatch):
    worked = []
    monkeypatch.setattr(type(passwords), "match", lambda *_: worked.append("match") or False)
    monkeypatch.setattr(type(passwords), "spend_the_work", lambda *_: worked.append("spend"))

    for email in ("ada@example.org", "eve@example.org"):
        with pytest.raises(services.SignInFailed):
            services.check_sign_in(email, "some password")

    assert worked == ["match", "spend"]


def test_an_unconfirmed_address_is_told_only_to_who_knows_the_password(app, now):
    account("new@example.org", is_confirmed=False)

    with pytest.raises(services.AddressNotConfirmed):
        services.check_sign_in("new@example.org", PASSWORD)
    with pytest.raises(services.SignInFailed):
        services.check_sign_in("new@example.org", "a wrong password")


def test_a_hash_of_older_parameters_is_renewed(ada):
    before = ada.password_hash
    passwords.use_memory(16)
    try:
        services.check_sign_in("ada@example.org", PASSWORD)
        db.session.expire_all()

        assert ada.password_hash != before
        assert "m=16," in ada.password_hash
        assert services.check_sign_in("ada@example.org", PASSWORD)
    finally:
        passwords.use_memory(8)


def test_a_hash_that_is_none_matches_no_password():
    assert not passwords.match("anything", "not a hash")


def test_a_reset_sets_the_password_and_signs_out_everywhere(ada, now, reset_token, outbox):
    key = services.begin_sign_in(ada.id, now=now)

    services.reset_password(reset_token, NEW, now=now)

    db.session.expire_all()
    assert sign_in_of_key(key, now=now) is None
    assert services.check_sign_in("ada@example.org", NEW)
    with pytest.raises(services.SignInFailed):
        services.check_sign_in("ada@example.org", PASSWORD)
    assert outbox()[-1].name == "accounts/password_changed"


def test_a_reset_link_works_once(ada, now, reset_token):
    services.reset_password(reset_token, NEW, now=now)

    with pytest.raises(services.LinkNotValid):
        services.reset_password(reset_token, "and yet another", now=now)


def test_a_reset_link_expires(ada, now, reset_token):
    with pytest.raises(services.LinkNotValid):
        services.reset_password(reset_token, NEW, now=now + RESET_LINK_LIFETIME)


def test_a_reset_voids_the_other_links(ada, now, reset_token, outbox):
    services.ask_for_reset("ada@example.org", now=now)
    other = outbox()[-1].data["secrets"]["token"]

    services.reset_password(reset_token, NEW, now=now)

    with pytest.raises(services.LinkNotValid):
        services.reset_password(other, "and yet another", now=now)


def test_a_weak_password_leaves_the_reset_link_working(ada, now, reset_token):
    with pytest.raises(services.WeakPassword) as refusal:
        services.reset_password(reset_token, "Ada Lovelace", now=now)

    assert refusal.value.fault == PasswordFault.PERSONAL
    assert services.reset_password(reset_token, NEW, now=now)


def test_a_reset_proves_the_address(app, now, outbox):
    account("new@example.org", is_confirmed=False)
    services.ask_for_reset("new@example.org", now=now)

    services.reset_password(outbox()[-1].data["secrets"]["token"], NEW, now=now)

    assert services.check_sign_in("new@example.org", NEW).is_active


def test_no_letter_goes_to_an_unknown_address(ada, now, outbox):
    services.ask_for_reset("eve@example.org", now=now)
    services.ask_for_reset("x" * 400, now=now)

    assert outbox() == []


def test_the_database_works_as_much_for_an_unknown_address(ada, now, queries):
    def changes(email: str) -> int:
        queries.clear()
        services.ask_for_reset(email, now=now)
        return sum(statement.startswith(("INSERT", "DELETE", "UPDATE")) for statement in queries)

    assert changes("eve@example.org") == changes("ada@example.org") == 2


def test_a_changed_password_ends_all_sign_ins_but_the_one_that_asks(ada, now, outbox):
    other, own = (services.begin_sign_in(ada.id, now=now) for _ in range(2))
    own_id = sign_in_of_key(own, now=now)[1].id

    services.change_password(ada, old_password=PASSWORD, new_password=NEW, keeps=own_id, now=now)

    assert sign_in_of_key(other, now=now) is None
    assert sign_in_of_key(own, now=now)[0].id == ada.id
    assert services.check_sign_in("ada@example.org", NEW)
    assert outbox()[-1].name == "accounts/password_changed"


def test_a_password_is_changed_only_with_the_old_one(ada, now, outbox):
    with pytest.raises(services.WrongPassword):
        services.change_password(ada, old_password="a guess", new_password=NEW, now=now)
    with pytest.raises(services.WeakPassword):
        services.change_password(ada, old_password=PASSWORD, new_password="short", now=now)

    assert outbox() == []
    assert services.check_sign_in("ada@example.org", PASSWORD)


def test_preferences_are_kept(ada, now):
    services.edit_preferences(ada, name="Ada L.", language="tr", zone="Europe/Istanbul", now=now)

    db.session.expire_all()
    assert (ada.name, ada.language, ada.zone) == ("Ada L.", "tr", "Europe/Istanbul")


@pytest.mark.parametrize("cookie_id", ["", "x", "1", "1.x", "99999999999999999999.0", "-1.0", "1.0.0"])
def test_a_forged_cookie_signs_nobody_in(ada, now, cookie_id):
    services.begin_sign_in(ada.id, now=now)

    assert sign_in_of_key(cookie_id, now=now) is None


def test_a_used_token_is_kept_for_a_week(ada, now, reset_token):
    services.reset_password(reset_token, NEW, now=now)

    assert services.clear_tokens(now=now + timedelta(hours=1)) == 0
    assert services.clear_tokens(now=now + timedelta(days=7)) == 1
