"""What the interviewer can do next. The conductor says which moves are legal; a brain chooses and words one."""

from dataclasses import dataclass
from enum import StrEnum

from vivavoce.domain.role_pack import Question, Section
from vivavoce.domain.session import EndReason
from vivavoce.interview.tool_use import ToolUse


class Move(StrEnum):
    """The kind of a move, as written into the event log."""

    OPEN = "open"
    ASK = "ask"
    """A planned question."""
    PROBE = "probe"
    REPHRASE = "rephrase"
    REPEAT = "repeat"
    ANSWER = "answer"
    """Answer a candidate's question from the pack's knowledge, or say that it is not known."""
    DISCLOSE = "disclose"
    HOLD = "hold"
    """Leave the floor with the candidate, who asked for time or has something to say."""
    OFFER = "offer"
    REDIRECT = "redirect"
    CLARIFY = "clarify"
    """Leave it to the candidate how to take the question."""
    NO_COMMENT = "no_comment"
    """Decline to judge an answer."""
    ASK_AGAIN = "ask_again"
    """The words could not be made out."""
    RECEIVE = "receive"
    """Invite or take a correction of an earlier answer."""
    BOUNDARY = "boundary"
    HAND_TO_HUMAN = "hand_to_human"
    CONFIRM_LEAVE = "confirm_leave"
    PAUSE = "pause"
    RESUME = "resume"
    MOVE_ON = "move_on"
    """Close the open question and go to whatever the conductor has next; logged as `ask` or `close`."""
    CLOSE = "close"
    LISTEN = "listen"
    """Say nothing: the floor stays with the candidate."""


LEAVES_FLOOR = frozenset({Move.LISTEN})
AWAITS_DECISION = frozenset({Move.HAND_TO_HUMAN, Move.CONFIRM_LEAVE, Move.RECEIVE})
"""After these the next candidate turn answers the move, not the question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """A planned question that will not be asked, and why."""

    question_id: str
    section: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """Where moving on leads."""

    question: Question | None
    """None: the interview closes."""
    section: Section
    entered: tuple[Section, ...] = ()
    """Sections begun on the way, the last one is where the question is."""
    dropped: tuple[Dropped, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What a brain wants to do with a candidate's turn."""

    move: Move
    parts: tuple[str, ...]
    """Sentences in the order they are spoken; short fixed ones are parts of their own, so that they can be pre-rendered."""
    close_reason: str = ""
    """Why the open question ends, for moves that end it."""
    probe: str = ""
    ends: EndReason | None = None
    needs_exact: bool = True
    """False only where the same move follows however the last words turn out."""
    unanswered: str = ""
    """A candidate's question the pack has no answer to: passed on to the team."""
    message: str = ""
    """What the candidate wrote to the team, when asking for a person."""
    interruptible: bool = True
    tools: tuple[ToolUse, ...] = ()
    """What the brain did beside the words, or tried to."""
