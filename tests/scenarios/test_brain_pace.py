"""How long the interviewer waits: by section, by accommodation, and as people ask while it runs. Virtual time."""

import asyncio

import pytest

from tests.support.interview_scenes import a_strong_one, press, reached, watch, who_falls_silent_at
from tests.support.interviews import SESSION, Stage
from tests.support.packs import SECTIONS, a_pack, a_question
from tests.support.virtual_time import run_virtual
from vivavoce.api.candidate.live import command_of
from vivavoce.domain.errors import InvalidInputError
from vivavoce.domain.events import PaceChanged
from vivavoce.domain.role_pack import Section, SectionKind, TurnPatience
from vivavoce.domain.session import Accommodations
from vivavoce.interview.commands import ChangePace
from vivavoce.interview.live_view import LiveView, PaceShown, Snapshot
from vivavoce.interview.pace import Pace
from vivavoce.knowledge.packs.schema import DEFAULT_PATIENCE

CODING = Section(
    kind=SectionKind.CODING,
    title="Coding",
    minutes=12,
    bridge="Now I would like to see how you write code.",
    questions=(a_question("two-sum", points=("hash", "loop")),),
    patience=DEFAULT_PATIENCE[SectionKind.CODING],
)


def _patience(stage: Stage) -> TurnPatience:
    return stage.engine.conversations[-1].partner.policy().patience


async def _at_slow_queries(factor: float = 1.0) -> Stage:
    stage = Stage(accommodations=Accommodations(patience_factor=factor))
    await stage.invite()
    await stage.connect(who_falls_silent_at("slow-queries", stage))
    await reached(stage, "slow-queries")
    return stage


@pytest.mark.parametrize(("pace", "waits_s"), [(Pace.UNHURRIED, 3.2), (Pace.NORMAL, 2.0), (Pace.BRISK, 1.5)])
def test_a_candidate_changes_the_pace_and_the_next_pause_has_it(pace: Pace, waits_s: float) -> None:
    async def scene() -> tuple[float, float, list[object]]:
        stage = await _at_slow_queries()
        before = _patience(stage).max_silence_s
        await press(stage, ChangePace(pace=pace))
        after = _patience(stage).max_silence_s
        await stage.host.aclose()
        return before, after, [event for event in await stage.log() if isinstance(event, PaceChanged)]

    before, after, changed = run_virtual(scene())[0]

    assert before == pytest.approx(2.0)
    assert after == pytest.approx(waits_s)
    assert [event.by for event in changed if isinstance(event, PaceChanged)] == ["candidate"]


def test_more_time_multiplies_and_a_reviewer_may_add_to_it_but_not_take_it_back() -> None:
    async def scene() -> tuple[float, float]:
        stage = await _at_slow_queries(factor=2.0)
        before = _patience(stage).max_silence_s
        with pytest.raises(InvalidInputError, match="asked for more time"):
            await press(stage, ChangePace(pace=Pace.BRISK, by="reviewer"))
        await press(stage, ChangePace(pace=Pace.UNHURRIED, by="reviewer"))
        after = _patience(stage).max_silence_s
        await stage.host.aclose()
        return before, after

    before, after = run_virtual(scene())[0]

    assert before == pytest.approx(4.0)
    assert after == pytest.approx(6.4)


def test_the_page_shows_the_pace_whoever_changed_it_and_after_a_reload() -> None:
    async def scene() -> tuple[list[LiveView], list[LiveView]]:
        stage = await _at_slow_queries()
        seen, again = list[LiveView](), list[LiveView]()
        watching = [asyncio.create_task(watch(stage, seen))]
        await asyncio.sleep(0.1)
        await press(stage, ChangePace(pace=Pace.UNHURRIED, by="reviewer"))
        watching.append(asyncio.create_task(watch(stage, again)))
        await asyncio.sleep(0.1)
        for one in watching:
            one.cancel()
        await stage.host.aclose()
        return seen, again

    seen, again = run_virtual(scene())[0]

    assert [one.pace for one in seen if isinstance(one, Snapshot | PaceShown)] == [Pace.NORMAL, Pace.UNHURRIED]
    assert [one.pace for one in again if isinstance(one, Snapshot | PaceShown)] == [Pace.UNHURRIED]


def test_the_pace_outlives_a_restart() -> None:
    async def scene() -> float:
        stage = await _at_slow_queries()
        await press(stage, ChangePace(pace=Pace.UNHURRIED))
        await stage.host.aclose()
        stage.host = stage.new_host()
        await stage.connect(who_falls_silent_at("slow-queries", stage), session_id=SESSION)
        await reached(stage, "slow-queries")
        waits_s = _patience(stage).max_silence_s
        await stage.host.aclose()
        return waits_s

    assert run_virtual(scene())[0] == pytest.approx(3.2)


@pytest.mark.parametrize(("factor", "waits_s"), [(1.0, 90.0), (1.5, 135.0)])
def test_who_writes_code_may_be_silent_for_a_minute_and_a_half(factor: float, waits_s: float) -> None:
    async def scene() -> tuple[TurnPatience, float]:
        stage = Stage(
            pack=a_pack(sections=(*SECTIONS[:2], CODING, *SECTIONS[2:])),
            accommodations=Accommodations(patience_factor=factor),
        )
        await stage.invite()
        await stage.connect(a_strong_one(stage))
        await reached(stage, "two-sum")
        coding = _patience(stage)
        await reached(stage, "url-shortener")
        return coding, _patience(stage).max_silence_s

    coding, design_s = run_virtual(scene())[0]

    assert coding.max_silence_s == coding.offer_after_s == pytest.approx(waits_s)
    assert design_s == pytest.approx(2.0 * factor)


def test_small_talk_is_short_and_design_is_long() -> None:
    waits = {kind: patience.max_silence_s for kind, patience in DEFAULT_PATIENCE.items()}

    assert waits[SectionKind.INTRO] < waits[SectionKind.TECHNICAL] < waits[SectionKind.SYSTEM_DESIGN] < 90.0
    assert waits[SectionKind.CODING] == pytest.approx(90.0)
    assert set(waits) == set(SectionKind)


def test_the_page_asks_for_a_pace_by_name() -> None:
    assert command_of('{"command": "pace", "pace": "unhurried"}') == ChangePace(pace=Pace.UNHURRIED)
    assert command_of('{"command": "pace", "pace": "hectic"}') is None
