"""Measures the evaluators against human grades, beside what the length of an answer alone predicts.

    python bench/evaluation.py --data DIR --json OUT

DIR holds CSV files with the columns dataset, question_id, question, reference_answer, answer, score_norm (0–1, human) and role:
`anchor` rows are the graded examples an evaluator may see for its question (eight), `test` rows are predicted, others are left
out.
Reported for each set: Pearson, RMSE, quadratic weighted kappa over five levels and Pearson within questions, with bootstrap
intervals over questions, for the evaluators alone, with the anchors, and for the length-only floor with the same anchors.
"""

import argparse
import asyncio
import csv
import json
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from vivavoce.domain.ports.embeddings import Embedder
from vivavoce.domain.role_pack import (
    Criterion,
    ExpectedPoint,
    Level,
    Question,
    RolePack,
    Section,
    SectionKind,
    TurnPatience,
)
from vivavoce.domain.transcript import Speaker, Transcript, Turn
from vivavoce.evaluation.record import InterviewRecord, QuestionRecord
from vivavoce.evaluation.scoring.anchors import AnchorsEvaluator
from vivavoce.evaluation.scoring.evaluator import Evaluator
from vivavoce.evaluation.scoring.points import PointsEvaluator
from vivavoce.knowledge.coverage import CoverageJudge
from vivavoce.knowledge.text import clauses
from vivavoce.providers.local import EmbeddedModels, EmbeddedModelsConfig

type Numbers = npt.NDArray[np.float64]

ANCHORS = 8
BOOTSTRAPS = 1000
SEED = 7
PRIOR_WEIGHT = 0.5
"""Anchors' worth of trust in the evaluator's own mean on a question."""
PRIOR_SLOPE, SLOPE_WEIGHT = 0.3, 1.0
"""Human grades of short answers spread about a third as wide as coverage does."""
KERNEL_WIDTH, KERNEL_PRIOR = 0.15, 0.5
"""How near an anchor must be (1 − cosine) to say something about an answer, and how much is needed to believe it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    dataset: str
    question_id: str
    question: str
    reference: str
    answer: str
    score: float
    role: str


def read_rows(folder: Path) -> list[Row]:
    """Return the usable rows of every CSV file in the folder."""
    rows = []
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows += [
                Row(
                    dataset=line["dataset"],
                    question_id=line["question_id"],
                    question=line["question"],
                    reference=line["reference_answer"].split(" || ")[0],
                    answer=line["answer"],
                    score=float(line["score_norm"]),
                    role=line["role"],
                )
                for line in csv.DictReader(file)
                if line["role"] in {"anchor", "test"} and line["reference_answer"].strip() and line["answer"].strip()
            ]
    return rows


def pack_for(row: Row) -> RolePack:
    """Return a pack of one question whose expected points are the sentences of the reference answer."""
    points = tuple(
        ExpectedPoint(id=f"point-{number}", text=clause.text, criterion="answer")
        for number, clause in enumerate(clauses(row.reference) or (), start=1)
    )
    question = Question(
        id="question",
        text=row.question,
        rephrased=row.question,
        tier=1,
        core=True,
        criteria=("answer",),
        expected=points,
        probes=(),
        max_follow_ups=0,
    )
    section = Section(
        kind=SectionKind.TECHNICAL,
        title="",
        minutes=1.0,
        bridge="",
        questions=(question,),
        patience=TurnPatience(min_silence_s=0.5, max_silence_s=2.0, offer_after_s=8.0),
    )
    levels = tuple(Level(level=level, anchor="…") for level in range(1, 6))
    return RolePack(
        id="bench",
        version="1",
        title="",
        summary="",
        language="en",
        opening="",
        closing="",
        sections=(section,),
        rubric=(Criterion(id="answer", title="", description="", weight=1.0, levels=levels),),
        knowledge=(),
        vocabulary=(),
        sha256="",
    )


def record_for(row: Row) -> InterviewRecord:
    turn = Turn(id="answer", speaker=Speaker.CANDIDATE, text=row.answer, start_s=0.0, end_s=1.0, question_id="question")
    asked = QuestionRecord(question_id="question", section="technical", asked=True, answer_turn_ids=("answer",))
    return InterviewRecord(transcript=Transcript(session_id="bench", turns=(turn,)), questions=(asked,))


async def predict(row: Row, evaluators: Sequence[Evaluator]) -> float:
    """Return the evaluators' mean on a scale of 0–1; a non-answer is 0."""
    record, pack = record_for(row), pack_for(row)
    levels = [(await evaluator.level(record, pack))[0].level for evaluator in evaluators]
    known = [level for level in levels if level is not None]
    return (sum(known) / len(known) - 1.0) / 4.0 if known else 0.0


def with_anchors(
    base: Numbers, vectors: Numbers, anchors: Sequence[int], tests: Sequence[int], scores: Numbers
) -> Numbers:
    """Fit the evaluator's scale to the question's anchors by a line, then add its errors on the nearest of them."""
    middle = base[anchors].mean()
    mean = (scores[anchors].sum() + PRIOR_WEIGHT * middle) / (len(anchors) + PRIOR_WEIGHT)
    spread = base[anchors] - middle
    slope = (spread @ (scores[anchors] - scores[anchors].mean()) + PRIOR_SLOPE * SLOPE_WEIGHT) / (
        spread @ spread + SLOPE_WEIGHT
    )
    errors = scores[anchors] - (mean + slope * spread)
    nearness = np.exp((vectors[tests] @ vectors[anchors].T - 1.0) / KERNEL_WIDTH)
    local = nearness @ errors / (nearness.sum(axis=1) + KERNEL_PRIOR)
    corrected: Numbers = np.clip(mean + max(0.1, float(slope)) * (base[tests] - middle) + local, 0.0, 1.0)
    return corrected


def by_length(rows: Sequence[Row], anchors: Sequence[int], tests: Sequence[int]) -> Numbers:
    """Predict from the logarithm of the word count, a line through the anchors drawn towards their mean."""
    length = np.array([np.log1p(len(row.answer.split())) for row in rows])
    scores = np.array([row.score for row in rows])
    centred = length[anchors] - length[anchors].mean()
    slope = (centred @ (scores[anchors] - scores[anchors].mean())) / (centred @ centred + 1.0)
    line: Numbers = np.clip(scores[anchors].mean() + slope * (length[tests] - length[anchors].mean()), 0.0, 1.0)
    return line


def measures(predicted: Numbers, human: Numbers, questions: Sequence[str]) -> dict[str, float]:
    return {
        "pearson": pearson(predicted, human),
        "rmse": float(np.sqrt(np.mean((predicted - human) ** 2))),
        "qwk": quadratic_kappa(predicted, human),
        "within_question_pearson": pearson(centred(predicted, questions), centred(human, questions)),
    }


def pearson(left: Numbers, right: Numbers) -> float:
    if left.std() < 1e-9 or right.std() < 1e-9:
        return 0.0
    return float(np.corrcoef(left, right)[0, 1])


def centred(values: Numbers, questions: Sequence[str]) -> Numbers:
    moved = values.copy()
    names = np.array(questions)
    for name in set(questions):
        moved[names == name] -= values[names == name].mean()
    return moved


def quadratic_kappa(predicted: Numbers, human: Numbers, levels: int = 5) -> float:
    """Return Cohen's kappa with quadratic weights over five equal levels."""
    left, right = (np.clip((values * levels).astype(int), 0, levels - 1) for values in (predicted, human))
    observed = np.zeros((levels, levels))
    np.add.at(observed, (left, right), 1.0)
    expected = np.outer(observed.sum(axis=1), observed.sum(axis=0)) / observed.sum()
    weights = (np.arange(levels)[:, None] - np.arange(levels)[None, :]) ** 2
    chance = float((weights * expected).sum())
    return 1.0 - float((weights * observed).sum()) / chance if chance else 0.0


def with_intervals(predicted: Numbers, human: Numbers, questions: Sequence[str]) -> dict[str, dict[str, float]]:
    """Return each measure with its 95 % bootstrap interval over questions."""
    random = np.random.default_rng(SEED)
    names = sorted(set(questions))
    of_question = {name: np.flatnonzero(np.array(questions) == name) for name in names}
    draws: dict[str, list[float]] = defaultdict(list)
    for _ in range(BOOTSTRAPS):
        drawn = random.choice(len(names), size=len(names))
        at = np.concatenate([of_question[names[number]] for number in drawn])
        # A question drawn twice is two questions.
        labels = [f"{place}" for place, number in enumerate(drawn) for _ in of_question[names[number]]]
        for name, value in measures(predicted[at], human[at], labels).items():
            draws[name].append(value)
    return {
        name: {
            "value": round(value, 3),
            "low": round(float(np.quantile(draws[name], 0.025)), 3),
            "high": round(float(np.quantile(draws[name], 0.975)), 3),
        }
        for name, value in measures(predicted, human, questions).items()
    }


async def evaluate(rows: Sequence[Row], embedder: Embedder) -> dict[str, object]:
    """Return the measures of one data set."""
    evaluators: tuple[Evaluator, ...] = (PointsEvaluator(CoverageJudge(embedder)), AnchorsEvaluator(embedder))
    alone = {evaluator.name: np.array([await predict(row, (evaluator,)) for row in rows]) for evaluator in evaluators}
    base: Numbers = np.mean(list(alone.values()), axis=0)
    vectors = np.array(await embedder.embed([row.answer for row in rows]))
    scores = np.array([row.score for row in rows])
    places: dict[str, dict[str, list[int]]] = defaultdict(lambda: {"anchor": [], "test": []})
    for at, row in enumerate(rows):
        places[row.question_id][row.role].append(at)
    tests = [at for place in places.values() for at in place["test"]]
    questions = [rows[at].question_id for at in tests]
    outcome: dict[str, object] = {"answers": len(tests), "questions": len(set(questions))}
    for name, values in {**alone, "mean": base}.items():
        outcome[f"{name}, no anchors"] = with_intervals(values[tests], scores[tests], questions)
    if all(place["anchor"] for place in places.values() if place["test"]):
        chosen = [(place["anchor"][:ANCHORS], place["test"]) for place in places.values() if place["test"]]
        anchored = np.concatenate([with_anchors(base, vectors, shown, asked, scores) for shown, asked in chosen])
        floor = np.concatenate([by_length(rows, shown, asked) for shown, asked in chosen])
        outcome[f"mean, {ANCHORS} anchors"] = with_intervals(anchored, scores[tests], questions)
        outcome[f"length only, {ANCHORS} anchors"] = with_intervals(floor, scores[tests], questions)
    return outcome


async def run(data: Path, sets: Sequence[str]) -> dict[str, object]:
    models = EmbeddedModels(EmbeddedModelsConfig(hears=False, speaks=False))
    await models.start()
    try:
        by_set: dict[str, list[Row]] = defaultdict(list)
        for row in read_rows(data):
            by_set[row.dataset].append(row)
        chosen = {name: rows for name, rows in by_set.items() if not sets or name in sets}
        return {name: await evaluate(rows, models.embedder) for name, rows in chosen.items()}
    finally:
        await models.aclose()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--data", type=Path, required=True, help="folder with the CSV files")
    parser.add_argument("--json", type=Path, required=True, help="where the measures are written")
    parser.add_argument("--sets", nargs="*", default=[], help="only these data sets")
    arguments = parser.parse_args()
    if not arguments.data.is_dir():
        sys.exit(f"{arguments.data} is no folder; give one with CSV files by --data")
    outcome = asyncio.run(run(arguments.data, arguments.sets))
    arguments.json.write_text(json.dumps(outcome, indent=2) + "\n", encoding="utf-8")
    for name, found in outcome.items():
        assert isinstance(found, dict)
        print(f"{name}: {found['answers']} answers to {found['questions']} questions")
        for way, values in found.items():
            if isinstance(values, dict):
                print(f"  {way:28}", *(f"{measure} {value['value']:.3f}" for measure, value in values.items()))


if __name__ == "__main__":
    main()
