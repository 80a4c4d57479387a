"""Vendors that speak, against simulators of their protocols."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import pytest

from tests.support.own_transports import partner
from tests.support.request_faults import FAULTS
from vivavoce.domain.audio import Pcm
from vivavoce.domain.errors import Fault, InvalidInputError, ProviderError
from vivavoce.domain.ports.text_to_speech import TextToSpeech
from vivavoce.providers.amazon.credentials import SIMULATED_CREDENTIALS, AmazonCredentials
from vivavoce.providers.amazon.polly import polly_text_to_speech
from vivavoce.providers.amazon.polly_simulator import simulate_polly
from vivavoce.providers.cartesia import cartesia_text_to_speech
from vivavoce.providers.cartesia.simulator import simulate_cartesia
from vivavoce.providers.deepgram import deepgram_text_to_speech
from vivavoce.providers.deepgram.aura_simulator import simulate_aura
from vivavoce.providers.elevenlabs import elevenlabs_text_to_speech
from vivavoce.providers.elevenlabs.simulator import simulate_elevenlabs
from vivavoce.providers.openai_compatible import Endpoint, EndpointTextToSpeech
from vivavoce.providers.openai_compatible.simulator import simulate_openai_compatible
from vivavoce.providers.scripted import spell
from vivavoce.providers.scripted.spelling import read_words
from vivavoce.providers.simulation import FaultPlan, Faults, Simulation, Simulator

TEXT = "Why did you choose that over the alternatives?"
DEADLINE_S = 1.5


class Voice(TextToSpeech, Protocol):
    """A voice whose client is closed."""

    async def aclose(self) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakingVendor:
    """One adapter and its simulator."""

    simulate: Simulator
    make: Callable[[str, str], Voice]
    """Address and key."""
    slowest: float
    """The slowest pace that the vendor takes; 1: it has but one."""
    exact: bool = True
    """Samples come as they were made; otherwise they were compressed on the way."""


def polly(url: str, key: str) -> Voice:
    credentials = SIMULATED_CREDENTIALS if key else AmazonCredentials(access_key_id="AKIA", secret_access_key="wrong")
    return polly_text_to_speech(credentials=credentials, url=url, deadline_s=DEADLINE_S)


def endpoint(url: str, key: str) -> Voice:
    return EndpointTextToSpeech(
        Endpoint(slot="tts", url=url, model="tts", key=key, deadline_s=DEADLINE_S), voice="alloy"
    )


VENDORS = {
    "elevenlabs": SpeakingVendor(
        simulate=simulate_elevenlabs,
        make=lambda url, key: elevenlabs_text_to_speech(key=key, url=url, deadline_s=DEADLINE_S),
        slowest=0.8,
    ),
    "cartesia": SpeakingVendor(
        simulate=simulate_cartesia,
        make=lambda url, key: cartesia_text_to_speech(key=key, url=url, deadline_s=DEADLINE_S),
        slowest=0.6,
    ),
    "aura": SpeakingVendor(
        simulate=simulate_aura,
        make=lambda url, key: deepgram_text_to_speech(key=key, url=url, deadline_s=DEADLINE_S),
        slowest=0.7,
    ),
    "polly": SpeakingVendor(simulate=simulate_polly, make=polly, slowest=1.0, exact=False),
    "endpoint": SpeakingVendor(simulate=simulate_openai_compatible, make=endpoint, slowest=0.5),
}


@pytest.fixture(params=VENDORS)
def vendor(request: pytest.FixtureRequest) -> SpeakingVendor:
    return VENDORS[str(request.param)]


@asynccontextmanager
async def voice(vendor: SpeakingVendor, *specs: str, key: str = "any") -> AsyncIterator[tuple[Voice, Simulation]]:
    async with vendor.simulate(partner=partner(), faults=Faults(FaultPlan.parse(specs))) as simulation:
        adapter = vendor.make(simulation.base_url, key)
        try:
            yield adapter, simulation
        finally:
            await adapter.aclose()


async def spoken(adapter: Voice, text: str = TEXT, *, pace: float = 1.0) -> Pcm:
    samples = b"".join([pcm.samples async for pcm in adapter.speak(text, pace=pace)])
    return Pcm(samples=samples, sample_rate_hz=adapter.sample_rate_hz)


def likeness(heard: Pcm, made: Pcm) -> float:
    """Return how much two sounds agree, 1 for the same: at the best of the delays that a codec may add."""
    a, b = (np.frombuffer(pcm.samples, dtype="<i2").astype(np.float64) for pcm in (heard, made))
    size = len(a) + len(b)
    agreement = np.fft.irfft(np.fft.rfft(a, size) * np.conj(np.fft.rfft(b, size)), size)
    return float(agreement.max() / (np.linalg.norm(a) * np.linalg.norm(b)))


def test_what_is_heard_is_what_was_to_be_said(runner: asyncio.Runner, vendor: SpeakingVendor) -> None:
    async def speak() -> tuple[Pcm, list[str]]:
        async with voice(vendor) as (adapter, simulation):
            return await spoken(adapter), simulation.violations

    heard, violations = runner.run(speak())

    if vendor.exact:
        assert " ".join(word.text for word in read_words(heard)) == TEXT
    assert likeness(heard, spell(TEXT, sample_rate_hz=heard.sample_rate_hz)) > 0.9
    assert violations == []


def test_it_speaks_more_slowly_when_asked_but_never_more_slowly_than_the_vendor_takes(
    runner: asyncio.Runner, vendor: SpeakingVendor
) -> None:
    async def speak() -> tuple[Pcm, Pcm, list[str]]:
        async with voice(vendor) as (adapter, simulation):
            return await spoken(adapter, "Why?"), await spoken(adapter, "Why?", pace=0.5), simulation.violations

    normal, slow, violations = runner.run(speak())

    assert slow.duration_s == pytest.approx(normal.duration_s / vendor.slowest, abs=0.06)
    assert violations == []


@pytest.mark.parametrize(("spec", "fault"), FAULTS, ids=[spec for spec, _ in FAULTS])
def test_a_voice_that_fails_says_how(runner: asyncio.Runner, vendor: SpeakingVendor, spec: str, fault: Fault) -> None:
    async def speak() -> ProviderError:
        async with voice(vendor, spec, key="sk-nobody-may-read-this") as (adapter, _):
            with pytest.raises(ProviderError) as failed:
                await spoken(adapter)
            return failed.value

    error = runner.run(speak())

    assert error.fault is fault
    assert "sk-nobody" not in f"{error} {error.fix}"


def test_audio_at_another_rate_than_agreed_is_not_taken_for_speech_or_is_played_as_it_was_meant(
    runner: asyncio.Runner, vendor: SpeakingVendor
) -> None:
    async def speak() -> Fault | float:
        async with voice(vendor, "wrong_rate@turn1") as (adapter, _):
            try:
                return (await spoken(adapter)).duration_s
            except ProviderError as error:
                return error.fault

    outcome = runner.run(speak())

    # A compressed answer names its rate; plain samples do not.
    assert outcome == (Fault.MALFORMED if vendor.exact else pytest.approx(len(TEXT) / 15, abs=0.1))


def test_a_slow_first_byte_is_borne(runner: asyncio.Runner, vendor: SpeakingVendor) -> None:
    async def speak() -> Pcm:
        async with voice(vendor, "slow_first_byte=0.1s") as (adapter, _):
            return await spoken(adapter)

    assert runner.run(speak()).duration_s > len(TEXT) / 16


def test_a_cut_at_a_time_strikes_what_is_spoken_then(runner: asyncio.Runner, vendor: SpeakingVendor) -> None:
    async def speak() -> Fault:
        async with voice(vendor, "slow_first_byte=1s", "cut@0.2s") as (adapter, _):
            with pytest.raises(ProviderError) as failed:
                await spoken(adapter)
            return failed.value.fault

    assert runner.run(speak()) is Fault.CUT


@pytest.mark.parametrize("name", ["elevenlabs", "cartesia", "aura"])
def test_without_a_key_nothing_is_asked_and_none_is_looked_for(
    runner: asyncio.Runner, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    for variable in ("ELEVEN_API_KEY", "CARTESIA_API_KEY", "DEEPGRAM_API_KEY"):
        monkeypatch.setenv(variable, "somebody-elses")

    async def speak() -> ProviderError:
        async with voice(VENDORS[name], key="") as (adapter, _):
            with pytest.raises(ProviderError) as failed:
                await spoken(adapter)
            return failed.value

    error = runner.run(speak())

    assert error.fault is Fault.REFUSED
    assert "key_env" in error.fix


def test_a_signature_by_another_key_is_refused(runner: asyncio.Runner) -> None:
    async def speak() -> tuple[Fault, list[str]]:
        async with voice(VENDORS["polly"], key="") as (adapter, simulation):
            with pytest.raises(ProviderError) as failed:
                await spoken(adapter)
            return failed.value.fault, simulation.violations

    assert runner.run(speak()) == (Fault.REFUSED, ["the key or the service is unknown"])


@pytest.mark.parametrize(
    ("name", "spec"),
    [
        *((name, spec) for name in VENDORS for spec in ("go_away", "session_limit=60s")),
        *((name, spec) for name in VENDORS if name != "endpoint" for spec in ("duplicate", "reorder")),
    ],
)
def test_what_cannot_happen_to_plain_speech_is_refused(runner: asyncio.Runner, name: str, spec: str) -> None:
    async def serve() -> None:
        async with voice(VENDORS[name], spec):
            pass

    with pytest.raises(InvalidInputError, match="cannot go wrong like this") as refused:
        runner.run(serve())

    assert "cut" in refused.value.fix


def test_nothing_to_say_costs_no_request(runner: asyncio.Runner, vendor: SpeakingVendor) -> None:
    async def speak() -> tuple[Pcm, int]:
        faults = Faults(FaultPlan())
        async with vendor.simulate(partner=partner(), faults=faults) as simulation:
            adapter = vendor.make(simulation.base_url, "any")
            try:
                return await spoken(adapter, " "), faults.replies
            finally:
                await adapter.aclose()

    heard, asked = runner.run(speak())

    assert (heard.samples, asked) == (b"", 0)


def test_nobody_there_cannot_be_reached(runner: asyncio.Runner, vendor: SpeakingVendor) -> None:
    async def speak() -> Fault:
        adapter = vendor.make("http://127.0.0.1:1", "any")
        try:
            with pytest.raises(ProviderError) as failed:
                await spoken(adapter)
            return failed.value.fault
        finally:
            await adapter.aclose()

    assert runner.run(speak()) is Fault.UNREACHABLE


def test_a_listener_who_leaves_stops_the_synthesis(runner: asyncio.Runner, vendor: SpeakingVendor) -> None:
    async def speak() -> Pcm:
        async with voice(vendor) as (adapter, _):
            speaking = adapter.speak("This is a rather long answer to a rather short question, or so it seems.")
            first = await anext(aiter(speaking))
            await speaking.aclose()  # type: ignore[attr-defined]  # an async generator, as every adapter's
            return first

    assert runner.run(speak()).duration_s > 0
