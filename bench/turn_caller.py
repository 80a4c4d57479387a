"""The candidate's end of a turn-taking measurement: calls from its own process, plays cases, notes who was audible when."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection

from bench.turn_cases import TurnCase
from vivavoce.domain.audio import LINE_RATE_HZ, Pcm
from vivavoce.domain.ports.line import Line
from vivavoce.rehearsal.measure import CallMeter, Span
from vivavoce.transports.webrtc.calls import CallSettings, WebRtcCalls

_FRAME_BYTES = 2 * LINE_RATE_HZ // 50
_QUESTION_OVER_S = 1.0
"""The agent has finished its question when nothing was audible for this long."""
_INTO_THE_QUESTION_S = 0.8
_GIVES_UP_S = 12.0
"""Without a reply for this long the next case is played."""
_MISSED_S = 4.0
_COMMITTED_WITHIN_S = 4.0
"""A stack may count a turn only when its reply has stood for a while."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseHeard:
    """What happened when one case was played. Times on `time.monotonic`, which all processes of a machine share."""

    id: str
    kind: str
    pauses_s: tuple[float, ...]
    expected_turns: int
    answer_start_at: float
    answer_end_at: float
    next_case_at: float
    voice_to_voice_ms: float | None
    cut_ins: int
    barge_in_stop_ms: float | None
    missed: bool


def call_and_play(signalling: Connection, report: Connection, cases: Sequence[TurnCase]) -> None:
    """A process's main function: sends an offer, gets the answer, plays every case, reports a list of `CaseHeard`."""
    asyncio.run(_call(signalling, report, cases))


async def _call(signalling: Connection, report: Connection, cases: Sequence[TurnCase]) -> None:
    calls = WebRtcCalls(CallSettings(loopback=True))

    async def exchange(offer: str) -> str:
        signalling.send(offer)
        return str(await asyncio.to_thread(signalling.recv))

    caller = _Caller(await calls.dial(exchange))
    try:
        report.send(await caller.play_all(cases))
    finally:
        await calls.aclose()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Played:
    case: TurnCase
    begun_s: float

    @property
    def start_s(self) -> float:
        return self.begun_s + self.case.spans_s[0][0]

    @property
    def end_s(self) -> float:
        return self.begun_s + self.case.spans_s[-1][1]


class _Caller:
    def __init__(self, line: Line) -> None:
        self._line = line
        self._meter = CallMeter()
        self._slot = asyncio.Event()
        self._zero_at = 0.0

    async def play_all(self, cases: Sequence[TurnCase]) -> list[CaseHeard]:
        listening = asyncio.create_task(self._listen())
        played = []
        for case in cases:
            await self._until_due(case)
            played.append(await self._play(case))
            await self._until_replied(played[-1])
        await self._wait(_COMMITTED_WITHIN_S)
        over_s = self._meter.now_s
        listening.cancel()
        spans = self._meter.interviewer.spans
        nexts_s = [*(one.start_s for one in played[1:]), over_s]
        return [self._heard(one, next_s, spans) for one, next_s in zip(played, nexts_s, strict=True)]

    async def _listen(self) -> None:
        async for heard in self._line.incoming():
            self._meter.slot(sent=self._line.take_sent(), heard=heard)
            self._zero_at = time.monotonic() - self._meter.now_s
            self._slot.set()

    async def _until_due(self, case: TurnCase) -> None:
        """Wait for the agent's question: for its end, or for 0.8 s after its first sample."""
        ear = self._meter.interviewer
        waited_from_s = self._meter.now_s
        while self._meter.now_s - waited_from_s < _GIVES_UP_S + 20:
            await self._next_slot()
            speaking = ear.silent_s < 0.1 and bool(ear.spans)
            if case.while_agent_speaks:
                if speaking and ear.now_s - ear.spans[-1].start_s >= _INTO_THE_QUESTION_S:
                    return
            elif ear.spans and ear.silent_s >= _QUESTION_OVER_S:
                return

    async def _play(self, case: TurnCase) -> _Played:
        begun_s = self._meter.now_s
        for at in range(0, len(case.audio.samples), _FRAME_BYTES):
            chunk = case.audio.samples[at : at + _FRAME_BYTES]
            await self._line.write(Pcm(samples=chunk + bytes(_FRAME_BYTES - len(chunk)), sample_rate_hz=LINE_RATE_HZ))
        while self._line.queued_samples:
            await self._next_slot()
        return _Played(case=case, begun_s=begun_s)

    async def _until_replied(self, played: _Played) -> None:
        while self._meter.now_s - played.end_s < _GIVES_UP_S:
            await self._next_slot()
            if any(span.start_s >= played.end_s for span in self._meter.interviewer.spans):
                return

    async def _wait(self, seconds: float) -> None:
        until_s = self._meter.now_s + seconds
        while self._meter.now_s < until_s:
            await self._next_slot()

    async def _next_slot(self) -> None:
        self._slot.clear()
        await self._slot.wait()

    def _heard(self, played: _Played, next_s: float, spans: Sequence[Span]) -> CaseHeard:
        replies_s = [span.start_s for span in spans if played.end_s <= span.start_s < next_s]
        cut_ins = [span for span in spans if played.start_s < span.start_s < played.end_s]
        interrupted = [span for span in spans if span.start_s < played.start_s < span.end_s]
        case = played.case
        to_voice_ms = (replies_s[0] - played.end_s) * 1000 if replies_s else None
        return CaseHeard(
            id=case.id,
            kind=case.kind,
            pauses_s=case.pauses_s,
            expected_turns=case.candidate_turns,
            answer_start_at=self._zero_at + played.start_s,
            answer_end_at=self._zero_at + played.end_s,
            next_case_at=self._zero_at + next_s,
            voice_to_voice_ms=to_voice_ms,
            cut_ins=0 if case.while_agent_speaks else len(cut_ins),
            barge_in_stop_ms=(interrupted[0].end_s - played.start_s) * 1000 if interrupted else None,
            missed=not case.while_agent_speaks and not cut_ins and (to_voice_ms or 1e9) > _MISSED_S * 1000,
        )
