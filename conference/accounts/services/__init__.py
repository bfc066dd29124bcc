"""Changes to accounts."""

from conference.accounts.services.clearing import clear_tokens, clear_unconfirmed_accounts
from conference.accounts.services.passwords import passwords
from conference.accounts.services.preferences import change_password, edit_preferences, want_notices
from conference.accounts.services.sign_in import (
    AddressNotConfirmed,
    SignInFailed,
    ask_for_reset,
    check_sign_in,
    reset_password,
)
from conference.accounts.services.sign_ins import (
    begin_sign_in,
    clear_sign_ins,
    end_sign_in,
    end_sign_in_of_key,
    end_sign_ins,
    note_proof,
    note_seen,
)
from conference.accounts.services.sign_up import (
    AddressTaken,
    WeakPassword,
    WrongPassword,
    confirm_address,
    make_account,
    mark_of_sign_up,
    open_account,
    send_confirmation_again,
)
from conference.accounts.services.tokens import LinkNotValid

__all__ = [
    "AddressNotConfirmed",
    "AddressTaken",
    "LinkNotValid",
    "SignInFailed",
    "WeakPassword",
    "WrongPassword",
    "ask_for_reset",
    "begin_sign_in",
    "change_password",
    "check_sign_in",
    "clear_sign_ins",
    "clear_tokens",
    "clear_unconfirmed_accounts",
    "confirm_address",
    "edit_preferences",
    "end_sign_in",
    "end_sign_in_of_key",
    "end_sign_ins",
    "make_account",
    "mark_of_sign_up",
    "note_proof",
    "note_seen",
    "open_account",
    "passwords",
    "reset_password",
    "send_confirmation_again",
    "want_notices",
]
