import dataclasses

import pytest

from vivavoce.domain.role_pack import RolePack
from vivavoce.interview.personas.interviewer import INTERVIEWER
from vivavoce.interview.speech_linter import Rule, lint
from vivavoce.interview.wording import LINES
from vivavoce.knowledge.packs import shipped_packs

FORBIDDEN = {
    Rule.PRAISE: (
        "Great answer!",
        "Good point.",
        "That's a really good example.",
        "Excellent.",
        "You're doing great.",
        "Well done.",
        "I love that approach.",
        "That is correct and very interesting.",
    ),
    Rule.HINT: (
        "Here is a hint.",
        "You forgot the replicas.",
        "Have you considered a queue?",
        "The correct answer is sharding.",
        "You didn't mention retries.",
    ),
    Rule.SCORING: (
        "Your score is high.",
        "I would rate this as strong.",
        "That is four out of five.",
        "The rubric asks for more.",
        "You passed.",
    ),
    Rule.PROMISE: (
        "I promise you will hear from us.",
        "You're hired.",
        "You will get an offer.",
        "We guarantee a second interview.",
    ),
    Rule.ILLEGAL_TOPIC: (
        "How old are you?",
        "Do you have children?",
        "What is your current salary?",
        "Are you married?",
        "Where are you originally from?",
        "You mentioned your pregnancy.",
        "Tell me about your religion.",
    ),
}


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule, texts in FORBIDDEN.items() for text in texts])
def test_what_an_interviewer_must_not_say_is_found(rule: Rule, text: str) -> None:
    assert rule in {violation.rule for violation in lint([text])}


@pytest.mark.parametrize(
    "text",
    [
        "How would you evaluate a model with an imbalanced F1 score?",
        "Tell me about a time when you disagreed.",
        "What does good code look like to you?",
        "How do you rate limit an interface?",
        "Which salary range applies is decided by the team.",
        "Think about a system you know well.",
        "Is it good to cache everything?",
    ],
)
def test_ordinary_questions_pass(text: str) -> None:
    assert lint([text]) == []


def test_a_second_question_in_one_reply_is_found() -> None:
    assert [one.rule for one in lint(["What did you do?", "And why?"])] == [Rule.ONE_QUESTION]


def test_a_sentence_nobody_can_follow_is_found() -> None:
    assert [one.rule for one in lint([" ".join(f"word{number}" for number in range(61))])] == [Rule.TOO_LONG]


def test_everything_the_plan_brain_can_say_by_itself_passes() -> None:
    spoken = [INTERVIEWER.disclosure, INTERVIEWER.about_itself]
    for field in dataclasses.fields(LINES):
        value = getattr(LINES, field.name)
        spoken += [value] if isinstance(value, str) else list(value)

    assert [violation for text in spoken for violation in lint([text.format(words="the queue")])] == []


def _spoken_by(pack: RolePack) -> list[str]:
    questions = [question for section in pack.sections for question in section.questions]
    return [
        pack.opening,
        pack.closing,
        *(section.bridge for section in pack.sections),
        *(text for question in questions for text in (question.text, question.rephrased)),
        *(probe.text for question in questions for probe in question.probes),
        *(item.answer for item in pack.knowledge),
    ]


@pytest.mark.parametrize("pack", shipped_packs().values(), ids=lambda pack: pack.id)
def test_every_shipped_pack_passes(pack: RolePack) -> None:
    assert [violation for text in _spoken_by(pack) for violation in lint([text])] == []
