"""Speech to text with Whisper, decoded while the candidate speaks so that little is left to do when they stop."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress

from vivavoce.domain.audio import HEARING_RATE_HZ
from vivavoce.domain.errors import ProviderError
from vivavoce.domain.ports.speech_to_text import Listening
from vivavoce.domain.transcript import Transcription, Word
from vivavoce.providers.local.hearing import SileroVoiceActivity
from vivavoce.providers.local.utterance import HeardWord, Span, Utterance
from vivavoce.providers.local.worker import WorkerProcess

_DEADLINE_S = 20.0
"""A decode that takes longer hangs."""
_PAUSE = round(0.2 * HEARING_RATE_HZ)
"""After this much silence the text is worked out, before anybody asks for it."""
_CAPTION_EVERY = round(2.0 * HEARING_RATE_HZ)
"""Speech between two decodes while nobody pauses."""
_NOW, _SOON = 0, 1


class WhisperSpeechToText:
    """Runs in the hearing worker, a decode at a time; what is asked for now goes before what captions could show."""

    def __init__(self, worker: WorkerProcess, *, name: str) -> None:
        self._worker = worker
        self._name = name

    @property
    def name(self) -> str:
        return self._name

    async def listen(self, *, vocabulary: Sequence[str] = ()) -> Listening:
        return _WhisperListening(self._worker, self._name, vocabulary=", ".join(vocabulary))


class _WhisperListening:
    def __init__(self, worker: WorkerProcess, name: str, *, vocabulary: str) -> None:
        self._worker = worker
        self._name = name
        self._vocabulary = vocabulary
        self._utterance = Utterance(SileroVoiceActivity())
        self._decoding: asyncio.Task[None] | None = None
        self._decoding_until = 0
        self._closed = False

    def feed(self, samples: bytes) -> None:
        self._utterance.feed(samples)
        if not self._closed:
            self._look_ahead()

    async def partial(self) -> Transcription:
        return self._utterance.transcription()

    async def settle(self) -> Transcription:
        until = self._utterance.speech_end
        while not self._closed and not self._utterance.covers(until):
            decoding = self._decode(until)
            await asyncio.wait({decoding})
            if not decoding.cancelled() and (failure := decoding.exception()) is not None:
                raise failure
        return self._utterance.transcription()

    async def aclose(self) -> None:
        self._closed = True
        if self._decoding is not None:
            self._decoding.cancel()
            await asyncio.wait({self._decoding})

    def _look_ahead(self) -> None:
        """Decode without being asked: at a pause, and now and then for captions."""
        utterance = self._utterance
        if utterance.silent >= _PAUSE and not utterance.covers(utterance.speech_end):
            self._decode(utterance.speech_end)
        elif utterance.undecoded >= _CAPTION_EVERY and not self._is_decoding:
            self._begin(_SOON)

    @property
    def _is_decoding(self) -> bool:
        return self._decoding is not None and not self._decoding.done()

    def _decode(self, until: int) -> asyncio.Task[None]:
        """Return the decode that will cover the speech up to a position: the one under way, or a new one instead of it."""
        if self._decoding is not None and not self._decoding.done():
            if self._decoding_until >= until:
                return self._decoding
            self._decoding.cancel()
        return self._begin(_NOW)

    def _begin(self, urgency: int) -> asyncio.Task[None]:
        span = self._utterance.span()
        assert span is not None, "there is speech that no text covers"
        self._decoding_until = span.covers_until
        self._decoding = asyncio.create_task(self._work_out(span, urgency), name="whisper-decode")
        self._decoding.add_done_callback(_note_failure)
        return self._decoding

    async def _work_out(self, span: Span, urgency: int) -> None:
        try:
            async with asyncio.timeout(_DEADLINE_S):
                answer = await self._worker.ask(
                    "speech-to-text", span.samples, urgency=urgency, vocabulary=self._vocabulary
                )
        except TimeoutError:
            raise ProviderError(
                self._name, f"no text within {_DEADLINE_S:.0f} s", fix="Give it more of a core."
            ) from None
        words = [
            HeardWord(
                word=Word(text=text, start_s=span.utterance_s(start_s), end_s=span.utterance_s(end_s)),
                probability=probability,
            )
            for text, start_s, end_s, probability in answer.header["words"]
        ]
        self._utterance.accept(span, words)


def _note_failure(decoding: asyncio.Task[None]) -> None:
    """A decode nobody asked for may fail in peace: the next `settle` tries again and reports."""
    if not decoding.cancelled():
        with suppress(ProviderError):
            decoding.result()
