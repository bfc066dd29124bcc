import pytest

from conference.accounts.rules import (
    COMMON_PASSWORDS,
    SHORTEST_PASSWORD,
    PasswordFault,
    normalised_email,
    password_fault,
    prepared_password,
)


def fault(password, email="ada@example.org", name="Ada Lovelace"):
    return password_fault(password, email=email, name=name)


@pytest.mark.parametrize("password", ["a b c d e f", "correct horse", "zehn Wörter", "ıspanak börek", "1234554321x"])
def test_a_password_needs_length_alone(password):
    assert fault(password) is None


def test_a_password_of_nine_characters_is_too_short():
    assert fault("abcde fgh") == PasswordFault.TOO_SHORT
    assert fault("abcde fghi") is None


def test_a_password_of_two_hundred_characters_is_the_longest():
    assert fault("correct horse " * 14 + "1234") is None
    assert fault("correct horse " * 14 + "12345") == PasswordFault.TOO_LONG


@pytest.mark.parametrize("password", ["password123", "PassWord123", " qwertz12345 ", "Galatasaray1905", "aaaaaaaaaaaa"])
def test_a_password_that_everybody_tries_first_is_refused(password):
    assert fault(password) == PasswordFault.TOO_COMMON


@pytest.mark.parametrize("password", ["ada@example.org", "ADA@example.org ", "Ada Lovelace", "adalovelace"])
def test_a_password_is_not_the_name_or_address_of_its_owner(password):
    assert fault(password) == PasswordFault.PERSONAL


def test_every_common_password_would_pass_for_long_enough():
    assert [word for word in COMMON_PASSWORDS if len(word) < SHORTEST_PASSWORD] == []
    assert [word for word in COMMON_PASSWORDS if word != word.casefold()] == []


def test_a_password_is_the_same_however_the_keyboard_composes_it():
    assert prepared_password("Bürgermeister") == prepared_password("Bu\u0308rgermeister")


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        (" Ada@Example.ORG ", "ada@example.org"),
        ("ada@bücher.example", "ada@xn--bcher-kva.example"),
        ("ada@BÜCHER.example", "ada@xn--bcher-kva.example"),
        ("no address", "no address"),
        ("a@\u2024\u2024", "a@\u2024\u2024"),
    ],
)
def test_an_address_is_stored_in_one_form(written, stored):
    assert normalised_email(written) == stored
