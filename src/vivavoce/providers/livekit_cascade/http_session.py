"""The HTTP session that plugins share: made on the loop that first needs it."""

import aiohttp


class HttpSession:
    """Opened when first asked for; closed with the adapter that owns it."""

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None

    def get(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession()
        return self._session

    async def aclose(self) -> None:
        if self._session is not None:
            await self._session.close()
