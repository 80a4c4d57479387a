"""Who may be used, and in which order: what an operator decides about vendors."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from vivavoce.domain.capability import Capability
from vivavoce.routing.provider import Provider, QualityTier


class SessionKind(StrEnum):
    """What a session is for; each kind follows its own policy."""

    INTERVIEW = "interview"
    """Scored: its authoritative transcript never comes from the model that talks."""
    PRACTICE = "practice"


class Choose(StrEnum):
    """How candidates are put in order."""

    ORDER = "order"
    """As listed."""
    COST = "cost"
    """The cheapest that meets its latency objective; those that do not come after those that do."""
    LATENCY = "latency"
    """The fastest, as measured lately."""
    QUALITY = "quality"
    """The highest tier; within one, the cheaper."""


class TranscriptSource(StrEnum):
    """Whose words are the transcript while a realtime model talks."""

    INDEPENDENT = "independent"
    """A speech-to-text of its own listens along: the only one allowed for scored interviews."""
    MODEL = "model"
    """What the realtime model says it heard: for practice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """One policy of the providers file."""

    id: str
    choose: Choose = Choose.ORDER
    candidates: Mapping[Capability, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """Provider ids by capability, what runs here left out: it always comes last."""
    regions: tuple[str, ...] = ()
    """Such as "eu": only providers there; empty: anywhere."""
    hipaa: bool = False
    """Only providers with whom there is a business associate agreement."""
    quality_at_least: QualityTier = QualityTier.BASIC
    objective_s: float = 1.2
    """A call's first result is this soon in nineteen of twenty calls."""
    transcript: TranscriptSource = TranscriptSource.INDEPENDENT

    def forbids(self, provider: Provider) -> str:
        """Return why this policy never uses the provider, not even when all others are down (law 3); "" when it may."""
        if provider.runs_here:
            return ""
        if self.hipaa and not provider.baa:
            return "hipaa: true needs a business associate agreement, and the provider has baa: false"
        if self.regions and not any(_within(provider.region, region) for region in self.regions):
            where = f"runs in {provider.region}" if provider.region else "names no region"
            return f"only {', '.join(self.regions)} is allowed, and the provider {where}"
        if provider.tier.rank < self.quality_at_least.rank:
            return f"the provider's tier {provider.tier} is below {self.quality_at_least}"
        return ""


def _within(region: str, allowed: str) -> bool:
    return region == allowed or region.startswith(f"{allowed}-")
