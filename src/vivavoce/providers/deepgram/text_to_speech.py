"""Deepgram's text-to-speech, Aura."""

from typing import Any

import aiohttp
from livekit.agents import tts
from livekit.plugins import deepgram

from vivavoce.domain.capability import Capability, CapabilityProfile
from vivavoce.providers.livekit_cascade import LiveKitTextToSpeech

PROFILE = CapabilityProfile(capability=Capability.TEXT_TO_SPEECH, output_rate_hz=24_000, baa=True)
_URL, _PATH = "https://api.deepgram.com", "/v1/speak"
_NORMAL_PACE = 1.0
_SLOWEST, _FASTEST = 0.7, 1.5
"""Outside these the vendor refuses."""


def deepgram_text_to_speech(
    *,
    key: str,
    model: str = "aura-2-andromeda-en",
    url: str = "",
    profile: CapabilityProfile = PROFILE,
    deadline_s: float = 5.0,
) -> LiveKitTextToSpeech:
    """Return an Aura voice (the model is the voice); `url` may name another of the vendor's endpoints, as for its ears."""
    address = f"{(url or _URL).rstrip('/').removesuffix(_PATH)}{_PATH}"

    def make(session: aiohttp.ClientSession, pace: float) -> tts.TTS[Any]:
        return deepgram.TTS(
            api_key=key,
            model=model,
            base_url=address,
            http_session=session,
            sample_rate=profile.output_rate_hz,
            speed=None if pace == _NORMAL_PACE else min(_FASTEST, max(_SLOWEST, pace)),
            mip_opt_out=True,
        )

    name = f"deepgram:{model}"
    return LiveKitTextToSpeech(make, name=name, profile=profile, deadline_s=deadline_s, has_key=bool(key))
