"""A practice held aloud by a realtime model, in virtual time: the coach's words, word for word, whoever has to say them."""

import asyncio

import pytest

from tests.scenarios.test_practice import UNFINISHED, Practice
from tests.support.faulty_models import FaultyRealtimeModel, Strike
from tests.support.heard_lines import HeardLine, is_said
from tests.support.interviews import SESSION
from tests.support.routed_voices import RoutedVoices
from tests.support.spoken_interviews import LONGEST_S, said, talk
from tests.support.virtual_time import run_virtual
from vivavoce.domain.capability import Capability
from vivavoce.domain.session import EndReason
from vivavoce.interview.coaching.packs import CLOSING, OPENING
from vivavoce.routing.policy import SessionKind


async def practised(slots: RoutedVoices, line: HeardLine) -> tuple[EndReason, list[str]]:
    engine = await slots.open()
    stage = Practice(voice=engine)
    await stage.invite()
    await stage.host.attach(SESSION, line, hears=True)
    answers = talk(stage, line, lambda heard: "" if heard.endswith(CLOSING) else f"{UNFINISHED}.", [])
    talking = asyncio.create_task(answers)
    reason = await stage.finished(within_s=LONGEST_S)
    await talking
    spoken = said(await stage.log())
    await stage.host.aclose()
    await engine.aclose()
    return reason, spoken


@pytest.mark.parametrize("strikes", [{}, {2: Strike.CUT}], ids=["undisturbed", "cut"])
def test_a_realtime_model_speaks_for_the_coach(strikes: dict[int, Strike]) -> None:
    model, line = FaultyRealtimeModel("coach", strikes), HeardLine()

    (reason, spoken), _ = run_virtual(practised(RoutedVoices(realtime=(model,), kind=SessionKind.PRACTICE), line))

    assert reason is EndReason.COMPLETED
    assert OPENING in model.sessions[0].spoken[0]
    assert spoken[-1].endswith(CLOSING)
    assert [text for text in spoken if not is_said(text, line.words())] == []


def test_a_model_that_only_practice_may_use_never_speaks_in_an_interview() -> None:
    slots = RoutedVoices(realtime=(FaultyRealtimeModel("coach"),), kind=SessionKind.PRACTICE)

    async def candidates() -> list[list[str]]:
        await slots.open()
        kinds = (SessionKind.PRACTICE, SessionKind.INTERVIEW)
        return [[route.id for route in slots.router.candidates(Capability.REALTIME, kind)] for kind in kinds]

    assert run_virtual(candidates())[0] == [["coach", "cascade"], ["cascade"]]
