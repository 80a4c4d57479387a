"""A WebSocket server on this machine that carries out a fault plan, whatever protocol is spoken on it."""

import asyncio
import http
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, aclosing, asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Protocol

from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

from vivavoce.providers.simulation.faults import (
    ConnectionLostError,
    FaultKind,
    Faults,
    UnreadableFrameError,
)
from vivavoce.providers.simulation.held import NotAllowedError
from vivavoce.providers.simulation.partner import SimulatedPartner

HOST = "127.0.0.1"
_DYING_AFTER_S = 5.0
"""A connection that a client has left open is dropped so long after the server was told to stop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulation:
    """A simulator at work."""

    base_url: str
    """What the adapter (or anybody's client) is pointed at."""
    environment: Mapping[str, str] = field(default_factory=dict)
    """The same as settings: for people."""
    violations: list[str] = field(default_factory=list)
    """What clients sent that the vendor's own types do not allow, without payloads."""
    keyterms: list[tuple[str, ...]] = field(default_factory=list)
    """What clients said that they would say, stream by stream, where the vendor hears."""


class Simulator(Protocol):
    """Opens a simulated vendor on a local port; port 0 takes a free one."""

    def __call__(
        self, *, partner: SimulatedPartner, faults: Faults, port: int = 0
    ) -> AbstractAsyncContextManager[Simulation]: ...


class SimulatedConnection:
    """One client's connection."""

    def __init__(self, websocket: ServerConnection) -> None:
        self._websocket = websocket
        self._muted = False
        self.on_fault: Callable[[FaultKind], Awaitable[None]] | None = None
        """Called for timed faults that only the protocol can express: limits, announcements, errors."""

    @property
    def path(self) -> str:
        request = self._websocket.request
        return request.path if request else ""

    async def send(self, frame: str | bytes) -> None:
        """Send one frame; a muted vendor never does, and notices that its client has left when it would."""
        if self._muted:
            await self._websocket.wait_closed()
        await self._websocket.send(frame)

    async def frames(self) -> AsyncIterator[str | bytes]:
        """Yield what the client sends, until it leaves."""
        async for frame in self._websocket:
            yield frame

    async def close(self, *, code: int, reason: str = "") -> None:
        """Close in the protocol's own way."""
        await self._websocket.close(code, reason)

    async def strike(self, kind: FaultKind) -> None:
        """Let a timed fault act."""
        match kind:
            case FaultKind.CUT | FaultKind.RESET:
                raise ConnectionLostError(reset=kind is FaultKind.RESET)
            case FaultKind.SILENT | FaultKind.STALL:
                self._muted = True
            case _ if self.on_fault:
                await self.on_fault(kind)

    def lose(self, *, reset: bool) -> None:
        """End the connection without a goodbye."""
        if reset:
            self._websocket.transport.abort()
        else:
            self._websocket.transport.close()

    async def garble(self, frame: str | bytes) -> None:
        """Send something unreadable and wait for the client to leave."""
        with suppress(ConnectionClosed):
            await self._websocket.send(frame)
            await self._websocket.wait_closed()

    async def swallow(self) -> None:
        """Read and answer nothing, until the client leaves."""
        async for _ in self._websocket:
            pass


type Converse = Callable[[SimulatedConnection], Awaitable[None]]
type Admit = Callable[[Request], http.HTTPStatus | None]


def noting(admit: Admit, violations: list[str]) -> Admit:
    """Return the same, for which a `NotAllowedError` is a violation of the protocol and a bad request."""

    def noted(request: Request) -> http.HTTPStatus | None:
        try:
            return admit(request)
        except NotAllowedError as error:
            violations.append(str(error))
            return http.HTTPStatus.BAD_REQUEST

    return noted


@asynccontextmanager
async def serve_websockets(
    converse: Converse,
    *,
    faults: Faults,
    port: int = 0,
    tls: ssl.SSLContext | None = None,
    admit: Admit = lambda _: None,
    unreadable: str | bytes = '{"type": ',
) -> AsyncIterator[int]:
    """Serve until the context ends; yields the port. `admit` may refuse a handshake with a status."""

    def check(connection: ServerConnection, request: Request) -> Response | None:
        status = faults.refusal() or admit(request)
        return (
            None if status is None else connection.respond(http.HTTPStatus(status), f'{{"error": "{int(status)}"}}\n')
        )

    async def handle(websocket: ServerConnection) -> None:
        connection = SimulatedConnection(websocket)
        try:
            if faults.mute_from_the_start():
                await connection.swallow()
            else:
                await _converse_with_faults(converse, connection, faults)
        except* ConnectionLostError as lost:
            connection.lose(reset=_by_reset(lost))
        except* UnreadableFrameError:
            await connection.garble(unreadable)
        except* ConnectionClosed:
            pass  # the client has left: conversations end like this

    async with serve(
        handle,
        HOST,
        port,
        ssl=tls,
        process_request=check,
        max_size=None,
        close_timeout=_DYING_AFTER_S,
        ping_interval=None,
    ) as server:
        yield next(iter(server.sockets)).getsockname()[1]


async def _converse_with_faults(converse: Converse, connection: SimulatedConnection, faults: Faults) -> None:
    async def be_struck() -> None:
        async with aclosing(faults.strikes()) as strikes:
            async for kind in strikes:
                await connection.strike(kind)

    async with asyncio.TaskGroup() as group:
        striking = group.create_task(be_struck())
        await converse(connection)
        striking.cancel()


def _by_reset(lost: BaseExceptionGroup[ConnectionLostError]) -> bool:
    return any(_by_reset(error) if isinstance(error, BaseExceptionGroup) else error.reset for error in lost.exceptions)
