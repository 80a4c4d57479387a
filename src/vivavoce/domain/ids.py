"""Identifiers: a readable prefix and 128 random bits, safe in URLs and file names."""

import hashlib
import secrets

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32: no i, l, o, u to misread


def new_id(prefix: str) -> str:
    """Return a fresh identifier such as ``ses_4m0v…`` (26 characters after the prefix)."""
    number = secrets.randbits(128)
    digits = []
    for _ in range(26):
        number, digit = divmod(number, 32)
        digits.append(_ALPHABET[digit])
    return f"{prefix}_{''.join(reversed(digits))}"


def new_secret() -> str:
    """Return an unguessable link token (256 bits, URL-safe). Store only its hash."""
    return secrets.token_urlsafe(32)


def secret_sha256(secret: str) -> str:
    """Return what is kept of a secret: a link's, a login's or a set-up token's. 256 random bits need no salt."""
    return hashlib.sha256(secret.encode("utf-8", errors="surrogatepass")).hexdigest()
