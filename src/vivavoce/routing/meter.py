"""What a session costs while it runs: usage times the price book, by provider."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from vivavoce.domain.usage import Unit, Usage
from vivavoce.routing.price_book import PriceBook, PriceMissingError


@dataclass(frozen=True, slots=True, kw_only=True)
class MeterReading:
    """The meter at one moment."""

    usd: Decimal
    usd_by_provider: Mapping[str, Decimal]
    used: Mapping[str, Mapping[Unit, float]]
    """How much of each unit, by provider."""
    unpriced: tuple[str, ...]
    """"provider: unit" that was used and has no price: the sum is too low by that."""
    estimated: tuple[str, ...]
    """"provider: unit" whose amount was not counted by the vendor, in part at least."""

    def plus(self, other: "MeterReading") -> "MeterReading":
        """Return the sums of both."""
        usd = _summed(self.usd_by_provider, other.usd_by_provider, none=Decimal(0))
        providers = dict.fromkeys([*self.used, *other.used])
        return MeterReading(
            usd=sum(usd.values(), Decimal(0)),
            usd_by_provider=usd,
            used={name: _summed(self.used.get(name, {}), other.used.get(name, {}), none=0.0) for name in providers},
            unpriced=tuple(dict.fromkeys([*self.unpriced, *other.unpriced])),
            estimated=tuple(dict.fromkeys([*self.estimated, *other.estimated])),
        )

    def usd_per_minute(self, minutes: float) -> Decimal:
        """Return the cost of a minute so far; 0 before the first second."""
        return self.usd / Decimal(repr(minutes)) if minutes > 0 else Decimal(0)


NOTHING_YET = MeterReading(usd=Decimal(0), usd_by_provider={}, used={}, unpriced=(), estimated=())


def _summed[Key, Number: (float, Decimal)](
    one: Mapping[Key, Number], other: Mapping[Key, Number], *, none: Number
) -> dict[Key, Number]:
    return {key: one.get(key, none) + other.get(key, none) for key in dict.fromkeys([*one, *other])}


class Meter:
    """Adds up one session's usage. A missing price never disturbs an interview: it is shown instead."""

    def __init__(self, book: PriceBook, *, price_rows: Mapping[str, str]) -> None:
        """`price_rows` gives the price book's row by provider id; a provider without one is shown as unpriced."""
        self._book = book
        self._price_rows = price_rows
        self._usd: defaultdict[str, Decimal] = defaultdict(Decimal)
        self._used: defaultdict[str, defaultdict[Unit, float]] = defaultdict(lambda: defaultdict(float))
        self._unpriced: dict[str, None] = {}
        self._estimated: dict[str, None] = {}

    def add(self, used: Iterable[Usage]) -> Decimal:
        """Count what was used; return what it cost in US dollars."""
        added = Decimal(0)
        for usage in used:
            self._used[usage.provider][usage.unit] += usage.amount
            if usage.estimated:
                self._estimated[f"{usage.provider}: {usage.unit}"] = None
            try:
                cost = self._book.cost(usage, row=self._price_rows.get(usage.provider, ""))
            except PriceMissingError:
                self._unpriced[f"{usage.provider}: {usage.unit}"] = None
                continue
            self._usd[usage.provider] += cost
            added += cost
        return added

    def amount(self, provider: str, unit: Unit) -> float:
        """Return how much of a unit was used of a provider."""
        return self._used[provider].get(unit, 0.0) if provider in self._used else 0.0

    def reading(self) -> MeterReading:
        return MeterReading(
            usd=sum(self._usd.values(), Decimal(0)),
            usd_by_provider=dict(self._usd),
            used={provider: dict(units) for provider, units in self._used.items()},
            unpriced=tuple(self._unpriced),
            estimated=tuple(self._estimated),
        )
