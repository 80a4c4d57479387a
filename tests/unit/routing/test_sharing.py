"""Two processes and one store: what one finds out about a vendor, the other knows."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from vivavoce.domain.capability import Capability
from vivavoce.domain.errors import Fault, StorageError
from vivavoce.routing.account import OrganisationSpending
from vivavoce.routing.health import Health, Outcome
from vivavoce.routing.provider import Lane
from vivavoce.routing.sharing import SharedBreakers, share_spending
from vivavoce.stores.memory import MemoryBreakerStore, MemorySpendingStore

LANE = Lane(provider="aura", region="eu", capability=Capability.TEXT_TO_SPEECH)


@dataclass
class Time:
    """One time for both clocks: the wall's and the loop's."""

    now_s: float = 0.0

    def __call__(self) -> float:
        return self.now_s

    def now(self) -> datetime:
        return datetime(2026, 11, 22, tzinfo=UTC) + timedelta(seconds=self.now_s)


@dataclass
class Process:
    time: Time
    store: MemoryBreakerStore
    health: Health = field(init=False)
    shared: SharedBreakers = field(init=False)

    def __post_init__(self) -> None:
        self.health = Health(now=self.time)
        self.shared = SharedBreakers([LANE], self.health, self.store, self.time)

    def call(self, fault: Fault | None) -> None:
        permit = self.health.admit(LANE)
        assert permit is not None
        self.health.settle(LANE, permit, Outcome(fault=fault), slow_s=1.0)

    def share(self) -> None:
        asyncio.run(self.shared.share())


def two_processes() -> tuple[Time, Process, Process]:
    time, store = Time(), MemoryBreakerStore()
    return time, Process(time, store), Process(time, store)


def test_a_vendor_that_one_process_found_dead_is_left_alone_by_all_for_as_long() -> None:
    time, one, other = two_processes()

    one.call(Fault.REFUSED)
    one.share()
    time.now_s = 1.0
    other.share()

    assert not other.health.allows(LANE)
    assert other.health.opens_in_s(LANE) == pytest.approx(14.0)
    time.now_s = 15.0
    assert other.health.allows(LANE)


def test_a_process_that_finds_the_vendor_healthy_spares_the_others_the_wait() -> None:
    time, one, other = two_processes()
    one.call(Fault.REFUSED)
    one.share()
    other.share()

    time.now_s = 5.0
    one.health.breaker(LANE).close_now()
    one.share()
    other.share()

    assert other.health.allows(LANE)


def test_a_longer_wait_is_taken_over_and_not_told_back_and_forth() -> None:
    time, one, other = two_processes()
    one.call(Fault.REFUSED)
    one.share()
    other.share()
    time.now_s = 15.0
    one.call(Fault.SILENT)  # the probe: the next wait is twice as long

    for _ in range(3):
        one.share()
        other.share()
        time.now_s += 1.0

    assert one.health.opens_in_s(LANE) == pytest.approx(other.health.opens_in_s(LANE))
    assert other.health.opens_in_s(LANE) == pytest.approx(27.0)


def test_what_is_spent_is_summed_over_processes_and_nothing_is_lost_while_the_store_is_away() -> None:
    class AwayOnce(MemorySpendingStore):
        away = True

        async def add(self, month: str, usd: Decimal) -> Decimal:
            if self.away:
                self.away = False
                raise StorageError("the database is away")
            return await super().add(month, usd)

    store = AwayOnce()
    one, other = OrganisationSpending(), OrganisationSpending()
    one.add(Decimal("2.50"))
    other.add(Decimal("1.00"))

    with pytest.raises(StorageError):
        asyncio.run(share_spending(one, store, month="2026-11"))
    for process in (one, other):
        asyncio.run(share_spending(process, store, month="2026-11"))

    assert other.month_usd == Decimal("3.50")
    assert (one.month_usd, one.unsaved_usd) == (Decimal("2.50"), Decimal(0))
