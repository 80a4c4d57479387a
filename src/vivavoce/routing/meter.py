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
    unpriced: tuple[str, ...]
    """"provider: unit" that was used and has no price: the sum is too low by that."""

    def usd_per_minute(self, minutes: float) -> Decimal:
        """Return the cost of a minute so far; 0 before the first second."""
        return self.usd / Decimal(repr(minutes)) if minutes > 0 else Decimal(0)


class Meter:
    """Adds up one session's usage. A missing price never disturbs an interview: it is shown instead."""

    def __init__(self, book: PriceBook, *, price_rows: Mapping[str, str]) -> None:
        """`price_rows` gives the price book's row by provider id; a provider without one is shown as unpriced."""
        self._book = book
        self._price_rows = price_rows
        self._usd: defaultdict[str, Decimal] = defaultdict(Decimal)
        self._amounts: defaultdict[tuple[str, Unit], float] = defaultdict(float)
        self._unpriced: dict[str, None] = {}

    def add(self, used: Iterable[Usage]) -> Decimal:
        """Count what was used; return what it cost in US dollars."""
        added = Decimal(0)
        for usage in used:
            self._amounts[usage.provider, usage.unit] += usage.amount
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
        return self._amounts.get((provider, unit), 0.0)

    def reading(self) -> MeterReading:
        return MeterReading(
            usd=sum(self._usd.values(), Decimal(0)),
            usd_by_provider=dict(self._usd),
            unpriced=tuple(self._unpriced),
        )
