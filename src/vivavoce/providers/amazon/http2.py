"""One HTTP/2 request whose body and answer flow at the same time, and which says at once when it is cut."""

import asyncio
import ssl
from contextlib import ExitStack
from urllib.parse import SplitResult

import h2.config
import h2.connection
import h2.errors
import h2.events
import h2.exceptions

from vivavoce.domain.ports.realtime_model import LIVENESS_S

_READ_BYTES = 65_536
_PING = b"alive???"  # eight bytes, as the protocol wants
_HTTPS_PORT = 443


class Http2Stream:
    """A stream to one server, over a connection of its own. Raises `OSError` and `EOFError`, as sockets do."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self._http = h2.connection.H2Connection(h2.config.H2Configuration(client_side=True, header_encoding=None))
        self._stream_id = 0
        self._status: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._received: asyncio.Queue[bytes | None] = asyncio.Queue()  # bounded by the flow-control window
        self._window = asyncio.Event()
        self._over: str | None = None
        self.is_sending = False
        """In the middle of a piece, also when whoever sent it was cancelled: nothing else may follow it."""
        self._pump = asyncio.create_task(self._read(), name="HTTP/2 session reading")

    @classmethod
    async def open(
        cls, address: SplitResult, headers: list[tuple[str, str]], *, tls: ssl.SSLContext | None
    ) -> "Http2Stream":
        """Connect and send the request's headers."""
        context = tls or ssl.create_default_context()
        context.set_alpn_protocols(["h2"])
        reader, writer = await asyncio.open_connection(
            address.hostname, address.port or _HTTPS_PORT, ssl=context, ssl_shutdown_timeout=1.0
        )
        stream = cls(reader, writer)
        with ExitStack() as unless_sent:  # also when cancelled: nobody else would drop the connection
            unless_sent.callback(stream.abort)
            await stream._request(headers)
            unless_sent.pop_all()
        return stream

    async def status(self) -> int:
        """Return the status of the answer, when there is one; raise `EOFError` when there will be none."""
        return await asyncio.shield(self._status)

    async def send(self, data: bytes, *, end: bool = False) -> None:
        """Send a piece of the body, as fast as the server lets us."""
        self.is_sending = True
        while data or end:
            if self._over is not None:
                raise EOFError(self._over)
            size = min(
                len(data), self._http.local_flow_control_window(self._stream_id), self._http.max_outbound_frame_size
            )
            if data and size <= 0:
                self._window.clear()
                await self._window.wait()
                continue
            piece, data = data[:size], data[size:]
            last = end and not data
            self._http.send_data(self._stream_id, piece, end_stream=last)
            await self._flush()
            if last:
                break
        self.is_sending = False

    async def receive(self) -> bytes:
        """Return the next piece of the answer; nothing after the last. Raises `EOFError` when it was cut off."""
        piece = await self._received.get()
        if piece is not None:
            return piece
        self._received.put_nowait(None)
        if self._over:
            raise EOFError(self._over)
        return b""

    def abort(self) -> None:
        """Drop the connection at once."""
        self._pump.cancel()
        self._finish("the stream was dropped")
        self._writer.transport.abort()

    async def aclose(self) -> None:
        """Close in order; safe to call twice."""
        self._pump.cancel()
        self._finish("the stream was closed")
        self._writer.close()
        try:
            async with asyncio.timeout(1.0):
                await self._writer.wait_closed()
        except (OSError, TimeoutError):
            self._writer.transport.abort()

    async def _request(self, headers: list[tuple[str, str]]) -> None:
        tls_object = self._writer.get_extra_info("ssl_object")
        if tls_object is not None and tls_object.selected_alpn_protocol() != "h2":
            raise OSError("the server does not speak HTTP/2")
        self._http.initiate_connection()
        self._stream_id = self._http.get_next_available_stream_id()
        self._http.send_headers(self._stream_id, headers)
        await self._flush()

    async def _flush(self) -> None:
        self._writer.write(self._http.data_to_send())
        await self._writer.drain()

    async def _read(self) -> None:
        try:
            while data := await self._next():
                for event in self._http.receive_data(data):
                    self._take(event)
                await self._flush()
        except (OSError, h2.exceptions.H2Error) as error:
            self._finish(f"the connection broke ({type(error).__name__})")
        self._finish("the connection ended")

    async def _next(self) -> bytes:
        """Return what comes next; nothing at the end, or when a server that said nothing does not answer a ping either."""
        for _ in range(2):
            try:
                async with asyncio.timeout(LIVENESS_S / 2):
                    return await self._reader.read(_READ_BYTES)
            except TimeoutError:
                self._http.ping(_PING)
                await self._flush()
        return b""

    def _take(self, event: h2.events.Event) -> None:
        match event:
            case h2.events.ResponseReceived():
                if not self._status.done():
                    self._status.set_result(int(dict(event.headers or [])[b":status"]))
            case h2.events.DataReceived():
                self._received.put_nowait(event.data or b"")
                self._http.acknowledge_received_data(event.flow_controlled_length or 0, self._stream_id)
            case h2.events.StreamEnded():
                self._finish("")
            case h2.events.StreamReset() | h2.events.ConnectionTerminated():
                self._finish("the server broke the stream off")
            case h2.events.WindowUpdated() | h2.events.RemoteSettingsChanged():
                self._window.set()

    def _finish(self, why: str) -> None:
        """The first end stands; without a reason it was in order."""
        if self._over is not None:
            return
        self._over = why
        self._window.set()
        self._received.put_nowait(None)
        if not self._status.done():
            self._status.set_exception(EOFError(why))
            self._status.exception()  # whoever asks is told; nobody has to ask
