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
        answer, line = await calls.answer(await asyncio.to_thread(signalling.recv))
        signalling.send(answer)
        begun_at, begun_cpu_s = time.monotonic(), _cpu_s()
        await stack.converse(line)
        report.send(
            Served(
                committed_at=tuple(stack.committed_at),
                ledger_ms=tuple(stack.ledger_ms),
                cpu_share=(_cpu_s() - begun_cpu_s) / (time.monotonic() - begun_at),
                memory_mb=sum(process.memory_info().rss for process in _processes()) / 1e6,
            )
        )
    finally:
        await calls.aclose()
        await models.aclose()


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
