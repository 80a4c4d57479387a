"""What a session costs, written into its log: between two turns while it runs, and after it for what is still done with it."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Literal, Self

import structlog

from vivavoce.domain.clock import Clock
from vivavoce.domain.errors import ConflictError
from vivavoce.domain.events import LoggedEvent, UsageMetered
from vivavoce.domain.ports.event_log import EventLog
from vivavoce.domain.ports.workflows import DurableWork
from vivavoce.domain.usage import Unit
from vivavoce.interview.course import Course
from vivavoce.routing.account import Account
from vivavoce.routing.budget import BudgetStep
from vivavoce.routing.meter import MeterReading
from vivavoce.routing.metering import charge_to

_log = structlog.get_logger(__name__)

_DAYS_A_MONTH = 30.44

_STEPS: dict[BudgetStep, Literal["go_on", "warn", "downgrade", "close"]] = {
    BudgetStep.GO_ON: "go_on",
    BudgetStep.WARN: "warn",
    BudgetStep.DOWNGRADE: "downgrade",
    BudgetStep.CLOSE: "close",
}


class _Written:
    """The last metering in a session's log, and what would be news beside it."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self._last: UsageMetered | None = None

    def resume(self, last: UsageMetered) -> None:
        """Go on where the log ends."""
        self._last = last
        self.account.resume(
            MeterReading(
                usd=last.usd,
                usd_by_provider=last.usd_by_provider,
                used={
                    name: {Unit(unit): amount for unit, amount in units.items()} for name, units in last.used.items()
                },
                unpriced=last.unpriced,
                estimated=last.estimated,
            )
        )

    def news(self, *, at: datetime, at_s: float) -> UsageMetered | None:
        """Return what is to be written now; None when the log says so already."""
        reading, decision = self.account.reading(), self.account.decision()
        event = UsageMetered(
            at=at,
            at_s=at_s,
            usd=reading.usd,
            usd_by_provider=dict(reading.usd_by_provider),
            used={name: {unit.value: amount for unit, amount in units.items()} for name, units in reading.used.items()},
            unpriced=reading.unpriced,
            estimated=reading.estimated,
            budget=_STEPS[decision.step],
            reason=decision.reason,
        )
        last = self._last
        if _told(event) == (_told(last) if last else ({}, (), "go_on")):
            return None
        if decision.reason and event.budget != (last.budget if last else "go_on"):
            _log.warning("budget", step=event.budget, reason=decision.reason)
        self._last = event
        return event


def _told(event: UsageMetered) -> tuple[object, ...]:
    return event.used, event.unpriced, event.budget


class Spending:
    """Writes the account of one live session when it has changed. From "close" on, the state leads to the wrap-up."""

    def __init__(self, course: Course, account: Account) -> None:
        self.account = account
        self._course = course
        self._written = _Written(account)

    def resume(self, last: UsageMetered) -> None:
        """Go on where the log ends."""
        self._written.resume(last)

    async def write(self) -> None:
        """Write what the session has used and cost by now, if that is news."""
        course = self._course
        self.account.bring_to(Unit.LINE_SECONDS, course.now_s())
        self.account.bring_to(Unit.TOOL_CALLS, len(course.state.tool_calls))
        news = self._written.news(at=course.clock.now(), at_s=course.now_s())
        if news is not None:
            await course.record([news])


class LateSpending:
    """Adds to the log of a session that is over: what is done with it is paid for, too."""

    def __init__(self, session_id: str, *, events: EventLog, clock: Clock, account: Account) -> None:
        self._session_id = session_id
        self._events = events
        self._clock = clock
        self._written = _Written(account)
        self._seq = 0
        self._at_s = 0.0
        self.account = account

    @classmethod
    async def of(cls, session_id: str, *, events: EventLog, clock: Clock, account: Account) -> Self:
        """Go on where the session's log ends. Raises `StorageError`."""
        late = cls(session_id, events=events, clock=clock, account=account)
        logged = await late._read()
        metered = [one.event for one in logged if isinstance(one.event, UsageMetered)]
        if metered:
            late._written.resume(metered[-1])
        return late

    def keep(self, size_bytes: float, *, days: float) -> None:
        """So much is kept of the session for so long, in all."""
        self.account.bring_to(Unit.STORED_BYTE_MONTHS, size_bytes * days / _DAYS_A_MONTH)

    async def write(self) -> None:
        """Write what the session has used and cost by now, if that is news. Raises `StorageError`."""
        news = self._written.news(at=self._clock.now(), at_s=self._at_s)
        while news is not None:
            try:
                self._seq = await self._events.append(self._session_id, [news], after_seq=self._seq)
                return
            except ConflictError:  # something else was noted since: once more behind that
                await self._read()

    async def _read(self) -> list[LoggedEvent]:
        logged = list(await self._events.read(self._session_id))
        if logged:
            self._seq, self._at_s = logged[-1].seq, logged[-1].event.at_s
        return logged


type OpensLate = Callable[[str], Awaitable[LateSpending]]
"""Opens the account of a session that is over, by its id. Raises `StorageError`."""


def late_spending(*, events: EventLog, clock: Clock, account: Callable[[], Account]) -> OpensLate:
    """Return what opens late accounts over this log."""

    async def opened(session_id: str) -> LateSpending:
        return await LateSpending.of(session_id, events=events, clock=clock, account=account())

    return opened


class ChargedWork:
    """A `DurableWork` whose steps are charged to the session they are done for.

    What a step used is written before its result is kept: a step that a crash repeats is paid for twice, as it was used twice.
    """

    def __init__(self, work: DurableWork, session_id: str, opens: OpensLate) -> None:
        self._work = work
        self._session_id = session_id
        self._opens = opens
        self._late: LateSpending | None = None

    async def spending(self) -> LateSpending:
        """Return the session's account. Raises `StorageError`."""
        if self._late is None:
            self._late = await self._opens(self._session_id)
        return self._late

    async def step(self, name: str, work: Callable[[], Awaitable[str]]) -> str:
        async def charged() -> str:
            late = await self.spending()
            charge_to(late.account)  # each step runs in a context of its own
            result = await work()
            await late.write()
            return result

        return await self._work.step(name, charged)
