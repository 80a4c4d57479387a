"""A synthetic candidate in conversation with a scripted interviewer, in virtual time."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping

import pytest

from tests.support.virtual_time import run_virtual
from vivavoce.domain.audio import LINE_RATE_HZ
from vivavoce.domain.role_pack import RolePack
from vivavoce.knowledge.packs import shipped_packs
from vivavoce.providers.scripted import ScriptedTextToSpeech, spell
from vivavoce.providers.scripted.spelling import read
from vivavoce.rehearsal.candidate import Candidate
from vivavoce.rehearsal.screen import Screen
from vivavoce.rehearsal.temperaments import Temperament
from vivavoce.transports.loopback.line import LoopbackLine

PACK: RolePack = shipped_packs()["backend-engineer"]
FIRST, SECOND = PACK.sections[1].questions[:2]


class Interviewer:
    """The other end of the candidate's call."""

    def __init__(self, temperament: Temperament) -> None:
        self.line = LoopbackLine()
        self.candidate = Candidate(Screen(), pack=PACK, temperament=temperament, seed=1)
        self._events: asyncio.Queue[Mapping[str, object]] = asyncio.Queue()
        self._captions = 0

    async def interview(self, script: Callable[["Interviewer"], Awaitable[None]]) -> None:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(
                self.candidate.converse(self.line, self._live(), ScriptedTextToSpeech(sample_rate_hz=LINE_RATE_HZ))
            )
            await script(self)
            self.show(type="ended", reason="completed")

    def show(self, **event: object) -> None:
        self._events.put_nowait(event)

    async def say(self, text: str) -> None:
        speech = spell(text, sample_rate_hz=LINE_RATE_HZ)
        self._captions += 1
        self.show(type="state", state="speaking")
        self.show(type="caption", id=f"i{self._captions}", speaker="interviewer", text=text, final=True)
        self.line.play(speech)
        await asyncio.sleep(speech.duration_s)
        self.show(type="state", state="listening")

    async def candidate_speaks(self) -> None:
        await self._until(lambda: self._tail(0.1) != b"" and any(self._tail(0.1)))

    async def candidate_is_silent(self, *, for_s: float) -> None:
        await self._until(lambda: not any(self._tail(for_s)))

    @property
    def said(self) -> str:
        return "".join(one.character for one in read(self.line.heard))

    @property
    def spoke_at_s(self) -> float:
        return read(self.line.heard)[0].start_s

    def _tail(self, seconds: float) -> bytes:
        return self.line.heard.samples[-2 * round(seconds * LINE_RATE_HZ) :]

    async def _until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(600):
            while not condition():  # noqa: ASYNC110 - virtual time: a poll costs nothing
                await asyncio.sleep(0.02)

    async def _live(self) -> AsyncIterator[Mapping[str, object]]:
        while True:
            yield await self._events.get()


def conversation(temperament: Temperament, script: Callable[[Interviewer], Awaitable[None]]) -> Interviewer:
    async def scenario() -> Interviewer:
        interviewer = Interviewer(temperament)
        await interviewer.interview(script)
        return interviewer

    return run_virtual(scenario())[0]


def test_a_candidate_answers_the_question_that_was_asked_after_a_human_gap() -> None:
    question_ended_s = []

    async def script(interviewer: Interviewer) -> None:
        await interviewer.say(FIRST.text)
        question_ended_s.append(interviewer.candidate.meter.now_s)
        await interviewer.candidate_speaks()
        await interviewer.candidate_is_silent(for_s=1)

    talk = conversation(Temperament.STRONG, script)

    assert FIRST.expected[0].text[2:] in talk.said
    assert FIRST.expected[-1].text[2:] in talk.said
    assert 1.0 <= talk.spoke_at_s - question_ended_s[0] <= 2.0


def test_an_interviewer_who_goes_on_is_not_interrupted() -> None:
    async def script(interviewer: Interviewer) -> None:
        await interviewer.say("Let us talk about databases.")
        await asyncio.sleep(0.8)
        await interviewer.say(SECOND.text)
        await interviewer.candidate_speaks()
        await interviewer.candidate_is_silent(for_s=1)

    talk = conversation(Temperament.STRONG, script)

    assert len(talk.candidate.meter.turns()) == 1
    assert SECOND.expected[0].text[2:] in talk.said


def test_voice_to_voice_is_what_the_interviewer_really_took() -> None:
    async def script(interviewer: Interviewer) -> None:
        await interviewer.say(FIRST.text)
        await interviewer.candidate_speaks()
        await interviewer.candidate_is_silent(for_s=0.64)
        await interviewer.say("Thank you.")
        await asyncio.sleep(1.0)

    talk = conversation(Temperament.STRONG, script)

    (turn,) = talk.candidate.meter.turns()
    assert turn.question_id == FIRST.id
    assert turn.voice_to_voice_ms == pytest.approx(660, abs=41)
    assert turn.cut_ins == ()


def test_being_cut_off_is_noticed() -> None:
    async def script(interviewer: Interviewer) -> None:
        await interviewer.say(FIRST.text)
        await interviewer.candidate_speaks()
        await asyncio.sleep(3.0)
        await interviewer.say("Thank you.")
        await interviewer.candidate_is_silent(for_s=1)

    talk = conversation(Temperament.STRONG, script)

    assert [len(turn.cut_ins) for turn in talk.candidate.meter.turns()] == [1]


def test_a_probe_is_answered_with_the_point_it_is_after() -> None:
    probe = FIRST.probes[-1]
    point = next(point for point in FIRST.expected if point.id == probe.for_point)
    before = []

    async def script(interviewer: Interviewer) -> None:
        await interviewer.say(FIRST.text)
        await interviewer.candidate_speaks()
        await interviewer.candidate_is_silent(for_s=1)
        before.append(len(interviewer.said))
        await interviewer.say(probe.text)
        await interviewer.candidate_speaks()
        await interviewer.candidate_is_silent(for_s=1)

    talk = conversation(Temperament.STRONG, script)

    assert point.text in talk.said[before[0] :]


def test_asked_to_say_it_again_a_candidate_does() -> None:
    before = []

    async def script(interviewer: Interviewer) -> None:
        await interviewer.say(FIRST.text)
        await interviewer.candidate_speaks()
        await interviewer.candidate_is_silent(for_s=1)
        before.append(interviewer.said)
        await interviewer.say("I am sorry, I could not make that out. Could you say it again?")
        await interviewer.candidate_speaks()
        await interviewer.candidate_is_silent(for_s=1)

    talk = conversation(Temperament.STRONG, script)

    assert talk.said == before[0] * 2


def test_a_silent_candidate_lets_every_offer_pass() -> None:
    async def script(interviewer: Interviewer) -> None:
        await interviewer.say(FIRST.text)
        await asyncio.sleep(20)
        await interviewer.say("Take your time. Shall I repeat the question?")
        await asyncio.sleep(20)

    talk = conversation(Temperament.SILENT, script)

    assert talk.said == ""


def test_a_candidate_who_is_not_heard_speaks_up() -> None:
    async def script(interviewer: Interviewer) -> None:
        await interviewer.say(FIRST.text)
        await interviewer.candidate_speaks()
        await interviewer.candidate_is_silent(for_s=14)
        await asyncio.sleep(6)

    talk = conversation(Temperament.TERSE, script)

    assert talk.said.endswith("Are you still there?")


def test_somebody_who_was_asked_nothing_says_that_they_are_ready() -> None:
    async def script(interviewer: Interviewer) -> None:
        await interviewer.say("Hello, I am an AI interviewer.")
        await asyncio.sleep(8)

    talk = conversation(Temperament.STRONG, script)

    assert talk.said == "Yes, I am ready."


def test_the_end_of_the_interview_ends_the_answer_and_the_call() -> None:
    async def script(interviewer: Interviewer) -> None:
        await interviewer.say(FIRST.text)
        await interviewer.candidate_speaks()
        await asyncio.sleep(2)

    talk = conversation(Temperament.STRONG, script)

    assert 0 < len(talk.said) < 80
    assert talk.candidate.has_seen_the_end


def test_a_lost_line_ends_the_conversation() -> None:
    async def script(interviewer: Interviewer) -> None:
        await interviewer.say(FIRST.text)
        await interviewer.candidate_speaks()
        await interviewer.line.hang_up(reason="test")

    talk = conversation(Temperament.STRONG, script)

    assert 0 < len(talk.said) < 80
