"""What a live session costs, written into its log between two turns; a spent budget leads it to its wrap-up."""

from typing import Literal

import structlog

from vivavoce.domain.events import UsageMetered
from vivavoce.interview.course import Course
from vivavoce.routing.account import Account
from vivavoce.routing.budget import BudgetStep

_log = structlog.get_logger(__name__)

_STEPS: dict[BudgetStep, Literal["go_on", "warn", "downgrade", "close"]] = {
    BudgetStep.GO_ON: "go_on",
    BudgetStep.WARN: "warn",
    BudgetStep.DOWNGRADE: "downgrade",
    BudgetStep.CLOSE: "close",
}


class Spending:
    """Writes the account of one session when it has changed. From "close" on, the state leads to the wrap-up."""

    def __init__(self, course: Course, account: Account) -> None:
        self.account = account
        self._course = course
        self._written: UsageMetered | None = None

    def resume(self, last: UsageMetered) -> None:
        """Go on where the log ends."""
        self._written = last
        self.account.resume(last.usd_by_provider)

    async def write(self) -> None:
        """Write what the session has cost by now, if that is news."""
        course, reading, decision = self._course, self.account.reading(), self.account.decision()
        step = _STEPS[decision.step]
        last = self._written
        known = (last.usd, last.unpriced, last.budget) if last else (0, (), "go_on")
        if (reading.usd, reading.unpriced, step) == known:
            return
        if step != known[2] and decision.reason:
            _log.warning("budget", step=step, reason=decision.reason)
        self._written = UsageMetered(
            at=course.clock.now(),
            at_s=course.now_s(),
            usd=reading.usd,
            usd_by_provider=dict(reading.usd_by_provider),
            unpriced=reading.unpriced,
            budget=step,
            reason=decision.reason,
        )
        await course.record([self._written])
