"""Text-to-speech that goes on with the next voice where one broke off."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass

from vivavoce.domain.audio import LINE_RATE_HZ, Pcm
from vivavoce.domain.capability import Capability
from vivavoce.domain.errors import Fault, ProviderError
from vivavoce.domain.ports.text_to_speech import TextToSpeech
from vivavoce.voice.hearing import Resampler
from vivavoce.voice.supervised.candidates import Candidate, Ring
from vivavoce.voice.supervised.remaining import SpeakingRate, rest_after
from vivavoce.voice.supervised.switching import Switch
from vivavoce.voice.supervised.watching import Cleaning, watched

_FASTEST_CHARACTERS_PER_S = 45.0
"""Less audio than this for a text is not the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The audio from here on says this, until there are other words."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """A voice broke off; the next one is being asked."""


type Spoken = Words | Trouble | Pcm


class SupervisedTextToSpeech:
    """A `TextToSpeech` over a ring of them. Raises the last failure when even the last candidate failed."""

    def __init__(self, ring: Ring[TextToSpeech], *, cleaning: Cleaning) -> None:
        self._ring = ring
        self._cleaning = cleaning
        self._rates = SpeakingRate()

    @property
    def name(self) -> str:
        """The names in order, as pinned into reports."""
        return " > ".join(candidate.model.name for candidate in self._ring())

    @property
    def sample_rate_hz(self) -> int:
        return LINE_RATE_HZ

    async def speak(self, text: str, *, pace: float = 1.0) -> AsyncIterator[Pcm]:
        async with aclosing(self.say(text, pace=pace)) as spoken:
            async for piece in spoken:
                if isinstance(piece, Pcm):
                    yield piece

    async def say(self, text: str, *, pace: float) -> AsyncGenerator[Spoken]:
        """Yield 48 kHz audio, and before it the words it says: anew for each voice that takes over."""
        rest = text
        switch: Switch | None = None
        failure = ProviderError("text-to-speech", "there is no voice", fix="List one in providers.yaml.")
        for candidate in self._ring():
            attempt = _Attempt(candidate, rest, pace=pace, cleaning=self._cleaning)
            yield Words(text=rest)
            try:
                async with aclosing(attempt.pieces()) as pieces:
                    async for pcm in pieces:
                        if switch is not None:
                            switch.done(candidate.provider)
                            switch = None
                        yield pcm
                self._rates.learn(candidate.provider, rest, attempt.spoken_s, pace=pace)
                return
            except ProviderError as error:
                failure = error
            if switch is not None:
                switch.done(candidate.provider)  # it took over, and failed before it was heard
            rate = self._rates.of(candidate.provider, pace=pace)
            rest = rest_after(rest, attempt.spoken_s, characters_per_s=rate)
            switch = Switch(
                Capability.TEXT_TO_SPEECH,
                from_provider=candidate.provider,
                fault=failure.fault,
                alive_at=attempt.alive_at,
            )
            yield Trouble()
        raise failure

    async def say_here(self, text: str) -> AsyncGenerator[Spoken]:
        """Say it with the last voice, the one that runs on this machine; nobody else is asked."""
        attempt = _Attempt(self._ring()[-1], text, pace=1.0, cleaning=self._cleaning)
        async with aclosing(attempt.pieces()) as pieces:
            async for pcm in pieces:
                yield pcm


class _Attempt:
    """One voice saying one text."""

    def __init__(self, candidate: Candidate[TextToSpeech], text: str, *, pace: float, cleaning: Cleaning) -> None:
        self._candidate = candidate
        self._text = text
        self._pace = pace
        self._cleaning = cleaning
        self.spoken_s = 0.0
        self.alive_at = asyncio.get_running_loop().time()

    async def pieces(self) -> AsyncGenerator[Pcm]:
        """Yield 48 kHz audio; raise the `ProviderError` that ended it early."""
        with self._candidate.call() as call:
            async with aclosing(self._resampled()) as audio:
                async for pcm in audio:
                    call.first_result()
                    self.alive_at = asyncio.get_running_loop().time()
                    self.spoken_s += pcm.duration_s
                    yield pcm
            if self.spoken_s < len(self._text) / _FASTEST_CHARACTERS_PER_S:
                raise ProviderError(self._candidate.provider, "it ended before the text did", fault=Fault.CUT)

    async def _resampled(self) -> AsyncGenerator[Pcm]:
        model, deadlines = self._candidate.model, self._candidate.deadlines
        resampler = Resampler(from_hz=model.sample_rate_hz, to_hz=LINE_RATE_HZ)
        pieces = watched(
            model.speak(self._text, pace=self._pace),
            provider=self._candidate.provider,
            first_s=deadlines.first_audio_s,
            stall_s=deadlines.stall_s,
            cleaning=self._cleaning,
        )
        async with aclosing(pieces):
            async for pcm in pieces:
                samples = resampler.push(pcm.samples)
                if samples:
                    yield Pcm(samples=samples, sample_rate_hz=LINE_RATE_HZ)
        samples = resampler.flush()
        if samples:
            yield Pcm(samples=samples, sample_rate_hz=LINE_RATE_HZ)
