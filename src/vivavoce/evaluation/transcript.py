"""Writes the final transcript: a fold over a session's event log, with every word that was kept."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from vivavoce.domain.events import (
    CandidateTurnEnded,
    InterviewerSpoke,
    LoggedEvent,
    MoveMade,
    SectionEntered,
    UtteranceHeard,
)
from vivavoce.domain.transcript import Mark, Transcript, Turn


def transcript_of(session_id: str, events: Iterable[LoggedEvent]) -> Transcript:
    """Return who said what, in order of time.

    Utterances whose turn never ended (the line was lost, the process died) become a turn of their own, so that nothing a
    candidate said is missing. Turns without a section or question of their own get those that were open.
    """
    fold = _Fold()
    for logged in events:
        fold.take(logged)
    fold.flush()
    turns = sorted(fold.turns, key=lambda turn: (turn.start_s, turn.end_s))
    return Transcript(session_id=session_id, turns=tuple(turns))


class _Fold:
    def __init__(self) -> None:
        self.turns: list[Turn] = []
        self._pending: list[Turn] = []
        self._section = ""
        self._question_id = ""

    def take(self, logged: LoggedEvent) -> None:
        match logged.event:
            case SectionEntered(section=section):
                self._section, self._question_id = section, ""
            case MoveMade(section=section, question_id=question_id):
                self._section, self._question_id = section or self._section, question_id or self._question_id
            case UtteranceHeard(utterance=utterance):
                self._pending.append(utterance)
            case CandidateTurnEnded(turn=turn):
                self._pending = [one for one in self._pending if not _is_part(one, turn)]
                self.flush()
                self._add(turn)
            case InterviewerSpoke(turn=turn):
                self._add(turn)
            case _:
                pass

    def flush(self) -> None:
        """Make a turn of the utterances nobody ended."""
        if self._pending:
            self._add(_joined(self._pending))
            self._pending = []

    def _add(self, turn: Turn) -> None:
        if turn.text.strip() or Mark.INAUDIBLE in turn.marks:
            section, question_id = turn.section or self._section, turn.question_id or self._question_id
            self.turns.append(replace(turn, section=section, question_id=question_id))


def _is_part(utterance: Turn, turn: Turn) -> bool:
    """Say whether the ended turn holds this utterance already: by its words, or by its place when it had none."""
    if not utterance.text.strip():
        return turn.start_s <= utterance.start_s and utterance.end_s <= turn.end_s + 1.0
    return " ".join(utterance.text.split()) in " ".join(turn.text.split())


def _joined(utterances: Sequence[Turn]) -> Turn:
    first, last = utterances[0], utterances[-1]
    marks = dict.fromkeys(mark for one in utterances for mark in one.marks)
    has_words = any(one.text.strip() for one in utterances)
    if has_words:
        marks.pop(Mark.INAUDIBLE, None)
    return replace(
        first,
        text=" ".join(one.text.strip() for one in utterances if one.text.strip()),
        end_s=last.end_s,
        words=tuple(word for one in utterances for word in one.words),
        marks=tuple(marks),
    )
