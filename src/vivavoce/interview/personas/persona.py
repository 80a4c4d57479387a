"""What makes a persona: its prompt, its tools, what it may do, its voice, and the policy it works under.

Configuration only: no code asks which persona runs. One that speaks in a session is a `Persona`; one that only reads is a
`ReadingPersona`, which has no voice, no words of its own and no moves, so that nothing can make it speak.
"""

from dataclasses import dataclass, field

from vivavoce.domain.session import SessionStatus
from vivavoce.interview.moves import Move
from vivavoce.interview.speech_linter import Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """How it sounds."""

    pace: float = 1.0
    slower_pace: float = 0.85
    """Where the candidate asked for slower speech."""
    longest_sentence_words: int = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The rules it works under."""

    never_says: frozenset[Rule] = frozenset(Rule)
    """What the speech linter holds back."""
    ends_as: SessionStatus = SessionStatus.EVALUATING
    """What a session that came to its end is then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Persona:
    """One that speaks with a candidate."""

    id: str
    version: str
    name: str
    prompt: str
    """What a language model is told it is: completes "You choose and word the next move of …"."""
    disclosure: str
    """The first sentence spoken: says that this is an AI. Not part of any pack and not removable (law 9)."""
    about_itself: str
    """The answer to "are you an AI?"."""
    tools: frozenset[str]
    permissions: frozenset[Move]
    """The moves it may make at all."""
    voice: Voice = field(default_factory=Voice)
    policy: Policy = field(default_factory=Policy)

    def __post_init__(self) -> None:
        if not any(
            word in f" {self.disclosure.lower()} " for word in (" ai ", " ai,", " ai.", "artificial intelligence")
        ):
            raise ValueError("a persona's disclosure must say that it is an AI")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingPersona:
    """One that gets text and gives text: there is no field here by which it could be given a voice or a line (law 6)."""

    id: str
    version: str
    name: str
    prompt: str
    tools: frozenset[str]
    """Each gives text, for text."""
