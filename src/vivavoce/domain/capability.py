"""What a provider's model can do, as data: use sites read flags and numbers, never a vendor's name."""

from dataclasses import dataclass
from enum import StrEnum


class Capability(StrEnum):
    """The slots of the voice stack that providers fill."""

    SPEECH_TO_TEXT = "speech_to_text"
    LANGUAGE_MODEL = "language_model"
    TEXT_TO_SPEECH = "text_to_speech"
    REALTIME = "realtime"


@dataclass(frozen=True, slots=True, kw_only=True)
class CapabilityProfile:
    """One model behind one capability, as its vendor documents it; configuration may correct every value."""

    capability: Capability
    input_rate_hz: int = 24_000
    output_rate_hz: int = 24_000
    takes_keyterms: bool = False
    """Speech-to-text: role vocabulary is passed and used."""
    truncates: bool = False
    """Realtime: the vendor's own history can be cut to what was heard."""
    takes_back: bool = False
    """Realtime: a reply may be begun while it is not yet certain that the turn is over, and leaves no trace when it is not."""
    speaks_verbatim: bool = False
    """Realtime: a given text is spoken word for word."""
    manual_turns: bool = True
    """Realtime: we say when a turn is over; without it the vendor decides, and what it says early is held back."""
    calls_tools: bool = False
    sees_images: bool = False
    history_at_setup: bool = True
    """Realtime: earlier turns are given when the session opens; otherwise they stand in the instructions."""
    cheap_standby: bool = False
    """An open, idle session costs nothing: it may be kept warm."""
    bills_whole_context: bool = False
    """Every turn pays for all that was said: keep the window short."""
    session_limit_s: float | None = None
    """After this a session is closed by the vendor: renew before."""
    regions: tuple[str, ...] = ()
    """Where it can be bound to run; empty: nowhere in particular."""
    baa: bool = False
    """The vendor signs a business associate agreement for it."""
