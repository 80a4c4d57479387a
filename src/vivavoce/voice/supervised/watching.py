"""Watchdogs: what is late, stalls or never ends is given up at once, and cleaned up where nobody waits for it."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable
from contextlib import aclosing, nullcontext, suppress

from vivavoce.domain.errors import Fault, ProviderError

_PIECES_AHEAD = 32
_CLEANED_WITHIN_S = 15.0
"""Closing a failed socket was seen to take 10 s."""


class Cleaning:
    """Ends what was given up, off the critical path; owned by whoever outlives the calls."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[object]] = set()

    def drop(self, task: "asyncio.Task[object]") -> None:
        """Cancel it and let it take its time."""
        task.cancel()
        if not task.done():
            self._tasks.add(task)
            task.add_done_callback(self._done)

    def finish(self, closing: Awaitable[object]) -> None:
        """Let this end in its own time, but not for ever."""
        task = asyncio.ensure_future(_within(closing))
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: "asyncio.Task[object]") -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()  # retrieved: it was given up already

    async def aclose(self) -> None:
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=1.0)


async def _within(closing: Awaitable[object]) -> None:
    with suppress(TimeoutError, ProviderError):
        async with asyncio.timeout(_CLEANED_WITHIN_S):
            await closing


async def watched[Piece](
    pieces: AsyncIterator[Piece], *, provider: str, first_s: float, stall_s: float, cleaning: Cleaning
) -> AsyncGenerator[Piece]:
    """Yield the pieces; raise `ProviderError` (silent) when the first or the next one is late.

    They are read in a task of its own, so that giving up does not wait for the provider to notice.
    """
    queue: asyncio.Queue[Piece] = asyncio.Queue(_PIECES_AHEAD)
    reading = asyncio.create_task(_read(pieces, queue))
    limit_s, what = first_s, "no first result"
    try:
        while True:
            if not queue.empty():
                piece = queue.get_nowait()
            elif reading.done():
                reading.result()
                return
            else:
                getting = asyncio.ensure_future(queue.get())
                try:
                    await asyncio.wait({getting, reading}, timeout=limit_s, return_when=asyncio.FIRST_COMPLETED)
                finally:
                    getting.cancel()  # does nothing to one that is done
                if not getting.done():
                    if reading.done():
                        continue
                    raise ProviderError(provider, f"{what} within {limit_s:g} s", fault=Fault.SILENT)
                piece = getting.result()
            yield piece
            limit_s, what = stall_s, "nothing more"
    finally:
        cleaning.drop(reading)


async def _read[Piece](pieces: AsyncIterator[Piece], queue: "asyncio.Queue[Piece]") -> None:
    async with aclosing(pieces) if isinstance(pieces, AsyncGenerator) else nullcontext():
        async for piece in pieces:
            await queue.put(piece)


async def within[Result](
    work: Awaitable[Result], *, seconds: float, provider: str, what: str, cleaning: Cleaning
) -> Result:
    """Return what the work returns; when it is late, raise `ProviderError` (silent) without waiting for its cancellation."""
    task = asyncio.ensure_future(work)
    try:
        done, _ = await asyncio.wait({task}, timeout=seconds)
    except asyncio.CancelledError:
        cleaning.drop(task)
        raise
    if not done:
        cleaning.drop(task)
        raise ProviderError(provider, f"{what}: nothing within {seconds:g} s", fault=Fault.SILENT)
    return task.result()
