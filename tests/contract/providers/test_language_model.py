"""What every language model does."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.support.openai_server import COMPLETION
from vivavoce.domain.ports.language_model import LanguageModel
from vivavoce.providers.openai_compatible import EndpointLanguageModel
from vivavoce.providers.scripted import ScriptedLanguageModel


@pytest.fixture(params=["scripted", "endpoint"])
def model(request: pytest.FixtureRequest, runner: asyncio.Runner) -> Iterator[LanguageModel]:
    if request.param == "scripted":
        yield ScriptedLanguageModel([COMPLETION])
    else:
        endpoint = EndpointLanguageModel(replace(request.getfixturevalue("endpoint"), slot="llm"))
        yield endpoint
        runner.run(endpoint.aclose())


def test_a_completion_comes_in_pieces(model: LanguageModel, runner: asyncio.Runner) -> None:
    async def scenario() -> list[str]:
        return [piece async for piece in model.complete(instructions="Ask.", prompt="Caching", max_tokens=50)]

    pieces = runner.run(scenario())

    assert len(pieces) > 1
    assert "".join(pieces) == COMPLETION


def test_a_completion_is_no_longer_than_asked(model: LanguageModel, runner: asyncio.Runner) -> None:
    async def scenario() -> list[str]:
        return [piece async for piece in model.complete(instructions="Ask.", prompt="Caching", max_tokens=2)]

    assert len(runner.run(scenario())) == 2
