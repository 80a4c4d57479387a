"""What the language-model brain lets a model say, judged with the real sentence embeddings on a shipped pack."""

import asyncio
from collections.abc import Iterator

import pytest

from tests.support.blocking_embedder import BlockingEmbedder
from tests.support.model_brain import RuledLanguageModel, a_reading, always, says
from vivavoce.interview.brain.model import ModelBrain
from vivavoce.interview.brain.plan import PlanBrain
from vivavoce.interview.brain.relevance import FollowUpFit
from vivavoce.interview.moves import Choice
from vivavoce.knowledge.coverage import CoverageJudge
from vivavoce.knowledge.packs import shipped_packs

pytestmark = pytest.mark.integration

PACK = shipped_packs()["backend-engineer"]
ANSWER = (
    "So first I would look at the query plan and see if it does a full table scan. At my last company the orders table had"
    " grown to two hundred million rows and I added a composite index on customer and date."
)


@pytest.fixture(scope="module")
def embedder() -> Iterator[BlockingEmbedder]:
    embedder = BlockingEmbedder()
    yield embedder
    embedder.close()


def _decided(decision: str, embedder: BlockingEmbedder) -> tuple[Choice, ModelBrain]:
    brain = ModelBrain(
        plan=PlanBrain(judge=CoverageJudge(embedder), embedder=embedder),
        language_model=RuledLanguageModel(always(decision), first_piece_s=0.0),
        embedder=embedder,
        deadline_s=60.0,
    )

    async def decided() -> Choice:
        reading, scene = await a_reading(brain, ANSWER, pack=PACK)
        return await brain.choose(reading, scene)

    return asyncio.run(decided()), brain


@pytest.mark.parametrize(
    "text",
    [
        "You mentioned a composite index on customer and date. How did you choose the order of its columns?",
        "What did the query plan show you in that case?",
        "How did you notice that the orders table was the problem?",
        "And what happened after you added it?",
        "How long did that take you?",
        "What would you have done if that had not helped?",
        "Which part of the work on the orders table was yours?",
    ],
)
def test_follow_ups_about_the_answer_are_spoken(text: str, embedder: BlockingEmbedder) -> None:
    choice, brain = _decided(says("probe", text, about="own_words"), embedder)

    assert choice.parts[-1] == text
    assert not brain.refused


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("What is your favourite football club?", "off_plan"),
        ("How would you design a notification service?", "off_plan"),
        ("How do you make sure that a payment is not charged twice?", "off_plan"),
        ("Tell me about a conflict with a colleague, what happened?", "off_plan"),
        ("Why do you want this job?", "off_plan"),
        ("Did you also check for lock contention?", "hint"),
        ("Have the table statistics gone stale?", "hint"),
        ("Did you consider caching the result?", "hint"),
    ],
)
def test_follow_ups_about_something_else_and_hints_are_not(text: str, reason: str, embedder: BlockingEmbedder) -> None:
    choice, brain = _decided(says("probe", text, about="own_words"), embedder)

    assert choice.parts[-1] in {probe.text for probe in PACK.question("slow-query").probes}
    assert brain.refused[reason] == 1


def test_of_five_questions_the_one_about_the_answer_fits_best(embedder: BlockingEmbedder) -> None:
    listed = ["Why should we hire you?", "What motivates you?", "Tell me about yourself.", "How do you handle stress?"]
    about = "And how did you know that the table scan was what made it slow?"

    ranked = asyncio.run(
        FollowUpFit(embedder).ranked("A query has become slow. How do you proceed?", ANSWER, [*listed, about])
    )

    assert ranked[0][0] == len(listed)
