"""A provider as configured: which model of which vendor fills a slot, where it runs, what it may take and what it costs."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from vivavoce.domain.capability import Capability, CapabilityProfile

LOCAL = "local"
"""The vendor of what runs on this machine, and the id of the last candidate in every list of parts."""
CASCADE = "cascade"
"""The last candidate among realtime models: no realtime model, but speech-to-text, brain and text-to-speech in turn."""


class QualityTier(StrEnum):
    """How good it is, as whoever configures it judges; compared, never computed."""

    BASIC = "basic"
    STANDARD = "standard"
    PREMIUM = "premium"

    @property
    def rank(self) -> int:
        return list(QualityTier).index(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadlines:
    """How long whoever calls the provider waits; `slow_s` is when an answer that came still counts as slow."""

    connect_s: float = 3.0
    first_audio_s: float = 1.5
    """To the first result of a call: audio, a token, a settled text."""
    stall_s: float = 1.0
    """Between two pieces of one result."""
    slow_s: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """What fails together and shares a breaker: one provider, in one region, for one capability."""

    provider: str
    region: str
    capability: Capability

    def __str__(self) -> str:
        return f"{self.provider}@{self.region or 'anywhere'}/{self.capability}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """One entry of the providers file."""

    id: str
    vendor: str
    """Names the adapter, such as "openai", "deepgram" or "local"."""
    capability: Capability
    model: str = ""
    voice: str = ""
    region: str = ""
    """Where it runs, such as "eu-central-1"; empty: nowhere in particular."""
    baa: bool = False
    """We have a business associate agreement with the vendor that covers it."""
    key_env: str = ""
    """Environment variable that holds the key (or, with _FILE appended, the path of a file that does)."""
    base_url: str = ""
    deadlines: Deadlines = Deadlines()
    tier: QualityTier = QualityTier.STANDARD
    keyterms: tuple[str, ...] = ()
    """Words every session's speech-to-text should expect, before the role's own vocabulary."""
    price: str = ""
    """The row of the price book."""
    profile_overrides: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    """Corrections to the adapter's capability profile, by field."""

    @property
    def runs_here(self) -> bool:
        """On this machine: it needs no key, no agreement and no network, and nobody can forbid it."""
        return self.vendor in {LOCAL, CASCADE}

    @property
    def lane(self) -> Lane:
        return Lane(provider=self.id, region=self.region, capability=self.capability)

    def profile(self, adapter: CapabilityProfile) -> CapabilityProfile:
        """Return the adapter's profile with what the file corrects; the file's agreement is the one that counts."""
        return replace(adapter, **self.profile_overrides, baa=self.baa)


LAST_RESORT: Mapping[Capability, Provider] = MappingProxyType(
    {
        capability: Provider(id=name, vendor=name, capability=capability, price=LOCAL, tier=QualityTier.BASIC)
        for capability, name in (
            (Capability.REALTIME, CASCADE),
            (Capability.SPEECH_TO_TEXT, LOCAL),
            (Capability.LANGUAGE_MODEL, LOCAL),
            (Capability.TEXT_TO_SPEECH, LOCAL),
        )
    }
)
"""The interview never dies with a vendor (law 2): these end every list. The local language model is the plan brain."""
