"""What the interviewer says around the cases, the same words for every stack, and the messages that carry them.

The candidate's process knows which case comes next, so it tells the stack's process what to ask: a closed question before a
closed answer, as a plan would, and one long sentence without punctuation before a case that is played over the interviewer.
"""

import logging
import math
from dataclasses import dataclass

import structlog

from bench.turn_cases import TurnCase


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What the interviewer is to ask next."""

    text: str
    closed: bool = False
    """A word or two can be the whole answer."""
    quotes: bool = False
    """It quotes the answer before it, so that its words cannot be known before the exact transcript is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A candidate calls; the answer that comes back is `(call, sdp)`."""

    call: int
    sdp: str
    opening: Question


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """Ask this from now on in reply to a turn; `now`: ask it at once, unasked."""

    call: int
    question: Question
    now: bool = False


_OPEN = (
    "What came of it in the end?",
    "How did you go about that?",
    "What would you do first today?",
    "Which part of it was yours?",
    "What was hard about it?",
    "How did you know that it worked?",
)
_CLOSED = ("Have you done that in production?", "For how long did you do that?", "Did that work the first time?")
_LONG = (
    (
        "I would like to hear about a system that you know well and about the decisions that were yours and what you would "
        "change in it today"
    ),
    (
        "please begin with what it was for and who used it and then tell me how it was put together and which part gave you "
        "the most work"
    ),
)
_LONG_S = 8.0
"""What one of the long sentences takes at least."""
_STILL_TALKING_S = 4.0
"""The interviewer would go on this much longer than the case takes."""
LAST = Question(text="Thank you, that was all for now.")


def question_before(case: TurnCase, place: int) -> Question:
    """Return what leads to this case, the n-th of its conversation."""
    if case.while_agent_speaks:
        sentences = math.ceil((case.audio.duration_s + _STILL_TALKING_S) / _LONG_S)
        return Question(text=" and ".join(_LONG[number % len(_LONG)] for number in range(sentences)) + ".")
    if case.kind == "short":
        return Question(text=_CLOSED[place % len(_CLOSED)], closed=True)
    return Question(text=_OPEN[place % len(_OPEN)])


def quieten_logs() -> None:
    """Leave the terminal to the progress of the measurement."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
