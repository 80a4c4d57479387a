"""Audio on its way out: a short queue played one frame every 20 ms, and the track aiortc sends it from."""

import asyncio

import av
from aiortc.mediastreams import MediaStreamError, MediaStreamTrack
from av.stream import Stream

from vivavoce.domain.audio import LINE_RATE_HZ, Pcm
from vivavoce.transports.webrtc.opus import FRAME_BYTES, FRAME_SAMPLES, SILENT_FRAME, TIME_BASE, OpusEncoder

_FULL_BYTES = 2 * LINE_RATE_HZ * 200 // 1000
"""`write` waits above 200 ms: enough to ride out a busy moment, little enough that new words come at once."""
_STEADY_SILENCE_FRAMES = 5
"""After 100 ms of digital silence the encoder has settled: the same packet goes out again, for no work at all."""
_UNSENT_PACKETS = 50

type AudioPacket = av.Packet[Stream]


class DepartingAudio:
    """What is still to be played, in order. `next_frame` is called every 20 ms."""

    def __init__(self) -> None:
        self._queue = bytearray()
        self._room = asyncio.Event()
        self._room.set()
        self._paused = False
        self._closed = False
        self.played_samples = 0

    @property
    def queued_samples(self) -> int:
        return len(self._queue) // 2

    async def write(self, frame: Pcm) -> None:
        """Queue a frame; wait first while more than 200 ms are queued. On a closed line it returns at once."""
        if frame.sample_rate_hz != LINE_RATE_HZ:
            raise ValueError(f"a line carries {LINE_RATE_HZ} Hz, not {frame.sample_rate_hz} Hz")
        while not self._closed and len(self._queue) > _FULL_BYTES:
            self._room.clear()
            await self._room.wait()
        if not self._closed:
            self._queue += frame.samples

    def pause(self) -> None:
        self._paused = True

    def resume(self) -> None:
        self._paused = False

    def clear(self) -> None:
        self._queue.clear()
        self._room.set()

    def close(self) -> None:
        self._closed = True
        self.clear()

    def next_frame(self) -> bytes:
        """Return the next 20 ms to send: silence when paused or empty, and after the end of an uneven rest."""
        if self._paused or not self._queue:
            return SILENT_FRAME
        frame = bytes(self._queue[:FRAME_BYTES])
        del self._queue[:FRAME_BYTES]
        self.played_samples += len(frame) // 2
        if len(self._queue) <= _FULL_BYTES:
            self._room.set()
        return frame + bytes(FRAME_BYTES - len(frame))


class OutgoingTrack(MediaStreamTrack):
    """Hands aiortc packets already encoded, as soon as `send` was called with their frame."""

    kind = "audio"

    def __init__(self) -> None:
        super().__init__()
        self._encoder = OpusEncoder()
        self._packets: asyncio.Queue[AudioPacket | None] = asyncio.Queue(_UNSENT_PACKETS)
        self._timestamp = 0
        self._silent_frames = 0
        self._silent_payload = b""
        self.unsent_packets = 0
        """Dropped because the connection took none for a second."""

    def send(self, frame: bytes) -> None:
        """Encode and queue one 20 ms frame; never blocks."""
        for payload in self._encoded(frame):
            packet: AudioPacket = av.Packet(payload)
            packet.pts = self._timestamp
            packet.time_base = TIME_BASE
            self._put(packet)
        self._timestamp += FRAME_SAMPLES

    async def recv(self) -> AudioPacket:
        if self.readyState != "live":
            raise MediaStreamError
        packet = await self._packets.get()
        if packet is None:
            raise MediaStreamError
        return packet

    def stop(self) -> None:
        super().stop()
        self._put(None)

    def _encoded(self, frame: bytes) -> list[bytes]:
        if frame != SILENT_FRAME:
            self._silent_frames = 0
        elif self._silent_frames >= _STEADY_SILENCE_FRAMES:
            return [self._silent_payload]
        payloads = list(self._encoder.encode(frame))
        if frame == SILENT_FRAME and payloads:
            self._silent_frames += 1
            self._silent_payload = payloads[-1]
        return payloads

    def _put(self, packet: AudioPacket | None) -> None:
        if self._packets.full():
            self._packets.get_nowait()
            self.unsent_packets += 1
        self._packets.put_nowait(packet)
