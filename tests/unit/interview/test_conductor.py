from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.support.coverage import KeywordJudge
from tests.support.packs import a_pack
from tests.support.virtual_time import run_virtual
from vivavoce.domain.errors import ProviderError
from vivavoce.domain.role_pack import SectionKind
from vivavoce.domain.session import Accommodations, EndReason
from vivavoce.domain.transcript import Speaker, Turn
from vivavoce.interview.acts import Act
from vivavoce.interview.brain.plan import PlanBrain
from vivavoce.interview.conductor import Conductor, IllegalMoveError, Reading, Scene
from vivavoce.interview.moves import Choice, Move
from vivavoce.interview.personas.interviewer import INTERVIEWER
from vivavoce.interview.personas.persona import Persona
from vivavoce.interview.replies import Planned, Replies
from vivavoce.interview.state import InterviewState, QuestionState
from vivavoce.interview.time_boxes import TimeBoxes
from vivavoce.providers.scripted.embeddings import ScriptedEmbedder

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
PACK = a_pack()


def _technical(**changes: object) -> InterviewState:
    """The first technical question is open and has been heard."""
    state = InterviewState(
        started=True,
        opened=True,
        section="technical",
        sections=("intro", "technical"),
        question_id="slow-queries",
        questions={"slow-queries": QuestionState(asked_at_s=0.0, section="technical")},
    )
    return replace(state, **changes)  # type: ignore[arg-type]  # named by each test


def _scene(state: InterviewState, *, now_s: float = 0.0) -> Scene:
    return Conductor(PACK).scene(state, now_s=now_s)


def test_a_brain_cannot_complete_an_interview_by_closing_it() -> None:
    scene = _scene(_technical())

    with pytest.raises(IllegalMoveError, match="completed by moving on"):
        Conductor(PACK).check(Choice(move=Move.CLOSE, parts=("Bye.",), ends=EndReason.COMPLETED), scene)


def test_an_exhausted_question_cannot_be_probed() -> None:
    used = _technical(questions={"slow-queries": QuestionState(asked_at_s=0.0, follow_ups=2)})

    with pytest.raises(IllegalMoveError):
        Conductor(PACK).check(Choice(move=Move.PROBE, parts=("And?",)), _scene(used))


def test_without_time_probes_go_first_and_core_questions_stay() -> None:
    scene = _scene(_technical(), now_s=400.0)

    assert Move.PROBE not in scene.legal
    assert scene.next.question is not None
    assert scene.next.question.id == "lost-messages"


def test_when_the_box_is_full_the_rest_of_the_section_is_dropped_with_the_reason() -> None:
    scene = _scene(_technical(), now_s=470.0)

    assert scene.next.section.kind is SectionKind.SYSTEM_DESIGN
    assert {one.question_id: one.reason for one in scene.next.dropped} == {
        "lost-messages": "time",
        "hard-locks": "time",
        "easy-types": "time",
    }


def test_in_overtime_only_the_candidates_questions_and_the_wrap_up_are_left() -> None:
    scene = _scene(_technical(), now_s=31 * 60 * 1.3)

    assert [section.kind for section in scene.next.entered] == [SectionKind.CANDIDATE_QUESTIONS]


def test_a_section_that_begins_late_is_squeezed_but_not_below_three_fifths() -> None:
    late = _technical(section="system_design", section_entered_s=3000.0)

    assert TimeBoxes(PACK).section_left_s(late, 3000.0) == pytest.approx(0.6 * 8 * 60)


def test_reserved_sections_are_never_squeezed() -> None:
    late = _technical(section="candidate_questions", section_entered_s=3000.0)

    assert TimeBoxes(PACK).section_left_s(late, 3000.0) == pytest.approx(4 * 60)


def test_an_accommodation_stretches_the_boxes() -> None:
    state = _technical(accommodations=Accommodations(patience_factor=1.5))

    assert Conductor(PACK).boxes(state).section_left_s(state, 0.0) == pytest.approx(1.5 * 8 * 60)


def test_pauses_cost_no_interview_time() -> None:
    state = _technical(stopped_s=600.0, paused_at_s=700.0)

    assert state.spent_s(5000.0) == pytest.approx(100.0)


def test_a_paused_interview_allows_nothing_but_going_on_and_leaving() -> None:
    assert _scene(_technical(paused_at_s=0.0)).legal == {
        Move.LISTEN,
        Move.RESUME,
        Move.HAND_TO_HUMAN,
        Move.CONFIRM_LEAVE,
        Move.CLOSE,
    }


def test_strong_coverage_raises_the_tier_once_and_weak_coverage_never_lowers_it() -> None:
    strong = QuestionState(asked_at_s=0.0, covered=frozenset({"index", "explain"}))
    weak = QuestionState(asked_at_s=0.0, covered=frozenset({"index"}))
    choice = Choice(move=Move.MOVE_ON, parts=("Next?",), close_reason="covered")

    def raised(question: QuestionState, tier: int) -> list[int]:
        scene = _scene(_technical(questions={"slow-queries": question}, tier=tier))
        events = Conductor(PACK).events(choice, scene, reply_id="r", at=NOW, at_s=1.0)
        return [event.tier for event in events if event.kind == "tier_raised"]

    assert raised(strong, 1) == [2]
    assert raised(weak, 1) == []
    assert raised(strong, 2) == []


def test_a_persona_that_does_not_say_it_is_an_ai_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="must say that it is an AI"):
        replace(INTERVIEWER, disclosure="Hello, my name is Sam.")


class _WilfulBrain(PlanBrain):
    """Chooses what it was told to, whatever is legal."""

    def __init__(self, choice: Choice | ProviderError) -> None:
        super().__init__(judge=KeywordJudge(), embedder=ScriptedEmbedder())
        self._choice = choice

    @property
    def name(self) -> str:
        return "wilful"

    async def choose(self, reading: Reading, scene: Scene) -> Choice:
        if isinstance(self._choice, ProviderError):
            raise self._choice
        return self._choice


def _replies(choice: Choice | ProviderError, *, persona: Persona = INTERVIEWER) -> tuple[Replies, Counter[str]]:
    violations: Counter[str] = Counter()
    spare = PlanBrain(judge=KeywordJudge(), embedder=ScriptedEmbedder())
    return Replies(Conductor(PACK), _WilfulBrain(choice), spare, persona, violations), violations


def _planned(replies: Replies, text: str) -> Planned:
    turn = Turn(id="t", speaker=Speaker.CANDIDATE, text=text, start_s=0.0, end_s=5.0)
    return run_virtual(replies.answer(turn, _technical(), now_s=5.0, at=NOW))[0]


@pytest.mark.parametrize(
    "choice",
    [
        Choice(move=Move.CLOSE, parts=("You are done.",), ends=EndReason.COMPLETED),
        Choice(move=Move.RESUME, parts=("Bye.",), ends=EndReason.ABUSE),
        Choice(move=Move.OPEN, parts=("Hello again.",)),
        ProviderError("llm", "no answer"),
    ],
    ids=["closes", "ends without closing", "opens twice", "fails"],
)
def test_an_illegal_choice_or_a_dead_brain_falls_back_to_the_plan_within_the_turn(
    choice: Choice | ProviderError,
) -> None:
    replies, _ = _replies(choice)

    planned = _planned(replies, "In my work I use the index.")

    assert planned.reply.parts[-1] == "What else belongs to step 2?"


def test_a_move_the_persona_may_not_make_falls_back_too() -> None:
    silent = replace(INTERVIEWER, permissions=INTERVIEWER.permissions - {Move.DISCLOSE})
    replies, _ = _replies(Choice(move=Move.DISCLOSE, parts=("I am.",)), persona=silent)

    assert _planned(replies, "In my work I use the index.").choice.move is Move.PROBE


@pytest.mark.parametrize(
    ("parts", "spoken"),
    [
        (("Great answer!", "What broke?"), ("What broke?",)),
        (("Thank you.", "You forgot the cache. What about it?"), ("Thank you.", "Could you tell me more about that?")),
        (("What broke?", "And when?"), ("What broke?",)),
        (("Thank you.", "Great answer! What broke?"), ("Thank you.", "What broke?")),
        (("Thank you.", "How old are you?"), ("Thank you.", "Could you tell me more about that?")),
        (("Thank you.", "Sind Sie verheiratet?"), ("Thank you.", "Could you tell me more about that?")),
    ],
)
def test_what_the_linter_holds_back_is_replaced_and_counted(parts: Sequence[str], spoken: Sequence[str]) -> None:
    replies, violations = _replies(Choice(move=Move.PROBE, parts=tuple(parts)))

    planned = _planned(replies, "In my work I use the index.")

    assert planned.reply.parts == tuple(spoken)
    assert violations.total() >= 1


def test_equal_moves_have_equal_ids_and_other_words_another() -> None:
    replies, _ = _replies(Choice(move=Move.PROBE, parts=("What broke?",)))
    others, _ = _replies(Choice(move=Move.PROBE, parts=("What held?",)))

    one, same, other = (
        _planned(replies, "An index."),
        _planned(replies, "An index and more."),
        _planned(others, "An index."),
    )

    assert one.reply.id == same.reply.id != other.reply.id


def test_only_moves_that_depend_on_the_last_words_wait_for_them() -> None:
    plan = PlanBrain(judge=KeywordJudge(), embedder=ScriptedEmbedder())
    everything = "In my work I use the index and explain and a cache and I look at all of it again afterwards."

    def needs_exact(text: str) -> bool:
        return _planned(Replies(Conductor(PACK), plan, plan, INTERVIEWER, Counter()), text).reply.needs_exact

    assert not needs_exact(everything)
    assert needs_exact("Can you repeat that?")
    assert needs_exact("In my work I use the index.")


def test_what_is_likely_next_is_named_ahead_for_rendering() -> None:
    plan = PlanBrain(judge=KeywordJudge(), embedder=ScriptedEmbedder())
    replies = Replies(Conductor(PACK), plan, plan, INTERVIEWER, Counter())
    ahead = plan.upcoming(_scene(_technical()))

    next_question = _planned(replies, "In my work I use the index and explain and a cache.").reply.parts
    probe = _planned(replies, "In my work I use the index.").reply.parts
    rephrased = _planned(replies, "Could you rephrase that?").reply.parts

    assert set(next_question) <= set(ahead)
    assert set(probe) <= set(ahead)
    assert rephrased[-1] in ahead
    assert len(ahead) <= 8


def test_candidate_speech_reaches_a_reply_only_as_a_noun_phrase() -> None:
    plan = PlanBrain(judge=KeywordJudge(), embedder=ScriptedEmbedder())
    pack = a_pack()
    bare = replace(pack.question("slow-queries"), probes=())
    sections = tuple(
        replace(one, questions=tuple(bare if q.id == bare.id else q for q in one.questions)) for one in pack.sections
    )
    replies = Replies(Conductor(replace(pack, sections=sections)), plan, plan, INTERVIEWER, Counter())

    reply = _planned(replies, "In my work the index was rebuilt by our maintenance job.").reply

    assert reply.parts[-1].count("your maintenance job") == 1


def test_acts_are_the_words_of_the_log() -> None:
    assert {act.value for act in Act} >= {"answer", "repeat", "rephrase", "hold", "skip", "does_not_know"}
