"""The language-model brain: the plan reads the turn and is always ready to answer it; a model may choose and word better.

The model sees only the moves that are legal, decides by one JSON object a turn, and has a deadline. What is late, broken, not
offered or not fit to be heard is dropped, and the plan's choice is spoken in the same turn. Planned questions, the opening,
the close and everything about people's rights (a person, a pause, leaving) are the plan's words, always.
"""

import asyncio
import hashlib
from collections import Counter, OrderedDict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

import structlog

from vivavoce.domain.errors import ProviderError
from vivavoce.domain.ports.embeddings import Embedder
from vivavoce.domain.ports.language_model import LanguageModel
from vivavoce.domain.transcript import Turn
from vivavoce.interview.brain.model_asking import Asking
from vivavoce.interview.brain.model_decision import Decision
from vivavoce.interview.brain.model_guard import Guard
from vivavoce.interview.brain.model_offer import Offer, offer
from vivavoce.interview.brain.model_refusal import Refusal, RefusedError
from vivavoce.interview.brain.model_tools import Calls
from vivavoce.interview.brain.model_wording import Wording
from vivavoce.interview.brain.port import Brain
from vivavoce.interview.brain.prompts import PROMPTS_VERSION, Prompts
from vivavoce.interview.brain.relevance import FollowUpFit
from vivavoce.interview.brain.responses import Responses
from vivavoce.interview.company_knowledge import CompanyKnowledge
from vivavoce.interview.conductor import Reading, Scene
from vivavoce.interview.metrics import REFUSED, TOOL_CALLS
from vivavoce.interview.moves import Choice
from vivavoce.interview.personas.interviewer import INTERVIEWER
from vivavoce.interview.personas.persona import Persona
from vivavoce.interview.wording import LINES, Lines

_log = structlog.get_logger(__name__)

DEADLINE_S = 1.2
"""From the candidate's exact words to a sentence that may be spoken; meanwhile the section's silence is waited out anyway."""
MOST_WORDS = 40
_CHECK_DEADLINE_S = 0.3
"""For the checks that need embeddings, after the model's deadline."""
_CHOICES_KEPT = 64
_ANOTHER_TIME = frozenset({Refusal.LATE, Refusal.FAILED, Refusal.RESTING})
"""Not the model's last word about this turn."""


class ModelBrain:
    """Fulfils `Brain`. Remembers choices by their prompt, so that the same words get the same reply, and its model's health."""

    def __init__(
        self,
        *,
        plan: Brain,
        language_model: LanguageModel,
        embedder: Embedder,
        persona: Persona = INTERVIEWER,
        lines: Lines = LINES,
        deadline_s: float = DEADLINE_S,
    ) -> None:
        self._plan = plan
        self._model = language_model
        self._prompts = Prompts(persona, MOST_WORDS)
        self._asking = Asking(language_model, instructions=self._prompts.instructions)
        self._calls = Calls(persona, CompanyKnowledge(embedder))
        self._guard = Guard(FollowUpFit(embedder), self._prompts.instructions, MOST_WORDS)
        self._persona = persona
        self._wording = Wording(self._guard, Responses(persona, lines))
        self._deadline_s = deadline_s
        self._kept: OrderedDict[str, Choice] = OrderedDict()
        self.followed: Counter[str] = Counter()
        """Decisions that were followed, by move."""
        self.refused: Counter[str] = Counter()
        """Decisions that were not, by `Refusal`: the plan took these turns."""

    @property
    def name(self) -> str:
        return f"model-v{PROMPTS_VERSION}:{self._model.name}:prompts-{self.prompt_sha256}"

    @property
    def prompt_sha256(self) -> str:
        return self._prompts.sha256

    async def read(self, turn: Turn, scene: Scene) -> Reading:
        return await self._plan.read(turn, scene)

    def upcoming(self, scene: Scene) -> Sequence[str]:
        return self._plan.upcoming(scene)

    def silence(self, scene: Scene, *, silent_s: float, patience_s: float) -> Choice:
        return self._plan.silence(scene, silent_s=silent_s, patience_s=patience_s)

    def opening(self, scene: Scene) -> Choice:
        return self._plan.opening(scene)

    def welcome_back(self, scene: Scene) -> Choice:
        return self._plan.welcome_back(scene)

    async def choose(self, reading: Reading, scene: Scene) -> Choice:
        planned = await self._plan.choose(reading, scene)
        offered = offer(planned, reading, scene, self._persona)
        if offered is None:
            return planned
        if not reading.exact:
            # A draft is not worth a call: its words will change. The reply waits for the exact ones.
            with suppress(ProviderError):
                await self._guard.warm(scene)
            return replace(planned, needs_exact=True)
        return await self._chosen(offered, reading, scene)

    async def _chosen(self, offered: Offer, reading: Reading, scene: Scene) -> Choice:
        due_at = asyncio.get_running_loop().time() + self._deadline_s
        prompt = self._prompts.prompt(offered, reading, scene)
        key = hashlib.sha256(f"{scene.state.moves}\n{prompt}".encode()).hexdigest()
        if key in self._kept:
            return self._kept[key]
        try:
            choice = await self._decided(prompt, offered, reading, scene, due_at=due_at)
        except RefusedError as error:
            self.refused[error.counted_as] += 1
            REFUSED.labels(error.counted_as).inc()
            _log.warning("language model not followed", brain=self._model.name, reason=error.counted_as)
            choice = replace(offered.planned, tools=error.tools)
            if error.reason in _ANOTHER_TIME:
                return choice
        else:
            self.followed[choice.move.value] += 1
        for use in choice.tools:
            TOOL_CALLS.labels(use.tool, use.outcome).inc()
        self._keep(key, choice)
        return choice

    async def _decided(self, prompt: str, offered: Offer, reading: Reading, scene: Scene, *, due_at: float) -> Choice:
        """Return what the model decided, after one lookup if it asks for one; raise `RefusedError`."""
        decision = await self._asking.decision(prompt, due_at=due_at)
        query = self._calls.query(decision, offered)
        if query is None:
            return await self._checked(decision, offered, reading, scene, due_at=due_at + _CHECK_DEADLINE_S)
        offered, looked_up = await self._calls.looked_up(query, offered, scene, due_at=due_at)
        try:
            decision = await self._asking.decision(self._prompts.prompt(offered, reading, scene), due_at=due_at)
            choice = await self._checked(decision, offered, reading, scene, due_at=due_at + _CHECK_DEADLINE_S)
        except RefusedError as error:
            raise error.after(looked_up) from None
        return replace(choice, tools=(*looked_up, *choice.tools))

    async def _checked(
        self, decision: Decision, offered: Offer, reading: Reading, scene: Scene, *, due_at: float
    ) -> Choice:
        called = self._calls.made(decision, offered, scene)
        try:
            async with asyncio.timeout_at(due_at):
                return await self._wording.choice(decision, called, offered, reading, scene)
        except TimeoutError:
            raise RefusedError(Refusal.LATE).after(called.dropped) from None
        except ProviderError:
            raise RefusedError(Refusal.FAILED).after(called.dropped) from None
        except RefusedError as error:
            raise error.after(called.dropped) from None

    def _keep(self, key: str, choice: Choice) -> None:
        self._kept[key] = choice
        while len(self._kept) > _CHOICES_KEPT:
            self._kept.popitem(last=False)
