"""One session's account: what it has spent while it runs, and what its budget asks for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from prometheus_client import Counter

from vivavoce.domain.usage import Unit, Usage
from vivavoce.routing.budget import Budget, BudgetDecision, BudgetStep
from vivavoce.routing.meter import NOTHING_YET, Meter, MeterReading
from vivavoce.routing.price_book import PriceBook

SPENT = Counter(
    "vivavoce_spent_usd_total", "What providers were used for, in US dollars at list price.", labelnames=("provider",)
)


@dataclass(slots=True)
class OrganisationSpending:
    """What all sessions together have spent this month, as far as this process knows."""

    month_usd: Decimal = Decimal(0)
    unsaved_usd: Decimal = Decimal(0)
    """Not yet told to the others; whoever keeps the sum takes it from here."""

    def add(self, usd: Decimal) -> None:
        self.month_usd += usd
        self.unsaved_usd += usd


def _unpriced() -> Meter:
    return Meter(PriceBook(file="no price book", rows={}), price_rows={})


@dataclass(slots=True, kw_only=True)
class Account:
    """Books usage as it comes; read between two turns."""

    meter: Meter = field(default_factory=_unpriced)
    budget: Budget = field(default_factory=Budget)
    organisation: OrganisationSpending = field(default_factory=OrganisationSpending)
    own: Mapping[Unit, str] = field(default_factory=dict)
    """On whom is booked what the platform itself gives: its line, its tools, its storage. What is left out is not booked."""
    _before: MeterReading = NOTHING_YET

    def resume(self, reading: MeterReading) -> None:
        """Go on where the session's log ends: so much was used before this process had it."""
        self._before = reading

    def book(self, used: Sequence[Usage]) -> None:
        for usage in used:
            usd = self.meter.add([usage])
            SPENT.labels(usage.provider).inc(float(usd))
            self.organisation.add(usd)

    def bring_to(self, unit: Unit, amount: float) -> None:
        """Book what the platform gave since the last time, up to this sum since the session began."""
        provider = self.own.get(unit)
        more = amount - sum(units.get(unit, 0.0) for units in self.reading().used.values())
        if provider is not None and more > 0:
            self.book([Usage(provider=provider, unit=unit, amount=more)])

    def reading(self) -> MeterReading:
        """Return the sums since the session began, in whichever process."""
        return self._before.plus(self.meter.reading())

    def decision(self) -> BudgetDecision:
        return self.budget.decide(session_usd=self.reading().usd, organisation_month_usd=self.organisation.month_usd)

    @property
    def thrifty(self) -> bool:
        """The session goes on with the cheapest candidates."""
        return self.decision().step >= BudgetStep.DOWNGRADE
