"""An HTTP/2 server on this machine for one kind of request, whose body and answer flow at the same time."""

import asyncio
import http
import json
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import h2.config
import h2.connection
import h2.events
import h2.exceptions

_READ_BYTES = 65_536
_CLIENT_LEAVES_S = 2.0


class ServedStream:
    """One client's request: its headers, its body as it comes, and the answer."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self._http = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False, header_encoding=None))
        self._http.local_settings.enable_push = 0
        self._stream_id = 0
        self._headers: asyncio.Future[dict[str, str]] = asyncio.get_running_loop().create_future()
        self._body: asyncio.Queue[bytes] = asyncio.Queue()  # bounded by the flow-control window
        self._window = asyncio.Event()
        self._gone = False
        self._one_at_a_time = asyncio.Lock()

    async def headers(self) -> dict[str, str]:
        """Return the request's headers; raise `EOFError` when the client leaves before."""
        return await asyncio.shield(self._headers)

    async def body(self) -> AsyncIterator[bytes]:
        """Yield the body until the client ends it or leaves."""
        while piece := await self._body.get():
            yield piece

    async def answer(self, status: int) -> None:
        """Begin the answer; anything but 200 is the whole of it."""
        headers = [(":status", str(status)), ("content-type", "application/vnd.amazon.eventstream")]
        self._http.send_headers(self._stream_id, headers)
        if status != http.HTTPStatus.OK:
            body = json.dumps({"message": http.HTTPStatus(status).phrase}).encode()
            self._http.send_data(self._stream_id, body, end_stream=True)
        await self._flush()

    async def send(self, data: bytes) -> None:
        """Send a piece of the answer, whole even when the sender is cancelled; dropped when the client has left."""
        await asyncio.shield(asyncio.create_task(self._send(data)))

    async def _send(self, data: bytes) -> None:
        async with self._one_at_a_time:
            while data and not self._gone:
                window = self._http.local_flow_control_window(self._stream_id)
                size = min(len(data), window, self._http.max_outbound_frame_size)
                if size <= 0:
                    self._window.clear()
                    await self._window.wait()
                    continue
                self._http.send_data(self._stream_id, data[:size])
                data = data[size:]
                await self._flush()

    async def end(self) -> None:
        """End the answer in order."""
        if not self._gone:
            self._http.end_stream(self._stream_id)
            await self._flush()

    def lose(self, *, reset: bool) -> None:
        """End the connection without a goodbye."""
        if reset:
            self._writer.transport.abort()
        else:
            self._writer.close()

    async def pump(self) -> None:
        """Read until the client leaves."""
        self._http.initiate_connection()
        await self._flush()
        try:
            while data := await self._reader.read(_READ_BYTES):
                for event in self._http.receive_data(data):
                    self._take(event)
                await self._flush()
        except (OSError, h2.exceptions.H2Error):
            pass  # the client has left: conversations end like this
        self._leave()

    def _take(self, event: h2.events.Event) -> None:
        match event:
            case h2.events.RequestReceived():
                self._stream_id = event.stream_id
                headers = {name.decode(): value.decode() for name, value in event.headers or []}
                if not self._headers.done():
                    self._headers.set_result(headers)
            case h2.events.DataReceived():
                if event.data:
                    self._body.put_nowait(event.data)
                self._http.acknowledge_received_data(event.flow_controlled_length or 0, event.stream_id)
            case h2.events.StreamEnded():
                self._body.put_nowait(b"")
            case h2.events.StreamReset() | h2.events.ConnectionTerminated():
                self._leave()
            case h2.events.WindowUpdated() | h2.events.RemoteSettingsChanged():
                self._window.set()

    def _leave(self) -> None:
        self._gone = True
        self._window.set()
        self._body.put_nowait(b"")
        if not self._headers.done():
            self._headers.set_exception(EOFError("the client left"))
            self._headers.exception()

    async def _flush(self) -> None:
        self._writer.write(self._http.data_to_send())
        try:
            await self._writer.drain()
        except OSError:
            self._gone = True


type Converse = Callable[[ServedStream], Awaitable[None]]


@asynccontextmanager
async def serve_http2(converse: Converse, *, host: str, port: int, tls: ssl.SSLContext) -> AsyncIterator[int]:
    """Serve until the context ends; yields the port."""
    conversations: set[asyncio.Task[None]] = set()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            conversations.add(task)
        stream = ServedStream(reader, writer)
        pumping = asyncio.create_task(stream.pump())
        try:
            await converse(stream)
            async with asyncio.timeout(_CLIENT_LEAVES_S):
                await pumping
        except (TimeoutError, EOFError):
            pass  # it neither left nor asked for anything
        except asyncio.CancelledError:
            pass  # the server stops; a cancelled handler is logged as an error by asyncio's streams
        finally:
            pumping.cancel()
            writer.close()
            if task is not None:
                conversations.discard(task)

    server = await asyncio.start_server(handle, host, port, ssl=tls, ssl_shutdown_timeout=0.5)
    try:
        yield next(iter(server.sockets)).getsockname()[1]
    finally:
        server.close()
        for task in list(conversations):
            task.cancel()
        await asyncio.gather(*conversations, return_exceptions=True)
