"""The HTTP session that plugins share: made on the loop that first needs it, and asked what plugins do not ask."""

import http

import aiohttp

_QUOTA = b"quota_exceeded"


class NotAudioError(Exception):
    """An answer that says it is speech and is something else: played, it would be noise."""


class HttpSession:
    """Opened when first asked for; closed with the adapter that owns it."""

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None

    def get(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(middlewares=[_looked_at])
        return self._session

    async def aclose(self) -> None:
        if self._session is not None:
            await self._session.close()


async def _looked_at(request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType) -> aiohttp.ClientResponse:
    """Pass an answer on, unless its status says something else than it means."""
    response = await handler(request)
    if response.status == http.HTTPStatus.UNAUTHORIZED and _QUOTA in await response.read():
        status = http.HTTPStatus.PAYMENT_REQUIRED  # one vendor's wrong key and used-up quota have the same status
        raise aiohttp.ClientResponseError(response.request_info, (), status=status, message=response.reason or "")
    if response.ok and response.content_type.startswith(("application/json", "text/")):
        response.close()
        raise NotAudioError
    return response
