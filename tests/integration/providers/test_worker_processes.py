"""Worker processes: they die alone, come back, stop when told, and never outlive their parent."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import cast

import numpy as np
import psutil
import pytest

from vivavoce.domain.audio import HEARING_RATE_HZ, Pcm
from vivavoce.domain.errors import ProviderError
from vivavoce.providers.local import EmbeddedModels, EmbeddedModelsConfig

pytestmark = pytest.mark.integration

LONG_TEXT = " ".join(f"This is sentence number {number} of a long talk that nobody will hear." for number in range(60))


def wait_until_ended(process_ids: list[int]) -> bool:
    """Return whether they all ended within ten seconds; orphans are no children of ours, so psutil watches them."""
    watched = [psutil.Process(process_id) for process_id in process_ids if psutil.pid_exists(process_id)]
    _, alive = psutil.wait_procs(watched, timeout=10)
    return all(process.status() == psutil.STATUS_ZOMBIE for process in alive)


def test_every_slot_says_that_it_is_ready(models: EmbeddedModels) -> None:
    assert set(models.readiness().values()) == {"ready"}
    assert models.names().keys() >= models.readiness().keys()


def test_a_killed_worker_fails_what_was_asked_and_comes_back(models: EmbeddedModels, runner: asyncio.Runner) -> None:
    async def scenario() -> float:
        asked = asyncio.ensure_future(models.embedder.embed([f"text {n} " * 200 for n in range(300)]))
        await asyncio.sleep(0.1)
        os.kill(models.process_ids()["hearing"], signal.SIGKILL)
        with pytest.raises(ProviderError, match="exit status -9"):
            await asked
        return await models.end_of_turn.probability(bytes(2 * HEARING_RATE_HZ))

    assert 0.0 <= runner.run(scenario()) <= 1.0


def test_stopping_to_listen_stops_the_synthesis(models: EmbeddedModels, runner: asyncio.Runner) -> None:
    async def scenario() -> float:
        voice = psutil.Process(models.process_ids()["voice"])
        speech = cast("AsyncGenerator[Pcm]", models.text_to_speech().speak(LONG_TEXT))
        await anext(speech)
        one_s = sum(voice.cpu_times()[:2])
        await speech.aclose()
        [piece] = [piece async for piece in models.text_to_speech().speak("Go on.")]
        assert piece.duration_s > 0.2
        return float(sum(voice.cpu_times()[:2]) - one_s)

    spent_s = runner.run(scenario())

    assert spent_s < 5  # sixty sentences would take more than twenty


def test_the_event_loop_never_waits_for_a_model(models: EmbeddedModels, runner: asyncio.Runner) -> None:
    async def scenario() -> float:
        loop, process = asyncio.get_running_loop(), psutil.Process()
        listening = await models.speech_to_text.listen()
        rng = np.random.default_rng(1)
        listening.feed((rng.normal(0, 2000, 10 * HEARING_RATE_HZ)).astype("<i2").tobytes())
        before_s = sum(process.cpu_times()[:2])
        work = asyncio.gather(
            listening.settle(), models.embedder.embed(["a", "b"]), models.end_of_turn.probability(bytes(38_400))
        )
        await work
        await listening.aclose()
        assert loop.is_running()
        return float(sum(process.cpu_times()[:2]) - before_s)

    assert runner.run(scenario()) < 0.3


def test_noise_and_vocabulary_make_no_words(models: EmbeddedModels, runner: asyncio.Runner) -> None:
    async def scenario(samples: bytes) -> str:
        listening = await models.speech_to_text.listen(vocabulary=["Redis", "Kubernetes", "idempotency", "sharding"])
        listening.feed(samples)
        text = (await listening.settle()).text
        await listening.aclose()
        return text

    rng = np.random.default_rng(2)
    count = 6 * HEARING_RATE_HZ
    white = rng.normal(0, 1500, count)
    hum = 3000 * np.sin(2 * np.pi * 50 * np.arange(count) / HEARING_RATE_HZ) + rng.normal(0, 100, count)
    clicks = np.where(rng.random(count) < 0.0005, 20_000, 0) + rng.normal(0, 50, count)

    heard = [runner.run(scenario(noise.astype("<i2").tobytes())) for noise in (white, hum, clicks)]

    assert heard == ["", "", ""]


def test_workers_end_when_the_platform_is_killed(runner: asyncio.Runner) -> None:
    program = (
        "import asyncio\n"
        "from vivavoce.providers.local import EmbeddedModels, EmbeddedModelsConfig\n"
        "async def main():\n"
        "    models = EmbeddedModels(EmbeddedModelsConfig(hears=False))\n"
        "    await models.start()\n"
        "    print(*models.process_ids().values(), flush=True)\n"
        "    await asyncio.Event().wait()\n"
        "asyncio.run(main())\n"
    )

    async def scenario() -> list[int]:
        parent = await asyncio.create_subprocess_exec(sys.executable, "-c", program, stdout=asyncio.subprocess.PIPE)
        assert parent.stdout is not None
        workers = [int(number) for number in (await parent.stdout.readline()).split()]
        os.kill(parent.pid, signal.SIGKILL)
        await parent.wait()
        return workers

    workers = runner.run(scenario())

    assert len(workers) == 2
    assert wait_until_ended(workers)


def test_a_corrupt_model_says_so_instead_of_crashing(runner: asyncio.Runner, tmp_path: Path) -> None:
    broken = tmp_path / "model.onnx"
    broken.write_bytes(b"no model at all")
    models = EmbeddedModels(EmbeddedModelsConfig(minilm_model=broken, hears=False, speaks=False))

    try:
        with pytest.raises(ProviderError, match="no usable ONNX model"):
            runner.run(models.start())
        with pytest.raises(ProviderError, match="could not be loaded"):
            runner.run(models.embedder.embed(["text"]))

        assert "no usable ONNX model" in models.readiness()["embeddings"]
        assert models.readiness()["end_of_turn"] == "ready"
    finally:
        runner.run(models.aclose())


def test_a_closed_set_of_models_refuses_politely(runner: asyncio.Runner) -> None:
    models = EmbeddedModels(EmbeddedModelsConfig(hears=False, speaks=False))
    runner.run(models.aclose())
    runner.run(models.aclose())

    with pytest.raises(ProviderError, match="closed"):
        runner.run(models.embedder.embed(["text"]))
