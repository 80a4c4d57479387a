"""LiveKit Agents as our mouth: an `AgentSession` without a room whose audio output is a `Line`.

Importing this costs seconds (the whole framework), so only the engine does it, and late.
"""

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator

from livekit import rtc
from livekit.agents import Agent, AgentSession
from livekit.agents.voice import SpeechHandle, io
from livekit.agents.voice.turn import TurnHandlingOptions

from vivavoce.domain.audio import FRAME_MS, LINE_RATE_HZ, Pcm
from vivavoce.domain.ports.line import Line

_FRAME_SAMPLES = LINE_RATE_HZ * FRAME_MS // 1000
_FRAME_BYTES = 2 * _FRAME_SAMPLES
_FRAME_S = FRAME_MS / 1000


class LineOutput(io.AudioOutput):
    """Plays on a line what the session captures, and reports each segment finished exactly once.

    The line paces: `write` waits while 200 ms are queued, so what is stopped was never far ahead of the ear.
    """

    def __init__(self, line: Line) -> None:
        super().__init__(label="line", capabilities=io.AudioOutputCapabilities(pause=True), sample_rate=LINE_RATE_HZ)
        self._line = line
        self._rest = bytearray()
        self._capturing = False
        self._dropping = False
        self._segment_open = False
        self._begins_at = line.played_samples
        self._written = 0
        self._draining: asyncio.Task[None] | None = None

    async def capture_frame(self, frame: rtc.AudioFrame) -> None:
        if self._dropping:  # stopped: what still comes before the session's flush belongs to the stopped segment
            return
        if self._draining is not None:
            await asyncio.wait({self._draining})
        await super().capture_frame(frame)
        if not self._capturing:
            self._capturing = True
            self._segment_open = True
            self._begins_at = self._line.played_samples
            self._written = 0
            self.on_playback_started(created_at=time.time())
        self._rest += bytes(frame.data)
        while len(self._rest) >= _FRAME_BYTES and self._segment_open:
            samples = bytes(self._rest[:_FRAME_BYTES])
            del self._rest[:_FRAME_BYTES]
            await self._write(samples)

    async def _write(self, samples: bytes) -> None:
        self._written += len(samples) // 2
        await self._line.write(Pcm(samples=samples, sample_rate_hz=LINE_RATE_HZ))

    def flush(self) -> None:
        super().flush()
        self._capturing = False
        self._dropping = False
        if self._segment_open and self._draining is None:
            self._draining = asyncio.create_task(self._drain())
            self._draining.add_done_callback(self._forget_draining)

    def _forget_draining(self, task: asyncio.Task[None]) -> None:
        if self._draining is task:
            self._draining = None

    async def _drain(self) -> None:
        if self._rest:
            samples = bytes(self._rest).ljust(_FRAME_BYTES, b"\0")
            self._rest.clear()
            await self._write(samples)
        while self._segment_open and self._sent < self._written:  # noqa: ASYNC110 - a line counts samples, it rings no bell
            await asyncio.sleep(max(_FRAME_S / 2, (self._written - self._sent) / LINE_RATE_HZ - _FRAME_S))
        self._finish(interrupted=False)

    def clear_buffer(self) -> None:
        self._line.clear()
        self._line.resume()
        self._rest.clear()
        self._dropping = self._capturing
        if self._draining is not None:
            self._draining.cancel()
        self._finish(interrupted=True)

    def _finish(self, *, interrupted: bool) -> None:
        if self._segment_open:
            self._segment_open = False
            self.on_playback_finished(playback_position=self._sent / LINE_RATE_HZ, interrupted=interrupted)

    @property
    def _sent(self) -> int:
        return min(self._written, self._line.played_samples - self._begins_at)

    def pause(self) -> None:
        self._line.pause()

    def resume(self) -> None:
        self._line.resume()


class _SessionPlayback:
    """One `say` of the session; the interruption goes through its handle, the silence straight to the line."""

    def __init__(self, line: Line, output: LineOutput, handle: SpeechHandle) -> None:
        self._line = line
        self._output = output
        self._handle = handle
        self._begins_at = line.played_samples
        self._ends_at: int | None = None
        handle.add_done_callback(self._done)

    def _done(self, _: SpeechHandle) -> None:
        if self._ends_at is None:
            self._ends_at = self._line.played_samples

    @property
    def sent_samples(self) -> int:
        return (self._line.played_samples if self._ends_at is None else self._ends_at) - self._begins_at

    @property
    def is_done(self) -> bool:
        return self._ends_at is not None

    def pause(self) -> None:
        if not self.is_done:
            self._output.pause()

    def resume(self) -> None:
        if not self.is_done:
            self._output.resume()

    def stop(self) -> None:
        if not self.is_done:
            self._ends_at = self._line.played_samples
            self._output.clear_buffer()
            self._handle.interrupt(force=True)


class AgentSessionPlayout:
    """Speech through `AgentSession.say`, with turn detection, models and rooms all left out: those are ours."""

    def __init__(self, line: Line, session: "AgentSession[None]", output: LineOutput) -> None:
        self._line = line
        self._session = session
        self._output = output

    def play(self, text: str, audio: AsyncIterator[Pcm]) -> _SessionPlayback:
        handle = self._session.say(text, audio=_frames(audio), allow_interruptions=True, add_to_chat_ctx=False)
        return _SessionPlayback(self._line, self._output, handle)

    async def aclose(self) -> None:
        self._output.clear_buffer()
        await self._session.aclose()


async def _frames(audio: AsyncIterator[Pcm]) -> AsyncGenerator[rtc.AudioFrame]:
    async for pcm in audio:
        yield rtc.AudioFrame(
            data=pcm.samples, sample_rate=pcm.sample_rate_hz, num_channels=1, samples_per_channel=pcm.sample_count
        )


async def open_playout(line: Line) -> AgentSessionPlayout:
    """Begin a session that speaks on this line.

    `vad=None` and manual turn detection keep the framework's own 200 ms of silence before end-of-turn out of our path; the
    away timeout and the echo warm-up would fire on a session that hears nothing.
    """
    session: AgentSession[None] = AgentSession(
        vad=None,
        turn_handling=TurnHandlingOptions(turn_detection="manual"),
        aec_warmup_duration=None,
        user_away_timeout=None,
    )
    output = LineOutput(line)
    session.output.audio = output
    session.output.set_transcription_enabled(False)
    await session.start(Agent(instructions=""))
    return AgentSessionPlayout(line, session, output)
