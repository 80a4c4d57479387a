"""Passwords: argon2id, checked off the event loop, and no faster for an account that does not exist."""

import asyncio
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

_AT_ONCE = 2
"""Each check takes 64 MiB: more at once would let a flood of sign-ins exhaust memory."""


class Passwords:
    """Hashes and checks passwords."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._turns = asyncio.Semaphore(_AT_ONCE)
        self._nobodys_hash = ""

    async def hash(self, password: str) -> str:
        async with self._turns:
            return await asyncio.to_thread(self._hasher.hash, _normal(password))

    async def matches(self, password: str, password_hash: str | None) -> bool:
        """Return whether it is the password; without a hash the same work is done, and it is not."""
        if password_hash is None:
            self._nobodys_hash = self._nobodys_hash or await self.hash("nobody's")
        async with self._turns:
            matches = await asyncio.to_thread(self._verify, password_hash or self._nobodys_hash, password)
        return matches and password_hash is not None

    def outdated(self, password_hash: str) -> bool:
        """Return whether the hash was made with weaker parameters than today's."""
        return self._hasher.check_needs_rehash(password_hash)

    def _verify(self, password_hash: str, password: str) -> bool:
        try:
            return self._hasher.verify(password_hash, _normal(password))
        except (VerifyMismatchError, InvalidHashError):
            return False


def _normal(password: str) -> str:
    """Return one form for the same characters, however a keyboard composed them."""
    return unicodedata.normalize("NFKC", password)
