"""Vendors that hear, against simulators of their protocols."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from tests.support.own_transports import partner
from vivavoce.domain.errors import Fault, ProviderError
from vivavoce.providers.assemblyai import assemblyai_speech_to_text
from vivavoce.providers.assemblyai.simulator import simulate_assemblyai
from vivavoce.providers.assemblyai.speech_to_text import AssemblyAiDialect
from vivavoce.providers.deepgram import deepgram_speech_to_text
from vivavoce.providers.deepgram.flux import FluxDialect
from vivavoce.providers.deepgram.nova import NovaDialect
from vivavoce.providers.deepgram.simulator import simulate_deepgram
from vivavoce.providers.scripted import spell
from vivavoce.providers.simulation import FaultPlan, Faults, Simulator
from vivavoce.providers.streamed_hearing import Dialect, StreamedSpeechToText

DEADLINE_S = 0.6
HEARING_FAULTS = [
    ("401", Fault.REFUSED),
    ("429", Fault.OVERLOADED),
    ("500", Fault.BROKEN),
    ("silent", Fault.SILENT),
    ("cut@turn1", Fault.CUT),
    ("reset@turn1", Fault.CUT),
    ("stall@turn1", Fault.SILENT),
    ("malformed@turn1", Fault.MALFORMED),
    ("quota@turn1", Fault.OVERLOADED),
]

EARS: dict[str, tuple[Simulator, Callable[[str], StreamedSpeechToText]]] = {
    "nova": (simulate_deepgram, lambda url: deepgram_speech_to_text(key="any", url=url, deadline_s=DEADLINE_S)),
    "flux": (
        simulate_deepgram,
        lambda url: deepgram_speech_to_text(key="any", model="flux-general-en", url=url, deadline_s=DEADLINE_S),
    ),
    "assemblyai": (
        simulate_assemblyai,
        lambda url: assemblyai_speech_to_text(key="any", url=url, deadline_s=DEADLINE_S),
    ),
}


@pytest.fixture(params=EARS)
def vendor(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@asynccontextmanager
async def ears(vendor: str, *specs: str) -> AsyncIterator[tuple[StreamedSpeechToText, list[str]]]:
    simulate, make = EARS[vendor]
    before = asyncio.all_tasks()
    async with simulate(partner=partner(), faults=Faults(FaultPlan.parse(specs))) as simulation:
        yield make(simulation.base_url), simulation.violations
    async with asyncio.timeout(5.0):
        while left := asyncio.all_tasks() - before:
            await asyncio.wait(left)


def speech(text: str) -> bytes:
    return spell(text, sample_rate_hz=16_000).samples


def test_everything_fed_is_in_the_settled_text_and_more_may_be_fed_afterwards(
    runner: asyncio.Runner, vendor: str
) -> None:
    async def listen() -> None:
        async with ears(vendor) as (adapter, violations):
            listening = await adapter.listen(vocabulary=["Kubernetes", "GraphQL"])
            listening.feed(speech("I would shard"))
            first = await listening.settle()
            again = await listening.settle()
            listening.feed(speech("by tenant."))
            both = await listening.settle()
            caption = await listening.partial()
            await listening.aclose()
            await listening.aclose()

        assert first.text == again.text == "I would shard"
        assert both.text == caption.text == "I would shard by tenant."
        assert both.words[3].start_s >= len(speech("I would shard")) / 2 / 16_000 - 0.01
        assert [word.text for word in both.words] == both.text.split()
        assert violations == []

    runner.run(listen())


def test_an_utterance_without_a_word_settles_too(runner: asyncio.Runner, vendor: str) -> None:
    async def listen() -> str:
        async with ears(vendor) as (adapter, _):
            listening = await adapter.listen()
            nothing_fed = await listening.settle()
            listening.feed(bytes(16_000))
            settled = await listening.settle()
            await listening.aclose()
            return nothing_fed.text + settled.text

    assert runner.run(listen()) == ""


@pytest.mark.parametrize(("spec", "fault"), HEARING_FAULTS, ids=[spec for spec, _ in HEARING_FAULTS])
def test_ears_that_fail_say_how(runner: asyncio.Runner, vendor: str, spec: str, fault: Fault) -> None:
    async def listen() -> Fault:
        async with ears(vendor, spec) as (adapter, _):
            listening = await adapter.listen()
            listening.feed(speech("I would shard by tenant."))
            with pytest.raises(ProviderError) as failed:
                await listening.settle()
            listening.feed(speech("Still here."))
            await listening.aclose()
            return failed.value.fault

    assert runner.run(listen()) is fault


def test_ears_that_are_not_there_are_unreachable(runner: asyncio.Runner, vendor: str) -> None:
    async def listen() -> Fault:
        listening = await EARS[vendor][1]("http://127.0.0.1:1").listen()
        listening.feed(speech("Hello?"))
        with pytest.raises(ProviderError) as failed:
            await listening.settle()
        await listening.aclose()
        return failed.value.fault

    assert runner.run(listen()) is Fault.UNREACHABLE


def test_keyterms_are_passed_and_keys_are_not_shown() -> None:
    dialects: list[Dialect] = [
        NovaDialect(key="secret", model="nova-3", language="en-US", url="wss://somewhere"),
        FluxDialect(key="secret", model="flux-general-en", url="wss://somewhere"),
        AssemblyAiDialect(key="secret", model="universal-streaming-english", url="wss://somewhere"),
    ]

    for dialect in dialects:
        assert "GraphQL" in dialect.address(["Kubernetes", "GraphQL"])
        assert "secret" not in f"{dialect!r} {dialect.address([])}"
