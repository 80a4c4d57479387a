"""The conductor: owns sections, time, follow-up limits, tiers and the close. No brain can go around it.

From the state, the pack and the clock it says which moves are legal and where moving on leads; a brain chooses one and words
it; the conductor turns the choice into the events that make it so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from vivavoce.domain.events import (
    CandidateTurnEnded,
    Flagged,
    HumanRequested,
    MoveMade,
    Paused,
    QuestionClosed,
    Resumed,
    SectionEntered,
    SectionLeft,
    SessionEvent,
    TierRaised,
)
from vivavoce.domain.role_pack import Question, RolePack, Section
from vivavoce.domain.session import EndReason
from vivavoce.domain.transcript import Turn
from vivavoce.interview.acts import Act
from vivavoce.interview.moves import Choice, Dropped, Move, NextStep
from vivavoce.interview.state import InterviewState
from vivavoce.interview.time_boxes import RESERVED, TimeBoxes

HIGHEST_TIER = 3
STRONG_COVERAGE = 0.6
"""Weighted share of expected points from which harder optional questions open."""
_ALWAYS = frozenset(
    {
        Move.LISTEN,
        Move.REPEAT,
        Move.DISCLOSE,
        Move.HAND_TO_HUMAN,
        Move.CONFIRM_LEAVE,
        Move.PAUSE,
        Move.ASK_AGAIN,
        Move.ANSWER,
        Move.NO_COMMENT,
        Move.RECEIVE,
        Move.HOLD,
        Move.RESUME,
        Move.MOVE_ON,
        Move.CLOSE,
    }
)
_WHILE_PAUSED = frozenset({Move.LISTEN, Move.RESUME, Move.HAND_TO_HUMAN, Move.CONFIRM_LEAVE, Move.CLOSE})
_EARLY_ENDS = frozenset(
    {EndReason.CANDIDATE_LEFT, EndReason.HUMAN_REQUESTED, EndReason.ABUSE, EndReason.NO_ANSWER, EndReason.WITHDRAWN}
)


class IllegalMoveError(ValueError):
    """A brain chose what the conductor does not allow now. Never heard: the plan brain takes the turn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What a brain sees."""

    state: InterviewState
    pack: RolePack
    now_s: float
    section: Section
    question: Question | None
    """The open one."""
    next: NextStep
    legal: frozenset[Move]
    in_time: bool
    """There is time for a follow-up besides the section's core questions still to be asked."""
    to_spare: bool = False
    """There is time to go deeper into a complete answer besides all questions still to be asked."""
    overstayed: bool = False
    """The section has used up its time and more: nothing keeps the talk at its open question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a brain made of one candidate turn."""

    act: Act
    question_id: str = ""
    """The question these words belong to."""
    covered: tuple[str, ...] = ()
    """Expected points newly covered."""
    relevance: float = 1.0
    substance: str = ""
    question: str = ""
    about_us: bool = False
    complete: bool = True
    acts: tuple[Act, ...] = ()
    awaiting: str = ""
    """The move this turn answers, when it does not answer the open question."""
    flags: tuple[str, ...] = ()
    exact: bool = True
    """False: made of a draft, words may still change; not worth an expensive choice."""


@dataclass(frozen=True, slots=True)
class Conductor:
    """Leads one pack's interview."""

    pack: RolePack

    def boxes(self, state: InterviewState) -> TimeBoxes:
        return TimeBoxes(self.pack, state.accommodations.patience_factor)

    def scene(self, state: InterviewState, *, now_s: float) -> Scene:
        """Show a brain the interview at this moment."""
        boxes = self.boxes(state)
        question = self.pack.question(state.question_id) if state.question_id else None
        return Scene(
            state=state,
            pack=self.pack,
            now_s=now_s,
            section=boxes.running(state) or self.pack.sections[0],
            question=question,
            next=self.next_step(state, now_s=now_s),
            legal=self.legal(state, now_s=now_s),
            in_time=boxes.fits_follow_up(state, now_s),
            to_spare=boxes.has_to_spare(state, now_s),
            overstayed=boxes.overstayed(state, now_s),
        )

    def legal(self, state: InterviewState, *, now_s: float) -> frozenset[Move]:
        if state.ended or state.ends:
            return frozenset({Move.LISTEN})
        if state.paused:
            return _WHILE_PAUSED
        legal = set(_ALWAYS)
        if not state.warned:
            legal.add(Move.BOUNDARY)
        if not state.opened:
            legal.add(Move.OPEN)
        if state.question_id:
            legal |= {Move.REPHRASE, Move.CLARIFY, Move.OFFER}
            open_question = state.open_question
            in_time = self.boxes(state).fits_follow_up(state, now_s)
            if in_time and not open_question.redirected:
                legal.add(Move.REDIRECT)
            if in_time and open_question.follow_ups < self.pack.question(state.question_id).max_follow_ups:
                legal.add(Move.PROBE)
        return frozenset(legal)

    def next_step(self, state: InterviewState, *, now_s: float) -> NextStep:
        """Return where moving on leads: the section's next question, the next section's first, or the close."""
        boxes = self.boxes(state)
        section = boxes.running(state)
        dropped: list[Dropped] = []
        if section is not None:
            question, dropped = self._next_in_section(section, state, now_s)
            if question is not None:
                return NextStep(question=question, section=section, dropped=tuple(dropped))
        entered: list[Section] = []
        for following in self._following(section):
            if boxes.overtime(state, now_s) and following.kind not in RESERVED:
                dropped.extend(_not_asked(following, state, "time"))
                continue
            entered.append(following)
            first = self._first(following, state)
            if first is not None:
                return NextStep(question=first, section=following, entered=tuple(entered), dropped=tuple(dropped))
        last = entered[-1] if entered else section or self.pack.sections[-1]
        return NextStep(question=None, section=last, entered=tuple(entered), dropped=tuple(dropped))

    def check(self, choice: Choice, scene: Scene) -> None:
        """Raise `IllegalMoveError` when this may not be done now."""
        if choice.move not in scene.legal:
            raise IllegalMoveError(f"{choice.move} is not legal now")
        if choice.move is Move.CLOSE and choice.ends not in _EARLY_ENDS:
            raise IllegalMoveError("an interview is completed by moving on, not by closing it")
        if choice.move not in (Move.CLOSE, Move.MOVE_ON) and choice.ends is not None:
            raise IllegalMoveError(f"{choice.move} does not end an interview")

    def events(
        self, choice: Choice, scene: Scene, *, reply_id: str, at: datetime, at_s: float, turn_id: str = ""
    ) -> list[SessionEvent]:
        """Return what this move changes, in order; the move itself is the last of them.

        `turn_id` is the candidate turn it answers, when it answers one.
        """
        events: list[SessionEvent] = [
            event for use in choice.tools for event in use.events(at=at, at_s=at_s, turn_id=turn_id)
        ]
        if choice.unanswered:
            events.append(Flagged(at=at, at_s=at_s, flag="unanswered_question", message=choice.unanswered))
        if choice.move is Move.BOUNDARY or choice.ends is EndReason.ABUSE:
            events.append(
                Flagged(at=at, at_s=at_s, flag="abuse", message="Directed insults; the interviewer asked to stop.")
            )
        if choice.move is Move.HAND_TO_HUMAN:
            events.append(HumanRequested(at=at, at_s=at_s, message=choice.message))
        if choice.move is Move.PAUSE:
            events.append(Paused(at=at, at_s=at_s, by="candidate"))
        if scene.state.paused and choice.move in (Move.RESUME, Move.CLOSE):
            events.append(Resumed(at=at, at_s=at_s))
        if choice.move is Move.LISTEN:
            return events
        step = step_of(choice, scene)
        if choice.move in (Move.MOVE_ON, Move.CLOSE):
            events += self._closing(choice, scene, at=at, at_s=at_s)
            reason = _why_left(choice, scene)
            if reason:
                events.append(SectionLeft(at=at, at_s=at_s, section=scene.section.kind.value, reason=reason))
        if step is not None:
            events += [SectionEntered(at=at, at_s=at_s, section=section.kind.value) for section in step.entered]
        events.append(_move_made(choice, scene, step, reply_id=reply_id, at=at, at_s=at_s))
        return events

    def turn_events(
        self, turn: Turn, reading: Reading, scene: Scene, *, at: datetime, at_s: float
    ) -> list[SessionEvent]:
        """Return what a candidate's turn was, for the log."""
        placed = Turn(
            id=turn.id,
            speaker=turn.speaker,
            text=turn.text,
            start_s=turn.start_s,
            end_s=turn.end_s,
            words=turn.words,
            marks=turn.marks,
            section=scene.section.kind.value,
            question_id=reading.question_id,
        )
        ended = CandidateTurnEnded(at=at, at_s=at_s, turn=placed, act=reading.act.value, covered=reading.covered)
        flags = [Flagged(at=at, at_s=at_s, flag=flag, message=turn.text, turn_id=turn.id) for flag in reading.flags]
        return [ended, *flags]

    def left_open(self, state: InterviewState, reason: str, *, at: datetime, at_s: float) -> list[SessionEvent]:
        """Return why each question that is open or was never asked, and the section they are in, end with the interview."""
        waiting = [one.question_id for section in self.pack.sections for one in _not_asked(section, state, reason)]
        open_ones = [state.question_id] if state.question_id else []
        events: list[SessionEvent] = [
            QuestionClosed(at=at, at_s=at_s, question_id=question_id, reason=reason)
            for question_id in [*open_ones, *waiting]
        ]
        if state.section and not state.section_left:
            events.append(SectionLeft(at=at, at_s=at_s, section=state.section, reason=reason))
        return events

    def _closing(self, choice: Choice, scene: Scene, *, at: datetime, at_s: float) -> list[SessionEvent]:
        events: list[SessionEvent] = []
        state = scene.state
        if scene.question is not None:
            reason = choice.close_reason or (choice.ends.value if choice.ends else "follow_ups_used")
            events.append(QuestionClosed(at=at, at_s=at_s, question_id=scene.question.id, reason=reason))
            raised = _raised_tier(scene.question, state)
            if raised is not None:
                events.append(TierRaised(at=at, at_s=at_s, question_id=scene.question.id, tier=raised))
        if choice.move is Move.MOVE_ON:
            dropped: Sequence[Dropped] = scene.next.dropped
        else:
            reason = choice.ends.value if choice.ends else ""
            dropped = [one for section in self.pack.sections for one in _not_asked(section, state, reason)]
        events += [
            QuestionClosed(at=at, at_s=at_s, question_id=one.question_id, reason=one.reason)
            for one in dropped
            if scene.question is None or one.question_id != scene.question.id
        ]
        return events

    def _following(self, section: Section | None) -> Sequence[Section]:
        if section is None:
            return self.pack.sections
        return self.pack.sections[self.pack.sections.index(section) + 1 :]

    def _next_in_section(
        self, section: Section, state: InterviewState, now_s: float
    ) -> tuple[Question | None, list[Dropped]]:
        boxes = self.boxes(state)
        waiting = [one for one in section.questions if state.of_question(one.id).waits]
        if boxes.overtime(state, now_s) and section.kind not in RESERVED:
            return None, _not_asked(section, state, "time")
        core = [one for one in waiting if one.core]
        if core and boxes.fits_core(state, now_s):
            return core[0], []
        if core or not waiting:
            return None, _not_asked(section, state, "time")
        if not boxes.fits_optional(state, now_s):
            return None, _not_asked(section, state, "time")
        within = [one for one in waiting if one.tier <= self._tier_after(state)]
        if not within:
            return None, _not_asked(section, state, "tier")
        return max(within, key=lambda one: one.tier), []

    def _first(self, section: Section, state: InterviewState) -> Question | None:
        waiting = [one for one in section.questions if state.of_question(one.id).waits]
        core = [one for one in waiting if one.core]
        within = [one for one in waiting if one.tier <= self._tier_after(state)]
        return next(iter([*core, *sorted(within, key=lambda one: -one.tier)]), None)

    def _tier_after(self, state: InterviewState) -> int:
        """Return the tier as it will be once the open question is closed."""
        if not state.question_id:
            return state.tier
        return _raised_tier(self.pack.question(state.question_id), state) or state.tier


def step_of(choice: Choice, scene: Scene) -> NextStep | None:
    """Return where this move leads, when it leads on; None when it stays with the open question."""
    leads_on = choice.move is Move.MOVE_ON or (choice.move is Move.OPEN and not scene.state.section)
    return scene.next if leads_on else None


def coverage_share(question: Question, covered: frozenset[str]) -> float:
    """Return the weighted share of expected points covered; 1.0 when the question expects none."""
    total = sum(point.weight for point in question.expected)
    return sum(point.weight for point in question.expected if point.id in covered) / total if total else 1.0


def _why_left(choice: Choice, scene: Scene) -> str:
    """Return why the section ends with this move; empty when it goes on, or had not begun."""
    step = scene.next
    if not scene.state.section:
        return ""
    if choice.move is Move.CLOSE:
        return choice.ends.value if choice.ends else ""
    if step.question is not None and not step.entered:
        return ""
    if scene.state.budget_spent:
        return "budget"
    left = {one.reason for one in step.dropped if one.section == scene.section.kind.value}
    return next((reason for reason in ("time", "tier") if reason in left), "all_asked")


def _raised_tier(question: Question, state: InterviewState) -> int | None:
    # The tier rises after strong coverage of a question of that tier and holds otherwise: it never falls.
    if not question.expected or not question.criteria or question.tier < state.tier or state.tier >= HIGHEST_TIER:
        return None
    covered = state.of_question(question.id).covered
    return state.tier + 1 if coverage_share(question, covered) >= STRONG_COVERAGE else None


def _not_asked(section: Section, state: InterviewState, reason: str) -> list[Dropped]:
    return [
        Dropped(question_id=one.id, section=section.kind.value, reason=reason)
        for one in section.questions
        if state.of_question(one.id).waits
    ]


def _move_made(
    choice: Choice, scene: Scene, step: NextStep | None, *, reply_id: str, at: datetime, at_s: float
) -> MoveMade:
    if step is None:
        name = choice.move
        section = scene.section
        question = None if choice.move is Move.CLOSE else scene.question
        ends = choice.ends
    else:
        name = choice.move if choice.move is Move.OPEN else Move.CLOSE if step.question is None else Move.ASK
        section = step.section
        question = step.question
        ends = (choice.ends or EndReason.COMPLETED) if step.question is None else None
    return MoveMade(
        at=at,
        at_s=at_s,
        move=name.value,
        turn_id=reply_id,
        section=section.kind.value,
        question_id=question.id if question else "",
        text=" ".join(choice.parts),
        probe=choice.probe,
        ends=ends,
    )
