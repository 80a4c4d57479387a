"""One utterance on its way to text: which part is settled, which part is worth decoding now.

Only the tail behind the last settled pause is ever decoded again, so that an answer of twenty minutes costs no more to
finish than one of ten seconds. Positions are samples from the utterance's start.
"""

from itertools import pairwise

from vivavoce.domain.audio import HEARING_RATE_HZ
from vivavoce.domain.ports.hearing import VAD_WINDOW_SAMPLES, VoiceActivity
from vivavoce.domain.transcript import Transcription
from vivavoce.providers.incremental.heard_audio import AROUND, HeardAudio, Span
from vivavoce.providers.incremental.placing import Decoded, PlacedWord, placed

_SETTLING_PAUSE, _SETTLING_LENGTH = round(0.6 * HEARING_RATE_HZ), 5 * HEARING_RATE_HZ
"""A pause settles what came before it, unless that is so short that it needs what follows to be understood."""
_LONG_SILENCE = 10 * HEARING_RATE_HZ
"""Silence that settles whatever came before it."""
_LONGEST_TAIL, _LONGEST_SPAN = 14 * HEARING_RATE_HZ, 24 * HEARING_RATE_HZ
_KEEP_HEAD, _KEEP_TAIL = 4 * HEARING_RATE_HZ, round(2.5 * HEARING_RATE_HZ)
"""A tail is cut neither near its start nor near its end: words need their neighbours."""


class Utterance:
    """The text so far, and what of the audio it covers."""

    def __init__(self, voice_activity: VoiceActivity) -> None:
        self._audio = HeardAudio(voice_activity)
        self._settled: list[PlacedWord] = []
        self._tail: list[PlacedWord] = []
        self._sentence_end: float | None = None
        self._decoded_until = 0

    @property
    def fed(self) -> int:
        return self._audio.fed

    @property
    def speech_end(self) -> int:
        """Where the last speech ended; 0 when there was none."""
        runs = self._audio.runs
        return runs[-1][1] if runs else min(self._decoded_until, self.fed)

    @property
    def silent(self) -> int:
        """Samples since the last speech."""
        return self.fed - self.speech_end

    @property
    def undecoded(self) -> int:
        """Samples of speech that no text covers yet."""
        return sum(max(0, end - max(start, self._decoded_until)) for start, end in self._audio.runs)

    def covers(self, position: int) -> bool:
        """Return whether the text covers the speech up to a position."""
        return self._decoded_until >= position

    def feed(self, samples: bytes) -> None:
        self._audio.feed(samples)
        if self.silent > _LONG_SILENCE and self.covers(self.speech_end):
            self._settle_until(self.fed - AROUND)  # a long silence is settled, not kept

    def span(self) -> Span | None:
        """Return what to decode for the text to cover all speech so far, or the oldest part of it when that is too long."""
        self._settle_before_pause()
        if not self._audio.runs or self.covers(self.speech_end):
            return None
        whole = self._audio.span_until(self.fed, is_cut=False)
        if whole.length <= _LONGEST_SPAN:
            return whole
        return self._audio.span_until(
            self._audio.cut(whole.position(_LONGEST_SPAN // 2), whole.position(_LONGEST_SPAN)), is_cut=True
        )

    def accept(self, span: Span, decoded: Decoded) -> None:
        """Take a span's words for the tail's text."""
        self._tail = placed(decoded.words, span=span, before=self._tail, runs=self._audio.runs)
        self._sentence_end = decoded.sentence_end
        self._decoded_until = span.covers_until
        if span.is_cut:
            self._settle_until(span.covers_until)
        elif span.length > _LONGEST_TAIL:
            self._settle_until(self._audio.cut(span.position(_KEEP_HEAD), span.position(span.length - _KEEP_TAIL)))

    def transcription(self) -> Transcription:
        words = [*self._settled, *self._tail]
        return Transcription(
            text=" ".join(heard.word.text for heard in words),
            words=tuple(heard.word for heard in words),
            confidence=sum(heard.probability for heard in words) / len(words) if words else 1.0,
            sentence_end=self._sentence_end if words else None,
        )

    def _settle_before_pause(self) -> None:
        """Settle the tail when all of it is decoded up to a pause behind which somebody spoke again."""
        for (_, before), (after, _) in pairwise(self._audio.runs):
            if before <= self._decoded_until <= after + VAD_WINDOW_SAMPLES:  # speech is noted by whole windows
                spoken = sum(end - start for start, end in self._audio.runs if end <= before)
                if after - before >= _SETTLING_PAUSE and spoken >= _SETTLING_LENGTH:
                    self._settle_until(max(min(self._decoded_until, after), after - AROUND))
                return

    def _settle_until(self, position: int) -> None:
        """Fix the words before a position and let go of their audio."""
        position_s = position / HEARING_RATE_HZ
        is_before = [(heard.word.start_s + heard.word.end_s) / 2 < position_s for heard in self._tail]
        count = is_before.index(False) if False in is_before else len(is_before)
        self._settled += self._tail[:count]
        self._tail = self._tail[count:]
        self._audio.drop(position)
