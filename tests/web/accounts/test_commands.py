import json

import pytest

from conference.accounts import services
from conference.accounts.queries import account_by_email, has_second_factor, sign_in_of_key
from conference.accounts.services import begin_sign_in
from conference.accounts.tables import Authenticator
from conference.db import db, transaction
from tests.factories.accounts import account


def test_an_account_is_made_and_confirmed_at_once(run_command):
    result = run_command(
        "account", "create", "Ada@example.org", "--organiser", "--name", "Ada", "--password-stdin", "--json",
        stdin="correct horse\n",
    )  # fmt: skip

    assert result.exit_code == 0, result.output
    facts = json.loads(result.stdout)
    assert (facts["email"], facts["name"], facts["may_create_events"]) == ("ada@example.org", "Ada", True)
    assert services.check_sign_in("ada@example.org", "correct horse").id == facts["id"]


def test_the_password_is_asked_for_twice(run_command):
    result = run_command("account", "create", "ada@example.org", stdin="correct horse\ncorrect horse\n")

    assert result.exit_code == 0, result.output
    assert result.stdout.strip().endswith("Made an account for ada@example.org.")
    assert "correct horse" not in result.output
    assert account_by_email("ada@example.org").name == "ada"


@pytest.mark.parametrize("stdin", ["short\n", "", "password123\n", "ada@example.org\n"])
def test_a_weak_password_fails_with_one_sentence(run_command, stdin):
    result = run_command("account", "create", "ada@example.org", "--password-stdin", stdin=stdin)

    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.startswith("Error: The password is ")
    assert account_by_email("ada@example.org") is None


def test_a_taken_address_fails_with_one_sentence(run_command):
    for _ in range(2):
        result = run_command("account", "create", "ada@example.org", "--password-stdin", stdin="correct horse\n")

    assert result.exit_code == 1
    assert result.stderr == "Error: There is an account of ada@example.org already.\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["nobody"],
        [],
        ["ada@example.org", "--zone", "Mars/Olympus"],
        ["ada@example.org", "--language", "fr"],
        ["a@b.org", "-x"],
    ],
)
def test_wrong_usage_is_told_from_failure(run_command, arguments):
    assert run_command("account", "create", *arguments, "--password-stdin", stdin="correct horse\n").exit_code == 2


def test_lost_factors_are_forgotten_by_a_command(app, now, run_command, outbox):
    owner = account("ada@example.org")
    with transaction():
        db.session.add(Authenticator(account_id=owner.id, sealed_secret="x", last_step=0, added_at=now))
    key = begin_sign_in(owner.id, now=now)

    done = run_command("account", "forget-factors", "ada@example.org")

    assert done.exit_code == 0
    assert "no second factor any more" in done.stdout
    assert not has_second_factor(owner.id)
    assert sign_in_of_key(key, now=now) is None
    assert outbox()[-1].data["what"] == "factors_forgotten"
    assert run_command("account", "forget-factors", "eve@example.org").exit_code == 1
