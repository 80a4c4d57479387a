"""A wire between a client and a server on this machine that can go dead without a word, as networks do."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit, urlunsplit

_CHUNK_BYTES = 65_536


class Relay:
    """Passes bytes on in both directions until it is frozen: from then on nothing arrives, and nobody is told."""

    def __init__(self, url: str) -> None:
        self._target = urlsplit(url)
        self._frozen = False
        self._over = asyncio.Event()
        self._port = 0

    @property
    def url(self) -> str:
        """The target's address, by way of this wire."""
        return urlunsplit(self._target._replace(netloc=f"127.0.0.1:{self._port}"))

    def freeze(self) -> None:
        self._frozen = True

    def bind(self, port: int) -> None:
        self._port = port

    def take_down(self) -> None:
        self._over.set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", self._target.port)
        passing = [
            asyncio.create_task(work)
            for work in (self._pass(reader, back), self._pass(there, writer), self._over.wait())
        ]
        try:
            await asyncio.wait(passing, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in passing:
                task.cancel()
            for end in (writer, back):
                end.transport.abort()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await reader.read(_CHUNK_BYTES):
                if self._frozen:
                    await self._over.wait()
                writer.write(data)
                await writer.drain()


@asynccontextmanager
async def relayed(url: str) -> AsyncIterator[Relay]:
    """Open a wire to the server at this address."""
    relay = Relay(url)
    async with await asyncio.start_server(relay.serve, "127.0.0.1", 0) as server:
        relay.bind(server.sockets[0].getsockname()[1])
        try:
            yield relay
        finally:
            relay.take_down()
