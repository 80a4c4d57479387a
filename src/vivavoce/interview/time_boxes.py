"""How long a section may take: boxes, what is left, and whether something still fits. Interview time in seconds.

Each section has its own box. Time lost in one is taken from the next, but never more than 40 % of it, and never from the
candidate's questions and the wrap-up: those are reserved.

A section is meant to end within 15 % of its box. It goes over for nobody's sake but an answer begun in time, and ends earlier
only when everything in it was asked and followed up, when the questions left are harder than the answers so far, or when what is
left is too short for one more answer of this candidate's: the log says which.
"""

from collections.abc import Callable
from dataclasses import dataclass

from vivavoce.domain.role_pack import Question, RolePack, Section, SectionKind
from vivavoce.interview.state import InterviewState

RESERVED = frozenset({SectionKind.CANDIDATE_QUESTIONS, SectionKind.WRAP_UP})
_LEAST_SHARE = 0.6
"""A section is never squeezed below this share of its box."""
_CORE_NEEDS_SHARE = 0.1
"""A core question is begun while this share of the box is left."""
_FOLLOW_UP_S = 45.0
_ASKING_S = 10.0
"""Asking a question takes about as long."""
_QUESTION_MAX_S = 120.0
_KNOWN_AFTER_ANSWERS = 3
"""So many answers tell how long this candidate's are."""
OVERRUN = UNDERRUN = 0.15
"""A section may run over by this share of its box: nobody is cut off, and the sections behind it give up a little. One that
has more than this share left goes on."""
_STAYS_OVER = 0.05
"""Beyond this share of its box over, requests no longer keep the talk at its question."""
_OVERTIME = 1.25
"""Beyond this share of the whole interview's time only what is reserved is still done."""


@dataclass(frozen=True, slots=True)
class TimeBoxes:
    """The boxes of one pack, stretched by the candidate's accommodation."""

    pack: RolePack
    factor: float = 1.0

    @property
    def total_s(self) -> float:
        return sum(self.box_s(section) for section in self.pack.sections)

    def box_s(self, section: Section) -> float:
        return section.minutes * 60.0 * self.factor

    def section_left_s(self, state: InterviewState, now_s: float) -> float:
        """Return what is left of the running section's box; negative when it is overrun."""
        section = self.running(state)
        if section is None:
            return 0.0
        return state.section_entered_s + self._effective_s(section, state.section_entered_s) - state.spent_s(now_s)

    def time_left_s(self, state: InterviewState, now_s: float) -> float:
        """Return what is left of the whole interview, for the candidate's screen: never negative."""
        kinds = [section.kind.value for section in self.pack.sections]
        begun = kinds.index(state.section) + 1 if state.section in kinds else 0
        later_s = sum(self.box_s(section) for section in self.pack.sections[begun:])
        return later_s + (max(0.0, self.section_left_s(state, now_s)) if begun else 0.0)

    def overtime(self, state: InterviewState, now_s: float) -> bool:
        """Return whether only the candidate's questions and the wrap-up are left to do."""
        return state.budget_spent or state.spent_s(now_s) > _OVERTIME * self.total_s

    def fits_core(self, state: InterviewState, now_s: float) -> bool:
        """Return whether a core question can begin; with this candidate's usual answer it would still end in time."""
        section = self.running(state)
        return section is None or self._fits_answer(section, state, now_s, least_share=_CORE_NEEDS_SHARE)

    def overstayed(self, state: InterviewState, now_s: float) -> bool:
        """Return whether the running section has used up its box and more."""
        section = self.running(state)
        return section is not None and self.section_left_s(state, now_s) < -_STAYS_OVER * self.box_s(section)

    def fits_optional(self, state: InterviewState, now_s: float) -> bool:
        """Return whether the section still has time to use, and one more answer ends in time."""
        section = self.running(state)
        return section is not None and self._fits_answer(section, state, now_s, least_share=UNDERRUN)

    def fits_follow_up(self, state: InterviewState, now_s: float) -> bool:
        """Return whether a follow-up leaves room for the section's core questions still to be asked."""
        return self._fits_follow_up(state, now_s, beside=lambda question: question.core)

    def has_to_spare(self, state: InterviewState, now_s: float) -> bool:
        """Return whether a follow-up leaves room for all questions still to be asked, the optional ones within reach too."""
        return self._fits_follow_up(state, now_s, beside=lambda question: question.core or question.tier <= state.tier)

    def running(self, state: InterviewState) -> Section | None:
        return next((section for section in self.pack.sections if section.kind.value == state.section), None)

    def _fits_answer(self, section: Section, state: InterviewState, now_s: float, *, least_share: float) -> bool:
        left_s, allowed_s = self.section_left_s(state, now_s), self._effective_s(section, state.section_entered_s)
        usual_s = _ASKING_S + max(state.typical_answer_s, state.last_answer_s)
        return left_s >= least_share * allowed_s and left_s + OVERRUN * self.box_s(section) >= usual_s

    def _fits_follow_up(self, state: InterviewState, now_s: float, *, beside: Callable[[Question], bool]) -> bool:
        section = self.running(state)
        if section is None or state.budget_spent:
            return False
        waiting = [one for one in section.questions if beside(one) and state.of_question(one.id).waits]
        if not waiting and self._fits_answer(section, state, now_s, least_share=UNDERRUN):
            return True
        # What this candidate's answers took so far tells best what the next ones will take.
        follow_up_s = max(_FOLLOW_UP_S * self.factor, state.typical_answer_s, state.last_answer_s)
        usual_s = max(state.typical_answer_s, 0.5 * state.last_answer_s)
        core_s = max(usual_s, self._question_s(section, state, usual_s))
        optional_s = _ASKING_S + usual_s
        needed_s = sum(core_s if one.core else optional_s for one in waiting)
        return self.section_left_s(state, now_s) >= follow_up_s + needed_s

    def _effective_s(self, section: Section, entered_s: float) -> float:
        box_s = self.box_s(section)
        if section.kind in RESERVED:
            return box_s
        due_s = 0.0
        for planned in self.pack.sections:
            due_s += self.box_s(planned)
            if planned.kind is section.kind:
                break
        return max(_LEAST_SHARE * box_s, min(box_s, due_s - entered_s))

    def _question_s(self, section: Section, state: InterviewState, usual_s: float) -> float:
        """Return what one core question takes, with a follow-up: its share of the box, or less for who is known to be quick."""
        core = sum(question.core for question in section.questions) or 1
        planned_s = min(_QUESTION_MAX_S * self.factor, 0.8 * self.box_s(section) / core)
        known = len(state.answer_times_s) >= _KNOWN_AFTER_ANSWERS
        return min(planned_s, _ASKING_S + 2 * usual_s) if known else planned_s
