"""What an evaluator is: one configuration that levels every criterion of an interview from text alone."""

from dataclasses import dataclass
from typing import Protocol

from vivavoce.domain.role_pack import RolePack
from vivavoce.evaluation.record import InterviewRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Words an evaluator says a candidate said. Not evidence until verified."""

    quote: str
    turn_id: str
    supports: str
    question_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Leveling:
    """What an evaluator makes of one criterion, before its claims are verified."""

    criterion_id: str
    level: float | None
    """1.0–5.0; None: nothing to level, for this reason."""
    reason: str
    claims: tuple[Claim, ...] = ()


class Evaluator(Protocol):
    """Levels an interview. Sees the transcript's text and the role pack, never audio, names or accommodations.

    Deterministic for the embedded ones; raises `ProviderError` when a model it asks does not answer, and nothing else.
    """

    @property
    def name(self) -> str:
        """Configuration and version, such as ``points-v1``: pinned into every report."""
        ...

    async def level(self, record: InterviewRecord, pack: RolePack) -> tuple[Leveling, ...]:
        """Return one leveling for each criterion of the pack, in its order."""
        ...
