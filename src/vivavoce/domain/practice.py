"""Practice: a candidate's own space, and what was measured in it. Counts and seconds about one's own answers, nothing else.

There is no place here for a judgement of a person, nor for an employer: a space belongs to whoever holds its link.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from vivavoce.domain.ids import new_id, secret_sha256


class Fact(StrEnum):
    """What is measured of an answer."""

    LENGTH = "length"
    PACE = "pace"
    FILLERS = "fillers"
    PAUSES = "pauses"
    RESULT = "result"
    """Whether a story said how it ended; found by words that usually say so, and not validated."""


UNVALIDATED = frozenset({Fact.RESULT})
"""Facts that are a guess from words, not a measurement: always marked as such."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A stretch of the candidate's own speech, on the session clock."""

    start_s: float
    end_s: float
    text: str
    """What was said there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerFacts:
    """What was measured of one answer, its follow-ups included. None: cannot be measured (typed, too short, inaudible)."""

    length_s: float | None
    """The longest stretch of holding the floor."""
    words: int
    words_per_minute: float | None
    """While speaking: long pauses are not counted."""
    fillers_per_100_words: float | None
    fillers: tuple[Moment, ...] = ()
    longest_pause_s: float | None = None
    long_pauses: tuple[Moment, ...] = ()
    """Each from the words before it to the words after it."""
    result_named: bool | None = None
    """None: not a question that asks for a story."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What the coach says about one answer: one fact, and what to do with it."""

    fact: Fact
    text: str
    praise: bool = False
    moment: Moment | None = None
    """Where it can be heard."""

    @property
    def unvalidated(self) -> bool:
        return self.fact in UNVALIDATED


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeSpace:
    """A candidate's own space: known by its link alone, of which only the hash is kept. It holds no name."""

    id: str
    token_sha256: str
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeSession:
    """One practice interview in a space."""

    session_id: str
    space_id: str
    pack_id: str
    part: str
    """The one section that is practised; empty: the whole interview."""
    created_at: datetime


def open_space(*, secret: str, at: datetime) -> PracticeSpace:
    """Return a new space for whoever holds this secret."""
    return PracticeSpace(id=new_id("spc"), token_sha256=secret_sha256(secret), created_at=at)
