"""Sessions that end by the clock: ninety minutes cross every vendor's limit, and neither side loses a word."""

import asyncio
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from decimal import Decimal

import pytest

from tests.support.faulty_models import FaultyRealtimeModel
from tests.support.virtual_time import run_virtual
from vivavoce.domain.audio import FRAME_MS, LINE_RATE_HZ, Pcm
from vivavoce.domain.errors import Fault
from vivavoce.domain.failover import Failover
from vivavoce.domain.ports.realtime_model import RealtimeModel
from vivavoce.domain.ports.voice_engine import Recollection
from vivavoce.domain.transcript import Speaker, Turn
from vivavoce.providers.scripted import ScriptedTextToSpeech, spell
from vivavoce.providers.scripted.spelling import read_words
from vivavoce.routing.account import Account
from vivavoce.routing.budget import Budget
from vivavoce.routing.meter import NOTHING_YET
from vivavoce.routing.metering import charge_to, is_thrifty
from vivavoce.voice.realtime.sessions import CASCADE, RealtimeSessions
from vivavoce.voice.realtime.voice import RealtimeVoice
from vivavoce.voice.realtime.window import TURNS_WHERE_BILLED, setup_from
from vivavoce.voice.rendering import SentenceRenderer
from vivavoce.voice.supervised.candidates import Candidate, alone
from vivavoce.voice.supervised.switching import tell
from vivavoce.voice.supervised.text_to_speech import SupervisedTextToSpeech
from vivavoce.voice.supervised.watching import Cleaning

_FRAME_BYTES = 2 * LINE_RATE_HZ * FRAME_MS // 1000


@dataclass
class LongTalk:
    """A talk of many turns with one realtime model: who speaks when, and what came of it."""

    model: FaultyRealtimeModel
    spent_after_answers: int | None = None
    answers: list[str] = field(default_factory=list)
    replies: list[str] = field(default_factory=list)
    replies_heard: list[str] = field(default_factory=list)
    failovers: list[Failover] = field(default_factory=list)
    somebody_speaks: bool = False

    def last_for(self, minutes: float, *, pause_s: float) -> "LongTalk":
        run_virtual(self._talk(minutes * 60, pause_s))
        return self

    async def _talk(self, lasts_s: float, pause_s: float) -> None:
        tell(self.failovers.append)
        account = Account(budget=Budget(session_usd=Decimal(10)))
        charge_to(account)
        cleaning = Cleaning()
        candidate: Candidate[RealtimeModel] = Candidate(provider=self.model.name, model=self.model)
        sessions = RealtimeSessions(
            lambda: () if is_thrifty() else (candidate,),
            setup=lambda profile: setup_from(self._recollect(), profile, pace=1.0),
            is_quiet=lambda: not self.somebody_speaks,
            cleaning=cleaning,
            used=lambda _: None,
        )
        spare = SentenceRenderer(SupervisedTextToSpeech(alone(ScriptedTextToSpeech()), cleaning=cleaning))
        voice = RealtimeVoice(sessions, spare=spare, may_be_said=lambda _: True, cleaning=cleaning)
        running = asyncio.create_task(sessions.run())
        await sessions.opened(within_s=5.0)
        while asyncio.get_running_loop().time() < lasts_s:
            number = len(self.answers)
            await self._answer(sessions, f"This is answer {number} to you.")
            if number == self.spent_after_answers:
                spent = Decimal("9.5")
                account.resume(replace(NOTHING_YET, usd=spent, usd_by_provider={self.model.name: spent}))
            await self._reply(voice, f"And what about number {number}?")
            await asyncio.sleep(pause_s)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await cleaning.aclose()

    def _recollect(self) -> Recollection:
        turns = [
            Turn(id=f"t{number}", speaker=Speaker.CANDIDATE, text=text, start_s=number, end_s=number + 1)
            for number, text in enumerate(self.answers)
        ]
        return Recollection(instructions="You interview.", summary=f"{len(turns)} answers.", turns=tuple(turns))

    async def _answer(self, sessions: RealtimeSessions, text: str) -> None:
        self.somebody_speaks = True
        audio = spell(text, sample_rate_hz=LINE_RATE_HZ).samples
        for begin in range(0, len(audio), _FRAME_BYTES):
            frame = audio[begin : begin + _FRAME_BYTES].ljust(_FRAME_BYTES, b"\0")
            await asyncio.sleep(FRAME_MS / 1000)
            sessions.hear(Pcm(samples=frame, sample_rate_hz=LINE_RATE_HZ), voiced=True)
        self.answers.append(text)
        self.somebody_speaks = False

    async def _reply(self, voice: RealtimeVoice, text: str) -> None:
        self.somebody_speaks = True
        self.replies.append(text)
        rendering = voice.for_reply().render(text, pace=1.0)
        async with aclosing(rendering.follow()) as audio:
            heard = b"".join([pcm.samples async for pcm in audio])
        words = read_words(Pcm(samples=heard, sample_rate_hz=LINE_RATE_HZ))
        self.replies_heard.append(" ".join(word.text for word in words))
        await asyncio.sleep(len(heard) / 2 / LINE_RATE_HZ)
        voice.heard(len(heard) / 2 / LINE_RATE_HZ, whole=True, stands=True)
        self.somebody_speaks = False

    @property
    def answers_heard(self) -> list[str]:
        return [turn for session in self.model.sessions for turn in session.turns]


@pytest.mark.parametrize(("limit_s", "announces_s"), [(480.0, 0.0), (600.0, 60.0), (3600.0, 0.0)])
def test_ninety_minutes_cross_every_limit_without_a_lost_word(limit_s: float, announces_s: float) -> None:
    model = FaultyRealtimeModel("vendor", limit_s=limit_s, announces_s=announces_s)

    talk = LongTalk(model).last_for(90, pause_s=113.3)

    assert talk.answers_heard == talk.answers
    assert talk.replies_heard == talk.replies
    assert len(model.sessions) == 1 + len(talk.failovers)
    assert len(talk.failovers) >= 90 * 60 // limit_s
    assert {(one.fault, round(one.gap_ms)) for one in talk.failovers} == {(Fault.LIMIT, 0)}
    assert model.script.struck_at == []


def test_somebody_who_never_stops_talking_is_heard_from_the_beginning_by_the_renewed_session() -> None:
    model = FaultyRealtimeModel("vendor", limit_s=60.0)

    talk = LongTalk(model).last_for(3, pause_s=0.0)

    assert len(model.sessions) >= 3
    assert talk.replies_heard == talk.replies
    assert [answer for answer in talk.answers if not any(answer in turn for turn in talk.answers_heard)] == []


def test_a_session_that_bills_its_whole_context_is_opened_anew_with_a_short_window() -> None:
    model = FaultyRealtimeModel("vendor", bills_whole_context=True)

    talk = LongTalk(model).last_for(20, pause_s=20.0)

    assert len(model.sessions) >= 3
    assert max(len(session.spoken) for session in model.sessions) <= 13
    assert [len(setup.history) for setup in model.setups[1:]] == [TURNS_WHERE_BILLED] * (len(model.setups) - 1)
    assert model.setups[-1].history[-1].text in talk.answers
    assert "answers." in model.setups[-1].instructions


def test_a_budget_that_is_nearly_spent_leaves_a_dear_model_between_two_replies() -> None:
    model = FaultyRealtimeModel("vendor")

    talk = LongTalk(model, spent_after_answers=2).last_for(2, pause_s=5.0)

    assert talk.replies_heard == talk.replies
    assert model.sessions[0].spoken == talk.replies[:3]
    assert model.sessions[0].closed
    assert [(one.to_provider, one.fault) for one in talk.failovers] == [(CASCADE, Fault.LIMIT)]
