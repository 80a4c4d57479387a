"""Who speaks and hears inside a simulated vendor: this machine's own models, so that a simulated interview is a real one."""

import re
from collections.abc import AsyncIterator, Sequence

from vivavoce.domain.audio import HEARING_RATE_HZ, Pcm
from vivavoce.domain.ports.speech_to_text import SpeechToText
from vivavoce.domain.ports.text_to_speech import TextToSpeech
from vivavoce.providers.simulation.boosting import boosted
from vivavoce.providers.simulation.deciding import decided
from vivavoce.voice.hearing import Resampler

CHUNK_S = 0.1
"""One frame of a vendor's audio."""
_FENCED = re.compile(r"\n---\n(.*?)\n---\s*\Z", re.DOTALL)
_EAR_HOLDS_S = 300.0


class SimulatedPartner:
    """Says what it is told to say, in a real voice, and understands what it hears."""

    def __init__(self, *, text_to_speech: TextToSpeech, speech_to_text: SpeechToText) -> None:
        self._text_to_speech = text_to_speech
        self._speech_to_text = speech_to_text

    def words(self, *, instructions: str, heard: str = "") -> str:
        """Return what a model would say: the text between lines of dashes, or, left to itself, something about what it heard."""
        told = _FENCED.search(instructions)
        if told:
            return told[1]
        return f"You said: {heard} Please go on." if heard else "I am listening. Please go on."

    async def speak(self, text: str, *, sample_rate_hz: int, pace: float = 1.0) -> AsyncIterator[bytes]:
        """Yield mono 16-bit speech at the rate asked for, in chunks of `CHUNK_S`; raises `ProviderError`."""
        resampler = Resampler(from_hz=self._text_to_speech.sample_rate_hz, to_hz=sample_rate_hz)
        chunk_bytes = 2 * round(sample_rate_hz * CHUNK_S)
        pending = bytearray()
        async for pcm in self._text_to_speech.speak(text, pace=pace):
            pending += resampler.push(pcm.samples)
            while len(pending) >= chunk_bytes:
                yield bytes(pending[:chunk_bytes])
                del pending[:chunk_bytes]
        pending += resampler.flush()
        for start in range(0, len(pending), chunk_bytes):
            yield bytes(pending[start : start + chunk_bytes])

    def completion(self, *, instructions: str, prompt: str) -> str:
        """Return what a language model would answer to a prompt."""
        return decided(prompt) or self.words(instructions=instructions, heard=prompt)

    async def understand(self, pcm: Pcm, *, vocabulary: Sequence[str] = ()) -> str:
        """Return the words in a stretch of audio; `vocabulary` are words to expect in it. Raises `ProviderError`."""
        if not pcm.samples:
            return ""
        resampler = Resampler(from_hz=pcm.sample_rate_hz, to_hz=HEARING_RATE_HZ)
        listening = await self._speech_to_text.listen(vocabulary=vocabulary)
        try:
            listening.feed(resampler.push(pcm.samples) + resampler.flush())
            return boosted((await listening.settle()).text, vocabulary)
        finally:
            await listening.aclose()


class Ear:
    """The audio of one turn as it arrives; holds the last five minutes."""

    def __init__(self, *, sample_rate_hz: int) -> None:
        self.sample_rate_hz = sample_rate_hz
        self._samples = bytearray()

    @property
    def duration_s(self) -> float:
        return len(self._samples) / 2 / self.sample_rate_hz

    def feed(self, samples: bytes) -> None:
        """Take the next samples; the oldest are forgotten beyond the limit."""
        self._samples += samples
        surplus = len(self._samples) - 2 * round(self.sample_rate_hz * _EAR_HOLDS_S)
        if surplus > 0:
            del self._samples[:surplus]

    def take(self) -> Pcm:
        """Return what was heard since the last time, and forget it."""
        heard = Pcm(samples=bytes(self._samples), sample_rate_hz=self.sample_rate_hz)
        self._samples.clear()
        return heard
