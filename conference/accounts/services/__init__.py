"""Changes to accounts."""

from conference.accounts.services.address import (
    Agreement,
    SameAddress,
    TooManyChanges,
    agree_to_address,
    ask_for_address,
    clear_address_changes,
    give_address_up,
)
from conference.accounts.services.clearing import clear_tokens, clear_unconfirmed_accounts
from conference.accounts.services.links import ask_for_sign_in_link, clear_sign_in_links, use_sign_in_link
from conference.accounts.services.passkeys import (
    PasskeyRefused,
    TooManyPasskeys,
    add_passkey,
    options_to_add,
    options_to_show,
    remove_passkey,
    use_passkey,
)
from conference.accounts.services.passwords import passwords
from conference.accounts.services.preferences import change_password, edit_preferences, want_notices
from conference.accounts.services.second_factor import (
    AuthenticatorExists,
    WrongCode,
    add_authenticator,
    forget_second_factors,
    make_recovery_codes,
    remove_authenticator,
    use_code,
)
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
    "Agreement",
    "AuthenticatorExists",
    "LinkNotValid",
    "PasskeyRefused",
    "SameAddress",
    "SignInFailed",
    "TooManyChanges",
    "TooManyPasskeys",
    "WeakPassword",
    "WrongCode",
    "WrongPassword",
    "add_authenticator",
    "add_passkey",
    "agree_to_address",
    "ask_for_address",
    "ask_for_reset",
    "ask_for_sign_in_link",
    "begin_sign_in",
    "change_password",
    "check_sign_in",
    "clear_address_changes",
    "clear_sign_in_links",
    "clear_sign_ins",
    "clear_tokens",
    "clear_unconfirmed_accounts",
    "confirm_address",
    "edit_preferences",
    "end_sign_in",
    "end_sign_in_of_key",
    "end_sign_ins",
    "forget_second_factors",
    "give_address_up",
    "make_account",
    "make_recovery_codes",
    "mark_of_sign_up",
    "note_proof",
    "note_seen",
    "open_account",
    "options_to_add",
    "options_to_show",
    "passwords",
    "remove_authenticator",
    "remove_passkey",
    "reset_password",
    "send_confirmation_again",
    "use_code",
    "use_passkey",
    "use_sign_in_link",
    "want_notices",
]
