"""What a connection's statistics say: how good it is, and whether anything arrives at all."""

from collections import deque

from aiortc import RTCPeerConnection
from aiortc.stats import RTCInboundRtpStreamStats, RTCRemoteInboundRtpStreamStats, RTCTransportStats

from vivavoce.domain.audio import LINE_RATE_HZ
from vivavoce.domain.ports.line import LineQuality

_READINGS = 6
"""Loss is judged over the last five intervals between readings."""


class LinkWatch:
    """Reads one connection's statistics, about once a second."""

    def __init__(self, connection: RTCPeerConnection) -> None:
        self._connection = connection
        self._packets: deque[tuple[int, int]] = deque(maxlen=_READINGS)
        self._bytes_received = 0
        self.quality = LineQuality(round_trip_ms=None, jitter_ms=0.0, lost_fraction=0.0)

    async def read(self) -> bool:
        """Update `quality`; return whether anything has arrived since the last reading, audio or control packets."""
        round_trip_ms, jitter_ms, bytes_received = None, 0.0, self._bytes_received
        for stats in (await self._connection.getStats()).values():
            if isinstance(stats, RTCInboundRtpStreamStats):
                self._packets.append((stats.packetsReceived, stats.packetsLost))
                jitter_ms = stats.jitter * 1000 / LINE_RATE_HZ
            elif isinstance(stats, RTCRemoteInboundRtpStreamStats) and stats.roundTripTime is not None:
                round_trip_ms = stats.roundTripTime * 1000
            elif isinstance(stats, RTCTransportStats):
                bytes_received = stats.bytesReceived
        self.quality = LineQuality(
            round_trip_ms=round_trip_ms, jitter_ms=jitter_ms, lost_fraction=self._lost_fraction()
        )
        arrived = bytes_received != self._bytes_received
        self._bytes_received = bytes_received
        return arrived

    def _lost_fraction(self) -> float:
        if len(self._packets) < 2:
            return 0.0
        (received_then, lost_then), (received_now, lost_now) = self._packets[0], self._packets[-1]
        lost = max(0, lost_now - lost_then)
        expected = lost + received_now - received_then
        return lost / expected if expected else 0.0
