"""What a candidate can measure at their own end: when each side was audible, on one clock.

The clock counts the call's 20 ms slots: in each, one frame was sent and one was received. A sample's time is its place on
that grid, so both tracks line up exactly as in a two-channel recording of the call.
"""

from array import array
from dataclasses import dataclass

from vivavoce.domain.audio import LINE_RATE_HZ, Pcm

_AUDIBLE = 300
"""Of 32768 (-41 dB): above the hiss of a codec, below any spoken sound."""
_ONSET_FRAMES = 3
_ONSET_WITHIN_FRAMES = 5
"""Audible in 3 of 5 frames: speech has begun; less is a click."""
_SAME_SPEECH_S = 0.3
"""Shorter silences inside speech do not end it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of audible speech, in seconds since the call's first slot."""

    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredTurn:
    """One answer of the candidate's and what followed."""

    question_id: str
    """What it was an answer to, as the candidate understood it."""
    answer: Span
    reply_start_s: float | None
    """First audible interviewer sample behind the answer's last; None when the call ended first."""
    cut_ins: tuple[float, ...]
    """When the interviewer began to be audible while the answer was still being given."""

    @property
    def voice_to_voice_ms(self) -> float | None:
        return None if self.reply_start_s is None else (self.reply_start_s - self.answer.end_s) * 1000


class Ear:
    """Finds the stretches of speech in one direction of a call, frame by frame."""

    def __init__(self) -> None:
        self._samples = 0
        self._recent: list[float | None] = []
        self._start_s: float | None = None
        self._end_s = 0.0
        self._spans: list[Span] = []

    @property
    def now_s(self) -> float:
        return self._samples / LINE_RATE_HZ

    @property
    def spans(self) -> list[Span]:
        """Every stretch so far, the current one included."""
        if self._start_s is None:
            return list(self._spans)
        return [*self._spans, Span(start_s=self._start_s, end_s=self._end_s)]

    @property
    def last_sound_s(self) -> float:
        """When the last audible sample of speech was; 0 when there was none."""
        return self._end_s

    @property
    def silent_s(self) -> float:
        """How long ago the last sound was; the whole time when there was none."""
        return self.now_s - self._end_s

    def hear(self, frame: Pcm) -> None:
        first, last = _audible_samples(frame.samples)
        at = self._samples
        self._samples += frame.sample_count
        begins_s = None if first is None else (at + first) / LINE_RATE_HZ
        self._recent = [*self._recent[1 - _ONSET_WITHIN_FRAMES :], begins_s]
        if self._start_s is not None:
            self._continue(None if last is None else (at + last + 1) / LINE_RATE_HZ)
        elif last is not None:
            self._maybe_begin((at + last + 1) / LINE_RATE_HZ)

    def _continue(self, ends_s: float | None) -> None:
        if ends_s is not None:
            self._end_s = ends_s
        elif self._start_s is not None and self.silent_s > _SAME_SPEECH_S:
            self._spans.append(Span(start_s=self._start_s, end_s=self._end_s))
            self._start_s = None
            self._recent = []

    def _maybe_begin(self, ends_s: float) -> None:
        audible = [begins_s for begins_s in self._recent if begins_s is not None]
        if len(audible) >= _ONSET_FRAMES:
            self._start_s, self._end_s = audible[0], ends_s


class CallMeter:
    """Hears both directions of a call and says who spoke when."""

    def __init__(self) -> None:
        self.candidate = Ear()
        self.interviewer = Ear()
        self._answers: list[_Window] = []
        self._begun: tuple[str, float] | None = None

    @property
    def now_s(self) -> float:
        return self.candidate.now_s

    def slot(self, *, sent: Pcm, heard: Pcm) -> None:
        """Take the next 20 ms of both directions."""
        self.candidate.hear(sent)
        self.interviewer.hear(heard)

    def answer_begins(self, *, question_id: str) -> None:
        self._begun = question_id, self.now_s

    def answer_has_ended(self) -> None:
        """The last of the answer's samples has been sent."""
        if self._begun is not None:
            question_id, from_s = self._begun
            self._answers.append(_Window(question_id=question_id, from_s=from_s, to_s=self.now_s))
            self._begun = None

    def turns(self) -> list[MeasuredTurn]:
        """Return every finished answer with what followed it, in order; one without a sound is none."""
        candidate, interviewer = self.candidate.spans, self.interviewer.spans
        answers = [
            (window.question_id, span)
            for window in self._answers
            if (span := _covered(candidate, window.from_s, window.to_s)) is not None
        ]
        next_starts_s = (span.start_s for _, span in answers[1:])
        return [
            _turn(question_id, answer, interviewer, until_s=next(next_starts_s, None))
            for question_id, answer in answers
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Window:
    question_id: str
    from_s: float
    to_s: float


def _turn(question_id: str, answer: Span, interviewer: list[Span], *, until_s: float | None) -> MeasuredTurn:
    begun = [span.start_s for span in interviewer]
    cut_ins = tuple(at for at in begun if answer.start_s < at < answer.end_s)
    replies = [at for at in begun if at >= answer.end_s and (until_s is None or at < until_s)]
    return MeasuredTurn(
        question_id=question_id, answer=answer, reply_start_s=min(replies, default=None), cut_ins=cut_ins
    )


def _covered(spans: list[Span], from_s: float, to_s: float) -> Span | None:
    """Join the stretches of one answer: the pauses inside it are part of it."""
    inside = [span for span in spans if span.end_s > from_s and span.start_s < to_s]
    return Span(start_s=inside[0].start_s, end_s=inside[-1].end_s) if inside else None


def _audible_samples(samples: bytes) -> tuple[int | None, int | None]:
    """Return the places of the first and the last audible sample in a frame."""
    levels = array("h", samples)
    if not levels or (max(levels) < _AUDIBLE and min(levels) > -_AUDIBLE):
        return None, None
    audible = [place for place, level in enumerate(levels) if abs(level) >= _AUDIBLE]
    return audible[0], audible[-1]
