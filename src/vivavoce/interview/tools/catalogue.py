"""The tools there are, and which of them a persona has at this point of an interview."""

from collections.abc import Mapping
from types import MappingProxyType

from vivavoce.interview.conductor import Scene
from vivavoce.interview.moves import Move
from vivavoce.interview.personas.persona import Persona
from vivavoce.interview.tools.arguments import (
    AnswerCandidate,
    ChangePace,
    FlagMoment,
    NextSection,
    QueryKnowledge,
    RequestHuman,
)
from vivavoce.interview.tools.tool import Tool, ToolName

_AT_ONCE_S = 0.05
"""For what only checks its arguments."""
_LOOKS_UP_S = 0.3

_ALL = (
    Tool(
        name=ToolName.NEXT_SECTION,
        purpose="Close this question and begin the next section, because the answer is complete.",
        arguments=NextSection,
        deadline_s=_AT_ONCE_S,
        move=Move.MOVE_ON,
    ),
    Tool(
        name=ToolName.FLAG_MOMENT,
        purpose="Leave a note for the people who read this interview. It is never a score.",
        arguments=FlagMoment,
        deadline_s=_AT_ONCE_S,
    ),
    Tool(
        name=ToolName.QUERY_KNOWLEDGE,
        purpose="Look up what is known about the role, team or company. Call it alone: you are asked again with what was found.",
        arguments=QueryKnowledge,
        deadline_s=_LOOKS_UP_S,
    ),
    Tool(
        name=ToolName.ANSWER_CANDIDATE,
        purpose='Answer what the candidate wants to know, from one of "facts" alone; "unknown" when none answers it.',
        arguments=AnswerCandidate,
        deadline_s=_LOOKS_UP_S,
        move=Move.ANSWER,
    ),
    Tool(
        name=ToolName.REQUEST_HUMAN,
        purpose="Ask a person of the team to take over, because the candidate wants or needs one.",
        arguments=RequestHuman,
        deadline_s=_AT_ONCE_S,
        move=Move.HAND_TO_HUMAN,
    ),
    Tool(
        name=ToolName.CHANGE_PACE,
        purpose="Wait longer (unhurried) or shorter (brisk) before you speak, because the candidate asks for it.",
        arguments=ChangePace,
        deadline_s=_AT_ONCE_S,
    ),
)
TOOLS: Mapping[ToolName, Tool] = MappingProxyType({tool.name: tool for tool in _ALL})


def available(persona: Persona, scene: Scene, *, may_move_on: bool) -> Mapping[ToolName, Tool]:
    """Return the tools a persona has now: what it may use at all, where the conductor allows what it does."""
    allowed = persona.permissions & scene.legal
    return {
        name: tool
        for name, tool in TOOLS.items()
        if name in persona.tools
        and (tool.move is None or tool.move in allowed)
        and _makes_sense(name, scene, may_move_on=may_move_on)
    }


def _makes_sense(name: ToolName, scene: Scene, *, may_move_on: bool) -> bool:
    match name:
        case ToolName.NEXT_SECTION:
            # Sections are the conductor's: the tool exists where going on leads to another one anyway.
            return may_move_on and bool(scene.next.entered)
        case ToolName.QUERY_KNOWLEDGE | ToolName.ANSWER_CANDIDATE:
            return bool(scene.pack.knowledge)
        case ToolName.REQUEST_HUMAN:
            return not scene.state.human_requested
        case _:
            return True
