"""One event loop and one set of embedded models for each file of this folder."""

import asyncio
from collections.abc import Iterator

import pytest

from vivavoce.providers.local import EmbeddedModels, EmbeddedModelsConfig


@pytest.fixture(scope="module")
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture(scope="module")
def models(runner: asyncio.Runner) -> Iterator[EmbeddedModels]:
    models = EmbeddedModels(EmbeddedModelsConfig())
    runner.run(models.start())
    yield models
    runner.run(models.aclose())
