"""Deepgram's speech-to-text: Nova over its first protocol, Flux over its second."""

from vivavoce.domain.audio import HEARING_RATE_HZ
from vivavoce.domain.capability import Capability, CapabilityProfile
from vivavoce.providers.deepgram.flux import FluxDialect
from vivavoce.providers.deepgram.nova import NovaDialect
from vivavoce.providers.streamed_hearing import Dialect, StreamedSpeechToText

PROFILE = CapabilityProfile(
    capability=Capability.SPEECH_TO_TEXT, input_rate_hz=HEARING_RATE_HZ, takes_keyterms=True, baa=True
)
_URL = "wss://api.deepgram.com"
_FLUX = "flux"


def deepgram_speech_to_text(
    *,
    key: str,
    model: str = "nova-3",
    language: str = "en-US",
    url: str = "",
    profile: CapabilityProfile = PROFILE,
    deadline_s: float = 5.0,
) -> StreamedSpeechToText:
    """Return Deepgram's ears; `url` is empty for the vendor's own."""
    host = (url or _URL).replace("http", "ws", 1).rstrip("/")
    dialect: Dialect = (
        FluxDialect(key=key, model=model, url=f"{host}/v2/listen")
        if model.startswith(_FLUX)
        else NovaDialect(key=key, model=model, language=language, url=f"{host}/v1/listen")
    )
    return StreamedSpeechToText(dialect, name=f"deepgram:{model}", profile=profile, deadline_s=deadline_s)
