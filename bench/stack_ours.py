"""This project's live voice engine as the stack under measurement, with a partner that always has its next question ready."""

import asyncio
import time
from collections.abc import Sequence

from vivavoce.domain.failover import Failover
from vivavoce.domain.latency import LatencyLedger
from vivavoce.domain.ports.line import Line
from vivavoce.domain.ports.voice_engine import Recollection, Reply, TurnPolicy, VoiceState
from vivavoce.domain.role_pack import TurnPatience
from vivavoce.domain.transcript import Speaker, Turn
from vivavoce.providers.local.models import EmbeddedModels
from vivavoce.voice.engine import LiveVoiceEngine


class PlannedQuestions:
    """A `ConversationPartner` that answers every turn with the next question of a list, whatever was said."""

    def __init__(self, questions: Sequence[str], *, patience: TurnPatience) -> None:
        self._questions = questions
        self._patience = patience
        self._next = 1
        self.committed_at: list[float] = []
        self.ledgers: list[LatencyLedger] = []

    @property
    def opening(self) -> Reply:
        return Reply(id="q0", parts=(self._questions[0],))

    def policy(self) -> TurnPolicy:
        return TurnPolicy(patience=self._patience, open_question=True)

    def upcoming(self) -> Sequence[str]:
        return self._parts()

    async def prepare(self, turn: Turn, *, exact: bool) -> Reply:
        return Reply(id=f"q{self._next}", parts=self._parts())

    async def turn_ended(self, turn: Turn, reply: Reply) -> None:
        self.committed_at.append(time.monotonic())
        self._next += 1

    async def utterance_heard(self, utterance: Turn) -> None:
        """Only turns count here."""

    async def spoke(self, turn: Turn, reply: Reply, *, ledger: LatencyLedger | None) -> None:
        if ledger is not None:
            self.ledgers.append(ledger)

    async def silence(self, silent_s: float) -> Reply | None:
        return None

    def state_changed(self, state: VoiceState) -> None:
        """Nobody watches."""

    def caption(self, *, speaker: Speaker, text: str, final: bool, id: str) -> None:  # noqa: A002 - the port's name
        """Nobody reads."""

    def candidate_speaking(self, *, speaking: bool) -> None:
        """Nobody watches."""

    def recollect(self) -> Recollection:
        return Recollection(instructions="", summary="")

    async def failed_over(self, failover: Failover) -> None:
        """There is one model a slot."""

    def _parts(self) -> tuple[str, ...]:
        return ("Thank you.", self._questions[self._next % len(self._questions)])


class OurStack:
    """Holds one conversation at a time."""

    def __init__(self, models: EmbeddedModels, questions: Sequence[str], *, patience: TurnPatience) -> None:
        self._partner = PlannedQuestions(questions, patience=patience)
        self._engine = LiveVoiceEngine(
            speech_to_text=models.speech_to_text,
            text_to_speech=models.text_to_speech(),
            end_of_turn=models.end_of_turn,
            make_voice_activity=models.voice_activity,
        )

    @property
    def committed_at(self) -> Sequence[float]:
        """When each candidate turn was committed, on `time.monotonic`."""
        return self._partner.committed_at

    @property
    def ledger_ms(self) -> Sequence[float]:
        return [ledger.total_ms for ledger in self._partner.ledgers]

    async def ready(self) -> None:
        await self._engine.ready()

    async def converse(self, line: Line) -> None:
        """Hold the conversation until the line is gone."""
        conversation = self._engine.converse(line, self._partner, starts_at_s=0.0, tap=None, hears=True)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(conversation.run())
            conversation.say(self._partner.opening)
