"""A real language model, small enough for every machine: it streams, it stops when cancelled, and the plan survives it."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine
from pathlib import Path
from typing import Any, cast

import pytest

from tests.support.coverage import KeywordJudge
from tests.support.model_brain import a_reading
from vivavoce.domain.errors import ModelFileError, ProviderError
from vivavoce.domain.ports.language_model import LanguageModel
from vivavoce.interview.brain.model import ModelBrain
from vivavoce.interview.brain.plan import PlanBrain
from vivavoce.interview.moves import Choice
from vivavoce.interview.speech_linter import lint
from vivavoce.providers.scripted.embeddings import ScriptedEmbedder
from vivavoce.providers.smollm import smol_language_model

pytestmark = pytest.mark.integration

_PATIENT_S = 60.0
"""Far beyond what a few tokens take, for machines that do a lot at once."""


def _play[T](scene: Callable[[LanguageModel], Coroutine[Any, Any, T]]) -> T:
    async def played() -> T:
        async with smol_language_model() as model:
            return await scene(model)

    return asyncio.run(played())


def _talking(model: LanguageModel) -> AsyncGenerator[str]:
    pieces = model.complete(
        instructions="Tell long stories.", prompt="Tell me about a dog and the sea.", max_tokens=400
    )
    return cast("AsyncGenerator[str]", pieces)


async def _all_of(pieces: AsyncGenerator[str], begun: asyncio.Event) -> None:
    async for _ in pieces:
        begun.set()


async def _three(model: LanguageModel) -> list[str]:
    pieces = _talking(model)
    try:
        return [await anext(pieces) for _ in range(3)]
    finally:
        await pieces.aclose()


def test_it_streams_stops_when_cancelled_and_leads_no_interview_astray() -> None:
    async def scene(model: LanguageModel) -> tuple[list[str], bool, list[str], Choice, ModelBrain]:
        async with asyncio.timeout(_PATIENT_S):
            first = await _three(model)
            begun = asyncio.Event()
            endless = asyncio.create_task(_all_of(_talking(model), begun))
            await begun.wait()
            endless.cancel()
            await asyncio.wait({endless})
            again = await _three(model)  # the only slot is free again: the model has really stopped
        embedder = ScriptedEmbedder()
        plan = PlanBrain(judge=KeywordJudge(), embedder=embedder)
        brain = ModelBrain(plan=plan, language_model=model, embedder=embedder)
        choice = await brain.choose(*await a_reading(brain, "In my work I always begin with the index."))
        return first, endless.cancelled(), again, choice, brain

    first, was_cancelled, again, choice, brain = _play(scene)

    assert len(first) == len(again) == 3
    assert all(first)
    assert was_cancelled
    assert choice.parts[-1].endswith("?")
    assert lint(choice.parts) == []
    assert brain.followed.total() + brain.refused.total() == 1


def test_a_model_that_is_not_there_is_named() -> None:
    async def opened() -> None:
        async with smol_language_model(Path("nowhere.gguf")):
            pass

    with pytest.raises(ModelFileError, match=r"nowhere\.gguf"):
        asyncio.run(opened())


def test_a_file_that_is_no_model_is_a_providers_fault(tmp_path: Path) -> None:
    broken = tmp_path / "broken.gguf"
    broken.write_bytes(b"GGUF but not really")

    async def opened() -> None:
        async with smol_language_model(broken):
            pass

    with pytest.raises(ProviderError, match="ended while loading"):
        asyncio.run(opened())
