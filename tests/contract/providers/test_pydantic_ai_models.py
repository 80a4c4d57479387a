"""Language models through pydantic-ai: offline ones. Those of vendors are held against simulators in `test_words.py`."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from pydantic_ai.messages import ModelMessage, ModelRequest
from pydantic_ai.models.function import AgentInfo, FunctionModel
from pydantic_ai.models.test import TestModel

from vivavoce.domain.errors import Fault, ProviderError
from vivavoce.providers.pydantic_ai_models import PydanticAiLanguageModel


async def completed(model: PydanticAiLanguageModel, *, max_tokens: int = 20) -> list[str]:
    return [piece async for piece in model.complete(instructions="Be kind.", prompt="Go on.", max_tokens=max_tokens)]


def test_a_completion_comes_piece_by_piece_with_what_was_asked(runner: asyncio.Runner) -> None:
    asked: list[ModelMessage] = []
    limits: list[int | None] = []

    async def reply(messages: list[ModelMessage], info: AgentInfo) -> AsyncIterator[str]:
        asked.extend(messages)
        limits.append((info.model_settings or {}).get("max_tokens"))
        for word in ("What ", "would ", "break?"):
            yield word

    model = PydanticAiLanguageModel(
        FunctionModel(stream_function=reply), name="scripted:function", says_why_it_ended=False
    )

    pieces = runner.run(completed(model, max_tokens=7))

    assert pieces == ["What ", "would ", "break?"]
    assert isinstance(asked[0], ModelRequest)
    assert asked[0].instructions == "Be kind."
    assert asked[0].parts[0].content == "Go on."  # type: ignore[union-attr]  # a prompt has content
    assert limits == [7]


def test_the_test_model_of_pydantic_ai_is_a_model_too(runner: asyncio.Runner) -> None:
    model = PydanticAiLanguageModel(
        TestModel(custom_output_text="Go on, please."), name="scripted:test", says_why_it_ended=False
    )

    assert "".join(runner.run(completed(model))) == "Go on, please."


def test_a_model_that_stops_answering_is_silent(runner: asyncio.Runner) -> None:
    async def reply(messages: list[ModelMessage], info: AgentInfo) -> AsyncIterator[str]:
        yield "What "
        await asyncio.get_running_loop().create_future()

    model = PydanticAiLanguageModel(FunctionModel(stream_function=reply), name="scripted:stalls", deadline_s=0.05)

    with pytest.raises(ProviderError) as failed:
        runner.run(completed(model))

    assert failed.value.fault is Fault.SILENT


def test_a_completion_that_just_ends_was_cut_off(runner: asyncio.Runner) -> None:
    model = PydanticAiLanguageModel(TestModel(custom_output_text="What would"), name="scripted:ends")

    with pytest.raises(ProviderError) as failed:
        runner.run(completed(model))

    assert failed.value.fault is Fault.CUT


def test_a_cancelled_completion_stops_the_model(runner: asyncio.Runner) -> None:
    stopped = asyncio.Event()

    async def reply(messages: list[ModelMessage], info: AgentInfo) -> AsyncIterator[str]:
        try:
            yield "What "
            await asyncio.get_running_loop().create_future()
        finally:
            stopped.set()

    async def cancel() -> None:
        model = PydanticAiLanguageModel(FunctionModel(stream_function=reply), name="scripted:stalls")
        completing = asyncio.create_task(completed(model))
        await asyncio.sleep(0.02)
        completing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await completing
        async with asyncio.timeout(1.0):
            await stopped.wait()

    runner.run(cancel())
