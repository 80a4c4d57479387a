"""One step's work, tried again while that can help."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import structlog

from vivavoce.domain.errors import VivaVoceError

PAUSES_S: Sequence[float] = (1, 2, 4, 8, 16, 32, 60, 60, 60)
"""Four minutes in all: longer than a database's restart, short enough for somebody to notice the failure."""

log = structlog.get_logger(__name__)


async def with_retries(name: str, work: Callable[[], Awaitable[str]], *, pauses_s: Sequence[float] = PAUSES_S) -> str:
    """Return what the work returns; raise its error when that is not retryable or comes once too often."""
    for pause_s in pauses_s:
        try:
            return await work()
        except VivaVoceError as error:
            if not error.retryable:
                raise
            log.warning("a workflow's step failed and is tried again", step=name, code=error.code, in_s=pause_s)
            await asyncio.sleep(pause_s)
    return await work()
