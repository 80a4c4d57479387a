"""The language-model brain over a real OpenAI-compatible endpoint on this machine."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import pytest

from tests.support.coverage import KeywordJudge
from tests.support.model_brain import a_reading, says
from tests.support.openai_server import KEY, OpenAIServer, openai_server
from vivavoce.interview.brain.model import ModelBrain
from vivavoce.interview.brain.plan import PlanBrain
from vivavoce.interview.moves import Choice
from vivavoce.providers.openai_compatible import Endpoint, EndpointLanguageModel
from vivavoce.providers.scripted.embeddings import ScriptedEmbedder

pytestmark = pytest.mark.integration

ANSWER = "In my work I always begin with the index."
OWN = "You mentioned the index. How do you choose an index in your work?"
PLANNED = "What else belongs to step 2?"
_NOTICES_S = 5.0

type Scene[T] = Callable[[OpenAIServer, ModelBrain], Coroutine[Any, Any, T]]


@asynccontextmanager
async def _brain(*, deadline_s: float) -> AsyncIterator[tuple[OpenAIServer, ModelBrain]]:
    async with openai_server() as server:
        server.completion = says("probe", OWN, about="own_words")
        model = EndpointLanguageModel(Endpoint(slot="llm", url=server.url, model="small", key=KEY))
        embedder = ScriptedEmbedder()
        plan = PlanBrain(judge=KeywordJudge(), embedder=embedder)
        yield server, ModelBrain(plan=plan, language_model=model, embedder=embedder, deadline_s=deadline_s)
        await model.aclose()


def _play[T](scene: Scene[T], *, deadline_s: float = 10.0) -> T:
    async def played() -> T:
        async with _brain(deadline_s=deadline_s) as (server, brain):
            return await scene(server, brain)

    return asyncio.run(played())


def test_a_decision_streamed_from_an_endpoint_is_followed() -> None:
    async def scene(_: OpenAIServer, brain: ModelBrain) -> Choice:
        return await brain.choose(*await a_reading(brain, ANSWER))

    assert _play(scene).parts[-1] == OWN


def test_an_endpoint_that_stalls_loses_the_turn_to_the_plan_and_is_hung_up_on() -> None:
    async def scene(server: OpenAIServer, brain: ModelBrain) -> tuple[Choice, int]:
        server.fault = "stalls"
        choice = await brain.choose(*await a_reading(brain, ANSWER))
        async with asyncio.timeout(_NOTICES_S):
            await server.hung_up_on.wait()
        return choice, brain.refused["late"]

    choice, late = _play(scene, deadline_s=0.5)

    assert choice.parts[-1] == PLANNED
    assert late == 1


def test_a_candidate_who_goes_on_cancels_the_request_at_the_endpoint() -> None:
    async def scene(server: OpenAIServer, brain: ModelBrain) -> bool:
        server.fault = "stalls"
        reading, of = await a_reading(brain, ANSWER)
        choosing = asyncio.create_task(brain.choose(reading, of))
        async with asyncio.timeout(_NOTICES_S):
            await server.stalled.wait()
            choosing.cancel()
            await asyncio.wait({choosing})
            await server.hung_up_on.wait()
        return choosing.cancelled()

    assert _play(scene)


@pytest.mark.parametrize("fault", ["401", "500", "malformed", "cut"])
def test_an_endpoint_that_fails_loses_the_turn_to_the_plan(fault: str) -> None:
    async def scene(server: OpenAIServer, brain: ModelBrain) -> tuple[Choice, int]:
        server.fault = fault
        choice = await brain.choose(*await a_reading(brain, ANSWER))
        return choice, brain.refused["failed"]

    choice, failed = _play(scene)

    assert choice.parts[-1] == PLANNED
    assert failed == 1
