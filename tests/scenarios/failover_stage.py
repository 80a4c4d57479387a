"""A stage where providers fail: rings over a real router, an interview of a few turns, and the silence that was heard."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from tests.scenarios.voice_stage import Acts, StagePartner
from tests.support.heard_lines import HeardLine
from tests.support.routed_voices import RoutedVoices
from tests.support.virtual_time import run_virtual
from vivavoce.domain.ports.voice_engine import Reply
from vivavoce.domain.transcript import Turn

QUESTIONS = (
    "Shall we begin?",
    "What happens to the others when one worker dies, and who notices it first?",
    "Thank you, that was all.",
)
LONGEST_S = 300.0
HESITATES = " / "
ANSWERS = ("Yes, I am ready for it now.", "The queue gives its work to another one and we get an alert.")


class Interview(StagePartner):
    """Asks one question after the other, whatever is said."""

    def __init__(self, questions: Sequence[str] = QUESTIONS) -> None:
        super().__init__(upcoming=())
        self.questions = tuple(questions)

    async def prepare(self, turn: Turn, *, exact: bool) -> Reply:
        self.prepared.append((turn, exact))
        return self._reply(len(self.ended) + 1)

    def _reply(self, number: int) -> Reply:
        return Reply(id=f"q{number}", parts=(self.questions[min(number, len(self.questions) - 1)],), needs_exact=True)

    @property
    def opening(self) -> Reply:
        return Reply(id="q0", parts=(self.questions[0],))


@dataclass(kw_only=True)
class FailoverStage(RoutedVoices):
    """Put faulty models into the slots; what runs here is always behind them."""

    may_be_said: Callable[[str], bool] = lambda text: "great answer" not in text
    answers: Sequence[str] = ANSWERS
    hesitates_s: float = 0.35
    """How long the candidate is silent where an answer says so."""
    partner: Interview = field(default_factory=Interview)
    line: HeardLine = field(default_factory=HeardLine)

    def play(self) -> "FailoverStage":
        """Hold the whole interview, in virtual time."""
        run_virtual(self.hold())
        return self

    async def hold(self) -> None:
        engine = await self.open()
        conversation = engine.converse(self.line, self.partner, starts_at_s=0.0, tap=None, hears=True)
        self.partner.now_s = lambda: conversation.now_s
        conversation.say(self.partner.opening)
        answering = asyncio.create_task(self._answer(Acts(line=self.line, conversation=conversation)))
        async with asyncio.timeout(LONGEST_S):  # an answer that is lost would be waited on for ever
            await conversation.run()
        answering.cancel()
        await asyncio.gather(answering, return_exceptions=True)
        await engine.aclose()

    async def _answer(self, acts: Acts) -> None:
        """Answer each question half a second after it was heard; hang up after the last."""
        for number in range(len(self.answers) + 1):
            while len(self.partner.said) <= number:  # noqa: ASYNC110 - the candidate listens
                await asyncio.sleep(0.1)
            await asyncio.sleep(0.5)
            if number < len(self.answers):
                await self._say(acts, self.answers[number])
        await acts.hang_up()

    async def _say(self, acts: Acts, answer: str) -> None:
        first, *others = answer.split(HESITATES)
        await acts.finish(first)
        for part in others:
            await asyncio.sleep(self.hesitates_s)
            await acts.finish(part)

    def replied_after_s(self) -> list[float]:
        """Return how long after each answer the interviewer was heard."""
        ends_at = [self.line.begins_at + turn.end_s for turn, _ in self.partner.ended]
        return [self.line.first_sound_at(after=end_at) - end_at for end_at in ends_at]

    def longest_gap_s(self, *, struck_at: float) -> float:
        """Return the longest silence in the interviewer's speech from this moment on, up to the end of that reply."""
        ends_at = [self.line.begins_at + turn.end_s for turn, _ in self.partner.said]
        return self.line.longest_gap_s(begin=struck_at, end=next(end_at for end_at in ends_at if end_at > struck_at))
