"""Sends the frames of a simulated reply the way a planned fault wants them: twice, or in the wrong order."""

from collections.abc import Awaitable, Callable

from vivavoce.providers.simulation.faults import FaultKind, ReplyFaults


class Mangling[Frame]:
    """Sits between a simulated reply and its connection."""

    def __init__(self, send: Callable[[Frame], Awaitable[None]], faults: ReplyFaults) -> None:
        self._send = send
        self._twice = FaultKind.DUPLICATE in faults
        self._swap = FaultKind.REORDER in faults
        self._held: Frame | None = None

    async def send(self, frame: Frame) -> None:
        if not self._swap:
            await self._pass_on(frame)
        elif self._held is None:
            self._held = frame
        else:
            await self._pass_on(frame)
            await self.flush()

    async def flush(self) -> None:
        """Send what waits for its neighbour."""
        held, self._held = self._held, None
        if held is not None:
            await self._pass_on(held)

    async def _pass_on(self, frame: Frame) -> None:
        for _ in range(2 if self._twice else 1):
            await self._send(frame)
