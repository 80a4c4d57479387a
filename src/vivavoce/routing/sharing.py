"""Shares breakers and the month's spending with the other processes of the platform, a little late and never in the way.

What is shared is that a breaker is open and until when, not the calls that opened it: each process judges its own calls. A
store that is away changes nothing but that.
"""

import asyncio
from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal

import structlog

from vivavoce.domain.clock import Clock
from vivavoce.domain.errors import StorageError
from vivavoce.domain.ports.fleet import BreakerStore, SpendingStore
from vivavoce.routing.account import OrganisationSpending
from vivavoce.routing.breaker import BreakerState
from vivavoce.routing.health import Health
from vivavoce.routing.provider import Lane

SHARED_EVERY_S = 1.0
DEADLINE_S = 3.0
_SAME_S = 0.5
"""Two ends of one wait, told over different clocks, differ by less."""

_log = structlog.get_logger(__name__)


class SharedBreakers:
    """The breakers of this process and what the store knows of them."""

    def __init__(self, lanes: Iterable[Lane], health: Health, store: BreakerStore, clock: Clock) -> None:
        self._lanes = {str(lane): health.breaker(lane) for lane in lanes}
        self._store = store
        self._clock = clock
        self._known: dict[str, datetime] = {}
        """Openings that this process has told or taken over."""

    async def share(self) -> None:
        """Tell the others what changed here, then take over what changed there. Raises `StorageError`."""
        await self._tell()
        await self._take_over()

    async def _tell(self) -> None:
        for name, breaker in self._lanes.items():
            if breaker.opens_in_s > 0:
                until = self._clock.now() + timedelta(seconds=breaker.opens_in_s)
                known = self._known.get(name)
                if known is None or abs((until - known).total_seconds()) > _SAME_S:
                    await self._store.open(name, until=until)
                    self._known[name] = until
            elif breaker.state is BreakerState.CLOSED and name in self._known:
                del self._known[name]
                await self._store.close(name)

    async def _take_over(self) -> None:
        now = self._clock.now()
        openings = await self._store.openings(at=now)
        for name, breaker in self._lanes.items():
            until, known = openings.get(name), self._known.get(name)
            if until is None:
                if known is not None and known > now and breaker.opens_in_s > 0:
                    del self._known[name]  # somebody else has found it healthy
                    breaker.close_now()
            elif known is None or (until - known).total_seconds() > _SAME_S:
                self._known[name] = until
                breaker.open_now(for_s=(until - now).total_seconds())


async def share_spending(spending: OrganisationSpending, store: SpendingStore, *, month: str) -> None:
    """Add what this process has spent since the last time, and learn what all have. Raises `StorageError`."""
    usd, spending.unsaved_usd = spending.unsaved_usd, Decimal(0)
    saved = False
    try:
        total = await store.add(month, usd)
        saved = True
    finally:
        if not saved:
            spending.unsaved_usd += usd
    # What was spent while the store was asked is not in its answer yet.
    spending.month_usd = total + spending.unsaved_usd


async def keep_sharing(
    breakers: SharedBreakers, spending: OrganisationSpending, store: SpendingStore, *, clock: Clock
) -> None:
    """Share every second until cancelled; an outage of the store is told once."""
    away = False
    while True:
        try:
            async with asyncio.timeout(DEADLINE_S):
                await breakers.share()
                await share_spending(spending, store, month=f"{clock.now():%Y-%m}")
            away = False
        except (StorageError, TimeoutError):
            if not away:
                _log.warning("breakers are not shared: the store does not answer")
            away = True
        await asyncio.sleep(SHARED_EVERY_S)
