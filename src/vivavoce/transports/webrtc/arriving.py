"""Audio as it arrives from a network, put back on a steady grid.

Packets come late, twice, out of order or not at all; browsers send nothing during silence (DTX), and a frozen tab sends
nothing for seconds. Whoever listens must still get 20 ms of audio every 20 ms, or a turn never ends. aiortc's own buffer
holds four packets back and, after one loss, stays 320 ms behind for the rest of the call; this one holds back nothing
until the network shows that it must, and gives the delay back in the next quiet moment.
"""

from array import array
from collections.abc import Callable

from vivavoce.domain.audio import LINE_RATE_HZ
from vivavoce.transports.webrtc.opus import FRAME_BYTES, FRAME_SAMPLES

_LONGEST_BACKLOG_PACKETS = 150
"""3 s, what a stalled network or machine may deliver at once; beyond, the oldest is dropped."""
_LONGEST_GAP_SAMPLES = 10 * FRAME_SAMPLES
"""Filled with silence to keep the rhythm of speech; a longer one is a sender that began anew."""
_PATIENCE_PACKETS = 2
"""A missing packet is given up when this many newer ones wait."""
_WINDOW_FRAMES = 50
"""The delay never needed for this long (1 s) is too much delay."""
_FORCED_SURPLUS_FRAMES = 100
"""2 s of needless delay are cut even amid speech. Less waits for a pause: a lost word costs more than a late reply."""
_QUIET_PEAK = 500
"""Of 32768: room noise."""
_RTP_CLOCK = 1 << 32


class ArrivingAudio:
    """Reorders, decodes and evens out one incoming stream: `arrived` for every packet, `take` every 20 ms."""

    def __init__(self, decode: Callable[[bytes], bytes]) -> None:
        self._decode = decode
        self._source: int | None = None
        self._waiting: dict[int, bytes] = {}
        self._decoded = bytearray()
        self._next_timestamp: int | None = None
        self._last_arrived: int | None = None
        self._starved_samples = 0
        self._least_depth_samples = _LONGEST_GAP_SAMPLES
        self._frames_in_window = 0
        self._surplus_frames = 0
        self.packets = 0
        self.dropped_packets = 0
        """Came too late to be played, or fell out of a full buffer."""

    @property
    def depth_samples(self) -> int:
        """How far what is played is behind what has arrived."""
        return len(self._decoded) // 2 + len(self._waiting) * FRAME_SAMPLES

    def arrived(self, *, source: int, timestamp: int, payload: bytes) -> None:
        """Take one packet: its stream's id, its 32-bit RTP timestamp at 48 kHz, and its Opus payload."""
        self.packets += 1
        if not payload:
            return
        if source != self._source:
            self._begin(source)
        at = self._unwrapped(timestamp)
        if self._next_timestamp is not None and at < self._next_timestamp:
            if self._next_timestamp - at < LINE_RATE_HZ:
                self.dropped_packets += 1
                return
            self._begin(source)
            at = timestamp
        self._last_arrived = at
        self._waiting[at] = payload
        while len(self._waiting) > _LONGEST_BACKLOG_PACKETS:
            del self._waiting[min(self._waiting)]
            self._next_timestamp = min(self._waiting)
            self.dropped_packets += 1

    def take(self) -> bytes:
        """Return the next 20 ms: what was sent, or silence where nothing has come."""
        frame = self._next_frame()
        if self._surplus_frames and (self._surplus_frames >= _FORCED_SURPLUS_FRAMES or _is_quiet(frame)):
            self._surplus_frames -= 1
            if self.depth_samples >= FRAME_SAMPLES:
                frame = self._next_frame()
        self._watch_depth()
        return frame

    def _begin(self, source: int) -> None:
        self._source = source
        self._waiting.clear()
        self._next_timestamp = None
        self._last_arrived = None
        self._starved_samples = 0

    def _unwrapped(self, timestamp: int) -> int:
        """Return the timestamp nearest to the last packet's among all that share these 32 bits."""
        if self._last_arrived is None:
            return timestamp
        ahead = (timestamp - self._last_arrived) % _RTP_CLOCK
        return self._last_arrived + (ahead if ahead < _RTP_CLOCK // 2 else ahead - _RTP_CLOCK)

    def _next_frame(self) -> bytes:
        while len(self._decoded) < FRAME_BYTES and self._decode_more():
            pass
        frame = bytes(self._decoded[:FRAME_BYTES])
        del self._decoded[:FRAME_BYTES]
        missing = FRAME_BYTES - len(frame)
        self._starved_samples += missing // 2
        return frame + bytes(missing)

    def _decode_more(self) -> bool:
        if not self._waiting:
            return False
        first = min(self._waiting)
        if self._next_timestamp is None:
            self._next_timestamp = first
        # Silence already played while nothing came has filled that much of the gap.
        gap = first - self._next_timestamp - self._starved_samples
        if 0 < gap <= _LONGEST_GAP_SAMPLES:
            if len(self._waiting) < _PATIENCE_PACKETS:
                return False
            filled = min(gap, FRAME_SAMPLES)
            self._decoded += bytes(2 * filled)
            self._next_timestamp += filled
            return True
        samples = self._decode(self._waiting.pop(first)) or bytes(FRAME_BYTES)
        self._decoded += samples
        self._next_timestamp = first + len(samples) // 2
        self._starved_samples = 0
        return True

    def _watch_depth(self) -> None:
        self._least_depth_samples = min(self._least_depth_samples, self.depth_samples)
        self._frames_in_window += 1
        if self._frames_in_window == _WINDOW_FRAMES:
            self._surplus_frames = self._least_depth_samples // FRAME_SAMPLES
            self._least_depth_samples = self.depth_samples
            self._frames_in_window = 0


def _is_quiet(frame: bytes) -> bool:
    samples = array("h", frame)
    return max(samples) < _QUIET_PEAK and min(samples) > -_QUIET_PEAK
