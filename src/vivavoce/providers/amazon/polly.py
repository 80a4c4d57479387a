"""Amazon Polly, as a voice. Not yet run against the live service."""

from typing import Any

import aiohttp
from livekit.agents import tts
from livekit.plugins import aws

from vivavoce.domain.capability import Capability, CapabilityProfile
from vivavoce.providers.amazon.credentials import AmazonCredentials
from vivavoce.providers.livekit_cascade import LiveKitTextToSpeech

DEFAULT_VOICE, DEFAULT_REGION = "Ruth", "us-east-1"
PROFILE = CapabilityProfile(
    capability=Capability.TEXT_TO_SPEECH,
    output_rate_hz=24_000,
    regions=("us-east-1", "us-west-2", "eu-central-1", "eu-west-1"),
    baa=True,
)


def polly_text_to_speech(
    *,
    credentials: AmazonCredentials,
    region: str = DEFAULT_REGION,
    voice: str = DEFAULT_VOICE,
    engine: str = "generative",
    profile: CapabilityProfile = PROFILE,
    deadline_s: float = 5.0,
) -> LiveKitTextToSpeech:
    """Return a Polly voice. Polly knows no pace but the voice's own, and the plugin takes no session token."""

    def make(session: aiohttp.ClientSession, pace: float) -> tts.TTS[Any]:
        return aws.TTS(
            voice=voice,
            speech_engine=engine,  # type: ignore[arg-type]  # the plugin lists the engines it knew when it was released
            sample_rate=profile.output_rate_hz,
            region=region,
            api_key=credentials.access_key_id,
            api_secret=credentials.secret_access_key,
        )

    return LiveKitTextToSpeech(make, name=f"amazon:polly-{engine}:{voice}", profile=profile, deadline_s=deadline_s)
