"""A wire between a client and a server on this machine: as long as a network is, and it can go dead without a word."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit, urlunsplit

_CHUNK_BYTES = 65_536


class Relay:
    """Passes bytes on in both directions until it is frozen: from then on nothing arrives, and nobody is told."""

    def __init__(self, url: str, *, delay_s: float) -> None:
        self._target = urlsplit(url)
        self._delay_s = delay_s
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
        await asyncio.sleep(2 * self._delay_s)  # a connection is there when its handshake has been answered
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
        on_the_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        async with asyncio.TaskGroup() as group:
            group.create_task(self._send(reader, on_the_way))
            group.create_task(self._arrive(on_the_way, writer))

    async def _send(self, reader: asyncio.StreamReader, on_the_way: asyncio.Queue[tuple[float, bytes]]) -> None:
        loop = asyncio.get_running_loop()
        data = b"?"
        while data:
            try:
                data = await reader.read(_CHUNK_BYTES)
            except OSError:
                data = b""  # reset: its other end is told as of a close
            on_the_way.put_nowait((loop.time() + self._delay_s, data))

    async def _arrive(self, on_the_way: asyncio.Queue[tuple[float, bytes]], writer: asyncio.StreamWriter) -> None:
        loop = asyncio.get_running_loop()
        while True:
            due_at, data = await on_the_way.get()
            await asyncio.sleep(max(0.0, due_at - loop.time()))
            if self._frozen:
                await self._over.wait()
            if not data:
                return
            with suppress(OSError):
                writer.write(data)
                await writer.drain()


@asynccontextmanager
async def relayed(url: str, *, delay_s: float = 0.0) -> AsyncIterator[Relay]:
    """Open a wire to the server at this address; what is sent takes `delay_s` each way."""
    relay = Relay(url, delay_s=delay_s)
    async with await asyncio.start_server(relay.serve, "127.0.0.1", 0) as server:
        relay.bind(server.sockets[0].getsockname()[1])
        try:
            yield relay
        finally:
            relay.take_down()
