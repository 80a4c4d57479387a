"""A line as the microphone of a raw livekit-agents session, for the peers of our measurements."""

import asyncio
from collections.abc import AsyncIterator

from livekit import rtc
from livekit.agents.voice import io

from vivavoce.domain.audio import LINE_RATE_HZ
from vivavoce.domain.ports.line import Line


class LineMicrophone(io.AudioInput):
    def __init__(self, line: Line) -> None:
        super().__init__(label="line")
        self._frames = self._read(line)
        self.over = asyncio.Event()

    async def __anext__(self) -> rtc.AudioFrame:
        return await anext(self._frames)

    async def _read(self, line: Line) -> AsyncIterator[rtc.AudioFrame]:
        async for pcm in line.incoming():
            yield rtc.AudioFrame(
                data=pcm.samples, sample_rate=LINE_RATE_HZ, num_channels=1, samples_per_channel=pcm.sample_count
            )
        self.over.set()
