"""A call on its way from a model to an effect: parsed, permitted, complete and fit, or refused with the reason."""

import re
from collections.abc import Collection, Iterator, Mapping
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from vivavoce.interview.conductor import Scene
from vivavoce.interview.pace import FACTORS, Pace, hurries
from vivavoce.interview.speech_linter import Rule, lint
from vivavoce.interview.tool_use import DONE, ToolUse
from vivavoce.interview.tools.arguments import MOST_NOTE_CHARACTERS, ChangePace, FlagMoment
from vivavoce.interview.tools.tool import Tool, ToolName
from vivavoce.knowledge.packs.affect import affect_faults
from vivavoce.knowledge.substance import is_injection

MOST_CALLS = 3
_VERDICT = re.compile(
    r"\b(?:(?:do not |don't |not |should be |must be |please )?(?:hire|hired|reject(?:ed)?|recommend(?:ed)?|passe[sd]|failed)"
    r"|deserves?|scores?|scored|grade[sd]?|rating|marks|points|(?:strong|weak|good|bad|great|poor|best|top|excellent) "
    r"(?:candidate|answer|fit|performance)|level (?:[1-5]|one|two|three|four|five)|[1-5] ?/ ?5)\b"
)
"""What would judge instead of telling."""
_NOT_IN_A_NOTE = frozenset({Rule.PRAISE, Rule.SCORING, Rule.ILLEGAL_TOPIC, Rule.PROMISE})


class Outcome(StrEnum):
    """What became of a call, as the log keeps it."""

    DONE = DONE
    NOT_PERMITTED = "not_permitted"
    """The persona does not have this tool, or nobody has."""
    NOT_OFFERED = "not_offered"
    """Not at this point of the interview."""
    MALFORMED = "malformed"
    UNFIT = "unfit"
    """What it would leave behind may not stand in a record: a score, a feeling, an order."""
    LATE = "late"
    FAILED = "failed"
    DROPPED = "dropped"
    """It was in order, but the decision it came with was not."""


class ToolCall(BaseModel):
    """One call as a model writes it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    tool: str = Field(max_length=40)
    arguments: dict[str, Any] = Field(default_factory=dict)

    def use(self, outcome: Outcome, *, note: str = "", patience_factor: float | None = None) -> ToolUse:
        """Return the call for the log, with what came of it."""
        written = {key[:40]: str(value)[:MOST_NOTE_CHARACTERS] for key, value in list(self.arguments.items())[:4]}
        return ToolUse(
            tool=self.tool, arguments=written, outcome=outcome.value, note=note, patience_factor=patience_factor
        )


class ToolRefusedError(Exception):
    """This call may not be done."""

    def __init__(self, call: ToolCall, outcome: Outcome) -> None:
        super().__init__(f"{call.tool}: {outcome.value}")
        self.call = call
        self.outcome = outcome


def checked(call: ToolCall, *, permitted: Collection[str], offered: Mapping[ToolName, Tool]) -> tuple[Tool, BaseModel]:
    """Return the tool that is called and its arguments; raise `ToolRefusedError` when it may not be."""
    if call.tool not in permitted or call.tool not in set(ToolName):
        raise ToolRefusedError(call, Outcome.NOT_PERMITTED)
    tool = offered.get(ToolName(call.tool))
    if tool is None:
        raise ToolRefusedError(call, Outcome.NOT_OFFERED)
    try:
        return tool, tool.arguments.model_validate(call.arguments)
    except ValidationError:
        raise ToolRefusedError(call, Outcome.MALFORMED) from None


def beside_a_move(call: ToolCall, arguments: BaseModel, scene: Scene) -> ToolUse:
    """Return what a call beside a move leaves behind; raise `ToolRefusedError` when it must not."""
    match arguments:
        case FlagMoment():
            must_be_fit(call, arguments.note)
            return call.use(Outcome.DONE, note=f"{arguments.reason.replace('_', ' ')}: {arguments.note}")
        case ChangePace():
            pace = Pace(arguments.pace)
            if hurries(pace, scene.state.accommodations):
                raise ToolRefusedError(call, Outcome.UNFIT)
            return call.use(Outcome.DONE, patience_factor=FACTORS[pace])
        case _:
            raise ToolRefusedError(call, Outcome.NOT_OFFERED)


def must_be_fit(call: ToolCall, text: str) -> None:
    """Raise `ToolRefusedError` when a text may not stand in a record."""
    if any(_faults(text)):
        raise ToolRefusedError(call, Outcome.UNFIT)


def _faults(note: str) -> Iterator[str]:
    """Yield why a note may not be kept: it scores, feels, promises, touches what is protected, or gives orders."""
    yield from (violation.rule.value for violation in lint([note]) if violation.rule in _NOT_IN_A_NOTE)
    yield from affect_faults(note)
    if is_injection(note):
        yield "injection"
    if _VERDICT.search(note.lower()):
        yield "verdict"
