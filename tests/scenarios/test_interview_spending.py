"""What an interview costs, while it runs: in its log, across restarts, and where a budget ends it in order."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from tests.support.interviews import Stage
from tests.support.scripted_engine import Candidate, HangsUp, Says
from tests.support.temperaments import TEMPERAMENTS, Temperament
from tests.support.virtual_time import run_virtual
from vivavoce.api.reviewer.interviews.presenting import cost_of
from vivavoce.domain.capability import Capability
from vivavoce.domain.events import MoveMade, SectionEntered, SessionEvent, UsageMetered
from vivavoce.domain.ports.voice_engine import Reply
from vivavoce.domain.session import EndReason
from vivavoce.domain.usage import Unit, Usage
from vivavoce.routing.account import Account
from vivavoce.routing.budget import Budget
from vivavoce.routing.meter import Meter
from vivavoce.routing.metering import charge
from vivavoce.routing.platform import PRICE_ROWS, LineProvider, own_parts
from vivavoce.routing.price_book import read_price_book, shipped_price_book

BOOK = read_price_book(
    """
format: 1
rows:
  acme/voice: {read: 2026-11-01, source: none, rates: {characters: {usd: 0.10, per: one}}}
""",
    file="prices.yaml",
)


class CostlyStage(Stage):
    """A stage where every answer of the candidate costs ten cents."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        super().__init__()

    def account(self) -> Account:
        return Account(meter=Meter(BOOK, price_rows={"acme": "acme/voice"}), budget=self.budget)

    def talker(self, *, hangs_up_after: int | None = None) -> Candidate:
        """Return a good candidate; what hears them costs ten cents an answer."""
        strong: Callable[[Reply], Says | HangsUp | None] = Temperament(self.pack, TEMPERAMENTS["strong"])
        answers = 0

        def answer(reply: Reply) -> Says | HangsUp | None:
            nonlocal answers
            answers += 1
            if hangs_up_after is not None and answers > hangs_up_after:
                return HangsUp()
            charge(
                [
                    Usage(
                        provider="acme",
                        model="voice",
                        capability=Capability.SPEECH_TO_TEXT,
                        unit=Unit.CHARACTERS,
                        amount=1,
                    )
                ]
            )
            return strong(reply)

        return answer


def metered(log: list[SessionEvent]) -> list[UsageMetered]:
    return [event for event in log if isinstance(event, UsageMetered)]


async def whole(stage: Stage, candidate: Candidate) -> tuple[EndReason, list[SessionEvent]]:
    await stage.invite()
    await stage.connect(candidate)
    reason = await stage.finished()
    log = await stage.log()
    await stage.host.aclose()
    return reason, log


def test_the_log_says_turn_by_turn_what_the_interview_has_cost() -> None:
    async def scene() -> tuple[EndReason, list[SessionEvent]]:
        stage = CostlyStage(Budget())
        return await whole(stage, stage.talker())

    (reason, log), _ = run_virtual(scene())

    sums = [event.usd for event in metered(log)]
    assert reason is EndReason.COMPLETED
    assert len(sums) > 10
    assert sums == sorted(sums)
    assert sums[0] == Decimal("0.10")
    cost = cost_of(log)
    assert [(each.provider, each.usd) for each in cost.by_provider] == [("acme", float(sums[-1]))]
    assert 0 < cost.usd_per_minute < cost.usd


def test_an_interview_on_this_machine_alone_is_not_metered() -> None:
    async def scene() -> tuple[EndReason, list[SessionEvent]]:
        stage = Stage()
        return await whole(stage, Temperament(stage.pack, TEMPERAMENTS["strong"]))

    (_, log), _ = run_virtual(scene())

    assert metered(log) == []
    assert cost_of(log).usd == 0


class OwnStage(CostlyStage):
    """A stage whose line, tools and storage are charged for, as on a platform."""

    def account(self) -> Account:
        return Account(meter=Meter(shipped_price_book(), price_rows=PRICE_ROWS), own=own_parts(LineProvider.WEBRTC))


def test_the_line_is_charged_by_the_connected_minute_turn_by_turn() -> None:
    async def scene() -> tuple[EndReason, list[SessionEvent]]:
        stage = OwnStage(Budget())
        return await whole(stage, Temperament(stage.pack, TEMPERAMENTS["strong"]))

    (_, log), _ = run_virtual(scene())

    seconds = [event.used[LineProvider.WEBRTC][Unit.LINE_SECONDS] for event in metered(log)]
    assert len(seconds) > 10
    assert seconds == [event.at_s for event in metered(log)]
    assert metered(log)[-1].usd == pytest.approx(Decimal(seconds[-1]) * Decimal("0.0005") / 60)
    assert metered(log)[-1].unpriced == ()
    [line] = cost_of(log).by_provider
    assert (line.provider, line.used) == ("platform:webrtc", {"line_seconds": seconds[-1]})


def test_after_a_restart_the_line_is_charged_from_where_the_log_ends() -> None:
    async def scene() -> list[UsageMetered]:
        stage = OwnStage(Budget())
        await stage.invite()
        first = await stage.connect(stage.talker(hangs_up_after=4))
        await first.gone.wait()
        await stage.host.aclose()
        stage.host = stage.new_host()
        await stage.connect(stage.talker())
        await stage.finished()
        log = await stage.log()
        await stage.host.aclose()
        return metered(log)

    events, _ = run_virtual(scene())

    assert [event.used[LineProvider.WEBRTC][Unit.LINE_SECONDS] for event in events] == [event.at_s for event in events]


def test_after_a_restart_of_the_process_the_sum_goes_on() -> None:
    async def scene() -> tuple[list[UsageMetered], list[UsageMetered]]:
        stage = CostlyStage(Budget())
        await stage.invite()
        first = await stage.connect(stage.talker(hangs_up_after=4))
        await first.gone.wait()
        await stage.host.aclose()
        before = metered(await stage.log())
        stage.host = stage.new_host()
        await stage.connect(stage.talker())
        await stage.finished()
        after = metered(await stage.log())
        await stage.host.aclose()
        return before, after[len(before) :]

    (before, after), _ = run_virtual(scene())

    assert before[-1].usd == Decimal("0.40")
    assert after[0].usd > before[-1].usd


def test_a_spent_budget_is_told_then_saved_on_then_leads_to_the_wrap_up_between_two_questions() -> None:
    async def scene() -> tuple[EndReason, list[SessionEvent], Stage]:
        stage = CostlyStage(Budget(session_usd=Decimal("0.60"), warn_at=0.5, downgrade_at=0.7))
        reason, log = await whole(stage, stage.talker())
        return reason, log, stage

    (reason, log, stage), _ = run_virtual(scene())

    steps = list(dict.fromkeys(event.budget for event in metered(log)))
    assert steps == ["go_on", "warn", "downgrade", "close"]
    assert reason is EndReason.COMPLETED
    assert stage.engine.heard[-1].text.endswith(stage.pack.closing)
    closed_at = next(log.index(event) for event in metered(log) if event.budget == "close")
    entered = [event.section for event in log[closed_at:] if isinstance(event, SectionEntered)]
    assert entered == ["candidate_questions", "wrap_up"]
    probes = [event for event in log[closed_at:] if isinstance(event, MoveMade) and event.move == "probe"]
    assert len(probes) <= 1  # one may have been on its way
