"""Tells the partner what happened, one thing after the other, without holding up the audio."""

import asyncio
from collections.abc import Awaitable, Callable

_AT_MOST = 1000
"""A partner this far behind has stopped for good: better to fail loudly than to grow."""


class Mailbox:
    """Runs calls in the order they were posted. What a call raises ends `run`."""

    def __init__(self) -> None:
        self._calls: asyncio.Queue[Callable[[], Awaitable[None]]] = asyncio.Queue(maxsize=_AT_MOST)

    def post(self, call: Callable[[], Awaitable[None]]) -> None:
        """Add a call; raise `asyncio.QueueFull` when the partner has stopped answering."""
        self._calls.put_nowait(call)

    async def run(self) -> None:
        """Work for ever."""
        while True:
            call = await self._calls.get()
            await call()
            self._calls.task_done()

    async def settled(self) -> None:
        """Wait until all that was posted so far has been done."""
        await self._calls.join()
