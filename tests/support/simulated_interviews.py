"""Whole interviews with simulated candidates over the shipped packs: real conductor, brain, judge and linter, virtual time."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from tests.support.interviews import Stage
from tests.support.scripted_engine import ScriptedLine, Spoken
from tests.support.simulated_candidates import CHARACTERS, SimulatedCandidate
from tests.support.virtual_time import run_virtual
from vivavoce.domain.events import SessionEvent
from vivavoce.domain.ports.embeddings import Embedder
from vivavoce.domain.role_pack import RolePack
from vivavoce.domain.session import Accommodations, EndReason
from vivavoce.interview.brain.plan import PlanBrain
from vivavoce.interview.brain.port import Brain
from vivavoce.knowledge.coverage import CoverageJudge
from vivavoce.knowledge.packs import shipped_packs

AWAY_S = 90.0
"""How long somebody whose connection went stays away."""
LONGEST_S = 4 * 3600.0
MOST_CALLS = 30
"""Whoever calls more often is thrown out each time: that is a bug, not a temperament."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One simulated interview to hold."""

    number: int
    temperament: str
    pack_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One simulated interview as it went."""

    case: Case
    pack: RolePack
    accommodations: Accommodations
    reason: EndReason | None
    """None: it did not end."""
    log: Sequence[SessionEvent]
    heard: Sequence[Spoken]
    held_back: int
    """Sentences that the speech linter stopped before they were spoken."""
    took_s: float


@cache
def packs() -> dict[str, RolePack]:
    return dict(shipped_packs())


def cases(count: int) -> list[Case]:
    """Return so many cases: temperaments in turn, each with another pack in every round."""
    names, pack_ids = list(CHARACTERS), sorted(packs())
    return [
        Case(
            number=number,
            temperament=names[number % len(names)],
            pack_id=pack_ids[(number + number // len(names)) % len(pack_ids)],
        )
        for number in range(count)
    ]


def a_brain(embedder: Embedder) -> Brain:
    return PlanBrain(judge=CoverageJudge(embedder), embedder=embedder)


def hold(case: Case, brain: Brain) -> Held:
    """Hold one interview from the first sentence to the last."""
    return run_virtual(_hold(case, brain))[0]


async def _hold(case: Case, brain: Brain) -> Held:
    character = CHARACTERS[case.temperament]
    stage = Stage(pack=packs()[case.pack_id], brain=brain, accommodations=character.accommodations)
    await stage.invite()
    candidate = SimulatedCandidate(stage.pack, character, seed=case.number)
    reason: EndReason | None = None
    try:
        async with asyncio.timeout(LONGEST_S):
            await _talk(stage, candidate)
            reason = stage.ended[0][1] if stage.ended else None
    except TimeoutError:
        pass  # it did not end: the checks say so
    held = Held(
        case=case,
        pack=stage.pack,
        accommodations=character.accommodations,
        reason=reason,
        log=await stage.log(),
        heard=stage.engine.heard,
        held_back=sum(stage.host.linter_violations.values()),
        took_s=asyncio.get_running_loop().time(),
    )
    await stage.host.aclose()
    return held


async def _talk(stage: Stage, candidate: SimulatedCandidate) -> None:
    """Stay on the line until the interview has ended; come back when the connection went."""
    ended = asyncio.ensure_future(stage.all_ended.wait())
    try:
        for _ in range(MOST_CALLS):
            if ended.done():
                return
            line = await _connected(stage, candidate)
            gone = asyncio.ensure_future(line.gone.wait())
            await asyncio.wait({ended, gone}, return_when=asyncio.FIRST_COMPLETED)
            gone.cancel()
            if not candidate.character.returns:
                await ended
            elif not ended.done():
                await asyncio.wait({ended}, timeout=AWAY_S)
    finally:
        ended.cancel()


async def _connected(stage: Stage, candidate: SimulatedCandidate) -> ScriptedLine:
    line = await stage.connect(candidate, hears=not candidate.character.typed)
    line.talks_over = candidate.talks_over
    return line
