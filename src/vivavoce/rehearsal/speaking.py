"""The candidate's voice: answers become 48 kHz frames, synthesised ahead of their playing."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Sequence

import av

from vivavoce.domain.audio import FRAME_MS, LINE_RATE_HZ, Pcm
from vivavoce.domain.ports.text_to_speech import TextToSpeech

_FRAME_BYTES = 2 * LINE_RATE_HZ * FRAME_MS // 1000


class Speech:
    """One text being turned into audio; can be played while it grows."""

    def __init__(self) -> None:
        self._samples = bytearray()
        self._finished = False
        self._grown = asyncio.Event()

    @property
    def duration_s(self) -> float:
        """Of what has been synthesised so far."""
        return len(self._samples) / 2 / LINE_RATE_HZ

    async def frames(self) -> AsyncIterator[Pcm]:
        """Yield 20 ms frames from the beginning, waiting for what is not synthesised yet."""
        place = 0
        while True:
            while place + _FRAME_BYTES > len(self._samples) and not self._finished:
                self._grown.clear()
                await self._grown.wait()
            chunk = bytes(self._samples[place : place + _FRAME_BYTES])
            if not chunk:
                return
            yield Pcm(samples=chunk + bytes(_FRAME_BYTES - len(chunk)), sample_rate_hz=LINE_RATE_HZ)
            place += _FRAME_BYTES

    def grow(self, samples: bytes) -> None:
        self._samples += samples
        self._grown.set()

    def finish(self) -> None:
        self._finished = True
        self._grown.set()


class CandidateVoice:
    """Speaks texts with a `TextToSpeech`, one at a time, in tasks of the given group."""

    def __init__(self, voice: TextToSpeech, *, pace: float, tasks: asyncio.TaskGroup) -> None:
        self._voice = voice
        self._pace = pace
        self._tasks = tasks
        self._one_at_a_time = asyncio.Lock()
        self._speeches: dict[str, Speech] = {}
        self._running: set[asyncio.Task[None]] = set()

    def practise(self, texts: Sequence[str]) -> None:
        """Synthesise texts likely to be needed, in order, between those that are needed now."""
        self._start(self._practise(texts))

    def say(self, text: str) -> Speech:
        """Return the text's speech: complete if practised, else growing from now on."""
        if text not in self._speeches:
            self._speeches[text] = Speech()
            self._start(self._synthesise(text))
        return self._speeches[text]

    def stop(self) -> None:
        for task in self._running:
            task.cancel()

    def _start(self, work: Coroutine[None, None, None]) -> None:
        task = self._tasks.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _practise(self, texts: Sequence[str]) -> None:
        for text in texts:
            if text and text not in self._speeches:
                self._speeches[text] = Speech()
                await self._synthesise(text)

    async def _synthesise(self, text: str) -> None:
        speech = self._speeches[text]
        async with self._one_at_a_time:
            resampler = av.AudioResampler(format="s16", layout="mono", rate=LINE_RATE_HZ)
            async for pcm in self._voice.speak(text, pace=self._pace):
                speech.grow(_resampled(resampler, pcm))
            speech.grow(_samples(resampler.resample(None)))
            speech.finish()


def _resampled(resampler: av.AudioResampler, pcm: Pcm) -> bytes:
    if not pcm.samples:
        return b""
    frame = av.AudioFrame(format="s16", layout="mono", samples=pcm.sample_count)
    frame.planes[0].update(pcm.samples)
    frame.sample_rate = pcm.sample_rate_hz
    return _samples(resampler.resample(frame))


def _samples(frames: Sequence[av.AudioFrame]) -> bytes:
    return b"".join(bytes(frame.planes[0])[: 2 * frame.samples] for frame in frames)
