"""The format of the providers file: what it may hold, as typed models and as JSON Schema for editors."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from vivavoce.documents import DocumentKind
from vivavoce.domain.capability import Capability
from vivavoce.routing.policy import Choose, TranscriptSource
from vivavoce.routing.provider import QualityTier

PROVIDERS = DocumentKind(
    noun="providers file",
    guide="docs/howto/providers.md",
    patterns={
        "key_env": "the name of an environment variable such as OPENAI_API_KEY; never the key itself",
        "base_url": "an address that begins with http:// or https://",
    },
)

Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{1,47}$")]
Line = Annotated[str, Field(min_length=1, max_length=200)]
Region = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,47}$")]
Candidates = list[Line] | Literal["any"]
DEADLINES_S: dict[Capability, tuple[float, float, float, float]] = {
    Capability.REALTIME: (3.0, 1.5, 1.0, 1.0),
    Capability.SPEECH_TO_TEXT: (2.0, 2.0, 2.0, 1.0),
    Capability.LANGUAGE_MODEL: (2.0, 2.0, 2.0, 1.2),
    Capability.TEXT_TO_SPEECH: (2.0, 1.0, 1.0, 0.6),
}
"""Connect, first result, stall, slow: what a candidate waits through before the next provider is asked. A reply is broken
after 1.2 s of silence (domain/latency.py), so a first result is waited for little longer than that."""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class ProfileModel(_Model):
    """Corrections to what the adapter says the model can do; what is left out is as the adapter says."""

    input_rate_hz: int | None = Field(default=None, ge=8_000, le=48_000)
    output_rate_hz: int | None = Field(default=None, ge=8_000, le=48_000)
    takes_keyterms: bool | None = Field(default=None, description="Role vocabulary is passed and used.")
    truncates: bool | None = Field(default=None, description="Its own history can be cut to what was heard.")
    takes_back: bool | None = Field(
        default=None, description="A begun reply can be dropped, and leaves no trace there."
    )
    speaks_verbatim: bool | None = Field(default=None, description="A given text is spoken word for word.")
    manual_turns: bool | None = Field(default=None, description="We say when a turn is over.")
    calls_tools: bool | None = None
    sees_images: bool | None = None
    history_at_setup: bool | None = Field(default=None, description="Earlier turns are given when a session opens.")
    cheap_standby: bool | None = Field(default=None, description="An open, idle session costs nothing.")
    bills_whole_context: bool | None = Field(default=None, description="Every turn pays for all that was said.")
    session_limit_s: float | None = Field(default=None, ge=60, description="The vendor closes a session after this.")
    regions: list[Region] | None = Field(default=None, description="Where it can be bound to run.")


class DeadlinesModel(_Model):
    """Seconds; what is left out is the capability's default."""

    connect_s: float | None = Field(default=None, gt=0, le=60)
    first_audio_s: float | None = Field(default=None, gt=0, le=60, description="To the first audio, token or text.")
    stall_s: float | None = Field(default=None, gt=0, le=60, description="Between two pieces of one result.")
    slow_s: float | None = Field(default=None, gt=0, le=60, description="An answer later than this counts as slow.")


class ProviderModel(_Model):
    """One model of one vendor, filling one slot."""

    capability: Capability
    vendor: Line = Field(description="Names the adapter.")
    model: str = Field(default="", max_length=200)
    voice: str = Field(default="", max_length=200)
    region: Annotated[str, Field(pattern=r"^([a-z][a-z0-9-]{0,47})?$")] = ""
    baa: bool = Field(default=False, description="You have a business associate agreement with the vendor for it.")
    key_env: Annotated[str, Field(pattern=r"^([A-Z][A-Z0-9_]{1,80})?$")] = Field(
        default="", description="Environment variable that holds the key; with _FILE appended, the path of a file."
    )
    base_url: Annotated[str, Field(pattern=r"^(https?://\S+)?$")] = ""
    profile: ProfileModel = ProfileModel()
    deadlines: DeadlinesModel = DeadlinesModel()
    tier: QualityTier = QualityTier.STANDARD
    keyterms: list[Line] = Field(default=[], max_length=100, description="Expected in every session.")
    price: Line = Field(description="Row of the price book.")


class PolicyModel(_Model):
    """Who may be used for each slot, and in which order. What runs here always comes last and need not be named."""

    title: str = ""
    choose: Choose = Choose.ORDER
    realtime: Candidates = []
    speech_to_text: Candidates = []
    language_model: Candidates = []
    text_to_speech: Candidates = []
    regions: list[Region] = Field(default=[], description="Only providers there; left out: anywhere.")
    hipaa: bool = Field(default=False, description="Only providers with baa: true.")
    quality_at_least: QualityTier = QualityTier.BASIC
    objective_s: float = Field(default=1.2, gt=0, le=30, description="First results are this soon, nineteen of twenty.")
    transcript: TranscriptSource = Field(
        default=TranscriptSource.INDEPENDENT, description="Whose words are the transcript while a realtime model talks."
    )


class SessionsModel(_Model):
    interview: str | None = None
    practice: str | None = None


class BudgetModel(_Model):
    session_usd: float | None = Field(default=None, gt=0)
    organisation_month_usd: float | None = Field(default=None, gt=0)
    warn_at: float = Field(default=0.8, gt=0, le=1)
    downgrade_at: float = Field(default=0.9, gt=0, le=1)


class ProvidersFileModel(_Model):
    """A providers file for Viva Voce: who speaks, hears and thinks, and the policies that choose among them."""

    format: Literal[1] = Field(description="Version of this format.")
    sessions: SessionsModel = SessionsModel()
    budget: BudgetModel | None = None
    policies: dict[Slug, PolicyModel] = {}
    providers: dict[Slug, ProviderModel] = {}


def providers_json_schema() -> dict[str, Any]:
    """Return the JSON Schema of the format, for editors."""
    schema = ProvidersFileModel.model_json_schema(by_alias=True)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "providers.schema.json",
        **schema,
        "title": "Viva Voce providers",
    }
