from itsdangerous import URLSafeSerializer

from conference.letter_wishes.rules import USUAL, LetterKind, Stop, Wishes, stop_of_token, stop_token


def test_a_token_tells_whose_letters_of_which_kind():
    for kind in LetterKind:
        token = stop_token(7, kind, secret_key="key")
        assert stop_of_token(token, secret_key="key") == Stop(kind, registration_id=7)
        assert stop_of_token(token, secret_key="other") is None


def test_older_tokens_hold_an_account():
    token = URLSafeSerializer("key", salt="meridian-notices").dumps(7)

    assert stop_of_token(token, secret_key="key") == Stop(LetterKind.CHANGES, account_id=7)


def test_who_never_said_wants_the_usual_letters_and_quiet_nights():
    assert Wishes().kinds == USUAL
    assert Wishes().is_quiet_at_times
