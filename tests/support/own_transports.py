"""Vendors whose realtime protocol we speak ourselves, each beside its simulator, with voices that a program can read."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field, replace

from vivavoce.domain.audio import Pcm
from vivavoce.domain.ports.realtime_model import Direction, RealtimeModel, RealtimeSession, RealtimeSetup
from vivavoce.providers.amazon import NOVA_SONIC_PROFILE, NovaSonic
from vivavoce.providers.amazon.credentials import SIMULATED_CREDENTIALS
from vivavoce.providers.amazon.simulator import simulate_nova_sonic
from vivavoce.providers.google import GeminiLive
from vivavoce.providers.google.simulator import simulate_gemini_live
from vivavoce.providers.scripted import ScriptedSpeechToText, ScriptedTextToSpeech
from vivavoce.providers.scripted.spelling import read_words
from vivavoce.providers.simulation import Authority, FaultKind, FaultPlan, Faults, SimulatedPartner

SETUP = RealtimeSetup(instructions="You interview a candidate for a backend role.")
AUTHORITY = Authority()
SILENCE_S = 0.5
CONNECT_S = 1.0


@dataclass(frozen=True, kw_only=True)
class Vendor:
    """A model to talk to, and what its simulator has seen."""

    model: RealtimeModel
    violations: list[str]
    faults: Faults


@dataclass(kw_only=True)
class Said:
    """One reply as it was heard."""

    audio: bytes = b""
    text: str = ""
    pieces: int = 0
    words: tuple[str, ...] = field(default=())


type OpensVendor = Callable[..., AbstractAsyncContextManager[Vendor]]


def partner() -> SimulatedPartner:
    return SimulatedPartner(text_to_speech=ScriptedTextToSpeech(), speech_to_text=ScriptedSpeechToText())


@asynccontextmanager
async def nothing_left_behind() -> AsyncIterator[None]:
    """Wait for every task of sessions to end; a socket takes a moment to close, a leaked task never ends."""
    before = asyncio.all_tasks()
    yield
    async with asyncio.timeout(5.0):
        while left := [task for task in asyncio.all_tasks() - before if "session" in task.get_name()]:
            await asyncio.wait(left)


@asynccontextmanager
async def gemini(*specs: str) -> AsyncIterator[Vendor]:
    faults = Faults(FaultPlan.parse(specs))
    async with simulate_gemini_live(partner=partner(), faults=faults, authority=AUTHORITY) as simulation:
        model = GeminiLive(
            key="any",
            url=simulation.base_url,
            tls=AUTHORITY.client_context(),
            connect_s=CONNECT_S,
            silence_s=SILENCE_S,
        )
        async with nothing_left_behind():
            yield Vendor(model=model, violations=simulation.violations, faults=faults)


@asynccontextmanager
async def nova(*specs: str) -> AsyncIterator[Vendor]:
    plan = FaultPlan.parse(specs)
    faults = Faults(plan)
    limit_s = next((fault.value_s for fault in plan.faults if fault.kind is FaultKind.SESSION_LIMIT), 480.0)
    async with simulate_nova_sonic(partner=partner(), faults=faults, authority=AUTHORITY) as simulation:
        model = NovaSonic(
            credentials=SIMULATED_CREDENTIALS,
            url=simulation.base_url,
            tls=AUTHORITY.client_context(),
            profile=replace(NOVA_SONIC_PROFILE, session_limit_s=limit_s),
            connect_s=CONNECT_S,
            silence_s=SILENCE_S,
        )
        async with nothing_left_behind():
            yield Vendor(model=model, violations=simulation.violations, faults=faults)


async def say(session: RealtimeSession, text: str) -> Said:
    """Have the session speak and listen to the end."""
    said = Said()
    async for piece in session.speak(Direction(text=text)):
        said.pieces += 1
        said.text += piece.text
        said.audio += piece.audio.samples if piece.audio else b""
    said.words = tuple(word.text for word in read_words(Pcm(samples=said.audio, sample_rate_hz=24_000)))
    return said


async def say_for_ever(session: RealtimeSession) -> None:
    """Speak until something breaks."""
    while True:
        await say(session, "Go on.")


def hear(session: RealtimeSession, pcm: Pcm) -> None:
    """Let the session hear something in frames of 20 ms, all at once."""
    frame = 2 * pcm.sample_rate_hz // 50
    for start in range(0, len(pcm.samples), frame):
        session.hear(Pcm(samples=pcm.samples[start : start + frame], sample_rate_hz=pcm.sample_rate_hz))


async def until(condition: Callable[[], bool]) -> None:
    """Wait for a state."""
    async with asyncio.timeout(5.0):
        while not condition():  # noqa: ASYNC110 - sessions tell their state to nobody, they are asked
            await asyncio.sleep(0.005)


VENDORS: Sequence[tuple[str, OpensVendor]] = (("gemini", gemini), ("nova", nova))
