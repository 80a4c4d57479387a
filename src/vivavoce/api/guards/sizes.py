"""No body is larger, and none takes longer to arrive, than anything a page of ours sends."""

import asyncio
from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from vivavoce.api.errors import http_answer

LARGEST_BODY_BYTES = 128 * 1024
"""An offer has at most 64,000 characters."""
ARRIVED_WITHIN_S = 30.0


class BodyLimit:
    """Takes the whole body before the application sees it; bodies here are small JSON."""

    def __init__(self, app: ASGIApp, *, larger: Mapping[str, int]) -> None:
        """`larger` names the paths that may take more, in bytes."""
        self._app = app
        self._larger = larger

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope) if scope["type"] == "http" else Headers()
        if "content-length" not in headers and "transfer-encoding" not in headers:
            await self._app(scope, receive, send)
            return
        limit = self._larger.get(scope["path"], LARGEST_BODY_BYTES)
        declared = headers.get("content-length", "0")
        if not declared.isdecimal() or int(declared) > limit:
            await http_answer(413, headers={"Connection": "close"})(scope, receive, send)
            return
        try:
            async with asyncio.timeout(ARRIVED_WITHIN_S):
                body = await _body(receive, limit=limit)
        except TimeoutError:
            await http_answer(408, headers={"Connection": "close"})(scope, receive, send)
            return
        if body is None:
            await http_answer(413, headers={"Connection": "close"})(scope, receive, send)
            return
        await self._app(scope, _replay(body, receive), send)


async def _body(receive: Receive, *, limit: int) -> bytes | None:
    """Return the body, None when it is larger than the limit; what a client that went away had sent counts as all."""
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > limit:
            return None
        if not message.get("more_body", False):
            return bytes(body)


def _replay(body: bytes, receive: Receive) -> Receive:
    replayed = False

    async def receive_again() -> Message:
        nonlocal replayed
        if replayed:
            return await receive()
        replayed = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receive_again
