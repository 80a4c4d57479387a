"""Ending a plugin's session: in order while that is quick, else by dropping its connection."""

import asyncio
from typing import Any

from vivavoce.providers.livekit_realtime.vendor import Plugin

CLOSING_S = 1.0
"""A plugin that has not closed by then is dropped: some take ten seconds over a socket that has failed."""

_dropping: set[asyncio.Task[None]] = set()
"""The loop itself holds tasks only weakly."""


async def close(plugin: Plugin) -> None:
    """Close, and drop what is left after `CLOSING_S`."""
    closing = asyncio.create_task(plugin.session.aclose())
    try:
        await asyncio.wait({closing}, timeout=CLOSING_S)
    finally:
        await plugin.drop()
        await _settled(closing)


def abandon(plugin: Plugin) -> None:
    """Drop the connection at once, and tidy up behind everybody's back."""
    task = asyncio.create_task(_drop(plugin))
    _dropping.add(task)
    task.add_done_callback(_dropping.discard)


async def _drop(plugin: Plugin) -> None:
    await plugin.drop()
    await _settled(asyncio.create_task(plugin.session.aclose()))


async def _settled(closing: asyncio.Task[Any]) -> None:
    """Wait for a plugin that has no connection any more; what had failed in it, it raises again, and that is known."""
    await asyncio.wait({closing}, timeout=CLOSING_S)
    if not closing.done():
        closing.cancel()
        await asyncio.wait({closing})
    if not closing.cancelled():
        closing.exception()
