"""From a candidate's turn to words that may be spoken, and to the events that make the move so."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from vivavoce.domain.errors import ProviderError
from vivavoce.domain.events import SessionEvent
from vivavoce.domain.ports.voice_engine import Reply
from vivavoce.domain.transcript import Turn
from vivavoce.interview.acts import Act, is_request
from vivavoce.interview.brain.port import Brain
from vivavoce.interview.conductor import Conductor, IllegalMoveError, Reading, Scene, step_of
from vivavoce.interview.going_on import going_on, in_time
from vivavoce.interview.mending import mended
from vivavoce.interview.metrics import HELD_BACK
from vivavoce.interview.moves import Choice
from vivavoce.interview.not_understood import reaction
from vivavoce.interview.personas.persona import Persona
from vivavoce.interview.speech_linter import Violation, lint
from vivavoce.interview.state import InterviewState, apply

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A reply with the move it stands for; nothing has happened until its events are written."""

    reply: Reply
    choice: Choice
    scene: Scene
    """As the move found it: the turn it answers is counted."""
    basis: int
    """How many moves had been made when it was planned: a plan from before another move is stale."""
    turn_text: str = ""
    reading: Reading | None = None
    """What was made of the turn it answers."""


@dataclass(frozen=True, slots=True)
class Replies:
    """Plans replies: a brain chooses, the conductor checks, the speech linter listens."""

    conductor: Conductor
    brain: Brain
    spare: Brain
    """Takes the turn when `brain` fails or chooses what is not legal: the plan brain."""
    persona: Persona
    violations: Counter[str]

    async def read(self, turn: Turn, state: InterviewState, *, now_s: float) -> Reading:
        scene = self.conductor.scene(state, now_s=now_s)
        try:
            return await self.brain.read(turn, scene)
        except ProviderError as error:
            _log.warning("brain could not read the turn", brain=self.brain.name, error=error.message)
            return Reading(act=Act.ANSWER, question_id=state.question_id, substance=turn.text, awaiting=state.awaiting)

    async def answer(
        self,
        turn: Turn,
        state: InterviewState,
        *,
        now_s: float,
        at: datetime,
        exact: bool = True,
        instead: Choice | None = None,
    ) -> Planned:
        """Plan the reply to a candidate's turn, or to a draft of it; `instead` of what a brain would choose. Pure."""
        reading = replace(await self.read(turn, state, now_s=now_s), exact=exact)
        after = self.after(turn, reading, state, now_s=now_s, at=at)
        scene = self.conductor.scene(after, now_s=now_s)
        if instead is not None and reading.act is not Act.NOTHING and instead.move in scene.legal and not after.paused:
            planned = self.planned(instead, scene)
        else:
            planned = await self.react(reading, after, now_s=now_s)
        reply = replace(planned.reply, to_request=is_request(reading.act, about_us=reading.about_us))
        return replace(planned, reply=reply, turn_text=turn.text, reading=reading)

    def after(
        self, turn: Turn, reading: Reading, state: InterviewState, *, now_s: float, at: datetime
    ) -> InterviewState:
        """Return the state with this turn counted."""
        scene = self.conductor.scene(state, now_s=now_s)
        for event in self.conductor.turn_events(turn, reading, scene, at=at, at_s=now_s):
            state = apply(state, event)
        return state

    async def react(self, reading: Reading, state: InterviewState, *, now_s: float) -> Planned:
        """Plan what to do after this reading, or after a button that means the same."""
        scene = self.conductor.scene(state, now_s=now_s)
        not_understood = reaction(reading, scene)
        if not_understood is not None:
            return self.planned(not_understood, scene)
        for brain in (self.brain, self.spare):
            try:
                return self.planned(in_time(await brain.choose(reading, scene), reading, scene), scene)
            except IllegalMoveError as error:
                _log.warning("illegal move refused", brain=brain.name, reason=str(error))
            except ProviderError as error:
                _log.warning("brain failed", brain=brain.name, error=error.message)
        return self.planned(going_on(scene, "follow_ups_used"), scene)

    def planned(self, choice: Choice, scene: Scene) -> Planned:
        """Check and lint a choice; raise `IllegalMoveError` when it is not legal."""
        self.conductor.check(choice, scene)
        if choice.move not in self.persona.permissions:
            raise IllegalMoveError(f"{self.persona.id} may not {choice.move}")
        choice = self._linted(choice, scene)
        step = step_of(choice, scene)
        question = step.question if step else scene.question
        section = step.section if step else scene.section
        reply = Reply(
            id=_reply_id(choice, scene.state.moves),
            parts=choice.parts,
            needs_exact=choice.needs_exact,
            interruptible=choice.interruptible,
            ends=choice.ends is not None,
            section=section.kind.value,
            question_id=question.id if question else "",
        )
        return Planned(reply=reply, choice=choice, scene=scene, basis=scene.state.moves)

    def move_events(self, planned: Planned, *, at: datetime, at_s: float, turn_id: str = "") -> list[SessionEvent]:
        return self.conductor.events(
            planned.choice, planned.scene, reply_id=planned.reply.id, at=at, at_s=at_s, turn_id=turn_id
        )

    def _linted(self, choice: Choice, scene: Scene) -> Choice:
        """Replace what must not be spoken, and count it."""
        violations = self._lint(choice.parts)
        if not violations:
            return choice
        for violation in violations:
            self.violations[violation.rule.value] += 1
            HELD_BACK.labels(violation.rule.value).inc()
            _log.warning("speech linter held a sentence back", rule=violation.rule.value)
        return mended(choice, scene, self._lint)

    def _lint(self, parts: Sequence[str]) -> Sequence[Violation]:
        return lint(
            parts,
            longest_words=self.persona.voice.longest_sentence_words,
            never_says=self.persona.policy.never_says,
        )


def _reply_id(choice: Choice, moves: int) -> str:
    """Equal for equal moves with equal words at the same point of the interview, and never twice in one session."""
    words = hashlib.sha256("\x1f".join((choice.move.value, choice.probe, *choice.parts)).encode()).hexdigest()
    return f"move_{moves + 1}_{words[:12]}"
