"""Speech-to-text that keeps an utterance's audio and lets the next ear hear it when one fails."""

import asyncio
from collections.abc import Awaitable, Sequence
from contextlib import suppress

from vivavoce.domain.audio import HEARING_RATE_HZ
from vivavoce.domain.capability import Capability
from vivavoce.domain.errors import Fault, ProviderError
from vivavoce.domain.ports.speech_to_text import Listening, SpeechToText
from vivavoce.domain.transcript import Transcription
from vivavoce.voice.supervised.candidates import Candidate, Ring
from vivavoce.voice.supervised.switching import Switch
from vivavoce.voice.supervised.watching import Cleaning, within

_NOTHING_DOUBTED_BYTES = HEARING_RATE_HZ
"""An ear that makes no word of 0.5 s of audio is doubted, and the last one asked: silent acceptance is a fault too. A "Yes."
with the pre-roll before it is longer."""
_SURELY_SPEECH_BYTES = 3 * HEARING_RATE_HZ
"""Less than 1.5 s may be a cough, of which the last one makes a word that it does not believe in."""
_BELIEVED = 0.6
"""What is less probable is a guess: measured for `guess_confidence` in voice/tuning.py."""
_NOTHING = Transcription(text="")


class SupervisedSpeechToText:
    """A `SpeechToText` over a ring of them. Raises the last failure when even the last candidate failed."""

    def __init__(self, ring: Ring[SpeechToText], *, cleaning: Cleaning) -> None:
        self._ring = ring
        self._cleaning = cleaning

    @property
    def name(self) -> str:
        """The names in order, as pinned into reports."""
        return " > ".join(candidate.model.name for candidate in self._ring())

    async def listen(self, *, vocabulary: Sequence[str] = ()) -> Listening:
        """Begin at once: connecting takes place while the candidate speaks."""
        listening = _SupervisedListening(self._ring(), vocabulary=tuple(vocabulary), cleaning=self._cleaning)
        listening.open()
        return listening


class _Listener:
    """One candidate listening to one utterance."""

    def __init__(self, candidate: Candidate[SpeechToText], vocabulary: Sequence[str], cleaning: Cleaning) -> None:
        self.candidate = candidate
        self._vocabulary = vocabulary
        self._cleaning = cleaning
        self._listening: Listening | None = None
        self._fed = 0
        self.alive_at = asyncio.get_running_loop().time()

    async def open(self) -> Listening:
        """Connect unless it is; raise `ProviderError`."""
        if self._listening is None:
            self._listening = await self._within(
                self.candidate.model.listen(vocabulary=self._vocabulary),
                seconds=self.candidate.deadlines.connect_s,
                what="opening",
            )
            self.alive_at = asyncio.get_running_loop().time()
        return self._listening

    def hear(self, audio: bytearray) -> None:
        """Pass on what it has not heard yet; raise `ProviderError`."""
        if self._listening is not None and self._fed < len(audio):
            self._listening.feed(bytes(audio[self._fed :]))
            self._fed = len(audio)
            self.alive_at = asyncio.get_running_loop().time()

    async def partial(self) -> Transcription:
        return _NOTHING if self._listening is None else await self._listening.partial()

    async def settle(self, audio: bytearray) -> Transcription:
        """Return the exact text of all this audio; raise `ProviderError`."""
        with self.candidate.call() as call:
            listening = await self.open()
            self.hear(audio)
            heard = await self._within(
                listening.settle(), seconds=self.candidate.deadlines.first_audio_s, what="settling"
            )
            call.first_result()
            return heard

    async def _within[Result](self, work: Awaitable[Result], *, seconds: float, what: str) -> Result:
        return await within(work, seconds=seconds, provider=self.candidate.provider, what=what, cleaning=self._cleaning)

    def blame(self, error: ProviderError) -> None:
        """Let this count against it, when it did not happen inside a call."""
        with suppress(ProviderError), self.candidate.call():
            raise error

    def leave(self) -> None:
        """Close it where nobody waits."""
        if self._listening is not None:
            self._cleaning.finish(self._listening.aclose())
            self._listening = None


class _SupervisedListening:
    """One utterance: its audio is kept until it is closed, so that any candidate can hear it from the beginning."""

    def __init__(
        self, candidates: Sequence[Candidate[SpeechToText]], *, vocabulary: Sequence[str], cleaning: Cleaning
    ) -> None:
        self._candidates = list(candidates)
        self._vocabulary = vocabulary
        self._cleaning = cleaning
        self._audio = bytearray()
        self._draft = _NOTHING
        self._one_at_a_time = asyncio.Lock()
        self._listener = self._next()
        self._opening: asyncio.Task[None] | None = None
        self._switch: Switch | None = None

    def _next(self) -> _Listener:
        return _Listener(self._candidates.pop(0), self._vocabulary, self._cleaning)

    def open(self, broken: ProviderError | None = None) -> None:
        """Connect the first that can be connected, while the candidate speaks; `broken`: the current one failed so."""
        if self._opening is None or self._opening.done():
            self._opening = asyncio.create_task(self._open(self._listener, broken))

    async def _open(self, listener: _Listener, broken: ProviderError | None) -> None:
        async with self._one_at_a_time:
            if listener is not self._listener:
                return
            error = broken
            while True:
                if error is not None:
                    self._listener.blame(error)
                    if not self._give_up(error):
                        return  # the last one is asked again for the exact words
                try:
                    await self._listener.open()
                    self._listener.hear(self._audio)
                except ProviderError as failure:
                    error = failure
                else:
                    self._taken_over()
                    return

    def _give_up(self, error: ProviderError) -> bool:
        """Go on with the next one; return False when there is none."""
        if not self._candidates:
            return False
        self._taken_over()  # and failed too
        self._switch = Switch(
            Capability.SPEECH_TO_TEXT,
            from_provider=self._listener.candidate.provider,
            fault=error.fault,
            alive_at=self._listener.alive_at,
        )
        self._listener.leave()
        self._listener = self._next()
        return True

    def _taken_over(self) -> None:
        switch, self._switch = self._switch, None
        if switch is not None:
            switch.done(self._listener.candidate.provider)

    def feed(self, samples: bytes) -> None:
        self._audio += samples
        try:
            self._listener.hear(self._audio)
        except ProviderError as error:
            self.open(error)

    async def partial(self) -> Transcription:
        try:
            draft = await self._listener.partial()
        except ProviderError as error:
            self.open(error)
            return self._draft
        if draft.text:
            self._draft = draft
        return self._draft

    async def settle(self) -> Transcription:
        async with self._one_at_a_time:
            while True:
                try:
                    heard = await self._listener.settle(self._audio)
                except ProviderError as error:
                    if not self._give_up(error):
                        raise
                else:
                    break
            self._taken_over()
            if heard.text or not self._candidates or len(self._audio) < _NOTHING_DOUBTED_BYTES:
                return heard
            return await self._second_opinion(heard)

    async def _second_opinion(self, nothing: Transcription) -> Transcription:
        """Ask the last one too; if that heard words, the current one is no good."""
        doubted, since = self._listener, asyncio.get_running_loop().time()
        other = _Listener(self._candidates[-1], self._vocabulary, self._cleaning)
        try:
            heard = await other.settle(self._audio)
        except ProviderError:
            heard = nothing
        if not heard.text or (len(self._audio) < _SURELY_SPEECH_BYTES and heard.confidence < _BELIEVED):
            other.leave()
            return nothing
        error = ProviderError(doubted.candidate.provider, "it made no words of speech", fault=Fault.SILENT)
        doubted.blame(error)
        doubted.leave()
        self._listener = other
        self._candidates.clear()
        Switch(
            Capability.SPEECH_TO_TEXT,
            from_provider=doubted.candidate.provider,
            fault=error.fault,
            alive_at=since,
        ).done(other.candidate.provider)
        return heard

    async def aclose(self) -> None:
        if self._opening is not None:
            self._cleaning.drop(self._opening)
        self._listener.leave()
        self._audio.clear()
