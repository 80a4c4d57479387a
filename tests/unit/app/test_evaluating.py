"""What follows an interview, and what that adds to its cost."""

import asyncio
from collections.abc import Sequence

import pytest

from tests.support.durable import CrashError, MemoryWork
from tests.support.evaluated import INVITATION, NOW, SESSION
from tests.support.interview_logs import average, interview_log
from tests.support.keys import fresh_vault
from vivavoce.app.evaluating import AfterInterview
from vivavoce.compliance.recordings import SealedRecordings
from vivavoce.domain.clock import SetClock
from vivavoce.domain.events import Flagged, SessionEvent, UsageMetered
from vivavoce.domain.ports.recordings import Track
from vivavoce.domain.role_pack import RolePack
from vivavoce.domain.session import Session, SessionStatus
from vivavoce.domain.usage import TokensUsed, Unit, Usage
from vivavoce.evaluation.pipeline import EvaluationPipeline
from vivavoce.interview.spending import ChargedWork, LateSpending, OpensLate, late_spending
from vivavoce.knowledge.packs import shipped_packs
from vivavoce.providers.scripted import ScriptedEmbedder, ScriptedLanguageModel
from vivavoce.routing.account import Account
from vivavoce.routing.meter import Meter
from vivavoce.routing.metering import MeteredLanguageModel
from vivavoce.routing.platform import PRICE_ROWS, STORAGE, LineProvider, own_parts
from vivavoce.routing.price_book import shipped_price_book
from vivavoce.stores.memory import (
    MemoryDataKeys,
    MemoryEventLog,
    MemoryObjects,
    MemoryRecordingIndex,
    MemoryReports,
    MemorySessions,
)

PACK = shipped_packs()["backend-engineer"]
TRACK_BYTES = 5_000_000
MONTHS = 30 / 30.44


def joined(segments: Sequence[tuple[float, bytes]]) -> bytes:
    return b"".join(data for _, data in segments)


class Office:
    """Everything behind an interview, in memory."""

    def __init__(self) -> None:
        self.events = MemoryEventLog()
        self.sessions = MemorySessions()
        self.clock = SetClock(instant=NOW)
        self.recordings = SealedRecordings(
            MemoryObjects(),
            fresh_vault(MemoryDataKeys()),
            MemoryRecordingIndex(),
            may_record=self._may_record,
            join=joined,
            measure=lambda data: float(len(data)),
        )

    async def begin(self) -> None:
        """Hold an interview that was recorded on one track and connected for half an hour."""
        await self.sessions.add(SESSION, INVITATION)
        log: list[SessionEvent] = interview_log(PACK, average)
        account = self.account()
        account.bring_to(Unit.LINE_SECONDS, 1800.0)
        live = LateSpending("ses", events=self.events, clock=self.clock, account=account)
        await live.write()
        seq = len(await self.events.read("ses"))
        await self.events.append("ses", log, after_seq=seq)
        writer = await self.recordings.writer("ses", track=Track.MIX, starts_at_s=0.0)
        await writer.write(bytes(TRACK_BYTES))
        await writer.aclose()

    def account(self) -> Account:
        rows = {**PRICE_ROWS, "judge": "anthropic/claude-haiku-5-5"}
        return Account(meter=Meter(shipped_price_book(), price_rows=rows), own=own_parts(LineProvider.WEBRTC))

    @property
    def late(self) -> OpensLate:
        return late_spending(events=self.events, clock=self.clock, account=self.account)

    def after_interview(self) -> AfterInterview:
        pipeline = EvaluationPipeline(
            embedder=ScriptedEmbedder(),
            event_log=self.events,
            reports=MemoryReports(),
            sessions=self.sessions,
            pack_of=self._pack_of,
            clock=self.clock,
            code_version="1",
            models={},
        )
        return AfterInterview(pipeline, self.recordings, self.sessions, late=self.late, media_days=30)

    async def metered(self) -> list[UsageMetered]:
        return [one.event for one in await self.events.read("ses") if isinstance(one.event, UsageMetered)]

    async def _may_record(self, session_id: str) -> bool:
        return True

    async def _pack_of(self, session: Session) -> RolePack:
        return PACK


def test_what_is_kept_is_charged_once_for_as_long_as_it_is_kept() -> None:
    async def scenario() -> tuple[list[UsageMetered], Session | None]:
        office, work = Office(), MemoryWork()
        await office.begin()
        await office.after_interview()("ses", work)
        await office.after_interview()("ses", MemoryWork())  # begun anew: nothing more is kept
        return await office.metered(), await office.sessions.get("ses")

    (live, after), session = asyncio.run(scenario())

    assert after.used == live.used | {STORAGE: {Unit.STORED_BYTE_MONTHS: pytest.approx(TRACK_BYTES * MONTHS)}}
    assert float(after.usd - live.usd) == pytest.approx(0.005 * MONTHS * 0.023)
    assert session is not None
    assert session.status is SessionStatus.REPORTED


def test_tracks_that_a_crash_has_joined_twice_are_charged_once() -> None:
    async def scenario() -> list[UsageMetered]:
        office, work = Office(), MemoryWork(dies_at="tracks")
        await office.begin()
        with pytest.raises(CrashError):
            await office.after_interview()("ses", work)
        await office.after_interview()("ses", work)
        return await office.metered()

    assert len(asyncio.run(scenario())) == 2


COUNTED = TokensUsed(text_in=6000, text_cached=1500, text_out=400)


async def evaluated(office: Office, work: MemoryWork, *, answers: int = 1) -> None:
    """Let a language model evaluate, in steps of the work."""
    judge = MeteredLanguageModel(ScriptedLanguageModel(["level 3"] * answers, counts=COUNTED), provider="judge")
    charged = ChargedWork(work, "ses", office.late)

    async def ask() -> str:
        return "".join([piece async for piece in judge.complete(instructions="", prompt="", max_tokens=9)])

    for number in range(answers):
        await charged.step(f"criterion-{number}", ask)


def test_the_tokens_of_an_evaluation_are_the_sessions_step_by_step() -> None:
    async def scenario() -> list[UsageMetered]:
        office = Office()
        await office.begin()
        await evaluated(office, MemoryWork(), answers=2)
        return await office.metered()

    live, first, second = asyncio.run(scenario())

    assert [event.used["judge"][Unit.TEXT_TOKENS_IN] for event in (first, second)] == [6000, 12000]
    assert second.used["judge"][Unit.TEXT_TOKENS_CACHED] == 3000
    assert second.used[LineProvider.WEBRTC] == live.used[LineProvider.WEBRTC]
    assert float(second.usd - live.usd) == pytest.approx(2 * (6000 * 0.10 + 1500 * 0.01 + 400 * 0.50) / 1e6)


def test_a_step_that_a_crash_repeats_is_charged_as_often_as_it_was_done_and_the_others_once() -> None:
    async def scenario() -> list[UsageMetered]:
        office, work = Office(), MemoryWork(dies_at="criterion-1")
        await office.begin()
        with pytest.raises(CrashError):
            await evaluated(office, work, answers=2)
        await evaluated(office, work, answers=2)
        return await office.metered()

    assert asyncio.run(scenario())[-1].used["judge"][Unit.TEXT_TOKENS_OUT] == 3 * 400


def test_a_note_that_somebody_makes_meanwhile_does_not_stop_the_charging() -> None:
    async def scenario() -> tuple[list[UsageMetered], SessionEvent]:
        office = Office()
        await office.begin()
        late = await office.late("ses")
        seq = len(await office.events.read("ses"))
        flagged = Flagged(at=NOW, at_s=1.0, flag="not_recorded", message="")
        await office.events.append("ses", [flagged], after_seq=seq)
        late.account.book([Usage(provider="judge", unit=Unit.TEXT_TOKENS_OUT, amount=10)])
        await late.write()
        await late.write()  # no news
        return await office.metered(), (await office.events.read("ses"))[-2].event

    metered, before = asyncio.run(scenario())

    assert len(metered) == 2
    assert isinstance(before, Flagged)
