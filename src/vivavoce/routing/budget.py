"""Budgets: what a session and an organisation may spend, and what happens as the end comes near. Never in mid-sentence."""

from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum


class BudgetStep(IntEnum):
    """What to do now; a later step includes the earlier ones. Taken between two turns, never within one."""

    GO_ON = 0
    WARN = 1
    """Tell the operators; the candidate notices nothing."""
    DOWNGRADE = 2
    """Ask the router for `thrifty` candidates from the next call on."""
    CLOSE = 3
    """Lead the interview to its wrap-up in order: the current question is finished, goodbyes are said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """Limits in US dollars; None: no limit. Shares are of a limit."""

    session_usd: Decimal | None = None
    organisation_month_usd: Decimal | None = None
    warn_at: float = 0.8
    downgrade_at: float = 0.9

    def decide(self, *, session_usd: Decimal, organisation_month_usd: Decimal) -> "BudgetDecision":
        """Return the furthest step that either limit asks for. The organisation's sum includes this session's."""
        by_session = self._step(session_usd, self.session_usd, whose="session")
        by_organisation = self._step(organisation_month_usd, self.organisation_month_usd, whose="organisation")
        return max(by_session, by_organisation, key=lambda decision: (decision.step, decision.share))

    def _step(self, spent: Decimal, limit: Decimal | None, *, whose: str) -> "BudgetDecision":
        if limit is None:
            return BudgetDecision(step=BudgetStep.GO_ON, share=0.0, reason="")
        share = float(spent / limit) if limit else float("inf")
        if share >= 1.0:
            step = BudgetStep.CLOSE
        elif share >= self.downgrade_at:
            step = BudgetStep.DOWNGRADE
        elif share >= self.warn_at:
            step = BudgetStep.WARN
        else:
            step = BudgetStep.GO_ON
        reason = f"{spent:.2f} of {limit:.2f} US dollars of the {whose}'s budget are spent" if step else ""
        return BudgetDecision(step=step, share=share, reason=reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetDecision:
    """What a budget asks for, and why, for the log."""

    step: BudgetStep
    share: float
    reason: str
