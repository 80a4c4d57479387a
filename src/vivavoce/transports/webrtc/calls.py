"""Answers browsers' offers: one peer connection a call, within limits, without a media server."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from dataclasses import dataclass, field

import structlog
from aiortc import RTCConfiguration, RTCIceServer, RTCPeerConnection, RTCRtpReceiver, RTCSessionDescription
from aiortc.exceptions import InternalError, InvalidAccessError, InvalidStateError, OperationError
from aiortc.rtp import RtpPacket

from vivavoce.domain.errors import InvalidInputError, UnavailableError
from vivavoce.domain.ports.line import Line
from vivavoce.transports.webrtc.arriving import ArrivingAudio
from vivavoce.transports.webrtc.life import LineDeadlines
from vivavoce.transports.webrtc.line import WebRtcLine
from vivavoce.transports.webrtc.loopback_candidates import loopback_candidates
from vivavoce.transports.webrtc.offers import usable_offer

_log = structlog.get_logger(__name__)

_GOODBYE_S = 5.0
"""Closing sends farewell packets to a peer that may be gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IceServer:
    """A STUN or TURN server, such as ``turn:turn.example.org:3478?transport=udp``."""

    url: str
    username: str | None = None
    credential: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallSettings:
    """How calls are taken."""

    ice_servers: tuple[IceServer, ...] = ()
    """Empty: host candidates only, right for one machine or one network."""
    loopback: bool = False
    """Offer 127.0.0.1 too: for a demo on one machine."""
    max_calls: int = 20
    negotiation_s: float = 5.0
    deadlines: LineDeadlines = field(default_factory=LineDeadlines)


class WebRtcCalls:
    """All calls of this process."""

    def __init__(self, settings: CallSettings) -> None:
        self._settings = settings
        self._lines: dict[str, WebRtcLine] = {}
        self._negotiating = 0
        self._farewells: set[asyncio.Task[None]] = set()

    @property
    def count(self) -> int:
        """Calls that are connected or about to be."""
        return len(self._lines) + self._negotiating

    async def answer(
        self, offer_sdp: str, *, on_line_closed: Callable[[Line, str], None] | None = None
    ) -> tuple[str, Line]:
        """Return the answer to send back, with all candidates in it, and the line that opens when the browser has it.

        Raises `InvalidInputError` for an offer that cannot carry an interview and `UnavailableError` when all lines are
        taken or the network's servers do not respond in time. `on_line_closed` gets the line and a reason, once.
        """
        offer = usable_offer(offer_sdp)
        if self.count >= self._settings.max_calls:
            raise UnavailableError(
                f"All {self._settings.max_calls} lines are in use.", fix="Try again in a few minutes."
            )
        connection = RTCPeerConnection(self._configuration())
        line = self._line(connection, on_line_closed)
        self._negotiating += 1
        try:
            async with asyncio.timeout(self._settings.negotiation_s):
                answer_sdp = await self._negotiate(connection, line, offer)
        except TimeoutError as error:
            self._say_farewell(connection)
            raise UnavailableError(
                f"No connection could be prepared within {self._settings.negotiation_s:g} s.",
                fix="Check that the configured STUN and TURN servers are reachable from this machine.",
            ) from error
        # aiortc's own errors, and what it raises where it asserts on what a peer sent.
        except (
            InternalError,
            InvalidAccessError,
            InvalidStateError,
            OperationError,
            ValueError,
            AssertionError,
        ) as error:
            self._say_farewell(connection)
            raise InvalidInputError(
                "The offer could not be negotiated.", fix="Make a new RTCPeerConnection and send its first offer."
            ) from error
        except asyncio.CancelledError:
            self._say_farewell(connection)
            raise
        finally:
            self._negotiating -= 1
        self._lines[line.id] = line
        line.open()
        return answer_sdp, line

    async def dial(self, exchange: Callable[[str], Awaitable[str]]) -> Line:
        """Call somebody: `exchange` carries the offer there and brings the answer back. Used by synthetic candidates."""
        connection = RTCPeerConnection(self._configuration())
        line = self._line(connection, None)
        connection.addTrack(line.track)
        with ExitStack() as unless_it_is_answered:
            unless_it_is_answered.callback(self._say_farewell, connection)
            with loopback_candidates(include=self._settings.loopback):
                await connection.setLocalDescription(await connection.createOffer())
            answer_sdp = await exchange(connection.localDescription.sdp)
            await connection.setRemoteDescription(RTCSessionDescription(sdp=answer_sdp, type="answer"))
            unless_it_is_answered.pop_all()
        (receiver,) = connection.getReceivers()
        _deliver_to(line.arriving, receiver)
        self._lines[line.id] = line
        line.open()
        return line

    async def aclose(self) -> None:
        """Hang up every call and wait until the network has been told, 5 s at most."""
        for line in list(self._lines.values()):
            await line.hang_up(reason="shutting_down")
        if self._farewells:
            # Not `gather`: it returns at once, without a turn of the loop, when all are done and only wait to be forgotten.
            await asyncio.wait(tuple(self._farewells))

    def _configuration(self) -> RTCConfiguration:
        servers = [
            RTCIceServer(urls=server.url, username=server.username, credential=server.credential)
            for server in self._settings.ice_servers
        ]
        return RTCConfiguration(iceServers=servers)

    def _line(self, connection: RTCPeerConnection, on_line_closed: Callable[[Line, str], None] | None) -> WebRtcLine:
        def closed(line: WebRtcLine, reason: str) -> None:
            self._lines.pop(line.id, None)
            self._say_farewell(connection)
            if on_line_closed is not None:
                on_line_closed(line, reason)

        return WebRtcLine(connection, deadlines=self._settings.deadlines, on_closed=closed)

    async def _negotiate(self, connection: RTCPeerConnection, line: WebRtcLine, offer: str) -> str:
        await connection.setRemoteDescription(RTCSessionDescription(sdp=offer, type="offer"))
        connection.addTrack(line.track)
        (receiver,) = connection.getReceivers()
        _deliver_to(line.arriving, receiver)
        with loopback_candidates(include=self._settings.loopback):
            await connection.setLocalDescription(await connection.createAnswer())
        return str(connection.localDescription.sdp)

    def _say_farewell(self, connection: RTCPeerConnection) -> None:
        farewell = asyncio.create_task(_close(connection), name="farewell")
        self._farewells.add(farewell)
        farewell.add_done_callback(self._farewells.discard)


async def _close(connection: RTCPeerConnection) -> None:
    try:
        async with asyncio.timeout(_GOODBYE_S):
            await connection.close()
    except TimeoutError:
        _log.warning("connection_close_timed_out")


class _Delivery:
    """Takes packets where aiortc would buffer them, and never gives it one to decode."""

    def __init__(self, arriving: ArrivingAudio) -> None:
        self._arriving = arriving

    def add(self, packet: RtpPacket) -> tuple[bool, None]:
        self._arriving.arrived(source=packet.ssrc, timestamp=packet.timestamp, payload=packet.payload)
        return False, None


def _deliver_to(arriving: ArrivingAudio, receiver: RTCRtpReceiver) -> None:
    """Replace the receiver's jitter buffer, which has no setting: it adds 80 ms, and 320 ms after the first loss."""
    if not hasattr(receiver, "_RTCRtpReceiver__jitter_buffer"):
        raise RuntimeError("this aiortc keeps its jitter buffer elsewhere: adapt _deliver_to to it")
    receiver._RTCRtpReceiver__jitter_buffer = _Delivery(arriving)  # noqa: SLF001 - see above
