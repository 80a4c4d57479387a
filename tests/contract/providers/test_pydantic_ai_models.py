"""Language models through pydantic-ai: offline ones, and the clients of vendors against servers that fail."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from pydantic_ai.messages import ModelMessage, ModelRequest
from pydantic_ai.models.function import AgentInfo, FunctionModel
from pydantic_ai.models.test import TestModel

from vivavoce.domain.errors import Fault, ProviderError
from vivavoce.providers.pydantic_ai_models import (
    PydanticAiLanguageModel,
    anthropic_language_model,
    bedrock_language_model,
    google_language_model,
    openai_language_model,
    xai_language_model,
)

NOWHERE = "http://127.0.0.1:1"
VENDORS: dict[str, Callable[[str], PydanticAiLanguageModel]] = {
    "openai": lambda url: openai_language_model(key="any", model="gpt-5-nano", url=f"{url}/v1", deadline_s=1.0),
    "xai": lambda url: xai_language_model(key="any", model="grok-5", url=f"{url}/v1", deadline_s=1.0),
    "anthropic": lambda url: anthropic_language_model(key="any", model="claude-haiku-5-5", url=url, deadline_s=1.0),
    "google": lambda url: google_language_model(key="any", model="gemini-3.1-flash-lite", url=url, deadline_s=1.0),
    "bedrock": lambda url: bedrock_language_model(
        access_key_id="any", secret_access_key="any", model="amazon.nova-lite-v1:0", region="us-east-1", url=url,
        deadline_s=1.0,
    ),
}  # fmt: skip


async def completed(model: PydanticAiLanguageModel, *, max_tokens: int = 20) -> list[str]:
    return [piece async for piece in model.complete(instructions="Be kind.", prompt="Go on.", max_tokens=max_tokens)]


@asynccontextmanager
async def served(handler: Callable[[web.Request], Awaitable[web.StreamResponse]]) -> AsyncIterator[str]:
    """Answer every POST with this handler; yields the address."""
    application = web.Application()
    application.router.add_post("/{anything:.*}", handler)
    serving = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
    await serving.setup()
    await web.TCPSite(serving, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{serving.addresses[0][1]}"
    finally:
        await serving.cleanup()


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


@pytest.mark.parametrize(("finish", "fault"), [("stop", None), (None, Fault.CUT)])
def test_an_openai_compatible_server_is_understood(
    runner: asyncio.Runner, finish: str | None, fault: Fault | None
) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"content-type": "text/event-stream"})
        await response.prepare(request)
        for words, reason in (("What ", None), ("would break?", None), ("", finish)):
            choice = {"index": 0, "delta": {"role": "assistant", "content": words}, "finish_reason": reason}
            chunk = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "any", "choices": [choice]}
            await response.write(f"data: {json.dumps(chunk)}\n\n".encode())
        await response.write(b"data: [DONE]\n\n")
        return response

    async def complete() -> tuple[str, Fault | None]:
        async with served(answer) as url:
            model = VENDORS["openai"](url)
            said = ""
            try:
                async for piece in model.complete(instructions="Be kind.", prompt="Go on.", max_tokens=20):
                    said += piece
            except ProviderError as error:
                return said, error.fault
            finally:
                await model.aclose()
            return said, None

    assert runner.run(complete()) == ("What would break?", fault)


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_vendor_that_is_not_there_is_unreachable(runner: asyncio.Runner, vendor: str) -> None:
    model = VENDORS[vendor](NOWHERE)

    async def complete() -> None:
        try:
            await completed(model)
        finally:
            await model.aclose()

    with pytest.raises(ProviderError) as failed:
        runner.run(complete())

    assert failed.value.fault is Fault.UNREACHABLE
    assert failed.value.provider == model.name


@pytest.mark.parametrize(
    ("vendor", "status", "fault"),
    [
        ("openai", 401, Fault.REFUSED),
        ("openai", 403, Fault.REFUSED),
        ("openai", 429, Fault.OVERLOADED),
        ("openai", 500, Fault.BROKEN),
        ("openai", 503, Fault.BROKEN),
        *((vendor, 429, Fault.OVERLOADED) for vendor in VENDORS if vendor != "openai"),
    ],
)
def test_a_vendor_that_refuses_says_why_and_is_asked_once(
    runner: asyncio.Runner, vendor: str, status: int, fault: Fault
) -> None:
    requests: list[str] = []

    async def refuse(request: web.Request) -> web.Response:
        requests.append(request.path)
        return web.json_response({"error": {"message": "no", "type": "no", "code": status}}, status=status)

    async def complete() -> Fault:
        async with served(refuse) as url:
            model = VENDORS[vendor](url)
            with pytest.raises(ProviderError) as failed:
                await completed(model)
            await model.aclose()
            return failed.value.fault

    assert runner.run(complete()) is fault
    assert len(requests) == 1
