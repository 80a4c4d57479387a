"""What was said: words, utterances, turns. Times are seconds on the session clock, which stops while nobody is connected."""

from dataclasses import dataclass, field
from enum import StrEnum


class Speaker(StrEnum):
    """Known by the track they spoke on, never by voice (law 8)."""

    CANDIDATE = "candidate"
    INTERVIEWER = "interviewer"


class Mark(StrEnum):
    """An honest note on how well something was heard."""

    INAUDIBLE = "inaudible"
    TYPED = "typed"
    INTERRUPTED = "interrupted"
    """Only what was played before the interruption is in the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    text: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcription:
    """What speech-to-text made of one stretch of speech; word times count from that stretch's start."""

    text: str
    words: tuple[Word, ...] = ()
    confidence: float = 1.0
    """0–1; the mean word probability where the model gives one."""
    sentence_end: float | None = None
    """P that a sentence ends with the last word, by how it sounded and read; None from a model that does not tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One speaker holding the floor."""

    id: str
    speaker: Speaker
    text: str
    start_s: float
    end_s: float
    words: tuple[Word, ...] = ()
    """On the session clock."""
    marks: tuple[Mark, ...] = ()
    section: str = ""
    question_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    session_id: str
    turns: tuple[Turn, ...] = field(default=())

    def turn(self, turn_id: str) -> Turn:
        """Return the turn; raise `KeyError` when there is none by that id."""
        for turn in self.turns:
            if turn.id == turn_id:
                return turn
        raise KeyError(turn_id)
