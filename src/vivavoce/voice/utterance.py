"""One stretch of candidate speech on its way to words."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from vivavoce.domain.errors import ProviderError
from vivavoce.domain.ports.speech_to_text import Listening, SpeechToText
from vivavoce.domain.transcript import Mark, Speaker, Transcription, Turn, Word
from vivavoce.voice import text_cues
from vivavoce.voice.tuning import TurnTuning


class Utterance:
    """Feeds speech-to-text and keeps what came of it.

    Audio goes to the model at once; silence behind speech is held back and follows only when speech does, so that a
    settled text stays exact while the candidate is silent. Never raises: a speech-to-text that fails, or is slower than its
    deadline, leaves `failed` set and the words unknown.
    """

    def __init__(self, speech_to_text: SpeechToText, utterance_id: str, *, starts_s: float, tuning: TurnTuning) -> None:
        self.id = utterance_id
        self.starts_s = starts_s
        """Where the audio given to speech-to-text begins: the pre-roll."""
        self.onset_s = starts_s
        self.last_voice_s = starts_s
        self.voiced_s = 0.0
        self.failed = False
        self.settled: Transcription | None = None
        """Exact for the speech up to `settled_until_s`."""
        self.settled_until_s = -1.0
        self.draft = Transcription(text="")
        self._speech_to_text = speech_to_text
        self._tuning = tuning
        self._listening: Listening | None = None
        self._backlog: list[bytes] = []
        self._opening = asyncio.Lock()
        self.is_closed = False

    def hear(self, samples: bytes, *, voiced: bool, end_s: float) -> None:
        """Take the next window; silence is let through for as long as it settles words, then held back."""
        if voiced:
            self.last_voice_s = end_s
        self._backlog.append(samples)
        if voiced or end_s - self.last_voice_s <= self._tuning.settle_after_s:
            self._pass_on()

    def _pass_on(self) -> None:
        if self._listening is None:
            return
        try:
            for samples in self._backlog:
                self._listening.feed(samples)
        except ProviderError:
            self.failed = True
        self._backlog.clear()

    async def open(self, vocabulary: Sequence[str]) -> None:
        """Begin listening; what was heard meanwhile follows."""
        async with self._opening:
            if self._listening is not None or self.failed or self.is_closed:
                return
            try:
                async with asyncio.timeout(self._tuning.settle_deadline_s):
                    self._listening = await self._speech_to_text.listen(vocabulary=vocabulary)
            except (ProviderError, TimeoutError):
                self.failed = True
                return
            self._pass_on()

    @property
    def is_exact(self) -> bool:
        """The words are known up to the last voiced sample, or known to stay unknown."""
        return self.failed or (self.settled is not None and self.settled_until_s >= self.last_voice_s)

    @property
    def best(self) -> Transcription:
        """Return the best words so far."""
        if self.settled is not None and (self.is_exact or len(self.settled.text) >= len(self.draft.text)):
            return self.settled
        return self.draft

    async def look(self) -> None:
        """Update the draft with what speech-to-text has so far."""
        if self._listening is None or self.failed or self.is_closed:
            return
        try:
            draft = await self._listening.partial()
        except ProviderError:
            self.failed = True
            return
        if draft.text:
            self.draft = draft

    async def settle(self, vocabulary: Sequence[str] = ()) -> None:
        """Get the exact words of all speech so far; a deadline passed counts as a failure."""
        await self.open(vocabulary)
        until_s = self.last_voice_s
        if self._listening is None or self.is_exact or self.is_closed:
            return
        try:
            async with asyncio.timeout(self._tuning.settle_deadline_s):
                settled = await self._listening.settle()
        except (ProviderError, TimeoutError):
            self.failed = True
            return
        self.settled, self.settled_until_s = settled, until_s

    async def aclose(self) -> None:
        self.is_closed = True
        self._backlog.clear()
        if self._listening is not None:
            try:
                await self._listening.aclose()
            except ProviderError:
                self.failed = True

    @property
    def has_words(self) -> bool:
        return bool(self.best.text.strip())

    @property
    def is_clear_speech(self) -> bool:
        return self.voiced_s >= self._tuning.clear_speech_s

    @property
    def _is_guess(self) -> bool:
        doubted = self.best.confidence < self._tuning.guess_confidence
        return doubted and self.voiced_s >= self._tuning.guess_voiced_s and not text_cues.asks_for_time(self.best.text)

    def as_turn(self) -> Turn:
        """Return it as a stretch of the transcript; empty and marked inaudible when there are no words."""
        unknown = self._is_guess or (self.failed and self.settled is None)
        heard = Transcription(text="") if unknown else self.best
        text = heard.text.strip()
        words = tuple(
            replace(word, start_s=word.start_s + self.starts_s, end_s=word.end_s + self.starts_s)
            for word in heard.words
        )
        return Turn(
            id=self.id,
            speaker=Speaker.CANDIDATE,
            text=text,
            start_s=self.onset_s,
            end_s=self.last_voice_s,
            words=words if text else (),
            marks=() if text else (Mark.INAUDIBLE,),
        )


def joined(turn_id: str, utterances: Sequence[Turn], *, at_s: float) -> Turn:
    """Return the utterances as one turn; `at_s` places a turn that has none."""
    if not utterances:
        return Turn(id=turn_id, speaker=Speaker.CANDIDATE, text="", start_s=at_s, end_s=at_s)
    words: tuple[Word, ...] = ()
    marks: list[Mark] = []
    for utterance in utterances:
        words += utterance.words
        marks += [mark for mark in utterance.marks if mark not in marks]
    return Turn(
        id=turn_id,
        speaker=Speaker.CANDIDATE,
        text=" ".join(utterance.text for utterance in utterances if utterance.text),
        start_s=utterances[0].start_s,
        end_s=max(utterance.end_s for utterance in utterances),
        words=words,
        marks=tuple(marks),
    )
