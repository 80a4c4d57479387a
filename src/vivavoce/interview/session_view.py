"""Keeps a candidate's screen in step with the course of the interview."""

from vivavoce.domain.session import SessionStatus
from vivavoce.interview.course import Course
from vivavoce.interview.live_view import (
    Notice,
    PaceShown,
    PausedChanged,
    Screen,
    SectionChanged,
    SectionView,
    Snapshot,
    StateChanged,
    ViewState,
)
from vivavoce.interview.pace import TYPING_FACTOR, pace_of
from vivavoce.interview.remark_calls import shown_moments
from vivavoce.interview.state import InterviewState

_BEHIND = Notice(
    code="storage_away", text="Saving is delayed by a technical problem. Nothing is lost; you can go on talking."
)
_CAUGHT_UP = Notice(code="storage_back", text="Everything is saved again.")


class SessionView:
    """The screen of one session and what it last showed."""

    def __init__(self, course: Course) -> None:
        self._course = course
        self.screen = Screen(self.snapshot)
        self.muted = False
        self.typed = False
        self._shown: ViewState = "connecting"
        self._section = ""
        self._paused = False
        self._pace = pace_of(course.state.patience_factor)
        self._behind = False
        self._calls_shown = len(course.state.tool_calls)

    def show_state(self, state: ViewState) -> None:
        if state != self._shown:
            self._shown = state
            self.screen.show(StateChanged(state=state))

    def refresh(self, *, always: bool = False) -> None:
        """Show what changed: section, time, pause, storage. `always`: the time left too."""
        state = self._course.state
        if always or state.section != self._section:
            self._section = state.section
            self.screen.show(SectionChanged(section=self.section(), time_left_s=self.time_left_s()))
        if state.paused != self._paused:
            self._paused = state.paused
            self.screen.show(PausedChanged(paused=state.paused))
            self.show_state("paused" if state.paused else "listening")
        if (pace := pace_of(state.patience_factor)) is not self._pace:
            self._pace = pace
            self.screen.show(PaceShown(pace=pace))
        calls = state.tool_calls[self._calls_shown :]
        self._calls_shown = len(state.tool_calls)
        for moment in shown_moments(calls):
            self.screen.show(moment)
        if self._course.journal.is_behind != self._behind:
            self._behind = self._course.journal.is_behind
            self.screen.show(_BEHIND if self._behind else _CAUGHT_UP)

    def snapshot(self) -> Snapshot:
        state = self._course.state
        return Snapshot(
            status=_status(state).value,
            state="paused" if state.paused else self._shown,
            section=self.section(),
            time_left_s=self.time_left_s(),
            muted=self.muted,
            paused=state.paused,
            typed=self.typed,
            pace=pace_of(state.patience_factor),
            captions=self.screen.captions,
        )

    def section(self) -> SectionView:
        section = self._course.scene().section
        sections = self._course.replies.conductor.pack.sections
        return SectionView(
            kind=section.kind.value, title=section.title, index=sections.index(section), count=len(sections)
        )

    def time_left_s(self) -> float:
        """Return what is left as this candidate's clock runs: who writes has longer for the same answers."""
        course = self._course
        left_s = course.replies.conductor.boxes(course.state).time_left_s(course.state, course.now_s())
        return left_s * (TYPING_FACTOR if self.typed else 1.0)


def _status(state: InterviewState) -> SessionStatus:
    if state.ended is not None:
        return SessionStatus.EVALUATING
    return SessionStatus.LIVE if state.started else SessionStatus.CONSENTING
