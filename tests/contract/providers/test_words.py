"""Vendors whose language models word replies, against simulators of their protocols."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Protocol

import pytest

from tests.support.own_transports import partner
from tests.support.request_faults import FAULTS
from vivavoce.domain.errors import Fault, InvalidInputError, ProviderError
from vivavoce.domain.ports.language_model import CountingLanguageModel
from vivavoce.domain.usage import TokensUsed
from vivavoce.providers.amazon.credentials import SIMULATED_CREDENTIALS
from vivavoce.providers.openai_compatible import Endpoint, EndpointLanguageModel
from vivavoce.providers.openai_compatible.simulator import simulate_openai_compatible
from vivavoce.providers.pydantic_ai_models import (
    anthropic_language_model,
    bedrock_language_model,
    google_language_model,
    openai_language_model,
    xai_language_model,
)
from vivavoce.providers.pydantic_ai_models.simulated.anthropic import simulate_anthropic
from vivavoce.providers.pydantic_ai_models.simulated.bedrock import simulate_bedrock
from vivavoce.providers.pydantic_ai_models.simulated.google import simulate_gemini
from vivavoce.providers.simulation import FaultPlan, Faults, Simulation, Simulator

KEY = "sk-nobody-may-read-this"
INSTRUCTIONS, PROMPT = "Be kind.", "What would break first?"
COMPLETION = f"You said: {PROMPT} Please go on."
DEADLINE_S = 1.0


class Model(CountingLanguageModel, Protocol):
    """A language model whose client is closed."""

    async def aclose(self) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class WordingVendor:
    """One adapter and its simulator."""

    simulate: Simulator
    make: Callable[[str], Model]


def bedrock(url: str) -> Model:
    return bedrock_language_model(
        access_key_id=SIMULATED_CREDENTIALS.access_key_id,
        secret_access_key=SIMULATED_CREDENTIALS.secret_access_key,
        model="amazon.nova-lite-v1:0",
        region="us-east-1",
        url=url,
        deadline_s=DEADLINE_S,
    )


def endpoint(url: str) -> Model:
    return EndpointLanguageModel(Endpoint(slot="llm", url=url, model="small", key=KEY, deadline_s=DEADLINE_S))


VENDORS = {
    "endpoint": WordingVendor(simulate=simulate_openai_compatible, make=endpoint),
    "openai": WordingVendor(
        simulate=simulate_openai_compatible,
        make=lambda url: openai_language_model(key=KEY, model="gpt-5-nano", url=url, deadline_s=DEADLINE_S),
    ),
    "xai": WordingVendor(
        simulate=simulate_openai_compatible,
        make=lambda url: xai_language_model(key=KEY, model="grok-5", url=url, deadline_s=DEADLINE_S),
    ),
    "anthropic": WordingVendor(
        simulate=simulate_anthropic,
        make=lambda url: anthropic_language_model(key=KEY, model="claude-haiku-5-5", url=url, deadline_s=DEADLINE_S),
    ),
    "google": WordingVendor(
        simulate=simulate_gemini,
        make=lambda url: google_language_model(key=KEY, model="gemini-flash", url=url, deadline_s=DEADLINE_S),
    ),
    "bedrock": WordingVendor(simulate=simulate_bedrock, make=bedrock),
}


@pytest.fixture(params=VENDORS)
def vendor(request: pytest.FixtureRequest) -> WordingVendor:
    return VENDORS[str(request.param)]


@asynccontextmanager
async def model_of(vendor: WordingVendor, faults: Faults) -> AsyncIterator[tuple[Model, Simulation]]:
    async with vendor.simulate(partner=partner(), faults=faults) as simulation:
        model = vendor.make(simulation.base_url)
        try:
            yield model, simulation
        finally:
            await model.aclose()


def planned(*specs: str) -> Faults:
    return Faults(FaultPlan.parse(specs))


async def completed(model: Model, *, prompt: str = PROMPT, max_tokens: int = 50) -> list[str]:
    pieces = model.complete(instructions=INSTRUCTIONS, prompt=prompt, max_tokens=max_tokens)
    return [piece async for piece in pieces]


def test_a_completion_comes_piece_by_piece_and_the_vendor_sees_nothing_it_does_not_allow(
    runner: asyncio.Runner, vendor: WordingVendor
) -> None:
    async def complete() -> tuple[list[str], list[str]]:
        async with model_of(vendor, planned()) as (model, simulation):
            return await completed(model), simulation.violations

    pieces, violations = runner.run(complete())

    assert len(pieces) > 3
    assert "".join(pieces) == COMPLETION
    assert violations == []


def test_a_completion_is_no_longer_than_asked(runner: asyncio.Runner, vendor: WordingVendor) -> None:
    async def complete() -> str:
        async with model_of(vendor, planned()) as (model, _):
            return "".join(await completed(model, max_tokens=3))

    assert runner.run(complete()) == "You said: What"


@pytest.mark.parametrize(("spec", "fault"), FAULTS, ids=[spec for spec, _ in FAULTS])
def test_a_model_that_fails_says_how(runner: asyncio.Runner, vendor: WordingVendor, spec: str, fault: Fault) -> None:
    async def complete() -> tuple[ProviderError, int, str]:
        faults = planned(spec)
        async with model_of(vendor, faults) as (model, _):
            with pytest.raises(ProviderError) as failed:
                await completed(model)
            return failed.value, faults.replies, model.name

    error, asked, name = runner.run(complete())

    assert error.fault is fault
    assert error.provider == name
    assert asked <= 1  # retries are the router's
    assert KEY not in f"{error} {error.fix}"


def test_the_vendors_own_count_is_told_and_what_was_read_from_its_cache_apart(
    runner: asyncio.Runner, vendor: WordingVendor
) -> None:
    told: list[TokensUsed] = []

    async def complete() -> None:
        async with model_of(vendor, planned()) as (model, _):
            for _ in range(2):
                pieces = model.complete(instructions=INSTRUCTIONS, prompt=PROMPT, max_tokens=5, used=told.append)
                assert [piece async for piece in pieces]

    runner.run(complete())

    assert told == [TokensUsed(text_in=2 + 6, text_out=5), TokensUsed(text_in=6, text_cached=2, text_out=5)]


def test_a_slow_first_byte_is_borne(runner: asyncio.Runner, vendor: WordingVendor) -> None:
    async def complete() -> str:
        async with model_of(vendor, planned("slow_first_byte=0.1s")) as (model, _):
            return "".join(await completed(model))

    assert runner.run(complete()) == COMPLETION


@pytest.mark.parametrize("spec", ["duplicate", "reorder"])
def test_a_decision_whose_events_come_twice_or_out_of_order_is_no_decision(
    runner: asyncio.Runner, vendor: WordingVendor, spec: str
) -> None:
    """The events of these protocols carry no numbers: whoever reads a decision notices, at the latest."""
    document = json.dumps({"moves": {"probe": "Ask."}, "probes": {"p1": "Why by tenant?"}})

    async def complete(*specs: str) -> str:
        async with model_of(vendor, planned(*specs)) as (model, _):
            with suppress(ProviderError):
                return "".join(await completed(model, prompt=document))
            return ""

    assert json.loads(runner.run(complete()))["about"] == "p1"
    with pytest.raises(json.JSONDecodeError):
        json.loads(runner.run(complete(spec)))


def test_nobody_there_cannot_be_reached(runner: asyncio.Runner, vendor: WordingVendor) -> None:
    async def complete() -> Fault:
        model = vendor.make("http://127.0.0.1:1/v1")
        try:
            with pytest.raises(ProviderError) as failed:
                await completed(model)
            return failed.value.fault
        finally:
            await model.aclose()

    assert runner.run(complete()) is Fault.UNREACHABLE


def test_words_cannot_come_at_a_wrong_rate(runner: asyncio.Runner) -> None:
    async def serve() -> None:
        async with model_of(VENDORS["anthropic"], planned("wrong_rate")):
            pass

    with pytest.raises(InvalidInputError, match="wrong_rate"):
        runner.run(serve())
