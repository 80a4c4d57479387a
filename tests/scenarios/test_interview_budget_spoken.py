"""A budget that runs out while an interview is held aloud: it warns, goes on more cheaply, then closes; never in mid-sentence."""

import asyncio
from decimal import Decimal

import pytest

from tests.support.faulty_models import FaultyRealtimeModel, FaultySpeechToText
from tests.support.heard_lines import HeardLine
from tests.support.interviews import SESSION, Stage
from tests.support.routed_voices import RoutedVoices
from tests.support.spoken_interviews import LONGEST_S, SHORT, said, strong, talk
from tests.support.virtual_time import run_virtual
from vivavoce.domain.errors import Fault
from vivavoce.domain.events import CandidateTurnEnded, FailedOver, SectionEntered, SessionEvent, UsageMetered
from vivavoce.domain.failover import Failover
from vivavoce.domain.ports.voice_engine import VoiceEngine
from vivavoce.domain.session import EndReason
from vivavoce.routing.account import Account, OrganisationSpending
from vivavoce.routing.budget import Budget
from vivavoce.routing.meter import Meter
from vivavoce.routing.metering import MeteredSpeechToText
from vivavoce.routing.price_book import read_price_book
from vivavoce.routing.provider import CASCADE

PRICES = read_price_book(
    """
format: 1
rows:
  acme/voice: {read: 2026-11-01, source: none, rates: {characters: {usd: 1.0, per: thousand}}}
  acme/ears: {read: 2026-11-01, source: none, rates: {audio_seconds: {usd: 0.004, per: one}}}
""",
    file="prices.yaml",
)
BUDGETS = {
    "session": (Budget(session_usd=Decimal("0.60"), warn_at=0.5, downgrade_at=0.7), Decimal(0)),
    "organisation": (
        Budget(organisation_month_usd=Decimal("8.00"), warn_at=0.9625, downgrade_at=0.9775),
        Decimal("7.40"),
    ),
}
"""And what the organisation had spent this month, before."""


class SpendingStage(Stage):
    """A host whose sessions pay for their voices and ears."""

    def __init__(self, account: Account, *, voice: VoiceEngine) -> None:
        self._account = account
        super().__init__(pack=SHORT, voice=voice)

    def account(self) -> Account:
        return self._account


class Spent:
    """One interview with a dear realtime voice, and an ear that costs a little."""

    def __init__(self, budget: Budget, *, before: Decimal) -> None:
        self.model = FaultyRealtimeModel("voice")
        self.line = HeardLine()
        self.answers: list[str] = []
        self.log: list[SessionEvent] = []
        self.reason: EndReason | None = None
        meter = Meter(PRICES, price_rows={"voice": "acme/voice", "ear": "acme/ears"})
        self._account = Account(meter=meter, budget=budget, organisation=OrganisationSpending(month_usd=before))
        self._slots = RoutedVoices(
            ears=(MeteredSpeechToText(FaultySpeechToText("ear"), provider="ear"),),
            realtime=(self.model,),
            cost_per_minute={"voice": 0.08, "ear": 0.005, CASCADE: 0.01},
        )

    async def hold(self) -> None:
        engine = await self._slots.open()
        stage = SpendingStage(self._account, voice=engine)
        await stage.invite()
        await stage.host.attach(SESSION, self.line, hears=True)
        talking = asyncio.create_task(talk(stage, self.line, self._answer, []))
        self.reason = await stage.finished(within_s=LONGEST_S)
        await talking
        self.log = await stage.log()
        await stage.host.aclose()
        await engine.aclose()

    def _answer(self, heard: str) -> str:
        if heard.endswith(SHORT.closing):
            return ""
        self.answers.append(strong(heard))
        return self.answers[-1]

    @property
    def steps(self) -> list[str]:
        return list(dict.fromkeys(event.budget for event in self.log if isinstance(event, UsageMetered)))

    def since(self, step: str) -> list[SessionEvent]:
        """Return what followed a step."""
        taken = next(
            number for number, event in enumerate(self.log) if isinstance(event, UsageMetered) and event.budget == step
        )
        return self.log[taken:]

    @property
    def failovers(self) -> list[Failover]:
        return [event.failover for event in self.log if isinstance(event, FailedOver)]


@pytest.fixture(scope="module", params=BUDGETS)
def spent(request: pytest.FixtureRequest) -> Spent:
    budget, before = BUDGETS[request.param]
    spent = Spent(budget, before=before)
    run_virtual(spent.hold())
    return spent


def test_every_step_is_taken_in_one_interview_and_it_ends_in_order(spent: Spent) -> None:
    sections = [event.section for event in spent.since("close") if isinstance(event, SectionEntered)]
    asked_before = len(said(spent.log)) - len(said(spent.since("close")))

    assert spent.steps == ["go_on", "warn", "downgrade", "close"]
    assert spent.reason is EndReason.COMPLETED
    assert asked_before > 3
    assert sections == ["candidate_questions", "wrap_up"]
    assert said(spent.log)[-1].endswith(SHORT.closing)


def test_a_warning_changes_nothing_and_the_next_step_leaves_the_dear_voice_between_two_replies(spent: Spent) -> None:
    heard_of = said(spent.log)
    by_the_model = spent.model.sessions[0].spoken
    warned, downgraded = (len(heard_of) - len(said(spent.since(step))) for step in ("warn", "downgrade"))

    assert by_the_model == heard_of[: len(by_the_model)]
    assert warned < downgraded <= len(by_the_model) < len(heard_of)
    assert [(one.from_provider, one.to_provider, one.fault) for one in spent.failovers] == [
        ("voice", CASCADE, Fault.LIMIT)
    ]
    assert spent.model.sessions[0].closed
    assert len(spent.model.sessions) == 1


def test_no_sentence_is_broken_off_and_no_word_of_either_side_is_lost(spent: Spent) -> None:
    recorded = [event.turn.text for event in spent.log if isinstance(event, CandidateTurnEnded)]

    assert " ".join(spent.line.words()) == " ".join(said(spent.log))
    assert recorded == spent.answers
