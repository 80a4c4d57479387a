"""A virtual-time event loop: sleeping costs nothing, timing is exact, and a hang is an error.

The loop's selector never waits. When nothing is ready it jumps the clock to the next timer; when there is no timer either,
every task waits for something that cannot come, and that is reported as a deadlock instead of hanging the test.
"""

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any


class DeadlockError(AssertionError):
    """Every task waits and no timer is pending."""


class _JumpingSelector(selectors.DefaultSelector):
    def __init__(self) -> None:
        super().__init__()
        self.jumped_s = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if ready:
            return ready
        if timeout is None:
            raise DeadlockError("every task waits and no timer is pending")
        self.jumped_s += timeout
        return []


class VirtualTimeLoop(asyncio.SelectorEventLoop):
    """An event loop whose `time()` starts at 0 and advances only by jumping to timers."""

    def __init__(self) -> None:
        self._jumper = _JumpingSelector()
        super().__init__(self._jumper)

    def time(self) -> float:
        return self._jumper.jumped_s


def run_virtual[T](main: Coroutine[Any, Any, T]) -> tuple[T, float]:
    """Run to completion in virtual time; return the result and the virtual seconds it took."""
    with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
        result = runner.run(main)
        return result, runner.get_loop().time()
