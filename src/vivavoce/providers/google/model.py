"""Gemini Live as a `RealtimeModel`: the vendor's own frame types over a connection of ours (ADR 0013)."""

import asyncio
import ssl
from contextlib import ExitStack
from dataclasses import dataclass, field

from google.genai import types
from websockets.asyncio.client import ClientConnection, connect

from vivavoce.domain.capability import Capability, CapabilityProfile
from vivavoce.domain.errors import ConfigurationError, Fault, ProviderError
from vivavoce.domain.ports.realtime_model import LIVENESS_S, RealtimeSession, RealtimeSetup
from vivavoce.providers.google import frames
from vivavoce.providers.google.failures import KEY_FIX, failures
from vivavoce.providers.google.session import GeminiSession

GEMINI_LIVE_PROFILE = CapabilityProfile(
    capability=Capability.REALTIME,
    input_rate_hz=frames.INPUT_RATE_HZ,
    output_rate_hz=frames.OUTPUT_RATE_HZ,
    calls_tools=True,
    sees_images=True,
    takes_back=False,  # a direction ends the candidate's activity, and what it said so far stays in its history
    cheap_standby=True,
    bills_whole_context=True,
    session_limit_s=600.0,
)
"""As documented in November 2026; audio output costs, an open idle connection does not."""
_URL = "https://generativelanguage.googleapis.com"
_PATH = "/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent"
_LARGEST_FRAME_BYTES = 16 * 2**20
_CLOSE_S = 1.0


@dataclass(frozen=True, kw_only=True)
class GeminiLive:
    """Opens sessions with one Gemini Live model. Not yet run against the live service."""

    key: str = field(repr=False)
    model: str = "gemini-3.8-live"
    provider: str = "gemini-live"
    """The provider's id in the configuration, for usage."""
    voice: str = "Kore"
    url: str = _URL
    tls: ssl.SSLContext | None = field(default=None, repr=False)
    """For servers with a certificate of their own, such as the simulator."""
    profile: CapabilityProfile = GEMINI_LIVE_PROFILE
    connect_s: float = 10.0
    silence_s: float = 15.0
    """The longest pause inside a reply before the session is given up; whoever holds it usually watches more closely."""

    @property
    def name(self) -> str:
        return f"google:{self.model}"

    async def open(self, setup: RealtimeSetup) -> RealtimeSession:
        if not self.key:
            raise ConfigurationError(f"{self.name} has no key", fix=KEY_FIX)
        try:
            async with asyncio.timeout(self.connect_s):
                connection = await self._connect()
                with ExitStack() as unless_ready:  # also when cancelled: nobody else would drop the connection
                    unless_ready.callback(connection.transport.abort)
                    await self._set_up(connection, setup)
                    unless_ready.pop_all()
        except TimeoutError:
            message = f"it was not ready within {self.connect_s:g} s"
            raise ProviderError(self.name, message, fault=Fault.SILENT) from None
        return GeminiSession(
            connection, name=self.name, provider=self.provider, model=self.model, silence_s=self.silence_s
        )

    async def _connect(self) -> ClientConnection:
        with failures(self.name):
            return await connect(
                self.url.replace("http", "ws", 1).rstrip("/") + _PATH,
                additional_headers={"x-goog-api-key": self.key},
                ssl=(self.tls or True) if self.url.startswith("https") else None,
                compression=None,  # audio in base64 does not get much smaller, and every frame would wait for it
                max_size=_LARGEST_FRAME_BYTES,
                open_timeout=None,
                close_timeout=_CLOSE_S,
                ping_interval=LIVENESS_S / 2,
                ping_timeout=LIVENESS_S / 2,
            )

    async def _set_up(self, connection: ClientConnection, setup: RealtimeSetup) -> None:
        with failures(self.name):
            await connection.send(frames.setup_frame(setup, model=self.model, voice=self.voice))
            while not types.LiveServerMessage.model_validate_json(await connection.recv()).setup_complete:
                continue
            if setup.history:
                await connection.send(frames.history_frame(setup.history))
