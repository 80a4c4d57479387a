"""Which follow-up the plan brain asks: what is missing, best fit first, then the candidate's own words."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.support.coverage import KeywordJudge
from tests.support.model_brain import a_reading
from tests.support.packs import SECTIONS, a_pack, a_question, a_section
from tests.support.virtual_time import run_virtual
from vivavoce.domain.role_pack import Probe, RolePack, SectionKind
from vivavoce.interview.brain.follow_ups import OWN_WORDS, FollowUp, FollowUps
from vivavoce.interview.brain.plan import PlanBrain
from vivavoce.interview.brain.relevance import FollowUpFit
from vivavoce.interview.wording import LINES
from vivavoce.knowledge.vectors import RememberingEmbedder
from vivavoce.providers.scripted.embeddings import ScriptedEmbedder

PROBES = (
    Probe(text="What do you look at first?", for_point="explain"),
    Probe(text="And what does that index cost when rows are written?", for_point="cache"),
    Probe(text="Could you give an example?"),
)


def _pack(probes: Sequence[Probe] = PROBES) -> RolePack:
    question = a_question("slow-queries", points=("index", "explain", "cache"), probes=tuple(probes))
    technical = a_section(SectionKind.TECHNICAL, 8, question)
    return a_pack(sections=(SECTIONS[0], technical, *SECTIONS[2:]))


def _asked(
    said: str, embedder: ScriptedEmbedder, *, pack: RolePack | None = None, spoken: str = "", to_spare: bool = False
) -> FollowUp | None:
    plan = PlanBrain(judge=KeywordJudge(), embedder=ScriptedEmbedder())

    async def chosen() -> FollowUp | None:
        reading, scene = await a_reading(plan, said, pack=pack or _pack())
        scene = replace(scene, to_spare=to_spare)
        question = scene.question
        assert question is not None
        if spoken:
            asked = replace(scene.state.open_question, probe_texts=(spoken,), follow_ups=1)
            scene = replace(scene, state=replace(scene.state, questions={question.id: asked}))
        return await FollowUps(FollowUpFit(embedder), LINES).choose(reading, scene, question)

    return run_virtual(chosen())[0]


def test_of_what_is_missing_the_probe_about_the_answer_is_asked_first() -> None:
    found = _asked("I add an index to the rows that are written.", ScriptedEmbedder())

    assert found == FollowUp(text=PROBES[1].text, probe="cache")


def test_a_probe_is_never_asked_for_what_was_said_however_well_it_fits() -> None:
    found = _asked("I add an index, a cache, and rows that are written.", ScriptedEmbedder())

    assert found == FollowUp(text=PROBES[0].text, probe="explain")


def test_without_embeddings_the_weightiest_opening_is_asked() -> None:
    embedder = ScriptedEmbedder()
    embedder.broken = True

    assert _asked("I add an index to the rows that are written.", embedder) == FollowUp(
        text=PROBES[0].text, probe="explain"
    )


@pytest.mark.parametrize(
    ("probes", "probe"),
    [((PROBES[0],), OWN_WORDS), ((PROBES[0], PROBES[2]), OWN_WORDS)],
    ids=["none left", "general left"],
)
def test_the_candidates_own_words_follow_when_no_probe_is_left(probes: tuple[Probe, ...], probe: str) -> None:
    found = _asked("I add the covering index.", ScriptedEmbedder(), pack=_pack(probes), spoken=PROBES[0].text)

    assert found is not None
    assert (found.probe, "covering index" in found.text) == (probe, True)


COMPLETE = "I use the covering index, a cache, and I explain it to everybody who asks."


def test_a_covered_question_has_no_follow_up() -> None:
    assert _asked(COMPLETE, ScriptedEmbedder()) is None


@pytest.mark.parametrize(
    ("probes", "text"),
    [
        (PROBES, PROBES[2].text),
        (PROBES[:2], "You mentioned the covering index. Could you tell me more about that?"),
    ],
    ids=["as the pack asks", "in their own words"],
)
def test_a_complete_answer_is_gone_into_where_time_is_left(probes: tuple[Probe, ...], text: str) -> None:
    found = _asked(COMPLETE, ScriptedEmbedder(), pack=_pack(probes), to_spare=True)

    assert found is not None
    assert found.text == text


def test_what_says_nothing_to_quote_is_gone_into_with_a_question_nobody_has_heard_yet() -> None:
    said = "Index, cache, explain, always those three."
    first = _asked(said, ScriptedEmbedder(), pack=_pack(PROBES[:2]), to_spare=True)
    second = _asked(said, ScriptedEmbedder(), pack=_pack(PROBES[:2]), to_spare=True, spoken=LINES.deeper[0])

    assert (first and first.text, second and second.text) == LINES.deeper[:2]


class _Counting(ScriptedEmbedder):
    """Counts the texts it is given."""

    def __init__(self) -> None:
        super().__init__()
        self.given: list[str] = []

    async def embed(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        self.given += texts
        return await super().embed(texts)


def test_a_text_is_embedded_once_whoever_asks() -> None:
    counting = _Counting()
    shared = RememberingEmbedder(counting)

    async def ask() -> Sequence[Sequence[float]]:
        await FollowUpFit(shared).scores("How?", "I add an index.", ["Why that?"])
        return await shared.embed(["Why that?", "How?", "Why that?"])

    vectors = run_virtual(ask())[0]

    assert sorted(counting.given) == sorted(set(counting.given))
    assert list(vectors[0]) == list(vectors[2]) != list(vectors[1])
