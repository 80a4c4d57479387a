"""Going on to whatever the conductor has next, by the clock and not by a brain: requests are granted while there is time."""

from dataclasses import replace

from vivavoce.domain.session import EndReason
from vivavoce.interview.conductor import Reading, Scene
from vivavoce.interview.moves import Choice, Move
from vivavoce.interview.wording import LINES

_STAYS = frozenset({Move.REPEAT, Move.REPHRASE, Move.CLARIFY, Move.ASK_AGAIN, Move.REDIRECT, Move.RECEIVE})
_TELLS = frozenset({Move.ANSWER, Move.DISCLOSE, Move.NO_COMMENT, Move.BOUNDARY})
"""These owe the candidate something first, and come back to the question afterwards."""


def going_on(scene: Scene, reason: str, *before: str) -> Choice:
    """Return the move to the next question, the next section or the close; `reason` is why the open question ends."""
    step = scene.next
    bridges = [section.bridge for section in step.entered[-1:]]
    last = step.question.text if step.question else scene.pack.closing
    closes = step.question is None
    return Choice(
        move=Move.MOVE_ON,
        parts=(*before, *bridges, last),
        close_reason=reason,
        ends=EndReason.COMPLETED if closes else None,
        interruptible=not closes,
    )


def in_time(choice: Choice, reading: Reading, scene: Scene) -> Choice:
    """Return the choice, or the way on where it would stay with a question whose time is over.

    A request behind an answer ("What was the question again?") is granted while another answer fits; a bare request until the
    section has overrun its box. What the candidate is owed first is said in any case.
    """
    if scene.question is None or scene.state.paused:
        return choice
    answered = bool(reading.substance) and not scene.in_time
    if choice.move in _STAYS and (scene.overstayed or answered):
        way_on = going_on(scene, "time", LINES.acknowledgement(scene.state.moves))
    elif choice.move in _TELLS and scene.overstayed:
        way_on = going_on(scene, "time", *_told(choice, scene))
    else:
        return choice
    return replace(way_on, unanswered=choice.unanswered, tools=choice.tools)


def _told(choice: Choice, scene: Scene) -> tuple[str, ...]:
    """Return what is said before the question is asked again."""
    if LINES.back_to in choice.parts:
        return choice.parts[: choice.parts.index(LINES.back_to)]
    return tuple(part for part in choice.parts if "?" not in part)
