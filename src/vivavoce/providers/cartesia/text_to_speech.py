"""Cartesia's text-to-speech, Sonic."""

from typing import Any

import aiohttp
from livekit.agents import tts
from livekit.plugins import cartesia

from vivavoce.domain.capability import Capability, CapabilityProfile
from vivavoce.providers.livekit_cascade import LiveKitTextToSpeech

PROFILE = CapabilityProfile(capability=Capability.TEXT_TO_SPEECH, output_rate_hz=24_000, baa=True)
DEFAULT_VOICE = "f786b574-daa5-4673-aa0c-cbe3e8534c02"
_URL = "https://api.cartesia.ai"
_NORMAL_PACE = 1.0
_SLOWEST, _FASTEST = 0.6, 1.5
"""Outside these the vendor refuses."""


def cartesia_text_to_speech(
    *,
    key: str,
    voice: str = DEFAULT_VOICE,
    model: str = "sonic-3",
    url: str = "",
    profile: CapabilityProfile = PROFILE,
    deadline_s: float = 5.0,
) -> LiveKitTextToSpeech:
    """Return a Cartesia voice, by its id; `url` is the vendor's own when empty."""

    def make(session: aiohttp.ClientSession, pace: float) -> tts.TTS[Any]:
        return cartesia.TTS(
            api_key=key,
            model=model,
            voice=voice,
            speed=None if pace == _NORMAL_PACE else min(_FASTEST, max(_SLOWEST, pace)),
            sample_rate=profile.output_rate_hz,
            base_url=url or _URL,
            http_session=session,
        )

    name = f"cartesia:{model}:{voice}"
    return LiveKitTextToSpeech(make, name=name, profile=profile, deadline_s=deadline_s, has_key=bool(key))
