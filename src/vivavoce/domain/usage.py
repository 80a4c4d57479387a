"""What was used, as facts: how much of which unit, of whom. What it costs is the price book's business."""

from dataclasses import dataclass
from enum import StrEnum

from vivavoce.domain.capability import Capability


class Unit(StrEnum):
    """What vendors bill by."""

    TEXT_TOKENS_IN = "text_tokens_in"
    TEXT_TOKENS_CACHED = "text_tokens_cached"
    TEXT_TOKENS_OUT = "text_tokens_out"
    AUDIO_TOKENS_IN = "audio_tokens_in"
    AUDIO_TOKENS_CACHED = "audio_tokens_cached"
    AUDIO_TOKENS_OUT = "audio_tokens_out"
    AUDIO_SECONDS = "audio_seconds"
    SESSION_SECONDS = "session_seconds"
    CHARACTERS = "characters"
    TEXT_ITEMS = "text_items"
    TOOL_CALLS = "tool_calls"
    LINE_SECONDS = "line_seconds"
    """A candidate connected, over whatever carries the line."""
    STORED_BYTE_MONTHS = "stored_byte_months"
    """Bytes times the months for which they are kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """One provider's use of one thing, by one session."""

    provider: str
    """The provider's id in the configuration, such as "openai-realtime" or "local"."""
    model: str = ""
    capability: Capability | None = None
    """None: it is none of the voice stack's slots, such as the line or the storage."""
    unit: Unit
    amount: float
    estimated: bool = False
    """Worked out by us, where the vendor said nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TokensUsed:
    """What one completion used, as its vendor counted it; what was read from a cache is not in `text_in`."""

    text_in: float = 0.0
    text_cached: float = 0.0
    text_out: float = 0.0
