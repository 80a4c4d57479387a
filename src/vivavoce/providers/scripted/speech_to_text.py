"""Speech-to-text that reads spelled speech."""

import asyncio
from collections.abc import Sequence

from vivavoce.domain.audio import HEARING_RATE_HZ, Pcm
from vivavoce.domain.errors import ProviderError
from vivavoce.domain.ports.speech_to_text import Listening
from vivavoce.domain.transcript import Transcription
from vivavoce.providers.scripted.spelling import read_words


class ScriptedSpeechToText:
    """Hears exactly what `spell` and `ScriptedTextToSpeech` say.

    `settle_s` is how long an exact text takes when something was fed since the last one, `confidence` how sure it is, and
    `sentence_end` what it says of the end of every text. While `broken` is true, everything raises `ProviderError`, as a
    vendor that is down.
    """

    def __init__(self, *, name: str = "scripted:spelled", settle_s: float = 0.0, confidence: float = 1.0) -> None:
        self._name = name
        self.settle_s = settle_s
        self.confidence = confidence
        self.sentence_end: float | None = None
        self.broken = False

    @property
    def name(self) -> str:
        return self._name

    async def listen(self, *, vocabulary: Sequence[str] = ()) -> Listening:
        self.check()
        return _Reading(self)

    def check(self) -> None:
        """Raise `ProviderError` while broken."""
        if self.broken:
            raise ProviderError(self._name, "it was told to be broken", fix="Set `broken` to False.")


class _Reading:
    def __init__(self, owner: ScriptedSpeechToText) -> None:
        self._owner = owner
        self._samples = bytearray()
        self._settled_bytes = 0

    def feed(self, samples: bytes) -> None:
        self._samples += samples

    async def partial(self) -> Transcription:
        self._owner.check()
        return self._transcription()

    async def settle(self) -> Transcription:
        self._owner.check()
        fed = len(self._samples)
        if fed > self._settled_bytes:
            await asyncio.sleep(self._owner.settle_s)
            self._settled_bytes = fed
            self._owner.check()
        return self._transcription(fed)

    async def aclose(self) -> None:
        self._samples.clear()

    def _transcription(self, fed_bytes: int | None = None) -> Transcription:
        words = read_words(Pcm(samples=bytes(self._samples[:fed_bytes]), sample_rate_hz=HEARING_RATE_HZ))
        text = " ".join(word.text for word in words)
        return Transcription(
            text=text, words=words, confidence=self._owner.confidence, sentence_end=self._owner.sentence_end
        )
