"""What every contract suite of the providers runs on: one event loop, one set of embedded models, one local endpoint."""

import asyncio
from collections.abc import Iterator

import numpy as np
import pytest

from tests.support.openai_server import KEY, OpenAIServer, openai_server
from vivavoce.domain.audio import HEARING_RATE_HZ, Pcm
from vivavoce.providers.local import EmbeddedModels, EmbeddedModelsConfig
from vivavoce.providers.openai_compatible import Endpoint


@pytest.fixture(scope="session")
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture(scope="session")
def embedded(runner: asyncio.Runner) -> Iterator[EmbeddedModels]:
    models = EmbeddedModels(EmbeddedModelsConfig())
    runner.run(models.start())
    yield models
    runner.run(models.aclose())


@pytest.fixture
def server(runner: asyncio.Runner) -> Iterator[OpenAIServer]:
    context = openai_server()
    yield runner.run(context.__aenter__())
    runner.run(context.__aexit__(None, None, None))


@pytest.fixture
def endpoint(server: OpenAIServer) -> Endpoint:
    return Endpoint(slot="stt", url=server.url, model="any-model", key=KEY, deadline_s=5.0)


def to_hearing_rate(pcm: Pcm) -> bytes:
    """Resample for what listens; good enough for speech."""
    samples = np.frombuffer(pcm.samples, dtype="<i2")
    count = round(samples.size * HEARING_RATE_HZ / pcm.sample_rate_hz)
    at = np.arange(count) * pcm.sample_rate_hz / HEARING_RATE_HZ
    return bytes(np.interp(at, np.arange(samples.size), samples).astype("<i2"))
