"""The course of one interview: plans replies, and makes moves happen by writing their events."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from vivavoce.domain.clock import Clock
from vivavoce.domain.events import SessionEvent
from vivavoce.domain.ports.voice_engine import Reply
from vivavoce.domain.transcript import Mark, Turn
from vivavoce.interview.acts import Act
from vivavoce.interview.conductor import Reading, Scene
from vivavoce.interview.journal import Journal
from vivavoce.interview.moves import Choice, Move
from vivavoce.interview.replies import Planned, Replies
from vivavoce.interview.state import InterviewState

_PLANS_KEPT = 32
"""Drafts remembered for one turn; the reply that is heard is one of the last."""


@dataclass(slots=True)
class Course:
    """Keeps what was planned for the turn in progress; everything else is in the journal."""

    journal: Journal
    replies: Replies
    clock: Clock
    now_s: Callable[[], float]
    """The session clock."""
    plans: dict[str, Planned]

    @property
    def state(self) -> InterviewState:
        return self.journal.state

    def scene(self) -> Scene:
        return self.replies.conductor.scene(self.state, now_s=self.now_s())

    async def prepare(self, turn: Turn, *, exact: bool = True, instead: Choice | None = None) -> Reply:
        """Plan the reply to a turn, or this one instead of a brain's; nothing happens."""
        if self._is_stale(turn):
            return Reply(id=f"listen_{self.state.moves}", parts=())
        now_s = max(turn.end_s, self.state.at_s)
        planned = await self.replies.answer(
            turn, self.state, now_s=now_s, at=self.clock.now(), exact=exact, instead=instead
        )
        self._keep(planned)
        return planned.reply

    async def turn_ended(self, turn: Turn, reply: Reply) -> None:
        """Write what the turn was and the move that answers it, at once."""
        state, at, at_s = self.state, self.clock.now(), self.now_s()
        planned = self.plans.get(reply.id)
        fresh = planned is not None and planned.basis == state.moves
        reading = planned.reading if planned is not None and planned.turn_text == turn.text else None
        if reading is None:
            reading = await self.replies.read(turn, state, now_s=at_s)
        scene = self.replies.conductor.scene(state, now_s=at_s)
        events = self.replies.conductor.turn_events(turn, reading, scene, at=at, at_s=at_s)
        if planned is not None and fresh:
            events += self.replies.move_events(planned, at=at, at_s=at_s, turn_id=turn.id)
        self.plans.clear()
        await self.journal.record(events)

    async def press(self, act: Act, *, awaiting: str = "") -> Reply | None:
        """Do what a turn meaning this would do, without a turn: a button was pressed. None: nothing to say."""
        state = self.state
        reading = Reading(act=act, acts=(act,), question_id=state.question_id, awaiting=awaiting)
        return await self._make(await self.replies.react(reading, state, now_s=self.now_s()))

    async def make(self, choice: Choice) -> Reply | None:
        """Make a move nobody asked for. None: it is not legal now, or says nothing."""
        scene = self.scene()
        if choice.move not in scene.legal:
            return None
        return await self._make(self.replies.planned(choice, scene))

    async def settle_pending(self) -> None:
        """After a break, make one turn of what the candidate had said before it."""
        pending = self.state.pending
        if not pending:
            return
        turn = joined(pending)
        reading = await self.replies.read(turn, self.state, now_s=self.state.at_s)
        at, at_s = self.clock.now(), self.now_s()
        events = self.replies.conductor.turn_events(turn, reading, self.scene(), at=at, at_s=at_s)
        await self.journal.record(events)

    async def record(self, events: Sequence[SessionEvent]) -> None:
        await self.journal.record(events)

    async def _make(self, planned: Planned) -> Reply | None:
        events = self.replies.move_events(planned, at=self.clock.now(), at_s=self.now_s())
        await self.journal.record(events)
        return planned.reply if planned.choice.move is not Move.LISTEN and planned.reply.parts else None

    def _is_stale(self, turn: Turn) -> bool:
        """Words from before the last move are not an answer to it ("Skip" was pressed after them)."""
        move = self.state.last_move
        return move is not None and Mark.TYPED not in turn.marks and turn.end_s < move.at_s

    def _keep(self, planned: Planned) -> None:
        self.plans.pop(planned.reply.id, None)
        self.plans[planned.reply.id] = planned
        while len(self.plans) > _PLANS_KEPT:
            self.plans.pop(next(iter(self.plans)))


def joined(utterances: Sequence[Turn]) -> Turn:
    """Return one turn made of utterances in order."""
    first, last = utterances[0], utterances[-1]
    return replace(
        first,
        text=" ".join(one.text for one in utterances if one.text),
        end_s=last.end_s,
        words=tuple(word for one in utterances for word in one.words),
        marks=tuple(dict.fromkeys(mark for one in utterances for mark in one.marks)),
    )
