"""Who writes instead of speaking: three times as long for the same answers, and the same interview."""

import asyncio
from collections.abc import Callable

import pytest

from tests.support.interview_scenes import reached, staged
from tests.support.interviews import SESSION, Stage
from tests.support.scripted_engine import Says
from tests.support.temperaments import TEMPERAMENTS, Temperament
from tests.support.virtual_time import run_virtual
from vivavoce.domain.events import MoveMade
from vivavoce.domain.role_pack import Question
from vivavoce.domain.session import Accommodations, EndReason
from vivavoce.interview.commands import Typing
from vivavoce.interview.live_view import Snapshot
from vivavoce.interview.wording import LINES

SPOKEN_S = 60.0
THREE_TIMES = 3 * SPOKEN_S


def _takes(seconds: float, *, typed: bool, temperament: str) -> Callable[[Question, int], Says | None]:
    rule = TEMPERAMENTS[temperament]

    def says(question: Question, times: int) -> Says | None:
        said = rule(question, times)
        if said is None:
            return None
        # A written answer arrives at once, after the time it took to write.
        after_s, takes_s = (seconds, 0.0) if typed else (1.0, seconds)
        return Says(text=said.text, after_s=after_s, takes_s=takes_s, typed=typed)

    return says


async def _keeps_writing(stage: Stage) -> None:
    """What the page says while somebody writes."""
    while True:
        await asyncio.sleep(5.0)
        await stage.host.command(SESSION, Typing())


async def _held(seconds: float, *, typed: bool, temperament: str) -> tuple[EndReason, list[tuple[str, str]]]:
    stage = Stage(accommodations=Accommodations(typed=typed))
    await stage.invite()
    rule = _takes(seconds, typed=typed, temperament=temperament)
    await stage.connect(Temperament(stage.pack, rule), hears=not typed)
    writing = asyncio.create_task(_keeps_writing(stage)) if typed else None
    reason = await stage.finished()
    if writing is not None:
        writing.cancel()
    await stage.host.aclose()
    moves = [one for one in await stage.log() if isinstance(one, MoveMade) and one.move in ("open", "ask", "probe")]
    return reason, [(one.question_id, one.move) for one in moves]


@pytest.mark.parametrize("temperament", ["strong", "average"])
def test_who_writes_is_asked_what_who_speaks_is_asked(temperament: str) -> None:
    spoken, _ = run_virtual(_held(SPOKEN_S, typed=False, temperament=temperament))
    written, _ = run_virtual(_held(THREE_TIMES, typed=True, temperament=temperament))

    assert spoken[0] is written[0] is EndReason.COMPLETED
    assert len(spoken[1]) > 10
    assert written[1] == spoken[1]


def test_without_that_allowance_who_takes_three_times_as_long_would_lose_core_questions() -> None:
    usual, _ = run_virtual(_held(SPOKEN_S, typed=False, temperament="strong"))
    slow, _ = run_virtual(_held(THREE_TIMES, typed=False, temperament="strong"))

    assert {one for one, _ in slow[1]} < {one for one, _ in usual[1]}


def test_who_writes_for_minutes_is_not_offered_help_and_who_stops_is() -> None:
    async def scene() -> tuple[list[str], list[str]]:
        stage = await staged()
        await stage.connect(lambda _: None, hears=False)
        await reached(stage, "your-work")
        writing = asyncio.create_task(_keeps_writing(stage))
        await asyncio.sleep(240)
        while_writing = [line.text for line in stage.engine.heard[1:]]
        writing.cancel()
        await asyncio.sleep(90)
        await stage.host.aclose()
        return while_writing, [line.text for line in stage.engine.heard[1:]]

    (while_writing, afterwards), _ = run_virtual(scene())

    assert while_writing == []
    assert afterwards[:1] == [LINES.offer]


def test_the_time_left_on_the_screen_is_that_of_somebody_who_writes() -> None:
    async def left_s(*, typed: bool) -> float:
        stage = await staged()
        await stage.connect(lambda _: None, hears=not typed)
        await reached(stage, "your-work")
        async for change in stage.host.watch(SESSION):
            assert isinstance(change, Snapshot)
            await stage.host.aclose()
            return change.time_left_s
        raise AssertionError("nothing was shown")

    spoken, _ = run_virtual(left_s(typed=False))
    written, _ = run_virtual(left_s(typed=True))

    assert written == pytest.approx(3 * spoken)
