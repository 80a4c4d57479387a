"""Slows guessing down: failed sign-ins by address and account, in memory, bounded."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta

from vivavoce.api.errors import TooManyAttemptsError

WINDOW_S = 15 * 60
PER_ACCOUNT = 5
"""From one address on one account: a person who forgot needs fewer."""
PER_ADDRESS = 50
"""From one address on all accounts: an office behind one address is many people."""
MAX_REMEMBERED = 10_000
"""The oldest are forgotten first: a flood costs memory once, not for ever."""


@dataclass(slots=True)
class _Count:
    failures: int
    until: datetime


class Attempts:
    """Counts failed sign-ins in windows of 15 minutes."""

    def __init__(self) -> None:
        self._counts: OrderedDict[tuple[str, str], _Count] = OrderedDict()

    def __len__(self) -> int:
        return len(self._counts)

    def begin(self, *, address: str, account: str, at: datetime) -> None:
        """Note an attempt before it is checked, so that many at once count too; raise `TooManyAttemptsError`."""
        limits = {(address, account): PER_ACCOUNT, (address, ""): PER_ADDRESS}
        for key, limit in limits.items():
            count = self._count(key, at)
            if count.failures >= limit:
                raise TooManyAttemptsError(wait_s=max(1, round((count.until - at).total_seconds())))
        for key in limits:
            self._count(key, at).failures += 1

    def succeeded(self, *, address: str, account: str) -> None:
        self._counts.pop((address, account), None)
        if (whole := self._counts.get((address, ""))) is not None:
            whole.failures = max(0, whole.failures - 1)

    def _count(self, key: tuple[str, str], at: datetime) -> _Count:
        count = self._counts.get(key)
        if count is None or count.until <= at:
            count = _Count(failures=0, until=at + timedelta(seconds=WINDOW_S))
            self._counts[key] = count
            self._counts.move_to_end(key)
        while len(self._counts) > MAX_REMEMBERED:
            self._counts.popitem(last=False)
        return count
