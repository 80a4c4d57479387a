"""How long each section of a held interview took, and whether that was right: within 15 % of its box, or why not."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tests.support.simulated_interviews import Held
from vivavoce.domain.events import CandidateTurnEnded, MoveMade, SectionEntered, SectionLeft, SessionEvent
from vivavoce.domain.role_pack import Question, Section, SectionKind
from vivavoce.domain.session import EndReason
from vivavoce.interview.state import InterviewState, QuestionState, apply
from vivavoce.interview.time_boxes import RESERVED

MOST_OF_BOX, LEAST_OF_BOX = 1.15, 0.85
_SQUEEZED_TO = 0.6
"""A section behind one that ran over gives up at most the rest of its box."""
_ASKING_S = 10.0
UNSCORED = RESERVED | {SectionKind.INTRO}
_CANDIDATES_WISH = frozenset({"skipped", "does_not_know", "silence", "inaudible", "other_language"})
_INTERVIEW_ENDED = frozenset(EndReason) - {EndReason.COMPLETED, EndReason.TIME}


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionTime:
    """How long a section took, in interview time."""

    section: Section
    box_s: float
    allowed_s: float
    """What of the box was left when it began late."""
    took_s: float
    last_answer_s: float
    """How long the answer took that was going on when it ended; 0 when there was none."""
    usual_answer_s: float
    """What an answer of this candidate took by then: on average, or the last one."""
    reason: str
    """Why it ended, as the log says; empty when it does not say."""
    tier: int
    questions: Mapping[str, QuestionState] = field(repr=False)
    """As they stood at its end."""

    @property
    def share(self) -> float:
        return self.took_s / self.box_s

    @property
    def is_over(self) -> bool:
        return self.share > MOST_OF_BOX

    @property
    def is_early(self) -> bool:
        return self.took_s < LEAST_OF_BOX * self.allowed_s

    @property
    def was_one_answer(self) -> bool:
        """It ran over only because an answer begun within the box is never cut short."""
        return self.is_over and self.took_s - self.last_answer_s <= self.box_s and self.last_answer_s > 0.5 * self.box_s

    @property
    def why_early(self) -> str:
        """Return the reason on record, checked against what happened; empty when it does not hold."""
        if self.reason in _INTERVIEW_ENDED or self._is_exhausted:
            return self.reason
        # Answers of this length come one more or one less: the box cannot be met.
        one_more_s = self.took_s + _ASKING_S + self.usual_answer_s
        fits = one_more_s <= self.allowed_s + (MOST_OF_BOX - 1) * self.box_s
        return "" if fits or not self.reason else "no_room_for_an_answer"

    @property
    def _is_exhausted(self) -> bool:
        """Everything was asked and followed up, or what was not is too hard by the adaptive rule."""
        if any(self._left_to_ask(one) for one in self.section.questions):
            return False
        unasked = [one for one in self.section.questions if self._of(one).asked_at_s is None]
        if self.reason == "tier":
            return bool(unasked) and all(one.tier > self.tier for one in unasked)
        return self.reason == "all_asked" and not unasked

    def _of(self, question: Question) -> QuestionState:
        return self.questions.get(question.id, QuestionState())

    def _left_to_ask(self, question: Question) -> bool:
        """Whether one of the pack's follow-ups still made sense when the question was closed."""
        seen = self._of(question)
        if seen.closed in _CANDIDATES_WISH or seen.redirected or seen.follow_ups >= question.max_follow_ups:
            return False
        if self.section.kind in RESERVED or question.closed or seen.asked_at_s is None:
            return False
        said = " ".join(seen.probe_texts)
        open_ones = (one for one in question.probes if one.for_point and one.for_point not in seen.covered)
        return bool(seen.answers) and any(one.text not in said for one in open_ones)


def section_times(held: Held) -> list[SectionTime]:
    """Return the time each section took that was entered."""
    clock = _Clock(held)
    for event in held.log:
        clock.take(event)
    clock.leave()
    return clock.times


class _Clock:
    """Folds one log and stops the time at every section's end."""

    def __init__(self, held: Held) -> None:
        self.times: list[SectionTime] = []
        self._pack = held.pack
        self._factor = held.accommodations.patience_factor
        self._state = InterviewState()
        self._began_s = 0.0
        self._section = ""
        self._reason = ""
        self._answer_s = 0.0
        self._due_s = 0.0

    def take(self, event: SessionEvent) -> None:
        if isinstance(event, SectionEntered):
            self.leave()
            self._section, self._reason = event.section, ""
        elif isinstance(event, SectionLeft):
            self._reason = event.reason
        elif isinstance(event, CandidateTurnEnded):
            self._answer_s = event.turn.end_s - event.turn.start_s
        elif isinstance(event, MoveMade):
            self._answer_s = 0.0
        self._state = apply(self._state, event)
        if isinstance(event, SectionEntered):
            self._began_s = self._state.section_entered_s

    def leave(self) -> None:
        if not self._section:
            return
        state = self._state
        section = self._pack.section(SectionKind(self._section))
        box_s = section.minutes * 60 * self._factor
        self._due_s = sum(
            one.minutes * 60 * self._factor for one in self._pack.sections[: self._pack.sections.index(section) + 1]
        )
        late = section.kind not in RESERVED
        self.times.append(
            SectionTime(
                section=section,
                box_s=box_s,
                allowed_s=max(_SQUEEZED_TO * box_s, min(box_s, self._due_s - self._began_s)) if late else box_s,
                took_s=state.spent_s(state.at_s) - self._began_s,
                last_answer_s=self._answer_s,
                usual_answer_s=max(state.typical_answer_s, state.last_answer_s),
                reason=self._reason,
                tier=state.tier,
                questions=state.questions,
            )
        )


def time_faults(held: Held) -> Iterator[str]:
    """Yield the sections that neither kept within 15 % of their box nor had a reason that holds."""
    for one in section_times(held):
        name = one.section.kind.value
        if one.is_over and not one.was_one_answer:
            yield f"section {name} took {one.share:.0%} of its box"
        if one.is_early and not one.why_early:
            why = f"although it says {one.reason}" if one.reason else "and nothing says why"
            yield f"section {name} took only {one.share:.0%} of its box, {why}"


def in_numbers(times: Sequence[SectionTime]) -> dict[str, object]:
    """Return how the sections kept to their boxes."""
    scored = [one for one in times if one.section.kind not in UNSCORED]
    return {
        "sections": _kept(times),
        "of_these_technical_design_and_behavioral": _kept(scored),
        "longest_section_share": round(max((one.share for one in times if not one.was_one_answer), default=0.0), 3),
    }


def _kept(times: Sequence[SectionTime]) -> dict[str, object]:
    early = Counter(one.why_early or "no_reason" for one in times if one.is_early)
    within = [one for one in times if not one.is_early and not one.is_over]
    return {
        "all": len(times),
        "within_15_percent": len(within),
        "of_these_in_a_box_shortened_by_what_ran_over_before": sum(one.share < LEAST_OF_BOX for one in within),
        "ended_early_by_reason": dict(sorted(early.items())),
        "over_because_of_one_answer": sum(one.was_one_answer for one in times),
        "over": sum(one.is_over and not one.was_one_answer for one in times),
    }


def end_state(held: Held) -> InterviewState:
    state = InterviewState()
    for event in held.log:
        state = apply(state, event)
    return state
