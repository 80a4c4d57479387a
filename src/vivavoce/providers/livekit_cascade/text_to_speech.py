"""A plugin's text-to-speech as ours."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import aiohttp
from livekit.agents import tts

from vivavoce.domain.audio import Pcm
from vivavoce.domain.capability import CapabilityProfile
from vivavoce.domain.errors import Fault, ProviderError
from vivavoce.providers.livekit_cascade.failures import ONE_ATTEMPT, Means, failure, failures, silent
from vivavoce.providers.livekit_cascade.http_session import HttpSession
from vivavoce.providers.wire.rate import implausibly_fast

type MakesTextToSpeech = Callable[[aiohttp.ClientSession, float], tts.TTS[Any]]
"""Builds the plugin for a pace."""
_KEY_FIX = "Set its key in the environment, by the name in `key_env`."


class LiveKitTextToSpeech:
    """Has a vendor speak one text at a time; `deadline_s` is the longest wait for the next piece of it."""

    def __init__(
        self,
        make: MakesTextToSpeech,
        *,
        name: str,
        profile: CapabilityProfile,
        deadline_s: float,
        has_key: bool,
        means: Means = failure,
    ) -> None:
        self._make = make
        self._has_key = has_key
        self._means = means
        self._name = name
        self.profile = profile
        self._deadline_s = deadline_s
        self._http = HttpSession()

    @property
    def name(self) -> str:
        return self._name

    @property
    def sample_rate_hz(self) -> int:
        return self.profile.output_rate_hz

    async def speak(self, text: str, *, pace: float = 1.0) -> AsyncIterator[Pcm]:
        if not text.strip():
            return
        if not self._has_key:  # plugins would look for one in the environment by themselves
            raise ProviderError(self._name, "it has no key", fix=_KEY_FIX, fault=Fault.REFUSED)
        stream = self._make(self._http.get(), pace).synthesize(text, conn_options=ONE_ATTEMPT)
        spoken_s = 0.0
        try:
            while (pcm := await self._next(stream)) is not None:
                spoken_s += pcm.duration_s
                yield pcm
        finally:
            await stream.aclose()
        if not spoken_s:
            raise ProviderError(self._name, "it gave no speech", fix="Check the model and the voice.")
        if implausibly_fast(characters=len(text), spoken_s=spoken_s):
            raise ProviderError(self._name, "it spoke at another rate than was agreed", fault=Fault.MALFORMED)

    async def aclose(self) -> None:
        await self._http.aclose()

    async def _next(self, stream: tts.ChunkedStream) -> Pcm | None:
        try:
            with failures(self._name, self._means):
                async with asyncio.timeout(self._deadline_s):
                    spoken = await anext(stream, None)
        except TimeoutError:
            raise silent(self._name, self._deadline_s) from None
        if spoken is None:
            return None
        if spoken.frame.sample_rate != self.sample_rate_hz:
            message = f"it speaks at {spoken.frame.sample_rate} Hz, not at {self.sample_rate_hz}"
            raise ProviderError(self._name, message, fault=Fault.MALFORMED)
        return Pcm(samples=bytes(spoken.frame.data), sample_rate_hz=self.sample_rate_hz)
