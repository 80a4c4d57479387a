"""ElevenLabs' text-to-speech."""

from typing import Any

import aiohttp
from livekit.agents import tts
from livekit.plugins import elevenlabs

from vivavoce.domain.capability import Capability, CapabilityProfile
from vivavoce.providers.livekit_cascade import LiveKitTextToSpeech

PROFILE = CapabilityProfile(capability=Capability.TEXT_TO_SPEECH, output_rate_hz=24_000, baa=True)
DEFAULT_VOICE = "EXAVITQu4vr4xnSDxMaL"
_URL = "https://api.elevenlabs.io/v1"
_SLOWEST, _FASTEST = 0.8, 1.2
"""Outside these the vendor refuses."""


def elevenlabs_text_to_speech(
    *,
    key: str,
    voice: str = DEFAULT_VOICE,
    model: str = "eleven_flash_v2_5",
    url: str = "",
    profile: CapabilityProfile = PROFILE,
    deadline_s: float = 5.0,
) -> LiveKitTextToSpeech:
    """Return an ElevenLabs voice, by its id; `url` ends in the version, empty for the vendor's own."""

    def make(session: aiohttp.ClientSession, pace: float) -> tts.TTS[Any]:
        speed = min(_FASTEST, max(_SLOWEST, pace))
        return elevenlabs.TTS(
            api_key=key,
            voice_id=voice,
            voice_settings=elevenlabs.VoiceSettings(stability=0.6, similarity_boost=0.75, speed=speed),
            model=model,
            encoding="pcm_24000",
            base_url=url or _URL,
            http_session=session,
            enable_logging=False,
        )

    name = f"elevenlabs:{model}:{voice}"
    return LiveKitTextToSpeech(make, name=name, profile=profile, deadline_s=deadline_s, has_key=bool(key))
