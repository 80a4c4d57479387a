"""The HTTP session that a plugin opens its WebSocket with: kept under watch, so that a vendor silently gone is found out."""

from collections.abc import Mapping
from typing import cast

import aiohttp

from vivavoce.domain.ports.realtime_model import LIVENESS_S

_HEARTBEAT_S = LIVENESS_S / 1.5
"""aiohttp waits half as long again for the answer to a ping; a plugin has no setting for it."""


class WatchedHttp:
    """One session's own: closing it drops the connection."""

    def __init__(self) -> None:
        self._http = aiohttp.ClientSession()

    async def ws_connect(self, *, url: str, headers: Mapping[str, str]) -> aiohttp.ClientWebSocketResponse:
        return await self._http.ws_connect(url, headers=headers, heartbeat=_HEARTBEAT_S)

    async def close(self) -> None:
        await self._http.close()

    @property
    def for_plugin(self) -> aiohttp.ClientSession:
        """Return itself as the type that plugins ask for; of it they use `ws_connect` alone."""
        return cast("aiohttp.ClientSession", self)
