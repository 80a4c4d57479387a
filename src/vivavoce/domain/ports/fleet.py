"""What the processes of one platform tell each other about vendors: whose breaker is open, and what has been spent."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Protocol


class BreakerStore(Protocol):
    """Openings of breakers by lane. Raises `StorageError`; without it every process judges for itself."""

    async def open(self, lane: str, *, until: datetime) -> None:
        """Tell the others that the lane is left alone until then; replaces what was known of it."""
        ...

    async def close(self, lane: str) -> None:
        """Tell the others that the lane is healthy; nothing when it was not open."""
        ...

    async def openings(self, *, at: datetime) -> Mapping[str, datetime]:
        """Return the lanes that are open at this instant, and until when."""
        ...


class SpendingStore(Protocol):
    """What the organisation has spent, by month such as "2026-11". Holds no personal data. Raises `StorageError`."""

    async def add(self, month: str, usd: Decimal) -> Decimal:
        """Add what one process has spent (0 is allowed) and return the month's sum over all processes."""
        ...
