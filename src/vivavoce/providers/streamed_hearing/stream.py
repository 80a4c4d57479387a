"""One connection to a vendor that hears."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from vivavoce.domain.audio import HEARING_RATE_HZ, Pcm
from vivavoce.domain.errors import Fault, ProviderError
from vivavoce.domain.transcript import Word
from vivavoce.providers.livekit_realtime.failures import failure_of
from vivavoce.providers.streamed_hearing.dialect import Dialect, HeardPiece
from vivavoce.providers.wire import Outbox

_CONNECT_S, _SEND_S, _CLOSE_S = 5.0, 5.0, 0.5
_KEEP_ALIVE_S = 4.0
_NEARLY_S = 0.3
"""Vendors cut the last frame of a stream off: what ends this close to what was sent has heard all of it."""
_NORMAL = 1000


class HearingStream:
    """Opened when made; hears what is fed, tells what it heard so far, and once why it failed for good."""

    def __init__(self, dialect: Dialect, address: str, *, name: str, starts_s: float) -> None:
        self._dialect, self._address, self._name = dialect, address, name
        self._starts_s = starts_s
        self._fed_samples = self._flushed_samples = 0
        self._final: list[HeardPiece] = []
        self._interim: HeardPiece | None = None
        self._failure: ProviderError | None = None
        self._settling: asyncio.Future[None] | None = None
        self._outbox: Outbox[str] = Outbox(name, self._send, deadline_s=_SEND_S)
        self._connection: ClientConnection | None = None
        self._running = asyncio.create_task(self._run(), name=f"{name} stream")

    @property
    def is_over(self) -> bool:
        """Nothing more can be fed: it was flushed, and the vendor ends a stream with that."""
        return self._flushed_samples > 0 and self._dialect.ends_when_flushed

    def feed(self, samples: bytes) -> None:
        """Take samples; dropped when the stream has failed, which is told at the next question."""
        if self._failure is None:
            self._fed_samples += len(samples) // 2
            self._outbox.put(Pcm(samples=samples, sample_rate_hz=HEARING_RATE_HZ))

    def heard(self) -> Sequence[HeardPiece]:
        """Return what was heard so far, the last words as they stand; raise why no more will come."""
        if self._failure is not None:
            raise self._failure
        return [*self._final, *([self._interim] if self._interim else [])]

    async def settle(self) -> None:
        """Return when everything fed has been heard; raise `ProviderError`."""
        if self._failure is not None:
            raise self._failure
        if self._fed_samples > self._flushed_samples:
            self._flushed_samples = self._fed_samples
            self._settling = asyncio.get_running_loop().create_future()
            self._outbox.put(self._dialect.flush)
        if self._settling is not None:
            await asyncio.shield(self._settling)

    async def aclose(self) -> None:
        self._running.cancel()
        await asyncio.wait({self._running})
        if self._settling is not None and not self._settling.done():
            self._settling.cancel()

    async def _run(self) -> None:
        try:
            await self._converse()
        except ProviderError as error:
            self._fail(error)
        except ConnectionClosed as error:
            self._take_close(error)
        except (WebSocketException, OSError, EOFError, TimeoutError) as error:
            self._fail(failure_of(error).error(self._name))
        except ValueError:
            self._fail(ProviderError(self._name, "a message was malformed", fault=Fault.MALFORMED))

    async def _converse(self) -> None:
        connection = await connect(
            self._address,
            additional_headers=dict(self._dialect.headers),
            compression=None,
            open_timeout=_CONNECT_S,
            close_timeout=_CLOSE_S,
        )
        self._connection = connection
        sending = asyncio.create_task(self._keep_sending(), name=f"{self._name} sending")
        reading = asyncio.create_task(self._read(connection), name=f"{self._name} reading")
        try:
            done, _ = await asyncio.wait({sending, reading}, return_when=asyncio.FIRST_COMPLETED)
            if reading not in done:  # sending failed: what was received before says why, if anything does
                done, _ = await asyncio.wait({reading}, timeout=_CLOSE_S)
            (reading if reading in done else sending).result()
        finally:
            for task in (sending, reading):
                task.cancel()
            await asyncio.wait({sending, reading})
            connection.transport.abort()

    async def _keep_sending(self) -> None:
        keep_alive = self._dialect.keep_alive
        if keep_alive is None:
            await self._outbox.run()
        else:
            await self._outbox.run(idle_s=_KEEP_ALIVE_S, idle=lambda: keep_alive)

    async def _send(self, item: str | Pcm) -> None:
        if self._connection is not None:
            await self._connection.send(item.samples if isinstance(item, Pcm) else item)

    async def _read(self, connection: ClientConnection) -> None:
        while True:
            piece = self._dialect.read(await connection.recv())
            if piece is not None:
                self._take(_shifted(piece, self._starts_s))

    def _take(self, piece: HeardPiece) -> None:
        if piece.final:
            self._final.append(piece)
            self._interim = None
        elif piece.text:
            self._interim = piece
        all_s = self._starts_s + self._flushed_samples / HEARING_RATE_HZ
        heard_all = piece.flushed or (piece.final and piece.until_s >= all_s - _NEARLY_S)
        if heard_all and not self._dialect.ends_when_flushed:
            self._settled()

    def _take_close(self, error: ConnectionClosed) -> None:
        code, reason = (error.rcvd.code, error.rcvd.reason) if error.rcvd else (0, "")
        if code == _NORMAL and self.is_over:
            self._settled()
            return
        fault = self._dialect.fault_of_close(code, reason)
        self._fail(ProviderError(self._name, f"the connection was closed ({code})", fault=fault))

    def _settled(self) -> None:
        if self._settling is not None and not self._settling.done():
            self._settling.set_result(None)

    def _fail(self, error: ProviderError) -> None:
        self._failure = error
        if self._settling is not None and not self._settling.done():
            self._settling.set_exception(error)
            self._settling.exception()  # whoever waits is told; perhaps nobody does any more


def _shifted(piece: HeardPiece, by_s: float) -> HeardPiece:
    """Shift times from the start of the stream to the start of the utterance."""
    words = tuple(Word(text=word.text, start_s=word.start_s + by_s, end_s=word.end_s + by_s) for word in piece.words)
    return replace(piece, words=words, until_s=piece.until_s + by_s)
