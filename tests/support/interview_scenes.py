"""Scenes for scenarios of interviews: who answers how, and the small steps they share."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import aclosing

from tests.support.interviews import SESSION, Stage
from tests.support.scripted_engine import HangsUp, Says
from tests.support.temperaments import TEMPERAMENTS, Temperament
from tests.support.virtual_time import run_virtual
from vivavoce.domain.ports.voice_engine import Reply
from vivavoce.interview.commands import (
    Command,
)
from vivavoce.interview.live_view import LiveView

ASKED = "How do you handle slow queries?"


def a_strong_one(stage: Stage) -> Temperament:
    return Temperament(stage.pack, TEMPERAMENTS["strong"])


def who_is_cut_off_at(
    question_id: str, stage: Stage, *, mid_answer: str = ""
) -> Callable[[Reply], Says | HangsUp | None]:
    """Be strong until this question; then the connection goes."""
    strong = a_strong_one(stage)

    def candidate(reply: Reply) -> Says | HangsUp | None:
        return HangsUp(mid_answer=mid_answer) if reply.question_id == question_id else strong(reply)

    return candidate


def who_falls_silent_at(question_id: str, stage: Stage) -> Callable[[Reply], Says | HangsUp | None]:
    """Be strong until this question; then say nothing by voice."""
    strong = a_strong_one(stage)
    return lambda reply: None if reply.question_id == question_id else strong(reply)


async def reached(stage: Stage, question_id: str) -> None:
    """Wait until this question has been heard."""
    async with asyncio.timeout(3600):
        while not any(one.question_id == question_id for one in stage.engine.heard):  # noqa: ASYNC110 - virtual time
            await asyncio.sleep(0.5)


async def staged() -> Stage:
    stage = Stage()
    await stage.invite()
    return stage


def play[T](scene: Callable[[Stage], Awaitable[T]]) -> T:
    async def acted() -> T:
        stage = await staged()
        try:
            return await scene(stage)
        finally:
            await stage.host.aclose()

    return run_virtual(acted())[0]


async def press(stage: Stage, *commands: Command) -> None:
    for command in commands:
        await stage.host.command(SESSION, command)


async def watch(stage: Stage, seen: list[LiveView]) -> None:
    async with aclosing(stage.host.watch(SESSION)) as changes:
        async for change in changes:
            seen.append(change)  # noqa: PERF401 - read by others while it grows
