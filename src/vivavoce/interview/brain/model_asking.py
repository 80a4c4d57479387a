"""Asks a language model for decisions, and leaves it alone for a while when it is in trouble."""

import asyncio

from vivavoce.domain.errors import ProviderError
from vivavoce.domain.ports.language_model import LanguageModel
from vivavoce.interview.brain.model_decision import Decision, read_decision
from vivavoce.interview.brain.model_refusal import Refusal, RefusedError

_MOST_TOKENS = 220
_FAILURES = 3
_REST_S = 30.0
"""A model that was late or broken so many times in a row is not asked for so long."""


class Asking:
    """Remembers its model's health, nothing else."""

    def __init__(self, model: LanguageModel, *, instructions: str) -> None:
        self._model = model
        self._instructions = instructions
        self._failures = 0
        self._rests_until = float("-inf")

    async def decision(self, prompt: str, *, due_at: float) -> Decision:
        """Return the model's decision by this loop time; raise `RefusedError`: resting, failed, late or malformed."""
        if asyncio.get_running_loop().time() < self._rests_until:
            raise RefusedError(Refusal.RESTING)
        pieces = self._model.complete(instructions=self._instructions, prompt=prompt, max_tokens=_MOST_TOKENS)
        try:
            decision = await read_decision(pieces, due_at=due_at)
        except ProviderError:
            self._failed()
            raise RefusedError(Refusal.FAILED) from None
        except RefusedError as error:
            if error.reason is Refusal.LATE:
                self._failed()
            raise
        self._failures = 0
        return decision

    def _failed(self) -> None:
        self._failures += 1
        if self._failures >= _FAILURES:
            self._failures = 0
            self._rests_until = asyncio.get_running_loop().time() + _REST_S
