"""A virtual-time event loop: sleeping costs nothing, timing is exact, and a hang is an error.

The loop's selector never waits. When nothing is ready it jumps the clock to the next timer; when there is no timer either,
every task waits for something that cannot come, and that is reported as a deadlock instead of hanging the test.

With `sockets=True` real sockets on this machine take part: what one end has sent is at the other end as good as at once, so
the clock jumps only when nothing has arrived, and waits a moment before it jumps far. Such runs are exact but for a frame
or two.
"""

import asyncio
import selectors
from collections.abc import Coroutine
from functools import partial
from typing import Any


class DeadlockError(AssertionError):
    """Every task waits and no timer is pending."""


_FAR_S = 0.1
_ARRIVES_S = 0.001
"""Real seconds in which loopback has delivered for certain; measured: it nearly always has when `send` returns."""
_HANGS_S = 5.0
"""Real seconds for what a thread may be working on, when no timer is left."""


class _JumpingSelector(selectors.DefaultSelector):
    def __init__(self, *, sockets: bool) -> None:
        super().__init__()
        self.jumped_s = 0.0
        self._sockets = sockets

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(self._patience_s(timeout) if self._sockets else 0)
        if ready:
            return ready
        if timeout is None:
            raise DeadlockError("every task waits and no timer is pending")
        self.jumped_s += timeout
        return []

    def _patience_s(self, jump_s: float | None) -> float:
        if jump_s is None:
            return _HANGS_S
        return _ARRIVES_S if jump_s > _FAR_S else 0.0


class VirtualTimeLoop(asyncio.SelectorEventLoop):
    """An event loop whose `time()` starts at 0 and advances only by jumping to timers."""

    def __init__(self, *, sockets: bool = False) -> None:
        self._jumper = _JumpingSelector(sockets=sockets)
        super().__init__(self._jumper)

    def time(self) -> float:
        return self._jumper.jumped_s


def run_virtual[T](main: Coroutine[Any, Any, T], *, sockets: bool = False) -> tuple[T, float]:
    """Run to completion in virtual time; return the result and the virtual seconds it took."""
    with asyncio.Runner(loop_factory=partial(VirtualTimeLoop, sockets=sockets)) as runner:
        result = runner.run(main)
        return result, runner.get_loop().time()
