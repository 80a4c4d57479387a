"""Openings and spending in memory: one process, or several tests' processes in one."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal


class MemoryBreakerStore:
    def __init__(self) -> None:
        self._until: dict[str, datetime] = {}

    async def open(self, lane: str, *, until: datetime) -> None:
        self._until[lane] = until

    async def close(self, lane: str) -> None:
        self._until.pop(lane, None)

    async def openings(self, *, at: datetime) -> Mapping[str, datetime]:
        return {lane: until for lane, until in self._until.items() if until > at}


class MemorySpendingStore:
    def __init__(self) -> None:
        self._usd: defaultdict[str, Decimal] = defaultdict(Decimal)

    async def add(self, month: str, usd: Decimal) -> Decimal:
        self._usd[month] += usd
        return self._usd[month]
