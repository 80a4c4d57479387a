"""What an object key may look like."""

from vivavoce.domain.errors import InvalidInputError


def checked_key(key: str) -> str:
    """Return the key; raise `InvalidInputError` for one that is absolute, climbs, or is empty somewhere."""
    parts = key.split("/")
    if not all(parts) or any(part in {".", ".."} or "\\" in part or "\x00" in part for part in parts):
        raise InvalidInputError(f"{key!r} is not an object key")
    return key
