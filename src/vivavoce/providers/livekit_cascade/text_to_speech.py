"""A plugin's text-to-speech as ours."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import aiohttp
from livekit.agents import tts

from vivavoce.domain.audio import Pcm
from vivavoce.domain.capability import CapabilityProfile
from vivavoce.domain.errors import Fault, ProviderError
from vivavoce.providers.livekit_cascade.failures import ONE_ATTEMPT, failures, silent
from vivavoce.providers.livekit_cascade.http_session import HttpSession

type MakesTextToSpeech = Callable[[aiohttp.ClientSession, float], tts.TTS[Any]]
"""Builds the plugin for a pace."""


class LiveKitTextToSpeech:
    """Has a vendor speak one text at a time; `deadline_s` is the longest wait for the next piece of it."""

    def __init__(self, make: MakesTextToSpeech, *, name: str, profile: CapabilityProfile, deadline_s: float) -> None:
        self._make = make
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
        stream = self._make(self._http.get(), pace).synthesize(text, conn_options=ONE_ATTEMPT)
        said_something = False
        try:
            while (pcm := await self._next(stream)) is not None:
                said_something = True
                yield pcm
        finally:
            await stream.aclose()
        if not said_something:
            raise ProviderError(self._name, "it gave no speech", fix="Check the model and the voice.")

    async def aclose(self) -> None:
        await self._http.aclose()

    async def _next(self, stream: tts.ChunkedStream) -> Pcm | None:
        try:
            with failures(self._name):
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
