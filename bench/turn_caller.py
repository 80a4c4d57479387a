"""The candidate's end of a turn-taking measurement: calls from its own process, plays cases, records both directions."""

import asyncio
import sys
import time
import wave
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np
import psutil

from bench.turn_cases import TurnCase
from bench.turn_judging import GONE_S, NOTICED_S, CaseHeard, Played, Samples, judge, placed_s
from bench.turn_script import LAST, Next, Offer, question_before, quieten_logs
from vivavoce.domain.audio import LINE_RATE_HZ, Pcm
from vivavoce.domain.ports.line import Line
from vivavoce.rehearsal.measure import CallMeter
from vivavoce.transports.webrtc.calls import CallSettings, WebRtcCalls

RECORDED_RATE_HZ = 16_000
_FRAME_BYTES = 2 * LINE_RATE_HZ // 50
_QUESTION_OVER_S = 0.7
"""The interviewer has finished when nothing was audible for this long; between sentences it breathes for half of it."""
_INTO_THE_QUESTION_S = 0.8
_SPEAKS_WITHIN_S = 30.0
"""A stack that does not ask for this long is given up."""
_INTO_SILENCE_S = 0.5
"""Heard so long behind the end: a reply, not the tail of something that was just stopped."""
_GIVES_UP_S = 10.0
"""Without a reply for this long the conversation is over; the cases left get a new one."""
_LEAD_IN_S = 1.0
"""Of every case's own recording: what was before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What one candidate's process is to do."""

    cases: tuple[TurnCase, ...]
    sessions: int
    """Conversations at once."""
    per_conversation: int
    quoted: tuple[TurnCase, ...] = ()
    """Played once more, behind the others: the replies quote these answers, so they need their exact transcript."""
    recordings: Path
    title: str
    """Shown before every line of progress, and the beginning of every recording's name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseResult:
    """One case as heard by the candidate. Instants on `time.monotonic`, which all processes of a machine share."""

    case: TurnCase
    quoted: bool
    call: int
    heard: CaseHeard
    begun_at: float
    over_at: float
    recording: Path
    recorded_from_s: float
    """Where the case's file begins in its recording."""


def call_and_play(signalling: Connection, report: Connection, order: Order, stack_cores: int | None) -> None:
    """A process's main function: holds all conversations, then reports a list of `CaseResult`.

    `stack_cores`: the last so many processors belong to the stack; as long as there are others, it keeps off them.
    """
    quieten_logs()
    if stack_cores is not None and (others := sorted(psutil.Process().cpu_affinity())[:-stack_cores]):
        psutil.Process().cpu_affinity(others)
    asyncio.run(_Candidates(signalling, order).report_to(report))


class _Candidates:
    """As many candidates as there are sessions, each taking the next few cases until none is left."""

    def __init__(self, signalling: Connection, order: Order) -> None:
        self._signalling = signalling
        self._order = order
        self._calls = WebRtcCalls(CallSettings(loopback=True, max_calls=2 * order.sessions + 2))
        self._left = deque(_conversations(order))
        self._answers: dict[int, asyncio.Future[str]] = {}
        self._called = 0
        self._done = 0
        self._results: list[CaseResult] = []

    async def report_to(self, report: Connection) -> None:
        reading = asyncio.create_task(self._read_answers())
        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(self._order.sessions):
                    group.create_task(self._take_conversations())
        finally:
            self._signalling.send(None)
            await reading
            await self._calls.aclose()
        place = {case.id: number for number, case in enumerate(self._order.cases)}
        report.send(sorted(self._results, key=lambda result: (result.quoted, place[result.case.id])))

    async def _read_answers(self) -> None:
        try:
            while (message := await asyncio.to_thread(self._signalling.recv)) is not None:
                call, sdp = message
                self._answers[call].set_result(sdp)
        except EOFError:  # the stack's process is gone: whoever waits for it need not
            for answer in self._answers.values():
                if not answer.done():
                    answer.set_exception(ConnectionError("the stack under measurement has ended"))

    async def _take_conversations(self) -> None:
        while self._left:
            cases, quoted = self._left.popleft()
            played = await self._converse(cases, quoted=quoted)
            if played < len(cases):
                self._left.appendleft((cases[played:], quoted))

    async def _converse(self, cases: Sequence[TurnCase], *, quoted: bool) -> int:
        """Play these in one call; return how many were played before it went wrong, one at least."""
        self._called += 1
        call = self._called

        async def exchange(sdp: str) -> str:
            self._answers[call] = asyncio.get_running_loop().create_future()
            self._signalling.send(Offer(call=call, sdp=sdp, opening=question_before(cases[0], 0)))
            return await self._answers[call]

        candidate = Candidate(await self._calls.dial(exchange))
        for place, case in enumerate(cases):
            following = (*cases, None)[place + 1]
            question = LAST if following is None else question_before(following, place + 1)
            if case.while_agent_speaks and place:
                ask = question_before(case, place)
                await candidate.interviewer_is_silent()
                self._signalling.send(Next(call=call, question=ask, now=True))
            reply = LAST if case.while_agent_speaks else replace(question, quotes=quoted)
            self._signalling.send(Next(call=call, question=reply))
            goes_on = await candidate.play(case)
            self._show(case, candidate)
            if not goes_on:
                break
        await candidate.leave()
        self._results += candidate.results(call, self._order, quoted=quoted)
        return len(candidate.played)

    def _show(self, case: TurnCase, candidate: "Candidate") -> None:
        self._done += 1
        gap_s = candidate.last_gap_s
        told = "no reply" if gap_s is None else f"{gap_s * 1000:5.0f} ms"
        if case.while_agent_speaks:
            told = ""
        count = f"{self._done:3}/{len(self._order.cases) + len(self._order.quoted)}"
        print(f"{self._order.title} {count}  {case.id:18} {told}", file=sys.stderr, flush=True)


def _conversations(order: Order) -> list[tuple[tuple[TurnCase, ...], bool]]:
    """Answers and overlaps apart, a handful in each conversation; and whether their replies quote them."""
    answers = [case for case in order.cases if not case.while_agent_speaks]
    overlaps = [case for case in order.cases if case.while_agent_speaks]
    size = order.per_conversation
    return [
        (tuple(group[at : at + size]), group is order.quoted)
        for group in (answers, overlaps, order.quoted)
        for at in range(0, len(group), size)
    ]


class Candidate:
    """One call."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._meter = CallMeter()
        self._sent, self._received = bytearray(), bytearray()
        self._slot = asyncio.Event()
        self._gone = False
        self._zero_at = float("inf")
        self._listening = asyncio.create_task(self._listen())
        self.played: list[tuple[TurnCase, float]] = []
        """Cases and when writing them began."""

    async def _listen(self) -> None:
        async for _ in self._line.incoming():
            for slot in self._line.take_slots():
                self._sent += slot.sent.samples
                self._received += slot.heard.samples
                self._meter.slot(sent=slot.sent, heard=slot.heard)
            self._zero_at = min(self._zero_at, time.monotonic() - self._meter.now_s)
            self._slot.set()
        self._gone = True
        self._slot.set()

    async def play(self, case: TurnCase) -> bool:
        """Play a case when it is due and wait for what follows; return whether the conversation can go on."""
        due = await self._until_due(case)
        begun_s = self._meter.now_s
        self.played.append((case, begun_s))
        if not due:
            return False
        for at in range(0, len(case.audio.samples), _FRAME_BYTES):
            chunk = case.audio.samples[at : at + _FRAME_BYTES]
            await self._line.write(Pcm(samples=chunk + bytes(_FRAME_BYTES - len(chunk)), sample_rate_hz=LINE_RATE_HZ))
        await self._until_s(begun_s + case.audio.duration_s)
        return await (self._until_settled(case) if case.while_agent_speaks else self._until_replied(case))

    @property
    def last_gap_s(self) -> float | None:
        """How long the reply to the last case took, about; None when there was none."""
        case, begun_s = self.played[-1]
        end_s = begun_s + case.spans_s[-1][1]
        replies = [span.start_s for span in self._meter.interviewer.spans if span.start_s >= end_s]
        return replies[0] - end_s if replies else None

    @property
    def _is_replied(self) -> bool:
        """Something was heard behind the last case, were it the rest of what began too early."""
        case, begun_s = self.played[-1]
        return self._meter.interviewer.last_sound_s > begun_s + case.spans_s[-1][1] + _INTO_SILENCE_S

    async def interviewer_is_silent(self) -> None:
        until_s = self._meter.now_s + _SPEAKS_WITHIN_S
        while self._meter.interviewer.silent_s < _QUESTION_OVER_S and self._meter.now_s < until_s and not self._gone:
            await self._next_slot()

    async def _until_due(self, case: TurnCase) -> bool:
        """Wait for the interviewer's question: for its end, or for 0.8 s after its first sample."""
        ear = self._meter.interviewer
        until_s = self._meter.now_s + _SPEAKS_WITHIN_S
        while self._meter.now_s < until_s and not self._gone:
            await self._next_slot()
            if not ear.spans:
                continue
            if case.while_agent_speaks:
                if ear.silent_s < 0.1 and ear.now_s - ear.spans[-1].start_s >= _INTO_THE_QUESTION_S:
                    return True
            elif ear.silent_s >= _QUESTION_OVER_S:
                return True
        return False

    async def _until_replied(self, case: TurnCase) -> bool:
        if not case.candidate_turns:
            await self._until_s(self._meter.now_s + GONE_S)
            return True
        until_s = self._meter.now_s + _GIVES_UP_S
        while not self._is_replied and self._meter.now_s < until_s and not self._gone:
            await self._next_slot()
        await self.interviewer_is_silent()
        return self._is_replied and not self._gone

    async def _until_settled(self, case: TurnCase) -> bool:
        """Over the interviewer: wait until it has gone on and finished, replied, or given up."""
        ear = self._meter.interviewer
        await self._until_s(self._meter.now_s + NOTICED_S)
        fell_silent_s = ear.last_sound_s
        while ear.last_sound_s == fell_silent_s and ear.silent_s < GONE_S and not self._gone:
            await self._next_slot()
        await self.interviewer_is_silent()
        return not self._gone

    async def _until_s(self, at_s: float) -> None:
        while self._meter.now_s < at_s and not self._gone:
            await self._next_slot()

    async def _next_slot(self) -> None:
        self._slot.clear()
        if not self._gone:
            await self._slot.wait()

    async def leave(self) -> None:
        await self._line.hang_up(reason="played")
        with suppress(asyncio.CancelledError):
            await self._listening

    def results(self, call: int, order: Order, *, quoted: bool) -> list[CaseResult]:
        sent, received = np.frombuffer(self._sent, "<i2"), np.frombuffer(self._received, "<i2")
        begins_s = [
            placed_s(np.frombuffer(case.audio.samples, "<i2"), sent, from_s=about_s) for case, about_s in self.played
        ]
        overs_s = [*begins_s[1:], self._meter.now_s]
        return [
            CaseResult(
                case=case,
                quoted=quoted,
                call=call,
                heard=_judged(case, begun_s, over_s, received),
                begun_at=self._zero_at + begun_s,
                over_at=self._zero_at + over_s,
                recording=_record(_file(order, case, quoted=quoted), sent, received, begun_s=begun_s, over_s=over_s),
                recorded_from_s=min(_LEAD_IN_S, begun_s),
            )
            for (case, _), begun_s, over_s in zip(self.played, begins_s, overs_s, strict=True)
        ]


def _judged(case: TurnCase, begun_s: float, over_s: float, received: Samples) -> CaseHeard:
    played = Played(
        begun_s=begun_s,
        spans_s=case.spans_s,
        until_s=over_s,
        while_agent_speaks=case.while_agent_speaks,
        agent_stops=case.agent_stops,
        expects_reply=case.candidate_turns > 0,
        is_hold=case.kind == "hold",
    )
    return judge(played, received)


def _file(order: Order, case: TurnCase, *, quoted: bool) -> Path:
    name = "".join(letter if letter.isalnum() or letter in "-_" else "_" for letter in case.id)
    return order.recordings / f"{order.title}-{name}{'-quoted' if quoted else ''}.wav"


def _record(file: Path, sent: Samples, received: Samples, *, begun_s: float, over_s: float) -> Path:
    """Write both directions as a two-channel WAV: the candidate on the left."""
    step = LINE_RATE_HZ // RECORDED_RATE_HZ
    cut = slice(round(max(0.0, begun_s - _LEAD_IN_S) * LINE_RATE_HZ), round(over_s * LINE_RATE_HZ))
    tracks = [track[cut][: len(track[cut]) // step * step].reshape(-1, step).mean(axis=1) for track in (sent, received)]
    with wave.open(str(file), "wb") as recording:
        recording.setnchannels(2)
        recording.setsampwidth(2)
        recording.setframerate(RECORDED_RATE_HZ)
        recording.writeframes(np.stack(tracks, axis=1).astype("<i2").tobytes())
    return file
