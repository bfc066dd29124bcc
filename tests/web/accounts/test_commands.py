import json

import pytest

from conference.accounts import services
from conference.accounts.queries import account_by_email


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
