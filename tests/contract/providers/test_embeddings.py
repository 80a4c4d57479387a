"""What every embedder does."""

import asyncio

import numpy as np
import pytest

from vivavoce.domain.ports.embeddings import Embedder
from vivavoce.providers.local import EmbeddedModels
from vivavoce.providers.scripted import ScriptedEmbedder


@pytest.fixture(params=["scripted", pytest.param("embedded", marks=pytest.mark.integration)])
def embedder(request: pytest.FixtureRequest) -> Embedder:
    if request.param == "scripted":
        return ScriptedEmbedder()
    models: EmbeddedModels = request.getfixturevalue("embedded")
    return models.embedder


def test_vectors_have_unit_length_and_keep_the_order(embedder: Embedder, runner: asyncio.Runner) -> None:
    texts = [
        "shard by tenant",
        "",
        "a much longer text about hiring people and about what they do all day",
        "shard by tenant",
    ]

    vectors = runner.run(embedder.embed(texts))
    [alone] = runner.run(embedder.embed(texts[2:3]))

    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(4), abs=1e-3)
    assert np.dot(vectors[2], alone) > 0.99
    assert vectors[0] == vectors[3]


def test_what_is_about_the_same_is_nearer(embedder: Embedder, runner: asyncio.Runner) -> None:
    point, covered, other = runner.run(
        embedder.embed(
            [
                "adds an index to the slow query",
                "we added an index for the slow query",
                "my manager likes the mountains",
            ]
        )
    )

    assert np.dot(point, covered) > np.dot(point, other) + 0.2


def test_no_texts_have_no_vectors(embedder: Embedder, runner: asyncio.Runner) -> None:
    assert list(runner.run(embedder.embed([]))) == []
