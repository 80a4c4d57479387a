"""The brain port: three brains fit it (the plan, a language model, a realtime model)."""

from collections.abc import Sequence
from typing import Protocol

from vivavoce.domain.role_pack import Question
from vivavoce.domain.transcript import Turn
from vivavoce.interview.conductor import Reading, Scene
from vivavoce.interview.moves import Choice


class Brain(Protocol):
    """Reads candidate turns, chooses a legal move and words it. Keeps no state of its own; raises `ProviderError` at most."""

    @property
    def name(self) -> str:
        """Such as "plan-v1": pinned into every session."""
        ...

    async def read(self, turn: Turn, scene: Scene) -> Reading:
        """Say what this turn is and what it covers. Pure; may be called with drafts and cancelled."""
        ...

    async def choose(self, reading: Reading, scene: Scene) -> Choice:
        """Choose one of `scene.legal`; the scene already counts the turn that was read."""
        ...

    def upcoming(self, scene: Scene) -> Sequence[str]:
        """Return parts likely to be spoken next, likeliest first."""
        ...

    def silence(self, scene: Scene, *, silent_s: float, patience_s: float) -> Choice:
        """Choose what to do about a candidate who does not speak (`Move.LISTEN`: go on waiting).

        `patience_s` is the section's wait before an offer, as the candidate's accommodation stretches it.
        """
        ...

    def opening(self, scene: Scene) -> Choice: ...

    def welcome_back(self, scene: Scene) -> Choice:
        """After a break: say where we were."""
        ...


class CoverageFound(Protocol):
    """What an answer covers of its question's expected points."""

    @property
    def covered(self) -> tuple[str, ...]: ...

    @property
    def relevance(self) -> float:
        """0–1: whether the answer is about the question at all."""
        ...


class JudgesCoverage(Protocol):
    """Judges which expected points an answer covers. Raises `ProviderError`."""

    async def judge(self, question: Question, answer: str) -> CoverageFound: ...
