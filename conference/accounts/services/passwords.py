"""Hashing of passwords: argon2id (RFC 9106). It holds the parameters; the application sets its memory at the start."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import Type

from conference.accounts.rules import prepared_password
from conference.codes import new_token

DEFAULT_MEMORY = 65536
"""KiB. With three passes and four lanes the second recommended option of RFC 9106 section 4."""

_LANES = 4
_PASSES = 3


class Passwords:
    """Hashes and checks passwords with one set of parameters."""

    def __init__(self, memory: int = DEFAULT_MEMORY) -> None:
        self.use_memory(memory)

    def use_memory(self, memory: int) -> None:
        """Let hashing use so much memory, in KiB. Older hashes stay valid; see :meth:`are_outdated`."""
        self._unknown: str | None = None
        lanes = _LANES if memory >= 8 * _LANES else 1
        self._hasher = PasswordHasher(
            time_cost=_PASSES if memory >= 1024 else 1,  # noqa: PLR2004 - less is only for tests
            memory_cost=max(memory, 8 * lanes),
            parallelism=lanes,
            type=Type.ID,
        )

    def hash(self, password: str) -> str:
        """Return a salted hash of a password."""
        return self._hasher.hash(prepared_password(password))

    def match(self, password: str, password_hash: str) -> bool:
        """Say whether it is the password of that hash."""
        try:
            return self._hasher.verify(password_hash, prepared_password(password))
        except (VerificationError, InvalidHashError):
            return False

    def are_outdated(self, password_hash: str) -> bool:
        """Say whether a hash was made with other parameters than those of now."""
        try:
            return self._hasher.check_needs_rehash(password_hash)
        except InvalidHashError:
            return True

    def unknown(self) -> str:
        """Return the hash of a password that nobody knows: checking against it fails, and takes as long as any."""
        if self._unknown is None:
            self._unknown = self.hash(new_token())
        return self._unknown

    def spend_the_work(self, password: str) -> None:
        """Work as long as :meth:`match` does: an unknown address must not be answered sooner than a known one."""
        self._hasher.hash(prepared_password(password))


passwords = Passwords()
