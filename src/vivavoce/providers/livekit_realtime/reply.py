"""One reply of a plugin: its messages' text and audio, merged in the order in which they come."""

import asyncio
from collections.abc import AsyncIterable
from types import TracebackType
from typing import Self

from livekit import rtc
from livekit.agents import llm

from vivavoce.domain.audio import Pcm
from vivavoce.domain.ports.realtime_model import SpokenPiece
from vivavoce.providers.wire.rate import implausibly_fast


class Reply:
    """Collects while its context is open; `next_piece` gives None when the plugin has closed all streams."""

    def __init__(self, generation: llm.GenerationCreatedEvent) -> None:
        self._generation = generation
        self._pieces: asyncio.Queue[SpokenPiece | None] = (
            asyncio.Queue()
        )  # the vendor sends whole replies ahead of time
        self._collecting: asyncio.Task[None] | None = None
        self.message_id = ""
        self.spoken_s = 0.0
        """Audio received so far."""
        self.complete = False
        self._characters = 0

    @property
    def at_wrong_rate(self) -> bool:
        """Whether its audio cannot have come at the rate that was agreed."""
        return implausibly_fast(characters=self._characters, spoken_s=self.spoken_s)

    async def __aenter__(self) -> Self:
        self._collecting = asyncio.create_task(self._collect())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._collecting:
            self._collecting.cancel()
            await asyncio.wait({self._collecting})

    async def next_piece(self) -> SpokenPiece | None:
        piece = await self._pieces.get()
        if piece:
            self._characters += len(piece.text)
            self.spoken_s += piece.audio.duration_s if piece.audio else 0.0
        return piece

    async def _collect(self) -> None:
        try:
            async for message in self._generation.message_stream:
                self.message_id = message.message_id
                async with asyncio.TaskGroup() as group:
                    group.create_task(self._collect_text(message.text_stream))
                    group.create_task(self._collect_audio(message.audio_stream))
        finally:
            self._pieces.put_nowait(None)

    async def _collect_text(self, texts: AsyncIterable[str]) -> None:
        async for text in texts:
            self._pieces.put_nowait(SpokenPiece(text=str(text)))

    async def _collect_audio(self, frames: AsyncIterable[rtc.AudioFrame]) -> None:
        async for frame in frames:
            pcm = Pcm(samples=bytes(frame.data.cast("b")), sample_rate_hz=frame.sample_rate)
            self._pieces.put_nowait(SpokenPiece(audio=pcm))
