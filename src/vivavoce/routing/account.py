"""One session's account: what it has spent while it runs, and what its budget asks for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from prometheus_client import Counter

from vivavoce.domain.usage import Usage
from vivavoce.routing.budget import Budget, BudgetDecision, BudgetStep
from vivavoce.routing.meter import Meter, MeterReading
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
    _before: Mapping[str, Decimal] = field(default_factory=dict)

    def resume(self, usd_by_provider: Mapping[str, Decimal]) -> None:
        """Go on where the session's log ends: these sums were spent before this process had it."""
        self._before = dict(usd_by_provider)

    def book(self, used: Sequence[Usage]) -> None:
        for usage in used:
            usd = self.meter.add([usage])
            SPENT.labels(usage.provider).inc(float(usd))
            self.organisation.add(usd)

    def reading(self) -> MeterReading:
        """Return the sums since the session began, in whichever process."""
        now = self.meter.reading()
        names = dict.fromkeys([*self._before, *now.usd_by_provider])
        sums = {name: self._before.get(name, Decimal(0)) + now.usd_by_provider.get(name, Decimal(0)) for name in names}
        return MeterReading(usd=sum(sums.values(), Decimal(0)), usd_by_provider=sums, unpriced=now.unpriced)

    def decision(self) -> BudgetDecision:
        return self.budget.decide(session_usd=self.reading().usd, organisation_month_usd=self.organisation.month_usd)

    @property
    def thrifty(self) -> bool:
        """The session goes on with the cheapest candidates."""
        return self.decision().step >= BudgetStep.DOWNGRADE
