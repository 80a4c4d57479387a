"""Realtime models with simulators to run them against, in quick spelled voices; one list for all contract tests."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace

from pydantic import SecretStr

from vivavoce.domain.audio import Pcm
from vivavoce.domain.ports.realtime_model import Direction, RealtimeModel, RealtimeSession
from vivavoce.providers.openai.access import Access
from vivavoce.providers.openai.live import OpenAILiveModel
from vivavoce.providers.openai.live_simulator import simulated_openai_live
from vivavoce.providers.openai.realtime import openai_realtime
from vivavoce.providers.openai.simulator import simulated_openai
from vivavoce.providers.scripted import ScriptedSpeechToText, ScriptedTextToSpeech
from vivavoce.providers.scripted.spelling import read_words
from vivavoce.providers.simulation import FaultPlan, Faults, SimulatedPartner, Simulation
from vivavoce.providers.xai.realtime import grok_voice
from vivavoce.providers.xai.simulator import simulated_grok

KEY = SecretStr("sk-nobody-may-read-this")
LIVE_SPEED = 40.0


class AttentivePartner(SimulatedPartner):
    """Remembers what it understood."""

    def __init__(self) -> None:
        super().__init__(text_to_speech=ScriptedTextToSpeech(), speech_to_text=ScriptedSpeechToText())
        self.understood: list[str] = []

    async def understand(self, pcm: Pcm, *, vocabulary: Sequence[str] = ()) -> str:
        text = await super().understand(pcm, vocabulary=vocabulary)
        self.understood.append(text)
        return text


@dataclass(frozen=True, slots=True, kw_only=True)
class RealtimeVendor:
    """One adapter and the simulator it is tested against."""

    name: str
    simulate: Callable[[SimulatedPartner, Faults], AbstractAsyncContextManager[Simulation]]
    make: Callable[[Access], RealtimeModel]
    access: Access

    def model(self, url: str, key: SecretStr = KEY) -> RealtimeModel:
        """Return the model, pointed at this address."""
        return self.make(replace(self.access, url=url, key=key))

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A model, pointed at its simulator."""

    model: RealtimeModel
    partner: AttentivePartner
    simulation: Simulation


OPENAI = RealtimeVendor(
    name="openai",
    simulate=lambda partner, faults: simulated_openai(partner=partner, faults=faults),
    make=openai_realtime,
    access=Access(provider="openai-realtime", model="gpt-realtime-2.1", key=KEY),
)
OPENAI_LIVE = RealtimeVendor(
    name="openai-live",
    simulate=lambda partner, faults: simulated_openai_live(partner=partner, faults=faults, speed=LIVE_SPEED),
    make=OpenAILiveModel,
    access=Access(provider="openai-live", model="gpt-live-1", key=KEY),
)
GROK = RealtimeVendor(
    name="grok",
    simulate=lambda partner, faults: simulated_grok(partner=partner, faults=faults),
    make=grok_voice,
    access=Access(provider="grok", model="grok-voice-latest", key=KEY),
)
VENDORS = (OPENAI, OPENAI_LIVE, GROK)


@asynccontextmanager
async def staged(vendor: RealtimeVendor, *faults: str) -> AsyncIterator[Stage]:
    """Simulate a vendor that fails as told; whatever the adapter leaves behind afterwards is an error."""
    before = asyncio.all_tasks()
    partner = AttentivePartner()
    async with vendor.simulate(partner, Faults(FaultPlan.parse(faults))) as simulation:
        yield Stage(model=vendor.model(simulation.base_url), partner=partner, simulation=simulation)
    async with asyncio.timeout(15.0):  # a socket takes a moment to close; a leaked task never ends
        while left := asyncio.all_tasks() - before:
            await asyncio.wait(left)


async def said(session: RealtimeSession, text: str, *, verbatim: bool = True) -> tuple[str, str]:
    """Have it speak; return the words it wrote and the words that can be heard in its audio."""
    written, samples, rate_hz = "", bytearray(), 0
    async for piece in session.speak(Direction(text=text, verbatim=verbatim)):
        written += piece.text
        if piece.audio:
            samples += piece.audio.samples
            rate_hz = piece.audio.sample_rate_hz
    heard = read_words(Pcm(samples=bytes(samples), sample_rate_hz=rate_hz)) if rate_hz else ()
    return written, " ".join(word.text for word in heard)
