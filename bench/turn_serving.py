"""The stack's end of a turn-taking measurement: answers one call in its own process and reports what it cost."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Literal, Protocol

import psutil

from vivavoce.domain.ports.line import Line
from vivavoce.domain.role_pack import SectionKind
from vivavoce.knowledge.packs import shipped_packs
from vivavoce.providers.local.models import EmbeddedModels, EmbeddedModelsConfig
from vivavoce.transports.webrtc.calls import CallSettings, WebRtcCalls

type StackName = Literal["ours", "peer"]

_PACK = "backend-engineer"
_ENDS_WITHIN_S = 10.0


class Stack(Protocol):
    """What is measured."""

    async def ready(self) -> None: ...

    async def converse(self, line: Line) -> None:
        """Hold a conversation until the line is gone."""
        ...

    @property
    def committed_at(self) -> Sequence[float]:
        """When each candidate turn was committed, on `time.monotonic`."""
        ...

    @property
    def ledger_ms(self) -> Sequence[float]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """What the stack's process reports when the call is over."""

    committed_at: tuple[float, ...]
    ledger_ms: tuple[float, ...]
    hangs: bool
    """The conversation did not end when its line was gone."""
    cpu_share: float
    """Of one core, over the call, worker processes included."""
    memory_mb: float


def serve_one_call(name: StackName, signalling: Connection, report: Connection) -> None:
    """A process's main function: says "ready", takes an offer, answers, converses, sends `Served`."""
    asyncio.run(_serve(name, signalling, report))


async def _serve(name: StackName, signalling: Connection, report: Connection) -> None:
    models = EmbeddedModels(EmbeddedModelsConfig())
    await models.start()
    calls = WebRtcCalls(CallSettings(loopback=True))
    try:
        stack = _stack(name, models)
        await stack.ready()
        report.send("ready")
        gone = asyncio.Event()
        offer = await asyncio.to_thread(signalling.recv)
        answer, line = await calls.answer(offer, on_line_closed=lambda _line, _reason: gone.set())
        signalling.send(answer)
        begun_at, begun_cpu_s = time.monotonic(), _cpu_s()
        talking = asyncio.create_task(stack.converse(line), name="talking")
        await gone.wait()
        hangs = await _hangs(talking)
        report.send(
            Served(
                committed_at=tuple(stack.committed_at),
                ledger_ms=tuple(stack.ledger_ms),
                hangs=hangs,
                cpu_share=(_cpu_s() - begun_cpu_s) / (time.monotonic() - begun_at),
                memory_mb=sum(process.memory_info().rss for process in _processes()) / 1e6,
            )
        )
    finally:
        await calls.aclose()
        await models.aclose()


async def _hangs(talking: asyncio.Task[None]) -> bool:
    """Wait for a conversation whose line is gone; show where it hangs, if it does."""
    await asyncio.wait({talking}, timeout=_ENDS_WITHIN_S)
    if talking.done():
        talking.result()
        return False
    for task in asyncio.all_tasks():
        task.print_stack()
    talking.cancel()
    return True


def _stack(name: StackName, models: EmbeddedModels) -> Stack:
    pack = shipped_packs()[_PACK]
    questions = [question.text for section in pack.sections for question in section.questions]
    if name == "peer":
        from bench.stack_peer import PeerStack

        return PeerStack(models, questions)
    from bench.stack_ours import OurStack

    return OurStack(models, questions, patience=pack.section(SectionKind.TECHNICAL).patience)


def _processes() -> list[psutil.Process]:
    us = psutil.Process()
    return [us, *us.children(recursive=True)]


def _cpu_s() -> float:
    return sum(float(times.user + times.system) for times in (process.cpu_times() for process in _processes()))
