"""Speech made ahead of time, and on time: a bounded cache of what the interviewer is likely to say."""

import asyncio
import re
from collections import OrderedDict
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing, suppress
from functools import partial

from vivavoce.domain.audio import LINE_RATE_HZ, Pcm
from vivavoce.domain.errors import ProviderError
from vivavoce.domain.ports.text_to_speech import TextToSpeech
from vivavoce.voice.hearing import Resampler

CACHE_BYTES = 96_000_000
"""About 17 minutes at 48 kHz: the plan audio of a handful of interviews at a time."""
SENTENCE_DEADLINE_S = 20.0
"""A sentence that takes longer to synthesise is shown instead."""
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


def sentences(text: str) -> tuple[str, ...]:
    """Return the text sentence by sentence: the unit that is synthesised and accounted for."""
    return tuple(part for part in _SENTENCE_END.split(text.strip()) if part)


class Rendering:
    """One sentence being synthesised, or finished; any number may follow it, and when the last one leaves, it stops."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.chunks: list[bytes] = []
        """48 kHz mono."""
        self.is_done = False
        self.failure: ProviderError | None = None
        self.sample_count = 0
        self.synthesis: asyncio.Task[None] | None = None
        self._followers = 0
        self._news = asyncio.Event()

    @property
    def is_ready(self) -> bool:
        """There is a first sample to play."""
        return bool(self.chunks)

    def add(self, samples: bytes) -> None:
        if samples:
            self.chunks.append(samples)
            self.sample_count += len(samples) // 2
            self._ring()

    def finish(self, failure: ProviderError | None = None) -> None:
        self.is_done = True
        self.failure = failure
        self._ring()

    def _ring(self) -> None:
        self._news.set()
        self._news = asyncio.Event()

    async def follow(self) -> AsyncGenerator[Pcm]:
        """Yield the audio as it comes; raise the `ProviderError` that ended it early. Close it to stop following."""
        position = 0
        self._followers += 1
        try:
            while True:
                news = self._news
                while position < len(self.chunks):
                    yield Pcm(samples=self.chunks[position], sample_rate_hz=LINE_RATE_HZ)
                    position += 1
                if self.is_done:
                    if self.failure is not None:
                        raise self.failure
                    return
                await news.wait()
        finally:
            self._followers -= 1
            if self._followers == 0 and not self.is_done and self.synthesis is not None:
                self.synthesis.cancel()


class Renderer:
    """Synthesises sentences and remembers them for every conversation of the engine."""

    def __init__(self, text_to_speech: TextToSpeech, *, cache_bytes: int = CACHE_BYTES) -> None:
        self._text_to_speech = text_to_speech
        self._cache_bytes = cache_bytes
        self._finished: OrderedDict[tuple[str, float], Rendering] = OrderedDict()
        self._running: dict[tuple[str, float], Rendering] = {}

    def has(self, parts: Sequence[str], *, pace: float) -> bool:
        """Tell whether all of it is there."""
        return all((sentence, pace) in self._finished for part in parts for sentence in sentences(part))

    def render(self, sentence: str, *, pace: float) -> Rendering:
        """Return the sentence's rendering, begun if need be: follow it at once, unfollowed it never stops by itself."""
        key = (sentence, pace)
        if key in self._finished:
            self._finished.move_to_end(key)
            return self._finished[key]
        running = self._running.get(key)
        if running is None or (running.synthesis is not None and running.synthesis.cancelling()):
            running = self._running[key] = Rendering(sentence)
            running.synthesis = asyncio.create_task(self._synthesise(running, pace))
            running.synthesis.add_done_callback(partial(self._forget, key, running))
        return running

    def _forget(self, key: tuple[str, float], rendering: Rendering, _: asyncio.Task[None]) -> None:
        if not rendering.is_done:
            rendering.finish(ProviderError(self._text_to_speech.name, "synthesis was abandoned"))
        if self._running.get(key) is rendering:
            del self._running[key]

    async def _synthesise(self, rendering: Rendering, pace: float) -> None:
        speech = self._text_to_speech.speak(rendering.text, pace=pace)
        try:
            resampler = Resampler(from_hz=self._text_to_speech.sample_rate_hz, to_hz=LINE_RATE_HZ)
            async with asyncio.timeout(SENTENCE_DEADLINE_S):
                async for pcm in speech:
                    rendering.add(resampler.push(pcm.samples))
            rendering.add(resampler.flush())
            rendering.finish()
            self._remember((rendering.text, pace), rendering)
        except ProviderError as failure:
            rendering.finish(failure)
        except TimeoutError:
            rendering.finish(
                ProviderError(self._text_to_speech.name, f"no sentence within {SENTENCE_DEADLINE_S:.0f} s")
            )
        finally:
            if isinstance(speech, AsyncGenerator):
                await speech.aclose()

    def _remember(self, key: tuple[str, float], rendering: Rendering) -> None:
        self._finished[key] = rendering
        while len(self._finished) > 1 and self._size_bytes > self._cache_bytes:
            self._finished.popitem(last=False)

    @property
    def _size_bytes(self) -> int:
        return sum(2 * rendering.sample_count for rendering in self._finished.values())

    async def ahead(self, parts: Sequence[str], *, pace: float) -> None:
        """Make these one after the other; cancel it to let something urgent pass."""
        for part in parts:
            for sentence in sentences(part):
                with suppress(ProviderError):
                    async with aclosing(self.render(sentence, pace=pace).follow()) as audio:
                        async for _ in audio:
                            pass

    async def aclose(self) -> None:
        running = [rendering.synthesis for rendering in self._running.values() if rendering.synthesis is not None]
        for synthesis in running:
            synthesis.cancel()
        await asyncio.gather(*running, return_exceptions=True)
