"""The tools in a language model's decision: a lookup before it, a call that is the move, calls beside the move."""

import asyncio
from dataclasses import dataclass

from pydantic import BaseModel

from vivavoce.domain.errors import ProviderError
from vivavoce.interview.brain.model_decision import Decision
from vivavoce.interview.brain.model_offer import Offer, after_lookup
from vivavoce.interview.brain.model_refusal import Refusal, RefusedError
from vivavoce.interview.company_knowledge import CompanyKnowledge
from vivavoce.interview.conductor import Scene
from vivavoce.interview.personas.persona import Persona
from vivavoce.interview.tool_use import ToolUse
from vivavoce.interview.tools.arguments import QueryKnowledge, RequestHuman
from vivavoce.interview.tools.calls import (
    Outcome,
    ToolCall,
    ToolRefusedError,
    beside_a_move,
    checked,
    must_be_fit,
)
from vivavoce.interview.tools.tool import ToolName


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """A decision's calls, checked."""

    turn: BaseModel | None
    """The arguments of the call that is the move, if one is."""
    uses: tuple[ToolUse, ...]
    """All of them, for the log."""

    @property
    def dropped(self) -> tuple[ToolUse, ...]:
        """The calls as they are noted when the decision they came with is not followed: they change nothing."""
        return tuple(
            ToolUse(tool=use.tool, arguments=use.arguments, outcome=Outcome.DROPPED.value) for use in self.uses
        )


@dataclass(frozen=True, slots=True)
class Calls:
    """What one persona may call. Raises `RefusedError` for a decision with any call that may not be done."""

    persona: Persona
    knowledge: CompanyKnowledge

    def query(self, decision: Decision, offered: Offer) -> ToolCall | None:
        """Return the lookup this decision asks for, when it may."""
        call = next((one for one in decision.tools if one.tool == ToolName.QUERY_KNOWLEDGE), None)
        return call if ToolName.QUERY_KNOWLEDGE in offered.tools else None

    async def looked_up(
        self, call: ToolCall, offered: Offer, scene: Scene, *, due_at: float
    ) -> tuple[Offer, tuple[ToolUse, ...]]:
        """Return what may be decided now that the knowledge base was asked, and the call for the log."""
        try:
            tool, arguments = checked(call, permitted=self.persona.tools, offered=offered.tools)
            asked = arguments.question if isinstance(arguments, QueryKnowledge) else ""
            must_be_fit(call, asked)
            due_at = min(due_at, asyncio.get_running_loop().time() + tool.deadline_s)
            async with asyncio.timeout_at(due_at):
                item = await self.knowledge.find(scene.pack, asked)
        except ToolRefusedError as error:
            raise refused(error) from None
        except TimeoutError:
            raise refused(ToolRefusedError(call, Outcome.LATE)) from None
        except ProviderError:
            raise refused(ToolRefusedError(call, Outcome.FAILED)) from None
        return after_lookup(offered, asked, item, scene, self.persona), (call.use(Outcome.DONE),)

    def made(self, decision: Decision, offered: Offer, scene: Scene) -> Called:
        """Check every call of a decision: all of it may be done, or nothing is."""
        turn: BaseModel | None = None
        uses: list[ToolUse] = []
        try:
            for call in decision.tools:
                tool, arguments = checked(call, permitted=self.persona.tools, offered=offered.tools)
                if tool.move is None:
                    uses.append(beside_a_move(call, arguments, scene))
                    continue
                if isinstance(arguments, RequestHuman):
                    must_be_fit(call, arguments.reason)
                if turn is not None or decision.move not in ("", tool.name):
                    raise ToolRefusedError(call, Outcome.MALFORMED)  # two moves are none
                turn = arguments
                uses.append(call.use(Outcome.DONE))
        except ToolRefusedError as error:
            raise refused(error) from None
        return Called(turn=turn, uses=tuple(uses))


def refused(error: ToolRefusedError) -> RefusedError:
    """Return the refusal of a whole decision because of one call, with the call for the log."""
    return RefusedError(Refusal.TOOL, rule=error.outcome.value, tools=(error.call.use(error.outcome),))
