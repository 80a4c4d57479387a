"""Vendors that hear, against simulators of their protocols."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from tests.support.own_transports import partner
from vivavoce.domain.errors import Fault, ProviderError
from vivavoce.providers.assemblyai import assemblyai_speech_to_text
from vivavoce.providers.assemblyai.simulator import simulate_assemblyai
from vivavoce.providers.assemblyai.speech_to_text import AssemblyAiDialect
from vivavoce.providers.deepgram import deepgram_speech_to_text
from vivavoce.providers.deepgram.flux import FluxDialect
from vivavoce.providers.deepgram.nova import NovaDialect
from vivavoce.providers.deepgram.simulator import simulate_deepgram
from vivavoce.providers.deepgram.speech_to_text import PROFILE
from vivavoce.providers.openai_compatible import Endpoint, EndpointSpeechToText
from vivavoce.providers.openai_compatible.simulator import simulate_openai_compatible
from vivavoce.providers.scripted import ScriptedVoiceActivity, spell
from vivavoce.providers.simulation import FaultPlan, Faults, Simulation, Simulator
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


def test_keyterms_arrive_with_every_stream_of_an_utterance(runner: asyncio.Runner, vendor: str) -> None:
    async def listen() -> tuple[list[tuple[str, ...]], list[str]]:
        simulate, make = EARS[vendor]
        async with simulate(partner=partner(), faults=Faults(FaultPlan())) as simulation:
            listening = await make(simulation.base_url).listen(
                vocabulary=["Kubernetes", "event sourcing", "Kubernetes"]
            )
            for text in ("I would shard", "by tenant."):
                listening.feed(speech(text))
                await listening.settle()
            await listening.aclose()
            return simulation.keyterms, simulation.violations

    keyterms, violations = runner.run(listen())

    assert set(keyterms) == {("Kubernetes", "event sourcing")}
    assert violations == []


@pytest.mark.parametrize(("vocabulary", "heard"), [([], "We used Tokyo."), (["gRPC", "Tokio"], "We used Tokio.")])
def test_what_sounds_like_a_keyterm_is_heard_as_it(
    runner: asyncio.Runner, vendor: str, vocabulary: list[str], heard: str
) -> None:
    async def listen() -> str:
        async with ears(vendor) as (adapter, _):
            listening = await adapter.listen(vocabulary=vocabulary)
            listening.feed(speech("We used Tokyo."))
            settled = await listening.settle()
            await listening.aclose()
            return settled.text

    assert runner.run(listen()) == heard


def test_of_a_long_vocabulary_the_vendor_gets_what_it_takes(runner: asyncio.Runner, vendor: str) -> None:
    vocabulary = [f"Observability tool {number}" for number in range(220)] + ["x" * 60]

    async def listen() -> tuple[str, list[tuple[str, ...]], list[str]]:
        simulate, make = EARS[vendor]
        async with simulate(partner=partner(), faults=Faults(FaultPlan())) as simulation:
            listening = await make(simulation.base_url).listen(vocabulary=vocabulary)
            listening.feed(speech("By tenant."))
            heard = (await listening.settle()).text
            await listening.aclose()
            return heard, simulation.keyterms, simulation.violations

    heard, [keyterms], violations = runner.run(listen())

    assert heard == "By tenant."
    assert 50 < len(keyterms) <= 100
    assert keyterms == tuple(vocabulary[: len(keyterms)])
    assert violations == []


def test_ears_that_take_no_keyterms_get_none(runner: asyncio.Runner) -> None:
    async def listen() -> list[tuple[str, ...]]:
        async with simulate_deepgram(partner=partner(), faults=Faults(FaultPlan())) as simulation:
            profile = replace(PROFILE, takes_keyterms=False)
            adapter = deepgram_speech_to_text(key="any", model="nova-2", url=simulation.base_url, profile=profile)
            listening = await adapter.listen(vocabulary=["Kubernetes"])
            listening.feed(speech("By tenant."))
            await listening.settle()
            await listening.aclose()
            return simulation.keyterms

    assert runner.run(listen()) == [()]


def test_a_client_that_asks_for_what_there_is_not_is_refused_and_noted(runner: asyncio.Runner) -> None:
    async def connect_to(address: str) -> tuple[int, list[str]]:
        async with simulate_deepgram(partner=partner(), faults=Faults(FaultPlan())) as simulation:
            with pytest.raises(InvalidStatus) as refused:
                await connect(
                    simulation.base_url.replace("http", "ws", 1) + address,
                    additional_headers={"Authorization": "Token any"},
                )
            return refused.value.response.status_code, simulation.violations

    nova = "/v1/listen?model=nova-3&encoding=linear16&sample_rate=16000"
    unknown = runner.run(connect_to(f"{nova}&mood=true"))
    too_many = runner.run(connect_to(nova + "&keyterm=word" * 101))

    assert unknown == (400, ["there is no mood"])
    assert too_many == (400, ["the keyterm limit is exceeded"])


@asynccontextmanager
async def endpoint_ears(*specs: str, word_times: bool = True) -> AsyncIterator[tuple[EndpointSpeechToText, Simulation]]:
    faults = Faults(FaultPlan.parse(specs))
    async with simulate_openai_compatible(partner=partner(), faults=faults) as simulation:
        endpoint = Endpoint(slot="stt", url=simulation.base_url, model="any", key="any", deadline_s=DEADLINE_S)
        adapter = EndpointSpeechToText(endpoint, voice_activity=ScriptedVoiceActivity, word_times=word_times)
        try:
            yield adapter, simulation
        finally:
            await adapter.aclose()


async def settled(adapter: EndpointSpeechToText, text: str, *, vocabulary: Sequence[str] = ()) -> str:
    listening = await adapter.listen(vocabulary=vocabulary)
    try:
        listening.feed(speech(text))
        return (await listening.settle()).text
    finally:
        await listening.aclose()


@pytest.mark.parametrize("word_times", [True, False])
def test_an_endpoints_ears_hear_and_expect_the_first_words_that_fit(runner: asyncio.Runner, word_times: bool) -> None:
    vocabulary = ["Tokio", *(f"Observability tool {number}" for number in range(220))]

    async def listen() -> tuple[str, Simulation]:
        async with endpoint_ears(word_times=word_times) as (adapter, simulation):
            return await settled(adapter, "We used Tokyo.", vocabulary=vocabulary), simulation

    heard, simulation = runner.run(listen())

    assert heard == "We used Tokio."
    assert 20 < len(simulation.keyterms[0]) <= 100
    assert simulation.keyterms[0] == tuple(vocabulary[: len(simulation.keyterms[0])])
    assert simulation.violations == []


@pytest.mark.parametrize(
    ("spec", "fault"),
    [("403", Fault.REFUSED), ("503", Fault.BROKEN), *HEARING_FAULTS],
    ids=["403", "503", *(spec for spec, _ in HEARING_FAULTS)],
)
def test_an_endpoints_ears_that_fail_say_how(runner: asyncio.Runner, spec: str, fault: Fault) -> None:
    async def listen() -> Fault:
        async with endpoint_ears(spec) as (adapter, _):
            with pytest.raises(ProviderError) as failed:
                await settled(adapter, "I would shard by tenant.")
            return failed.value.fault

    assert runner.run(listen()) is fault


def test_keys_are_not_shown() -> None:
    dialects: list[Dialect] = [
        NovaDialect(key="secret", model="nova-3", language="en-US", url="wss://somewhere"),
        FluxDialect(key="secret", model="flux-general-en", url="wss://somewhere"),
        AssemblyAiDialect(key="secret", model="universal-streaming-english", url="wss://somewhere"),
    ]

    assert all("secret" not in f"{dialect!r} {dialect.address([])}" for dialect in dialects)
