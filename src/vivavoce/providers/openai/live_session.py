"""One Live session behind our port: a voice that never stops, cut into replies."""

import asyncio
import base64
import binascii
from collections.abc import AsyncGenerator, Sequence

import numpy as np
from openai.types.live import CommentaryAppendedEvent, OutputAudioDeltaEvent, OutputTranscriptDeltaEvent
from pydantic import BaseModel

from vivavoce.domain.audio import Pcm
from vivavoce.domain.capability import CapabilityProfile
from vivavoce.domain.errors import ProviderError
from vivavoce.domain.ids import new_id
from vivavoce.domain.ports.realtime_model import Direction, SpokenPiece
from vivavoce.domain.usage import Unit, Usage
from vivavoce.providers.livekit_realtime.wording import directed
from vivavoce.providers.openai.live_connection import LiveConnection
from vivavoce.providers.wire.rate import implausibly_fast

SILENT_LEVEL = 0.0006 * 32768
"""Root mean square; measured on the service by LiveKit: speech starts ten times above, silence is zeros."""
RESTS_S = 0.8
"""A voice that has rested so long is through with its reply; pauses between sentences are shorter."""
NOW = "Immediately follow the instruction below. Do not wait for the caller to speak first."
_STOP = "Stop speaking now and listen."
_TAKEN_IN = SpokenPiece()
"""Among the pieces: the direction has reached the model, what it says from here on is the reply."""


class LiveSession:
    """See the port."""

    def __init__(self, connection: LiveConnection, profile: CapabilityProfile) -> None:
        self._connection = connection
        self._signals = connection.signals
        self._rate_hz = profile.output_rate_hz
        self._pieces: asyncio.Queue[SpokenPiece] | None = None
        """What is said goes here while a reply is asked for; otherwise nobody wants to hear it."""
        self._asked = ""
        self._voice_rests = True
        self._interrupted = False
        self._heard_until_ms = 0
        self._billed_until_s = asyncio.get_running_loop().time()
        connection.on_event = self._on_event

    def hear(self, pcm: Pcm) -> None:
        if not self._connection.closed and not self._signals.has_failed:
            audio = base64.b64encode(pcm.samples).decode()
            self._connection.send({"type": "session.input_audio.append", "audio": audio})

    async def turn_over(self) -> None:
        self._signals.raise_if_failed()  # nothing to say: it listens all the time

    async def speak(self, direction: Direction) -> AsyncGenerator[SpokenPiece]:
        self._signals.raise_if_failed()
        pieces = self._pieces = asyncio.Queue()
        speaks_of_else = self._interrupted or not self._voice_rests
        self._asked = new_id("ask")
        self._connection.send(
            {
                "type": "session.commentary.append",
                "event_id": self._asked,
                "content": f"{NOW}\n\n{directed(direction)}",
                "delegation_id": None,
            }
        )
        complete = False
        try:
            async for piece in self._reply(pieces, speaks_of_else=speaks_of_else):
                yield piece
            complete = True
        finally:
            self._pieces = None
            self._interrupted = not complete
            if not complete and not self._connection.closed and not self._signals.has_failed:
                self._connection.send({"type": "session.instructions.append", "content": _STOP, "delegation_id": None})

    async def heard(self, played_s: float) -> None:
        """Its history cannot be cut."""

    def take_usage(self) -> Sequence[Usage]:
        if not self._connection.closed:
            now_s = asyncio.get_running_loop().time()
            self._signals.used(Unit.SESSION_SECONDS, now_s - self._billed_until_s)
            self._billed_until_s = now_s
        return self._signals.take_used()

    @property
    def ending(self) -> bool:
        return False

    @property
    def failure(self) -> ProviderError | None:
        return self._signals.failure

    async def aclose(self) -> None:
        self._settle_bill()
        await self._connection.aclose()

    def abort(self) -> None:
        self._settle_bill()
        self._connection.abort()

    def _settle_bill(self) -> None:
        for usage in self.take_usage():
            self._signals.used(usage.unit, usage.amount)

    async def _reply(self, pieces: asyncio.Queue[SpokenPiece], *, speaks_of_else: bool) -> AsyncGenerator[SpokenPiece]:
        """Yield from the first sound to the last; silence counts only when sound follows it.

        While it speaks of something else, nothing counts until it has taken the direction in.
        """
        rested_s = spoken_s = 0.0
        characters = 0
        silence: list[SpokenPiece] = []
        while not (spoken_s and rested_s >= RESTS_S):
            piece = await self._signals.or_failure(pieces.get())
            if piece is _TAKEN_IN:
                speaks_of_else = False
            if speaks_of_else or piece is _TAKEN_IN:
                continue
            if piece.audio is None:
                characters += len(piece.text)
                yield piece
            elif _is_silent(piece.audio):
                rested_s += piece.audio.duration_s
                silence.append(piece)
            else:
                for rest in silence if spoken_s else ():
                    yield rest
                silence.clear()
                rested_s = 0.0
                spoken_s += piece.audio.duration_s
                yield piece
        if implausibly_fast(characters=characters, spoken_s=spoken_s):
            self._signals.malformed("audio at another rate than was agreed")
            self._signals.raise_if_failed()

    def _on_event(self, event: BaseModel) -> None:
        match event:
            case OutputAudioDeltaEvent():
                self._on_audio(event)
            case CommentaryAppendedEvent() if self._pieces is not None and event.client_event_id == self._asked:
                self._pieces.put_nowait(_TAKEN_IN)
            case OutputTranscriptDeltaEvent() if self._pieces is not None:
                self._pieces.put_nowait(SpokenPiece(text=event.delta))

    def _on_audio(self, event: OutputAudioDeltaEvent) -> None:
        if event.start_ms is not None and event.end_ms is not None:
            if event.end_ms <= self._heard_until_ms:
                return  # it came already
            if event.start_ms > self._heard_until_ms + 1 and self._heard_until_ms:
                self._signals.malformed("audio out of order")
            self._heard_until_ms = event.end_ms
        try:
            samples = base64.b64decode(event.delta, validate=True)
        except binascii.Error:
            self._signals.malformed("audio that is not base64")
            return
        pcm = Pcm(samples=samples[: len(samples) // 2 * 2], sample_rate_hz=self._rate_hz)
        self._voice_rests = _is_silent(pcm)
        if self._pieces is not None:
            self._pieces.put_nowait(SpokenPiece(audio=pcm))


def _is_silent(pcm: Pcm) -> bool:
    samples = np.frombuffer(pcm.samples, dtype="<i2").astype(np.float32)
    return not samples.size or float(np.sqrt(np.mean(samples**2))) < SILENT_LEVEL
