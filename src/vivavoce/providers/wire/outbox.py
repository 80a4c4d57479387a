"""What waits to be sent, so that hearing never blocks and a vendor that takes nothing more is found out."""

import asyncio
from collections.abc import Awaitable, Callable

from vivavoce.domain.errors import Fault, ProviderError

_CAPACITY = 10_000
"""A session that takes over is given two unanswered minutes at once, in frames of 20 ms."""


class Outbox[Item]:
    """Sends items in order, each within a deadline; what does not fit any more is dropped and counted."""

    def __init__(self, name: str, send: Callable[[Item], Awaitable[None]], *, deadline_s: float) -> None:
        self._name = name
        self._send = send
        self._deadline_s = deadline_s
        self._waiting: asyncio.Queue[Item] = asyncio.Queue(_CAPACITY)
        self.dropped = 0

    def put(self, item: Item) -> None:
        try:
            self._waiting.put_nowait(item)
        except asyncio.QueueFull:
            self.dropped += 1

    async def run(self, *, idle_s: float | None = None, idle: Callable[[], Item] | None = None) -> None:
        """Send until cancelled; after `idle_s` without anything to send, send what `idle` makes.

        Raises `ProviderError` (silent) when the vendor takes longer than the deadline, and whatever `send` raises.
        """
        while True:
            item = await self._next(idle_s, idle)
            try:
                async with asyncio.timeout(self._deadline_s):
                    await self._send(item)
            except TimeoutError:
                message = f"it took nothing for {self._deadline_s:g} s"
                raise ProviderError(self._name, message, fault=Fault.SILENT) from None

    async def _next(self, idle_s: float | None, idle: Callable[[], Item] | None) -> Item:
        if idle is None:
            return await self._waiting.get()
        try:
            async with asyncio.timeout(idle_s):
                return await self._waiting.get()
        except TimeoutError:
            return idle()
