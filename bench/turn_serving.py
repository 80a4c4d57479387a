"""The stack's end of a turn-taking measurement: answers the calls in its own process and reports what they cost."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Literal, Protocol

import psutil

from bench.turn_script import Next, Offer, Question, quieten_logs
from vivavoce.domain.latency import LatencyLedger
from vivavoce.domain.ports.line import Line
from vivavoce.domain.role_pack import SectionKind
from vivavoce.knowledge.packs import shipped_packs
from vivavoce.providers.local.models import EmbeddedModels, EmbeddedModelsConfig
from vivavoce.transports.webrtc.calls import CallSettings, WebRtcCalls

type StackName = Literal["ours", "peer"]

_PACK, _SECTION = "backend-engineer", SectionKind.TECHNICAL
"""Whose patience is measured: one setting for all cases."""
_ENDS_WITHIN_S = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Committed:
    """A candidate's turn as the stack took it."""

    at: float
    """On `time.monotonic`."""
    text: str


class Interviewer(Protocol):
    """One conversation with the stack under measurement."""

    @property
    def committed(self) -> Sequence[Committed]: ...

    @property
    def ledgers(self) -> Sequence[tuple[float, LatencyLedger]]:
        """Where the time went, and when that was known; empty for a stack that does not tell."""
        ...

    async def converse(self, line: Line) -> None:
        """Ask the opening question and converse until the line is gone."""
        ...

    def follow_with(self, question: Question) -> None:
        """Ask this in reply to the next turn."""
        ...

    def ask(self, question: Question) -> None:
        """Ask this at once, unasked."""
        ...


class Stack(Protocol):
    """What is measured."""

    async def ready(self) -> None: ...

    def interviewer(self, opening: Question) -> Interviewer: ...

    async def aclose(self) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversed:
    """What one conversation reports when it is over."""

    committed: tuple[Committed, ...]
    ledgers: tuple[tuple[float, LatencyLedger], ...]
    hangs: bool
    """It did not end when its line was gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """What the stack's process reports when all calls are over."""

    calls: dict[int, Conversed]
    cpu_share: float
    """Of one core, over the calls, worker processes included."""
    memory_mb: float


def serve_calls(name: StackName, signalling: Connection, report: Connection, lines: int, cores: int | None) -> None:
    """A process's main function: says "ready", answers calls until None comes, sends `Served`.

    `cores`: the last so many processors are all that it and its workers get.
    """
    quieten_logs()
    if cores is not None:
        psutil.Process().cpu_affinity(sorted(psutil.Process().cpu_affinity())[-cores:])
    asyncio.run(_serve(name, signalling, report, lines))


async def _serve(name: StackName, signalling: Connection, report: Connection, lines: int) -> None:
    models = EmbeddedModels(EmbeddedModelsConfig())
    await models.start()
    calls = WebRtcCalls(CallSettings(loopback=True, max_calls=2 * lines + 2))
    try:
        stack = _stack(name, models)
        await stack.ready()
        report.send("ready")
        switchboard = _Switchboard(stack, calls, signalling)
        await switchboard.run()
        report.send(await switchboard.served())
        await stack.aclose()
    finally:
        await calls.aclose()
        await models.aclose()


class _Switchboard:
    """Connects calls to conversations with the stack."""

    def __init__(self, stack: Stack, calls: WebRtcCalls, signalling: Connection) -> None:
        self._stack = stack
        self._calls = calls
        self._signalling = signalling
        self._interviewers: dict[int, Interviewer] = {}
        self._talking: dict[int, asyncio.Task[None]] = {}
        self._begun_at: float | None = None
        self._begun_cpu_s = 0.0

    async def run(self) -> None:
        """Take messages from the candidates' process until it has no more."""
        while (message := await asyncio.to_thread(self._signalling.recv)) is not None:
            if isinstance(message, Offer):
                await self._answer(message)
            elif isinstance(message, Next):
                interviewer = self._interviewers[message.call]
                (interviewer.ask if message.now else interviewer.follow_with)(message.question)
        self._signalling.send(None)

    async def _answer(self, offer: Offer) -> None:
        if self._begun_at is None:
            self._begun_at, self._begun_cpu_s = time.monotonic(), _cpu_s()
        answer, line = await self._calls.answer(offer.sdp)
        interviewer = self._interviewers[offer.call] = self._stack.interviewer(offer.opening)
        self._talking[offer.call] = asyncio.create_task(interviewer.converse(line), name=f"call {offer.call}")
        self._signalling.send((offer.call, answer))

    async def served(self) -> Served:
        """Wait until the conversations have ended; return what they came to."""
        wall_s = time.monotonic() - (self._begun_at or 0.0)
        cpu_share = (_cpu_s() - self._begun_cpu_s) / wall_s if self._begun_at is not None else 0.0
        memory_mb = sum(process.memory_info().rss for process in _processes()) / 1e6
        hanging = await self._hanging()
        return Served(
            calls={
                call: Conversed(committed=tuple(one.committed), ledgers=tuple(one.ledgers), hangs=call in hanging)
                for call, one in self._interviewers.items()
            },
            cpu_share=cpu_share,
            memory_mb=memory_mb,
        )

    async def _hanging(self) -> set[int]:
        """Wait for conversations whose lines are gone; show where they hang, if they do."""
        if self._talking:
            await asyncio.wait(self._talking.values(), timeout=_ENDS_WITHIN_S)
        hanging = {call for call, task in self._talking.items() if not task.done()}
        for call, task in self._talking.items():
            if call in hanging:
                task.print_stack()
                task.cancel()
            else:
                task.result()
        return hanging


def _stack(name: StackName, models: EmbeddedModels) -> Stack:
    if name == "peer":
        from bench.stack_peer import PeerStack

        return PeerStack(models)
    from bench.stack_ours import OurStack

    return OurStack(models, patience=shipped_packs()[_PACK].section(_SECTION).patience)


def _processes() -> list[psutil.Process]:
    us = psutil.Process()
    return [us, *us.children(recursive=True)]


def _cpu_s() -> float:
    return sum(float(times.user + times.system) for times in (process.cpu_times() for process in _processes()))
