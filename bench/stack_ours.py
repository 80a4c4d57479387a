"""This project's live voice engine as the stack under measurement, with a partner that always has its next question ready."""

import asyncio
import time
from collections.abc import Sequence

from bench.turn_script import Question
from bench.turn_serving import Committed
from vivavoce.domain.failover import Failover
from vivavoce.domain.latency import LatencyLedger
from vivavoce.domain.ports.line import Line
from vivavoce.domain.ports.voice_engine import Conversation, Recollection, Reply, TurnPolicy, VoiceState
from vivavoce.domain.role_pack import TurnPatience
from vivavoce.domain.transcript import Speaker, Turn
from vivavoce.interview.acts import Act, is_request
from vivavoce.interview.understanding import understand
from vivavoce.interview.wording import LINES
from vivavoce.providers.local.models import EmbeddedModels
from vivavoce.voice.engine import LiveVoiceEngine

_QUOTED_WORDS = 4


class OurInterviewer:
    """A `ConversationPartner` that answers every turn with the question it was given, whatever was said.

    Requests to wait are understood as in an interview: they leave the floor with the candidate.
    """

    def __init__(self, engine: LiveVoiceEngine, opening: Question, *, patience: TurnPatience) -> None:
        self._engine = engine
        self._patience = patience
        self._asked = opening
        self._following = opening
        self._moves = 0
        self._conversation: Conversation | None = None
        self.committed: list[Committed] = []
        self.ledgers: list[tuple[float, LatencyLedger]] = []

    async def converse(self, line: Line) -> None:
        self._conversation = self._engine.converse(line, self, starts_at_s=0.0, tap=None, hears=True)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._conversation.run())
            self._conversation.say(self._unasked(self._asked))

    def follow_with(self, question: Question) -> None:
        self._following = question

    def ask(self, question: Question) -> None:
        self._asked = question
        if self._conversation is not None:
            self._conversation.say(self._unasked(question), interrupt=True)

    def policy(self) -> TurnPolicy:
        return TurnPolicy(patience=self._patience, open_question=not self._asked.closed)

    def upcoming(self) -> Sequence[str]:
        return (self._thanks, self._following.text)

    async def prepare(self, turn: Turn, *, exact: bool) -> Reply:
        understood = understand(turn.text)
        if understood.act is Act.HOLD:
            return Reply(id=f"hold{self._moves}", parts=())
        parts, question = (self._thanks, self._following.text), self._following
        if question.quotes:
            words = " ".join(turn.text.rstrip(".?! ").split()[-_QUOTED_WORDS:])
            parts = (self._thanks, f"You mentioned {words}. {question.text}")
        return Reply(
            id=f"q{self._moves}:{hash(parts)}",
            parts=parts,
            needs_exact=question.quotes,
            to_request=is_request(understood.act, about_us=understood.about_us),
        )

    async def turn_ended(self, turn: Turn, reply: Reply) -> None:
        self.committed.append(Committed(at=time.monotonic(), text=turn.text))
        self._asked = self._following
        self._moves += 1

    async def utterance_heard(self, utterance: Turn) -> None:
        """Only turns count here."""

    async def spoke(self, turn: Turn, reply: Reply, *, ledger: LatencyLedger | None) -> None:
        if ledger is not None:
            self.ledgers.append((time.monotonic(), ledger))

    async def silence(self, silent_s: float) -> Reply | None:
        return None

    def state_changed(self, state: VoiceState) -> None:
        """Nobody watches."""

    def caption(self, *, speaker: Speaker, text: str, final: bool, id: str) -> None:  # noqa: A002 - the port's name
        """Nobody reads."""

    def candidate_speaking(self, *, speaking: bool) -> None:
        """Nobody watches."""

    def recollect(self) -> Recollection:
        return Recollection(instructions="You are an interviewer.", summary=f"{len(self.committed)} turns were taken.")

    async def echoed(self) -> None:
        """Nothing comes back here."""

    async def failed_over(self, failover: Failover) -> None:
        """Nothing here has a spare."""

    @property
    def _thanks(self) -> str:
        return LINES.acknowledgement(self._moves)

    def _unasked(self, question: Question) -> Reply:
        self._moves += 1
        return Reply(id=f"ask{self._moves}", parts=(question.text,))


class OurStack:
    """One engine for all conversations, as in the platform."""

    def __init__(self, models: EmbeddedModels, *, patience: TurnPatience) -> None:
        self._patience = patience
        self._engine = LiveVoiceEngine(
            speech_to_text=models.speech_to_text,
            text_to_speech=models.text_to_speech(),
            end_of_turn=models.end_of_turn,
            backchannel=models.backchannel,
            make_voice_activity=models.voice_activity,
        )

    async def ready(self) -> None:
        await self._engine.ready()

    def interviewer(self, opening: Question) -> OurInterviewer:
        return OurInterviewer(self._engine, opening, patience=self._patience)

    async def aclose(self) -> None:
        await self._engine.aclose()
