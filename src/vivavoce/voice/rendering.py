"""Speech made ahead of time, and on time: a bounded cache of what the interviewer is likely to say."""

import asyncio
import re
from collections import OrderedDict
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing, suppress
from dataclasses import dataclass
from functools import partial
from typing import Protocol, Self

from vivavoce.domain.audio import LINE_RATE_HZ, Pcm
from vivavoce.domain.errors import ProviderError
from vivavoce.voice.supervised.remaining import CHARACTERS_PER_S
from vivavoce.voice.supervised.text_to_speech import Spoken, SupervisedTextToSpeech, Trouble, Words

CACHE_BYTES = 96_000_000
"""About 17 minutes at 48 kHz: the plan audio of a handful of interviews at a time."""
SENTENCE_DEADLINE_S = 20.0
"""A sentence that takes longer to synthesise is shown instead."""
BRIDGE = "One moment, please."
"""Covers the silence in which another voice takes over; made on this machine before it is needed."""
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


def sentences(text: str) -> tuple[str, ...]:
    """Return the text sentence by sentence: the unit that is synthesised and accounted for."""
    return tuple(part for part in _SENTENCE_END.split(text.strip()) if part)


@dataclass(slots=True)
class Span:
    """Words and how many samples say them; a rendering has more than one when voices took over from each other."""

    text: str
    sample_count: int = 0
    is_done: bool = False

    def expected_samples(self, *, pace: float) -> int:
        """How long all of it will be, as far as can be told."""
        if self.is_done:
            return self.sample_count
        return max(self.sample_count, round(len(self.text) / CHARACTERS_PER_S / pace * LINE_RATE_HZ))


@dataclass(frozen=True, slots=True)
class Piece:
    """The next audio of a rendering, and the words it belongs to."""

    span: Span
    pcm: Pcm


@dataclass(frozen=True, slots=True)
class Late:
    """A voice broke off and the next has not begun: something should be heard."""


class Rendering:
    """A text being spoken, or finished; any number may follow it, and when the last one leaves, it stops."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.spans: list[Span] = []
        self.chunks: list[tuple[Span, bytes]] = []
        """48 kHz mono."""
        self.is_done = False
        self.in_trouble = False
        """A voice broke off; another is being asked."""
        self.failure: ProviderError | None = None
        self.sample_count = 0
        self.synthesis: asyncio.Task[None] | None = None
        self._followers = 0
        self._news = asyncio.Event()

    @property
    def is_ready(self) -> bool:
        """There is a first sample to play."""
        return bool(self.chunks)

    def take(self, spoken: Spoken) -> None:
        """Add what a voice said, or what happened to it."""
        match spoken:
            case Words():
                self._begin(spoken.text)
            case Trouble():
                self.in_trouble = True
                self._ring()
            case Pcm():
                self._add(spoken.samples)

    def _begin(self, text: str) -> None:
        """What comes now says this: the end of what was to be said so far, or other words."""
        if self.spans:
            before = self.spans[-1]
            before.text = before.text.removesuffix(text).rstrip()
            before.is_done = True
        self.spans.append(Span(text))

    def _add(self, samples: bytes) -> None:
        if not samples:
            return
        if not self.spans:
            self._begin(self.text)
        span = self.spans[-1]
        self.chunks.append((span, samples))
        span.sample_count += len(samples) // 2
        self.sample_count += len(samples) // 2
        self.in_trouble = False
        self._ring()

    def finish(self, failure: ProviderError | None = None) -> None:
        self.is_done = True
        self.failure = failure
        for span in self.spans:
            span.is_done = True
        self._ring()

    def _ring(self) -> None:
        self._news.set()
        self._news = asyncio.Event()

    async def follow(self) -> AsyncGenerator[Pcm]:
        """Yield the audio as it comes; raise the `ProviderError` that ended it early. Close it to stop following."""
        async with aclosing(self.follow_closely(late_after_s=None)) as pieces:
            async for piece in pieces:
                if isinstance(piece, Piece):
                    yield piece.pcm

    async def follow_closely(self, *, late_after_s: float | None) -> AsyncGenerator[Piece | Late]:
        """Yield the audio with its words, and once `Late` when trouble leaves it silent for that long."""
        position = 0
        self._followers += 1
        try:
            while True:
                news = self._news
                while position < len(self.chunks):
                    span, samples = self.chunks[position]
                    yield Piece(span, Pcm(samples=samples, sample_rate_hz=LINE_RATE_HZ))
                    position += 1
                if self.is_done:
                    if self.failure is not None:
                        raise self.failure
                    return
                try:
                    async with asyncio.timeout(late_after_s if self.in_trouble else None):
                        await news.wait()
                except TimeoutError:
                    late_after_s = None
                    yield Late()
        finally:
            self._followers -= 1
            if self._followers == 0 and not self.is_done and self.synthesis is not None:
                self.synthesis.cancel()


class Renderer(Protocol):
    """A voice for one conversation: makes renderings, and may listen to how they were received."""

    def for_reply(self) -> "Renderer":
        """Return who speaks a whole reply that begins now."""
        ...

    def pieces(self, parts: Sequence[str]) -> tuple[str, ...]:
        """Return the stretches in which this would be spoken, each by one `render`."""
        ...

    def has(self, parts: Sequence[str], *, pace: float) -> bool:
        """Tell whether all of it can be heard at once."""
        ...

    def render(self, piece: str, *, pace: float) -> Rendering:
        """Return the piece's rendering, begun if need be: follow it at once, unfollowed it never stops by itself."""
        ...

    async def ahead(self, parts: Sequence[str], *, pace: float) -> None:
        """Make these one after the other; cancel it to let something urgent pass."""
        ...

    async def begin(self, parts: Sequence[str], *, pace: float) -> None:
        """It sounds as if this will be spoken next: begin, where that helps and can be taken back; cancelled, it is."""
        ...

    def bridge(self, *, pace: float) -> Rendering | None:
        """Return the phrase that covers a switch, when it is there."""
        ...

    def heard(self, played_s: float, *, whole: bool, stands: bool) -> None:
        """So much of the last reply was heard; `stands` is False when it was taken back as if nothing had been said."""
        ...


class SentenceRenderer:
    """Synthesises sentences and remembers them for every conversation of the engine."""

    def __init__(self, text_to_speech: SupervisedTextToSpeech, *, cache_bytes: int = CACHE_BYTES) -> None:
        self._text_to_speech = text_to_speech
        self._cache_bytes = cache_bytes
        self._finished: OrderedDict[tuple[str, float], Rendering] = OrderedDict()
        self._running: dict[tuple[str, float], Rendering] = {}
        self._bridge: Rendering | None = None

    def for_reply(self) -> Self:
        return self

    def pieces(self, parts: Sequence[str]) -> tuple[str, ...]:
        return tuple(sentence for part in parts for sentence in sentences(part))

    def has(self, parts: Sequence[str], *, pace: float) -> bool:
        """Tell whether all of it is there."""
        return all((sentence, pace) in self._finished for sentence in self.pieces(parts))

    def render(self, piece: str, *, pace: float) -> Rendering:
        """Return the sentence's rendering, begun if need be: follow it at once, unfollowed it never stops by itself."""
        key = (piece, pace)
        if key in self._finished:
            self._finished.move_to_end(key)
            return self._finished[key]
        running = self._running.get(key)
        if running is None or (running.synthesis is not None and running.synthesis.cancelling()):
            running = self._running[key] = Rendering(piece)
            running.synthesis = asyncio.create_task(self._synthesise(running, pace))
            running.synthesis.add_done_callback(partial(self._forget, key, running))
        return running

    def _forget(self, key: tuple[str, float], rendering: Rendering, _: asyncio.Task[None]) -> None:
        if not rendering.is_done:
            rendering.finish(ProviderError(self._text_to_speech.name, "synthesis was abandoned"))
        if self._running.get(key) is rendering:
            del self._running[key]

    async def _synthesise(self, rendering: Rendering, pace: float) -> None:
        try:
            async with (
                asyncio.timeout(SENTENCE_DEADLINE_S),
                aclosing(self._text_to_speech.say(rendering.text, pace=pace)) as speech,
            ):
                async for spoken in speech:
                    rendering.take(spoken)
            rendering.finish()
            self._remember((rendering.text, pace), rendering)
        except ProviderError as failure:
            rendering.finish(failure)
        except TimeoutError:
            rendering.finish(
                ProviderError(self._text_to_speech.name, f"no sentence within {SENTENCE_DEADLINE_S:.0f} s")
            )

    def _remember(self, key: tuple[str, float], rendering: Rendering) -> None:
        if len(rendering.spans) > 1:
            return  # two voices in one sentence: good enough once
        self._finished[key] = rendering
        while len(self._finished) > 1 and self._size_bytes > self._cache_bytes:
            self._finished.popitem(last=False)

    @property
    def _size_bytes(self) -> int:
        return sum(2 * rendering.sample_count for rendering in self._finished.values())

    async def ahead(self, parts: Sequence[str], *, pace: float) -> None:
        """Make these one after the other; cancel it to let something urgent pass."""
        for sentence in self.pieces(parts):
            with suppress(ProviderError):
                async with aclosing(self.render(sentence, pace=pace).follow()) as audio:
                    async for _ in audio:
                        pass

    async def begin(self, parts: Sequence[str], *, pace: float) -> None:
        """Sentences are made ahead, on the smaller chance already."""

    async def prepare_bridge(self) -> None:
        """Make the bridge with the voice that runs here; raise `ProviderError` when it cannot."""
        rendering = Rendering(BRIDGE)
        async with aclosing(self._text_to_speech.say_here(BRIDGE)) as speech:
            async for spoken in speech:
                rendering.take(spoken)
        rendering.finish()
        self._bridge = rendering

    def bridge(self, *, pace: float) -> Rendering | None:
        return self._bridge

    def heard(self, played_s: float, *, whole: bool, stands: bool) -> None:
        """Sentences are not told."""

    async def aclose(self) -> None:
        running = [rendering.synthesis for rendering in self._running.values() if rendering.synthesis is not None]
        for synthesis in running:
            synthesis.cancel()
        await asyncio.gather(*running, return_exceptions=True)
