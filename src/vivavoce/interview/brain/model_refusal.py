"""Why a language model was not followed. The candidate never notices: the plan's choice is spoken in the same turn."""

from collections.abc import Sequence
from enum import StrEnum

from vivavoce.interview.tool_use import ToolUse


class Refusal(StrEnum):
    """Counted by these names."""

    LATE = "late"
    FAILED = "failed"
    """The endpoint raised."""
    RESTING = "resting"
    """It failed again and again, and is not asked for a while."""
    MALFORMED = "malformed"
    ILLEGAL_MOVE = "illegal_move"
    """A move, a probe or a fact that was not offered."""
    TOOL = "tool"
    """A tool that it may not use, not now, or not like this."""
    SPEECH_LINTER = "speech_linter"
    """Praise, a promise, an illegal topic, two questions …."""
    NOT_A_QUESTION = "not_a_question"
    """A follow-up that says something instead of asking, or an answer that asks."""
    SPEAKS_OF_ITSELF = "speaks_of_itself"
    FOREIGN = "foreign"
    """Not English, or not words: no rule of the speech linter could be trusted."""
    TOO_LONG = "too_long"
    REPEATED = "repeated"
    HINT = "hint"
    """It names what an answer should hold."""
    LEAK = "leak"
    """It quotes the rubric, an expected point or the instructions."""
    OFF_PLAN = "off_plan"
    """A question about something else, or one that the plan asks later."""
    UNGROUNDED = "ungrounded"
    """An answer about the role that its fact does not support."""


class RefusedError(Exception):
    """What a model decided may not be done or said."""

    def __init__(self, reason: Refusal, *, rule: str = "", tools: Sequence[ToolUse] = ()) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.counted_as = f"{reason.value}.{rule}" if rule else reason.value
        """The reason, with the speech linter's rule or the tool's outcome where there is one."""
        self.tools = tuple(tools)
        """Calls that were made and lead to nothing: noted all the same."""

    def after(self, earlier: Sequence[ToolUse]) -> "RefusedError":
        """Return the same refusal with the calls before it."""
        self.tools = (*earlier, *self.tools)
        return self
