"""Whose turn it is: pure rules over timestamps, probabilities and words, without audio, models or a clock."""

from dataclasses import dataclass
from enum import Enum, auto

from vivavoce.domain.ports.voice_engine import TurnPolicy
from vivavoce.voice import text_cues
from vivavoce.voice.tuning import TurnTuning


class SpeechGate:
    """Turns speech probabilities into stretches of speech on the session clock."""

    def __init__(self, tuning: TurnTuning) -> None:
        self._tuning = tuning
        self._run = 0
        self._run_began_s = 0.0
        self._faint_since_s: float | None = None
        self.speaking = False
        """Speech is probable: enough voiced windows in a row, and none quiet since."""
        self.onset_s = 0.0
        """Where the stretch of speech began that goes on, or ended last …"""
        self.faint_onset_s = 0.0
        """… and where something was heard first that may have been its soft beginning."""
        self.last_voice_s = 0.0
        """The end of the last voiced window that belongs to speech."""
        self.voiced_s = 0.0
        """Voiced time since `forget`: what was said, without its pauses."""

    def push(self, probability: float, *, start_s: float, end_s: float) -> bool:
        """Take the next window; return whether speech began with it."""
        if probability < self._tuning.faint_voice:
            self._faint_since_s = None
        elif self._faint_since_s is None:
            self._faint_since_s = start_s
        threshold = self._tuning.quiet_threshold if self.speaking else self._tuning.voice_threshold
        if probability < threshold:
            self.speaking = False
            self._run = 0
            return False
        if self._run == 0:
            self._run_began_s = start_s
        self._run += 1
        if self.speaking:
            self.last_voice_s = end_s
            self.voiced_s += end_s - start_s
            return False
        if not self._is_onset(probability):
            return False
        self.speaking = True
        self.onset_s = self._run_began_s
        self.faint_onset_s = self.onset_s if self._faint_since_s is None else self._faint_since_s
        self.last_voice_s = end_s
        self.voiced_s += end_s - self._run_began_s
        return True

    def _is_onset(self, probability: float) -> bool:
        """Return whether the voiced windows in a row, this one the last, are speech and not a noise."""
        if probability >= self._tuning.sure_voice:
            return True
        windows = self._tuning.onset_windows if probability >= self._tuning.likely_voice else self._tuning.faint_windows
        return self._run >= windows

    @property
    def stirring(self) -> bool:
        """The last window was voiced: too early to call it speech, too late to call it silence."""
        return self._run > 0

    def forget(self) -> None:
        """Begin counting voiced time anew."""
        self.voiced_s = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What is known at a pause about whether the turn has ended."""

    text: str
    """All words of the turn so far, exact or draft; empty while none are known."""
    end_of_turn: float | None
    """The most that the model gave for this pause; None while it has not answered, or cannot."""
    spoken_s: float
    """Voiced time in the turn."""
    sentence_end: float | None = None
    """P that a sentence ends with the last word; None where speech-to-text does not tell, or has not yet."""
    paused_s: float = 0.0
    """The longest silence in this turn after which the candidate went on."""
    interrupts: bool = False
    """It talked the interviewer down: a remark or a request, not an answer."""
    is_request: bool = False
    """It asks something of the interviewer: whole, however short."""
    is_terse: bool = False
    """The last answers to open questions were as thin, and nothing followed them."""
    muted: bool = False


def silence_needed_s(evidence: Evidence, policy: TurnPolicy, tuning: TurnTuning) -> float:
    """Return the silence after which the interviewer takes the floor; infinite while a muted candidate seems unfinished."""
    shortest = policy.patience.min_silence_s
    longest = max(policy.patience.max_silence_s, shortest)
    if _goes_on(evidence, policy, tuning):
        return float("inf") if evidence.muted else longest
    if evidence.is_request:
        return max(shortest, tuning.closed_silence_s) if _sounds_unfinished(evidence, tuning) else shortest
    if text_cues.closes(evidence.text) and not _sounds_unfinished(evidence, tuning):
        return max(shortest, tuning.closing_silence_s)
    if is_thin(evidence, policy, tuning):
        if evidence.is_terse or text_cues.is_plain_answer(evidence.text):
            return min(tuning.plain_answer_silence_s, longest)
        return float("inf") if evidence.muted else longest
    if not policy.open_question:
        longest = min(longest, max(tuning.closed_silence_s, shortest))
    elif not _sounds_unfinished(evidence, tuning):
        longest = min(longest, max(tuning.sentence_silence_s, shortest))
    needed = shortest + (longest - shortest) * _doubt(evidence, tuning)
    needed = max(needed, min(shortest + tuning.unsure_silence_s * _unsureness(evidence, tuning), longest))
    return max(needed, min(_breath_s(evidence, policy, tuning), longest), _story_s(evidence, tuning, shortest, longest))


def _breath_s(evidence: Evidence, policy: TurnPolicy, tuning: TurnTuning) -> float:
    """Return the silence that an answer to an open question gets between its sentences at least."""
    if not policy.open_question:
        return 0.0
    if text_cues.takes_a_first_step(evidence.text):
        return tuning.first_step_silence_s
    return tuning.long_answer_silence_s if evidence.spoken_s >= tuning.story_begun_s else 0.0


def _story_s(evidence: Evidence, tuning: TurnTuning, shortest: float, longest: float) -> float:
    if not text_cues.tells_a_story(evidence.text):
        return shortest
    return shortest + (longest - shortest) * _rest_of_story(evidence.spoken_s, tuning)


def _goes_on(evidence: Evidence, policy: TurnPolicy, tuning: TurnTuning) -> bool:
    """Tell whether the words break off. A comma only may do so: where its odds are known, they are weighed, not obeyed."""
    full_stop = None
    if evidence.sentence_end is not None:
        full_stop = evidence.sentence_end >= tuning.full_stop and not _sounds_doubtful(evidence, tuning)
    return text_cues.goes_on(evidence.text, clause_answers=not policy.open_question, full_stop=full_stop)


def is_thin(evidence: Evidence, policy: TurnPolicy, tuning: TurnTuning) -> bool:
    """Tell whether it is too little for an answer to an open question; who has thought once and gone on needs to say less."""
    if not policy.open_question or evidence.interrupts:
        return False
    if len(text_cues.words(evidence.text)) >= tuning.whole_answer_words:
        return False
    thought = evidence.paused_s >= tuning.thought_s
    return evidence.spoken_s < (tuning.thin_after_thought_s if thought else tuning.thin_answer_s)


def _rest_of_story(spoken_s: float, tuning: TurnTuning) -> float:
    """Return 1 (only just begun) to 0 (as long as stories get): the longer it has been, the likelier this was its end."""
    told = (spoken_s - tuning.story_begun_s) / (tuning.story_told_s - tuning.story_begun_s)
    return min(1.0, max(0.0, 1.0 - told))


def _doubt(evidence: Evidence, tuning: TurnTuning) -> float:
    """Return 0 (surely ended) to 1 (surely a pause): how it sounded, and for a third how it would be written, where that is
    known.

    Squared: middle values lean towards an end (measured).
    """
    sounded = _share(evidence.end_of_turn, tuning.sure_pause, tuning.sure_end)
    if evidence.sentence_end is None:
        return sounded
    return (2 * sounded + _share(evidence.sentence_end, tuning.sure_comma, tuning.sure_stop)) / 3


def _unsureness(evidence: Evidence, tuning: TurnTuning) -> float:
    """Return 0 (certain) to 1 (only just no doubt); 0 where speech-to-text does not tell how a sentence would be written."""
    if evidence.sentence_end is None:
        return 0.0
    sounded = (
        0.5 if evidence.end_of_turn is None else _short_of(evidence.end_of_turn, tuning.sure_end, tuning.certain_end)
    )
    return (sounded + _short_of(evidence.sentence_end, tuning.sure_stop, tuning.certain_stop)) / 2


def _short_of(odds: float, none: float, full: float) -> float:
    return min(1.0, max(0.0, (full - odds) / (full - none)))


def _share(odds: float | None, none: float, full: float) -> float:
    return 0.25 if odds is None else _short_of(odds, none, full) ** 2


def _sounds_doubtful(evidence: Evidence, tuning: TurnTuning) -> bool:
    return evidence.end_of_turn is not None and evidence.end_of_turn < (tuning.sure_pause + tuning.sure_end) / 2


def _sounds_unfinished(evidence: Evidence, tuning: TurnTuning) -> bool:
    return evidence.end_of_turn is not None and evidence.end_of_turn < tuning.sure_pause


class Verdict(Enum):
    """What speech over the interviewer turned out to be."""

    UNDECIDED = auto()
    WORDS = auto()
    """A bid for the floor."""
    NOTHING = auto()
    """A nod, a cough, a noise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """What is known about speech over the interviewer."""

    voiced_s: float
    silent_s: float
    """Silence since; 0 while it goes on."""
    text: str | None
    """None while no words are known."""
    confidence: float
    settled: bool
    """The text covers all of it; True as well when speech-to-text failed, with `text` None."""
    sounds_like_nod: bool = False
    """So a model says that heard how it began."""
    goes_on_with_answer: bool = False
    """The reply it is over was begun only just now: a single word may be the end of the answer."""


def judge_overlap(overlap: Overlap, tuning: TurnTuning) -> Verdict:
    """Tell a bid for the floor from a nod or a noise. The interviewer is silent meanwhile, so certainty costs little."""
    quiet_s = tuning.nod_quiet_s if overlap.text and text_cues.is_nod(overlap.text) else tuning.overlap_quiet_s
    over = overlap.silent_s >= quiet_s and overlap.settled
    if _bids(overlap, over=over, tuning=tuning):
        return Verdict.WORDS
    if overlap.text is None and overlap.voiced_s >= tuning.overlap_unclear_s and not overlap.sounds_like_nod:
        return Verdict.WORDS
    return Verdict.NOTHING if over else Verdict.UNDECIDED


def _bids(overlap: Overlap, *, over: bool, tuning: TurnTuning) -> bool:
    least = tuning.overlap_confidence if over else tuning.overlap_draft_confidence
    if not overlap.text or overlap.confidence < least:
        return False
    words = text_cues.words(overlap.text)
    if len(words) > tuning.overlap_words_per_s * overlap.voiced_s + 1:
        return False  # nobody speaks as fast: a model's guess at a hum
    certain = " ".join(words if over else words[:-1])  # the last may be cut: "yeah, ye", "wai"
    if not certain or text_cues.is_nod(certain):
        return False
    if (
        overlap.sounds_like_nod
    ):  # "mhm" was written "I'm sorry, I'm sorry."; but no clear word of an answer may get lost
        clear = over and overlap.confidence >= tuning.guess_confidence
        return clear and (overlap.goes_on_with_answer or text_cues.asks_for_floor(certain))
    if overlap.voiced_s >= tuning.overlap_long_s or len(words) > tuning.overlap_few_words:
        return True
    return (over and overlap.goes_on_with_answer) or text_cues.asks_for_floor(certain)
