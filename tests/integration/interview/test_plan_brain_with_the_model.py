"""The plan brain with the real sentence embeddings and the shipped packs, in virtual time."""

from collections.abc import Callable, Iterator

import pytest

from tests.support.blocking_embedder import BlockingEmbedder
from tests.support.interviews import Stage
from tests.support.scripted_engine import Says
from tests.support.virtual_time import run_virtual
from vivavoce.domain.ports.voice_engine import Reply
from vivavoce.domain.role_pack import RolePack, SectionKind
from vivavoce.domain.session import EndReason
from vivavoce.interview.brain.follow_ups import GENERAL, OWN_WORDS
from vivavoce.interview.brain.plan import PlanBrain
from vivavoce.interview.company_knowledge import CompanyKnowledge
from vivavoce.interview.state import InterviewState
from vivavoce.knowledge.coverage import CoverageJudge
from vivavoce.knowledge.packs import shipped_packs

pytestmark = pytest.mark.integration

PACKS = shipped_packs()
BACKEND = PACKS["backend-engineer"]
ASIDE = "Yesterday my neighbour painted his garden fence blue, and then we had pasta on the balcony."
SMALL_TALK = "I have worked on several systems in the last years, mostly in a small team that built them together."


@pytest.fixture(scope="module")
def embedder() -> Iterator[BlockingEmbedder]:
    embedder = BlockingEmbedder()
    yield embedder
    embedder.close()


def _points(count: int) -> Callable[[RolePack, str, int], str]:
    """Say this many of a question's expected points, others at every follow-up."""

    def answer(pack: RolePack, question_id: str, times: int) -> str:
        points = pack.question(question_id).expected
        said = points if count >= len(points) else points[times * count : (times + 1) * count]
        return " ".join(point.text for point in said) or SMALL_TALK

    return answer


def _interview(
    pack: RolePack, embedder: BlockingEmbedder, answer: Callable[[RolePack, str, int], str]
) -> tuple[EndReason, InterviewState, Stage]:
    async def play() -> tuple[EndReason, InterviewState, Stage]:
        stage = Stage(pack=pack, brain=PlanBrain(judge=CoverageJudge(embedder), embedder=embedder))
        await stage.invite()
        asked: dict[str, int] = {}

        def candidate(reply: Reply) -> Says | None:
            times = asked.get(reply.question_id, 0)
            asked[reply.question_id] = times + 1
            section = next((one for one in pack.sections if one.kind.value == reply.section), None)
            if section is not None and section.kind is SectionKind.CANDIDATE_QUESTIONS:
                return Says(
                    text=("How large is the team?", "Do you have a dress code?", "No, that's all.")[min(times, 2)]
                )
            return Says(text=answer(pack, reply.question_id, times))

        await stage.connect(candidate)
        reason = await stage.finished()
        state = await stage.state()
        await stage.host.aclose()
        return reason, state, stage

    return run_virtual(play())[0]


@pytest.mark.parametrize("pack", PACKS.values(), ids=lambda pack: pack.id)
def test_an_expert_covers_what_is_asked_and_is_hardly_probed(pack: RolePack, embedder: BlockingEmbedder) -> None:
    reason, state, stage = _interview(pack, embedder, _points(99))

    scored = [question for section in pack.sections for question in section.questions if question.criteria]
    asked = [state.of_question(one.id) for one in scored if state.of_question(one.id).asked_at_s is not None]
    after_points = [one for one in asked if set(one.probes) - {GENERAL, OWN_WORDS}]
    assert reason is EndReason.COMPLETED
    assert all(state.of_question(one.id).asked_at_s is not None for one in scored if one.core)
    assert len([one for one in asked if one.closed == "covered"]) >= 0.9 * len(asked)
    assert len(after_points) <= 0.1 * len(asked)
    assert state.flags == ("unanswered_question",)
    assert not stage.host.linter_violations


@pytest.mark.parametrize("pack", PACKS.values(), ids=lambda pack: pack.id)
def test_half_an_answer_is_probed_for_what_is_missing_within_the_limit(
    pack: RolePack, embedder: BlockingEmbedder
) -> None:
    reason, state, stage = _interview(pack, embedder, _points(1))

    for section in pack.sections:
        for question in section.questions:
            probed = state.of_question(question.id)
            assert probed.follow_ups <= question.max_follow_ups
            assert not set(probed.probes) & set(
                _covered_before_probe(probed.probes, question.expected[0].id if question.expected else "")
            )
    assert reason is EndReason.COMPLETED
    assert sum(question.follow_ups for question in state.questions.values()) >= 10
    assert not stage.host.linter_violations


def _covered_before_probe(probes: tuple[str, ...], first_point: str) -> tuple[str, ...]:
    """The first answer said the first point: nothing may ask for it again."""
    return (first_point,) if probes else ()


def test_an_aside_is_led_back_or_probed_and_never_counted(embedder: BlockingEmbedder) -> None:
    reason, state, stage = _interview(BACKEND, embedder, lambda *_: ASIDE)

    assert reason is EndReason.COMPLETED
    assert not any(question.covered for question in state.questions.values())
    assert any("Let me come back to my question." in line.text for line in stage.engine.heard)
    assert state.tier == 1


@pytest.mark.parametrize(
    ("asked", "topic"),
    [
        ("how large is the team", "The team"),
        ("which technologies do you use", "Technology"),
        ("what about salary", "Pay"),
        ("how much would i earn", "Pay"),
        ("can i work from home", "Place of work"),
        ("do i have to be in the office", "Place of work"),
        ("what happens next", "Next steps"),
        ("when will i hear back", "Next steps"),
        ("what would i do in the first weeks", "The first months"),
        ("do you have on-call rotations", "On-call duty"),
        ("What is the parking like at your office?", None),
        ("Can I bring my dog to work?", None),
        ("What is the company's revenue?", None),
        ("Who are your biggest competitors?", None),
        ("Do you sponsor visas?", None),
        ("What's the CEO like?", None),
        ("Is lunch free?", None),
    ],
)
def test_what_the_pack_knows_is_answered_and_nothing_else(
    asked: str, topic: str | None, embedder: BlockingEmbedder
) -> None:
    found, _ = run_virtual(CompanyKnowledge(embedder).find(BACKEND, asked))

    assert (found.topic if found else None) == topic
