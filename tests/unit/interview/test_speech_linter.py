import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.interview.illegal_questions import ILLEGAL, LAWFUL
from vivavoce.domain.role_pack import RolePack
from vivavoce.interview.brain.follow_ups import FollowUp
from vivavoce.interview.brain.responses import Responses
from vivavoce.interview.conductor import Conductor, Scene
from vivavoce.interview.personas.interviewer import INTERVIEWER
from vivavoce.interview.speech_linter import Rule, lint
from vivavoce.interview.state import InterviewState, QuestionState
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


@pytest.mark.parametrize(("topic", "text"), [(topic, text) for topic, texts in ILLEGAL.items() for text in texts])
def test_what_may_not_be_asked_is_found_in_every_wording_and_language(topic: str, text: str) -> None:
    for spoken in (text, f"Thank you. {text}", text.upper(), text.replace("?", ".")):
        assert Rule.ILLEGAL_TOPIC in {violation.rule for violation in lint([spoken])}, topic


@pytest.mark.parametrize("text", LAWFUL)
def test_what_only_sounds_near_may_be_asked(text: str) -> None:
    assert lint([text]) == []


@pytest.mark.parametrize("pack", shipped_packs().values(), ids=lambda pack: pack.id)
@settings(deadline=None, max_examples=25)
@given(data=st.data())
def test_whatever_the_plan_says_at_any_point_of_a_shipped_pack_passes(pack: RolePack, data: st.DataObject) -> None:
    scene = _any_scene(pack, data)
    responses = Responses(INTERVIEWER, LINES)
    question = scene.question
    assert question is not None
    probes = [FollowUp(text=probe.text, probe=probe.for_point) for probe in question.probes]
    item = data.draw(st.sampled_from(pack.knowledge))

    said = [
        responses.move_on(scene, "covered"),
        responses.rephrase(scene),
        responses.back(scene),
        responses.told(scene, item.answer),
        responses.not_known(scene, "Is there a gym?"),
        responses.hand_over(),
        *(responses.probe(probe, scene) for probe in probes),
    ]

    assert [violation for choice in said for violation in lint(choice.parts)] == []


def _any_scene(pack: RolePack, data: st.DataObject) -> Scene:
    section = data.draw(st.sampled_from(pack.sections))
    question = data.draw(st.sampled_from(section.questions))
    state = InterviewState(
        started=True,
        opened=True,
        section=section.kind.value,
        question_id=question.id,
        moves=data.draw(st.integers(min_value=0, max_value=40)),
        questions={question.id: QuestionState(asked_at_s=0.0, section=section.kind.value)},
    )
    return Conductor(pack).scene(state, now_s=data.draw(st.floats(min_value=0.0, max_value=4000.0)))
