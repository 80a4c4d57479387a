"""A candidate on the phone: listens until the interviewer has finished, thinks as long as people do, answers aloud."""

import asyncio
from collections.abc import AsyncIterator, Mapping

import structlog

from vivavoce.domain.ports.line import Line
from vivavoce.domain.ports.text_to_speech import TextToSpeech
from vivavoce.domain.role_pack import RolePack
from vivavoce.rehearsal.answers import AnswerWriter
from vivavoce.rehearsal.asked import Asked, AskedFinder
from vivavoce.rehearsal.measure import CallMeter
from vivavoce.rehearsal.screen import Screen
from vivavoce.rehearsal.speaking import CandidateVoice, Speech
from vivavoce.rehearsal.temperaments import MANNERS, Temperament

_log = structlog.get_logger(__name__)

_FINISHED_SILENCE_S = 0.5
"""The interviewer has finished when the screen says so and nothing was audible for this long …"""
_SURELY_FINISHED_S = 3.0
"""… or, whatever the screen says, for this long."""
_CAPTION_S = 1.0
"""A caption may come this much later than its speech."""
_PUZZLED_AFTER_S = 4.0
"""Nothing was asked, yet the interviewer waits."""
_UNHEARD_AFTER_S = 15.0
"""No reply at all: a person would speak up."""
_FAREWELL_S = 1.0
_LAST_EVENT_S = 3.0
"""The end of the interview may be shown this much later than the line is gone."""
_READY = "Yes, I am ready."
_ARE_YOU_THERE = "That was my answer. Are you still there?"


class Candidate:
    """One synthetic candidate; remembers the conversation when a broken call is made again."""

    def __init__(
        self, screen: Screen, *, pack: RolePack, temperament: Temperament, seed: int, speed: float = 1.0
    ) -> None:
        self._screen = screen
        self._speed = speed
        self._manner = MANNERS[temperament]
        self._writer = AnswerWriter(pack, self._manner, seed=seed)
        self._finder = AskedFinder(pack)
        self._current: Asked | None = None
        self._slot = asyncio.Event()
        self._my_last_s = 0.0
        self.meter = CallMeter()

    @property
    def has_seen_the_end(self) -> bool:
        """The platform has said that the interview is over."""
        return self._screen.ended_because is not None

    async def converse(self, line: Line, events: AsyncIterator[Mapping[str, object]], voice: TextToSpeech) -> None:
        """Take part until the interview ends or the line is gone."""
        async with asyncio.TaskGroup() as tasks:
            speaker = CandidateVoice(voice, pace=self._speed, tasks=tasks)
            speaker.practise(self._writer.first_answers())
            reading = tasks.create_task(self._read(events))
            talking = tasks.create_task(self._talk(line, speaker))
            await self._listen(line)
            await asyncio.wait({reading}, timeout=_LAST_EVENT_S)
            speaker.stop()
            reading.cancel()
            talking.cancel()

    async def _read(self, events: AsyncIterator[Mapping[str, object]]) -> None:
        async for event in events:
            self._screen.show(event)

    async def _listen(self, line: Line) -> None:
        """Hear every slot of the call; leave a while after the interview has ended."""
        async for _ in line.incoming():
            for slot in line.take_slots():
                self.meter.slot(sent=slot.sent, heard=slot.heard)
            self._slot.set()
            if self.has_seen_the_end and self.meter.interviewer.silent_s > _FAREWELL_S:
                await line.hang_up(reason="interview_ended")

    async def _talk(self, line: Line, speaker: CandidateVoice) -> None:
        while True:
            await self._next_slot()
            if self.has_seen_the_end:
                return
            if self._interviewer_has_finished():
                await self._respond(line, speaker)
            elif self._goes_unheard():
                _log.warning("rehearsal_answer_unheard", at_s=round(self.meter.now_s, 1))
                await self._say(line, speaker.say(_ARE_YOU_THERE))

    async def _respond(self, line: Line, speaker: CandidateVoice) -> None:
        asked = self._finder.find(self._screen.unread, current=self._current) if self._screen.unread else None
        patience_s = _CAPTION_S if self._current else _PUZZLED_AFTER_S
        if asked is None and self.meter.interviewer.silent_s < patience_s:
            return
        if not self._manner.speaks:
            self._hand_over()
        elif await self._still_quiet_after(self._writer.gap_s() / self._speed):
            self._current = asked or self._current
            await self._say(line, speaker.say(self._writer.answer(self._current) if self._current else _READY))

    async def _say(self, line: Line, speech: Speech) -> None:
        self.meter.answer_begins(question_id=self._current.question.id if self._current else "")
        self._screen.mark_read()
        async for frame in speech.frames():
            await line.write(frame)
            if self.has_seen_the_end:
                line.clear()
                break
        while line.queued_samples:
            await self._next_slot()
        await self._next_slot()
        self.meter.answer_has_ended()
        self._my_last_s = self.meter.now_s

    def _hand_over(self) -> None:
        """Leave the floor without a word."""
        self._screen.mark_read()
        self._my_last_s = self.meter.now_s

    def _interviewer_has_finished(self) -> bool:
        ear = self.meter.interviewer
        if ear.last_sound_s <= self._my_last_s:
            return False
        needed_s = _FINISHED_SILENCE_S if self._screen.state == "listening" else _SURELY_FINISHED_S
        return ear.silent_s >= needed_s

    def _goes_unheard(self) -> bool:
        return (
            self._current is not None
            and self._manner.speaks
            and self.meter.interviewer.last_sound_s <= self._my_last_s
            and self.meter.now_s - self._my_last_s > _UNHEARD_AFTER_S
        )

    async def _still_quiet_after(self, gap_s: float) -> bool:
        """Think; return False when the interviewer went on meanwhile."""
        last_sound_s = self.meter.interviewer.last_sound_s
        until_s = self.meter.now_s + gap_s
        while self.meter.now_s < until_s:
            await self._next_slot()
        return self.meter.interviewer.last_sound_s == last_sound_s

    async def _next_slot(self) -> None:
        self._slot.clear()
        await self._slot.wait()
