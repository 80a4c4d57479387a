"""Amazon Polly, as a voice. Not yet run against the live service."""

from typing import Any

import aiohttp
from aiobotocore.session import AioSession  # type: ignore[import-untyped]  # it has no types
from botocore.exceptions import ClientError  # type: ignore[import-untyped]  # it has no types
from livekit.agents import tts
from livekit.plugins import aws

from vivavoce.domain.capability import Capability, CapabilityProfile
from vivavoce.providers.amazon.credentials import AmazonCredentials
from vivavoce.providers.amazon.failures import fault_of_code, fix_of
from vivavoce.providers.livekit_cascade import LiveKitTextToSpeech
from vivavoce.providers.livekit_cascade.failures import failure
from vivavoce.providers.livekit_realtime.failures import Failure

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
    url: str = "",
    profile: CapabilityProfile = PROFILE,
    deadline_s: float = 5.0,
) -> LiveKitTextToSpeech:
    """Return a Polly voice, which knows no pace but its own; `url` is the vendor's own for the region when empty."""

    session = _Session(credentials, region=region, url=url)  # one for all texts: it reads the service's description

    def make(_: aiohttp.ClientSession, pace: float) -> tts.TTS[Any]:
        return aws.TTS(
            voice=voice,
            speech_engine=engine,  # type: ignore[arg-type]  # the plugin lists the engines it knew when it was released
            sample_rate=profile.output_rate_hz,
            session=session,
        )

    name = f"amazon:polly-{engine}:{voice}"
    has_key = bool(credentials.access_key_id and credentials.secret_access_key)
    return LiveKitTextToSpeech(make, name=name, profile=profile, deadline_s=deadline_s, has_key=has_key, means=_failure)


class _Session(AioSession):  # type: ignore[misc]  # it has no types
    """The plugin takes neither an address nor a session token; what makes its client does."""

    def __init__(self, credentials: AmazonCredentials, *, region: str, url: str) -> None:
        super().__init__()
        self.set_credentials(credentials.access_key_id, credentials.secret_access_key, credentials.session_token)
        self._region, self._url = region, url

    def create_client(self, service_name: str, **options: Any) -> Any:
        return super().create_client(service_name, region_name=self._region, endpoint_url=self._url or None, **options)


def _failure(error: BaseException) -> Failure:
    """Return what an exception means: the vendor names its errors, and gives many the same status."""
    cause = error.__cause__
    if not isinstance(cause, ClientError):
        return failure(error)
    code = str(cause.response.get("Error", {}).get("Code", ""))
    fault = fault_of_code(code)
    return Failure(fault=fault, message=f"it answered {code}", fix=fix_of(fault))
