"""What makes a persona: its name, what it says about itself, what it may do, how it sounds."""

from dataclasses import dataclass

from vivavoce.interview.moves import Move


@dataclass(frozen=True, slots=True, kw_only=True)
class Persona:
    """Configuration only: no code asks which persona runs."""

    id: str
    version: str
    name: str
    disclosure: str
    """The first sentence spoken: says that this is an AI. Not part of any pack and not removable (law 9)."""
    about_itself: str
    """The answer to "are you an AI?"."""
    tools: frozenset[str]
    permissions: frozenset[Move]
    """The moves it may make at all."""
    pace: float = 1.0
    slower_pace: float = 0.85
    """Where the candidate asked for slower speech."""
    longest_sentence_words: int = 60

    def __post_init__(self) -> None:
        if not any(
            word in f" {self.disclosure.lower()} " for word in (" ai ", " ai,", " ai.", "artificial intelligence")
        ):
            raise ValueError("a persona's disclosure must say that it is an AI")
