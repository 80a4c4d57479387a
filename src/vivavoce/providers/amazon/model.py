"""Nova Sonic as a `RealtimeModel`, over an HTTP/2 stream of ours signed by the vendor's signers (ADR 0013)."""

import asyncio
import ssl
from contextlib import ExitStack
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from vivavoce.domain.capability import Capability, CapabilityProfile
from vivavoce.domain.errors import ConfigurationError, Fault, ProviderError
from vivavoce.domain.ports.realtime_model import RealtimeSession, RealtimeSetup
from vivavoce.providers.amazon import events
from vivavoce.providers.amazon.credentials import AmazonCredentials
from vivavoce.providers.amazon.failures import KEY_FIX, failures, refused, unreachable
from vivavoce.providers.amazon.http2 import Http2Stream
from vivavoce.providers.amazon.session import NovaSession
from vivavoce.providers.amazon.signing import StreamSigner

NOVA_SONIC_PROFILE = CapabilityProfile(
    capability=Capability.REALTIME,
    input_rate_hz=events.INPUT_RATE_HZ,
    output_rate_hz=events.OUTPUT_RATE_HZ,
    takes_back=False,  # nothing stops a reply; it is drained and billed
    manual_turns=False,
    calls_tools=True,
    session_limit_s=480.0,
    regions=("us-east-1", "us-west-2", "ap-northeast-1", "eu-north-1"),
    baa=True,
)
"""As documented in November 2026."""
_OK = 200


@dataclass(frozen=True, kw_only=True)
class NovaSonic:
    """Opens sessions with one Nova Sonic model. Not yet run against the live service."""

    credentials: AmazonCredentials = field(repr=False)
    region: str = "us-east-1"
    model: str = "amazon.nova-2-sonic-v1:0"
    provider: str = "nova-sonic"
    """The provider's id in the configuration, for usage."""
    voice: str = "matthew"
    patience: str = "LOW"
    """How soon the vendor takes a turn for over: LOW waits longest. Our own turn-taking decides anyway."""
    url: str = ""
    """Empty: the region's own."""
    tls: ssl.SSLContext | None = field(default=None, repr=False)
    """For servers with a certificate of their own, such as the simulator."""
    profile: CapabilityProfile = NOVA_SONIC_PROFILE
    connect_s: float = 10.0
    silence_s: float = 15.0
    """The longest pause inside a reply before the session is given up; whoever holds it usually watches more closely."""

    @property
    def name(self) -> str:
        return f"amazon:{self.model}"

    async def open(self, setup: RealtimeSetup) -> RealtimeSession:
        if not (self.credentials.access_key_id and self.credentials.secret_access_key):
            raise ConfigurationError(f"{self.name} has no credentials", fix=KEY_FIX)
        signer = StreamSigner(self.credentials, region=self.region)
        try:
            async with asyncio.timeout(self.connect_s):
                stream = await self._connect(signer)
                with ExitStack() as unless_ready:  # also when cancelled: nobody else would drop the connection
                    unless_ready.callback(stream.abort)
                    await self._set_up(stream, signer, setup)
                    unless_ready.pop_all()
        except TimeoutError:
            message = f"it was not ready within {self.connect_s:g} s"
            raise ProviderError(self.name, message, fault=Fault.SILENT) from None
        return NovaSession(
            stream,
            signer,
            name=self.name,
            provider=self.provider,
            model=self.model,
            silence_s=self.silence_s,
            limit_s=self.profile.session_limit_s,
        )

    async def _connect(self, signer: StreamSigner) -> Http2Stream:
        address = urlsplit(self.url or f"https://bedrock-runtime.{self.region}.amazonaws.com")
        headers = await signer.request(address, model=self.model)
        try:
            return await Http2Stream.open(address, headers, tls=self.tls)
        except OSError as error:
            raise unreachable(self.name, error) from None

    async def _set_up(self, stream: Http2Stream, signer: StreamSigner, setup: RealtimeSetup) -> None:
        with failures(self.name):
            for event in events.opening(setup, voice=self.voice, patience=self.patience):
                await stream.send(await signer.event(events.envelope(event)))
            status = await stream.status()
        if status != _OK:
            raise refused(self.name, status)
