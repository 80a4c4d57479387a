"""What is spoken instead of words the speech linter holds back."""

import pytest

from tests.support.coverage import KeywordJudge
from tests.support.model_brain import a_reading
from tests.support.virtual_time import run_virtual
from vivavoce.interview.brain.plan import PlanBrain
from vivavoce.interview.conductor import Scene
from vivavoce.interview.mending import mended
from vivavoce.interview.moves import Choice, Move
from vivavoce.interview.speech_linter import lint
from vivavoce.interview.wording import LINES
from vivavoce.providers.scripted.embeddings import ScriptedEmbedder

ASKED = "How do you handle slow queries?"
REPHRASED = "In your work, what do you do about slow queries?"


@pytest.fixture(scope="module")
def scene() -> Scene:
    brain = PlanBrain(judge=KeywordJudge(), embedder=ScriptedEmbedder())
    return run_virtual(a_reading(brain, "In my work I use the index."))[0][1]


@pytest.mark.parametrize(
    ("move", "parts", "spoken"),
    [
        (Move.REPHRASE, ("In other words:", "How old are you?"), ("In other words:", REPHRASED)),
        (Move.REDIRECT, ("Let me come back to my question.", "Avez-vous des enfants ?"), (LINES.redirect, REPHRASED)),
        (Move.REPEAT, ("Here is it again:", "You forgot the cache, right?"), ("Here is it again:", ASKED)),
        (Move.ANSWER, ("You will get an offer.", LINES.back_to, ASKED), (LINES.not_known, LINES.back_to, ASKED)),
        (
            Move.ANSWER,
            ("The team has seven people.", "Are you married?"),
            ("The team has seven people.", LINES.not_known),
        ),
        (Move.MOVE_ON, ("Great answer!", "Wie alt sind Sie?"), ("How do you handle lost messages?",)),
        (Move.PROBE, ("I see.", "That is four out of five. What broke?"), ("I see.", "What broke?")),
    ],
)
def test_the_plans_wording_of_the_same_move_is_spoken(
    move: Move, parts: tuple[str, ...], spoken: tuple[str, ...], scene: Scene
) -> None:
    found = mended(Choice(move=move, parts=parts), scene, lint)

    assert found.parts == spoken
    assert lint(found.parts) == []
    assert found.move is move
