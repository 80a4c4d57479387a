"""Measures whether follow-ups are about the answer, against interview follow-ups that people wrote.

    python bench/follow_ups.py --data DIR --json OUT [--fit]

DIR holds `followqg_select_valid.json`: a list of {"qa": [question, answer], "candidates": [five follow-ups]}; the last of the
five is the one a person asked. They are shuffled, and the function by which brains judge follow-ups picks one.

Its weights were fitted on one half of the interview questions ("tuned_on"); the other half, of other interview questions, is the
result ("held_out"). Which features there are was decided looking at both halves, so "swapped" tells the same with the halves
exchanged and weights fitted anew. `--fit` also prints the weights of the tuning half.
"""

import argparse
import asyncio
import hashlib
import json
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from vivavoce.domain.ports.embeddings import Embedder
from vivavoce.interview.brain.relevance import FollowUpFit
from vivavoce.providers.local import EmbeddedModels, EmbeddedModelsConfig

type Numbers = npt.NDArray[np.float64]

FILE = "followqg_select_valid.json"
SEED = 7
FLOOR, TARGET = 0.66, 0.75
PENALTY, STEPS, RATE = 0.05, 3000, 0.3
BOOTSTRAPS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    question: str
    answer: str
    follow_ups: tuple[str, ...]
    true: int

    @property
    def is_for_tuning(self) -> bool:
        """Halves share no interview question."""
        return int(hashlib.sha256(self.question.encode()).hexdigest(), 16) % 2 == 0


def read_choices(folder: Path) -> list[Choice]:
    """Return the choices with their candidates in random order, the same at every run."""
    shuffled = random.Random(SEED)
    found = []
    for one in json.loads((folder / FILE).read_text(encoding="utf-8")):
        order = list(range(len(one["candidates"])))
        shuffled.shuffle(order)
        found.append(
            Choice(
                question=one["qa"][0],
                answer=one["qa"][1],
                follow_ups=tuple(one["candidates"][place] for place in order),
                true=order.index(len(order) - 1),
            )
        )
    return found


async def features(choices: Sequence[Choice], embedder: Embedder) -> Numbers:
    """Return choice × candidate × feature."""
    fit = FollowUpFit(embedder)
    found = [await fit.features(one.question, one.answer, one.follow_ups) for one in choices]
    return np.array([[candidate.values for candidate in candidates] for candidates in found])


async def asked(choices: Sequence[Choice], embedder: Embedder) -> npt.NDArray[np.int64]:
    """Return what an interview would ask of each five: the very call by which it chooses among probes."""
    fit = FollowUpFit(embedder)
    found = [await fit.ranked(one.question, one.answer, one.follow_ups) for one in choices]
    return np.array([ranked[0][0] for ranked in found])


def picked(values: Numbers, weights: Sequence[float] | Numbers) -> npt.NDArray[np.int64]:
    return np.argmax(values @ np.asarray(weights), axis=1)


def fitted(values: Numbers, true: npt.NDArray[np.int64]) -> Numbers:
    """Return weights that make the true candidate the likeliest of its five, drawn towards zero."""
    spread = values.reshape(-1, values.shape[-1]).std(axis=0) + 1e-9
    scaled = values / spread
    target = scaled[np.arange(len(true)), true].mean(axis=0)
    weights = np.zeros(values.shape[-1])
    for _ in range(STEPS):
        logits = scaled @ weights
        shares = np.exp(logits - logits.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        expected = np.einsum("nc,ncf->f", shares, scaled) / len(scaled)
        weights -= RATE * (expected - target + PENALTY * weights)
    found: Numbers = weights / spread
    return found


def accuracy(right: npt.NDArray[np.bool_]) -> dict[str, float]:
    """Return the share of right choices with its 95 % bootstrap interval."""
    random_numbers = np.random.default_rng(SEED)
    draws = [float(random_numbers.choice(right, size=len(right)).mean()) for _ in range(BOOTSTRAPS)]
    return {
        "choices": len(right),
        "accuracy": round(float(right.mean()), 3),
        "low": round(float(np.quantile(draws, 0.025)), 3),
        "high": round(float(np.quantile(draws, 0.975)), 3),
    }


def report(choices: Sequence[Choice], values: Numbers, best: npt.NDArray[np.int64]) -> dict[str, object]:
    tuning = np.array([one.is_for_tuning for one in choices])
    true = np.array([one.true for one in choices])
    right = best == true
    nearest = picked(values, [1.0] + [0.0] * (values.shape[-1] - 1)) == true
    swapped = picked(values[tuning], fitted(values[~tuning], true[~tuning])) == true[tuning]
    return {
        "held_out": accuracy(right[~tuning]),
        "tuned_on": accuracy(right[tuning]),
        "swapped": accuracy(swapped),
        "nearest_clause_alone": accuracy(nearest),
        "by_chance": 0.2,
        "floor": FLOOR,
        "target": TARGET,
        "note": "weights fitted on the half 'tuned_on'; features chosen looking at both; halves share no interview question",
    }


async def measured(choices: Sequence[Choice]) -> tuple[Numbers, npt.NDArray[np.int64]]:
    models = EmbeddedModels(EmbeddedModelsConfig(hears=False, speaks=False))
    await models.start()
    try:
        return await features(choices, models.embedder), await asked(choices, models.embedder)
    finally:
        await models.aclose()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--data", type=Path, required=True, help=f"folder with {FILE}")
    parser.add_argument("--json", type=Path, required=True, help="where the measures are written")
    parser.add_argument("--fit", action="store_true", help="also fit weights on the tuning half and print them")
    arguments = parser.parse_args()
    if not (arguments.data / FILE).is_file():
        sys.exit(f"there is no {FILE} in {arguments.data}; give its folder by --data")
    choices = read_choices(arguments.data)
    values, best = asyncio.run(measured(choices))
    outcome = report(choices, values, best)
    arguments.json.write_text(json.dumps(outcome, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(outcome, indent=2))
    if arguments.fit:
        tuning = np.array([one.is_for_tuning for one in choices])
        true = np.array([one.true for one in choices])
        print("weights:", [round(float(one), 1) for one in fitted(values[tuning], true[tuning])])


if __name__ == "__main__":
    main()
