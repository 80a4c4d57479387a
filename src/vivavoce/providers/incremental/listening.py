"""Decodes while the candidate speaks, so that little is left to do when they stop."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

from vivavoce.domain.audio import HEARING_RATE_HZ
from vivavoce.domain.errors import ProviderError
from vivavoce.domain.ports.hearing import VoiceActivity
from vivavoce.domain.transcript import Transcription
from vivavoce.providers.incremental.heard_audio import Span
from vivavoce.providers.incremental.placing import Decoded
from vivavoce.providers.incremental.utterance import Utterance

type Decode = Callable[[bytes, int], Awaitable[Decoded]]
"""Turns mono 16-bit samples at 16 kHz into words; the second argument is `NOW` or `SOON`.

Raises `ProviderError` only, has its own deadline, and stops when cancelled.
"""

NOW, SOON = 0, 1


@dataclass(frozen=True, slots=True, kw_only=True)
class LookAhead:
    """When to decode before being asked."""

    pause_s: float = 0.2
    """After this much silence the text is worked out: the turn may be over."""
    caption_every_s: float = 2.5
    """Speech between two decodes while nobody pauses."""


class IncrementalListening:
    """One utterance being turned into words by a model that knows only whole recordings."""

    def __init__(self, decode: Decode, *, voice_activity: VoiceActivity, look_ahead: LookAhead) -> None:
        self._decode = decode
        self._look_ahead = look_ahead
        self._utterance = Utterance(voice_activity)
        self._decoding: asyncio.Task[None] | None = None
        self._decoding_until = 0
        self._closed = False

    def feed(self, samples: bytes) -> None:
        if self._closed:
            return
        utterance = self._utterance
        utterance.feed(samples)
        is_behind = not utterance.covers(utterance.speech_end)
        if is_behind and utterance.silent >= self._look_ahead.pause_s * HEARING_RATE_HZ:
            self._covering(utterance.speech_end)
        elif utterance.undecoded >= self._look_ahead.caption_every_s * HEARING_RATE_HZ and self._idle:
            self._begin(SOON)

    async def partial(self) -> Transcription:
        return self._utterance.transcription()

    async def settle(self) -> Transcription:
        until = self._utterance.speech_end
        while not self._closed and not self._utterance.covers(until):
            decoding = self._covering(until)
            await asyncio.wait({decoding})
            if not decoding.cancelled() and (failure := decoding.exception()) is not None:
                raise failure
        return self._utterance.transcription()

    async def aclose(self) -> None:
        self._closed = True
        if self._decoding is not None:
            self._decoding.cancel()
            await asyncio.wait({self._decoding})

    @property
    def _idle(self) -> bool:
        return self._decoding is None or self._decoding.done()

    def _covering(self, until: int) -> asyncio.Task[None]:
        """Return the decode that will cover the speech up to a position: the one under way, or a new one instead of it."""
        if self._decoding is not None and not self._decoding.done():
            if self._decoding_until >= until:
                return self._decoding
            self._decoding.cancel()
        return self._begin(NOW)

    def _begin(self, urgency: int) -> asyncio.Task[None]:
        span = self._utterance.span()
        assert span is not None, "there is speech that no text covers"
        self._decoding_until = span.covers_until
        self._decoding = asyncio.create_task(self._work_out(span, urgency), name="decode-utterance")
        self._decoding.add_done_callback(_let_it_fail)
        return self._decoding

    async def _work_out(self, span: Span, urgency: int) -> None:
        self._utterance.accept(span, await self._decode(span.samples, urgency))


def _let_it_fail(decoding: asyncio.Task[None]) -> None:
    """A decode nobody waits for may fail in peace: the next `settle` tries again and reports."""
    if not decoding.cancelled():
        with suppress(ProviderError):
            decoding.result()
