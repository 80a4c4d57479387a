"""Moonshine as the worker runs it: what a draft is worth, what noise comes to, what a full stop says."""

import asyncio
from typing import Any

import numpy as np
import pytest

from tests.contract.providers.conftest import to_hearing_rate
from vivavoce.domain.audio import HEARING_RATE_HZ
from vivavoce.providers.local import EmbeddedModels, EmbeddedModelsConfig
from vivavoce.providers.local.model_files import moonshine_files
from vivavoce.providers.local.moonshine_decoding import MoonshineDecoder
from vivavoce.providers.local.text_to_speech import VoiceStyle
from vivavoce.providers.local.wire import Frame

pytestmark = pytest.mark.integration

WHOLE = "I would put a queue between them, and let the workers take what they can."


@pytest.fixture(scope="module")
def decoder() -> MoonshineDecoder:
    return MoonshineDecoder({"path": str(moonshine_files().path), "threads": 2})


@pytest.fixture(scope="module")
def spoken() -> bytes:
    async def say() -> bytes:
        models = EmbeddedModels(EmbeddedModelsConfig(hears=False))
        await models.start()
        voice = models.text_to_speech(VoiceStyle(noise=0.0, noise_width=0.0))  # the same each time
        said = b"".join([to_hearing_rate(pcm) async for pcm in voice.speak(WHOLE)])
        await models.aclose()
        return said

    return asyncio.run(say())


def decoded(decoder: MoonshineDecoder, samples: bytes, draft: list[int] | None = None) -> tuple[dict[str, Any], int]:
    """Return the answer's header and the number of steps that it took."""
    frames = list(decoder.decode(Frame(header={"draft": draft or []}, body=samples)))
    return dict(frames[-1].header if frames[-1] else {}), len(frames)


def text(answer: dict[str, Any]) -> str:
    return " ".join(word for word, _ in answer["words"])


def test_a_draft_saves_steps_and_changes_no_word(decoder: MoonshineDecoder, spoken: bytes) -> None:
    plain, steps = decoded(decoder, spoken)
    drafted, fewer = decoded(decoder, spoken, draft=plain["tokens"])
    misled, _ = decoded(decoder, spoken, draft=[700, *plain["tokens"][1:]])

    assert "workers take what they can" in text(plain)
    assert text(drafted) == text(misled) == text(plain)
    assert fewer < steps / 3


def test_a_whole_sentence_surely_ends_with_its_last_word(decoder: MoonshineDecoder, spoken: bytes) -> None:
    whole, _ = decoded(decoder, spoken)

    assert 0.8 < whole["sentence_end"] <= 1.0


@pytest.mark.parametrize("level", [0.0, 0.02, 0.1])
def test_nothing_that_counts_is_heard_in_noise(decoder: MoonshineDecoder, level: float) -> None:
    noise = np.random.default_rng(7).normal(size=2 * HEARING_RATE_HZ) * level * 32768

    answer, _ = decoded(decoder, noise.astype("<i2").tobytes())

    assert not answer["words"] or np.mean([share for _, share in answer["words"]]) < 0.6


def test_an_empty_stretch_has_no_words(decoder: MoonshineDecoder) -> None:
    answer, _ = decoded(decoder, b"")

    assert answer["words"] == []
    assert answer["sentence_end"] is None
