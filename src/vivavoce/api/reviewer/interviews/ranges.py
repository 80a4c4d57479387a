"""Byte ranges of RFC 9110: one range is served, several at once are answered with the whole."""

import re
from dataclasses import dataclass

_ONE_RANGE = re.compile(r"^bytes=(\d{0,15})-(\d{0,15})$")


@dataclass(frozen=True, slots=True, kw_only=True)
class ByteRange:
    start: int
    length: int


class UnsatisfiableRangeError(Exception):
    """Nothing of what was asked for exists."""


def wanted_range(header: str, *, size_bytes: int) -> ByteRange | None:
    """Return the part a `Range` header asks for, None for the whole; raise `UnsatisfiableRangeError`."""
    match = _ONE_RANGE.match(header.strip().replace(" ", ""))
    if match is None or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if not first:
        length = min(int(last), size_bytes)
        start = size_bytes - length
    else:
        start = int(first)
        if last and int(last) < start:
            return None
        length = (min(int(last), size_bytes - 1) if last else size_bytes - 1) - start + 1
    if length <= 0 or start >= size_bytes:
        raise UnsatisfiableRangeError
    return ByteRange(start=start, length=length)
