"""Erases by itself what has outlived its time, once a day while the platform runs."""

import asyncio

import structlog

from vivavoce.app.practice import PRACTICE_RETENTION
from vivavoce.app.storage import Storage
from vivavoce.compliance.erasure import RetentionSweep
from vivavoce.compliance.retention import RetentionPolicy
from vivavoce.domain.clock import Clock
from vivavoce.domain.errors import StorageError

_log = structlog.get_logger(__name__)

FIRST_AFTER_S = 60.0
"""A start has more urgent things to do."""
EVERY_S = 24 * 3600.0


async def keep_erasing(storage: Storage, *, clock: Clock) -> None:
    """Sweep daily until cancelled; a store that is away is tried again the next day."""
    sweeps = (
        RetentionSweep(storage.sessions, storage.erasure, clock, policy=RetentionPolicy()),
        RetentionSweep(storage.practice.sessions, storage.practice.erasure, clock, policy=PRACTICE_RETENTION),
    )
    await asyncio.sleep(FIRST_AFTER_S)
    while True:
        try:
            erased = sum([await sweep.run() for sweep in sweeps])
            _log.info("retention sweep done", erased=erased)
        except StorageError as error:
            _log.warning("retention sweep failed and is tried again tomorrow", error=error.message)
        await asyncio.sleep(EVERY_S)
