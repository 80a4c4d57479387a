"""A language model that asks the next one when one fails before it has said anything."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing

from vivavoce.domain.capability import Capability
from vivavoce.domain.errors import ProviderError
from vivavoce.domain.ports.language_model import LanguageModel
from vivavoce.voice.supervised.candidates import Candidate, Ring
from vivavoce.voice.supervised.switching import Switch
from vivavoce.voice.supervised.watching import Cleaning, watched

THE_PLAN = "plan"
"""Who words the reply when no model does."""


class SupervisedLanguageModel:
    """A `LanguageModel` over a ring of them.

    Pieces cannot be taken back: one that breaks off in the middle ends the completion with its `ProviderError`, and the
    brain falls back on its plan, as it does when all have failed.
    """

    def __init__(self, ring: Ring[LanguageModel], *, cleaning: Cleaning) -> None:
        self._ring = ring
        self._cleaning = cleaning

    @property
    def name(self) -> str:
        """The names in order, as pinned into reports."""
        return " > ".join(candidate.model.name for candidate in self._ring()) or THE_PLAN

    async def complete(self, *, instructions: str, prompt: str, max_tokens: int) -> AsyncIterator[str]:
        switch: Switch | None = None
        failure = ProviderError("language model", "none can be asked now", fix="See `vivavoce providers check`.")
        for candidate in self._ring():
            asked_at = asyncio.get_running_loop().time()
            begun = False
            pieces = _watched(candidate, instructions, prompt, max_tokens, self._cleaning)
            try:
                async with aclosing(pieces):
                    async for piece in pieces:
                        if switch is not None:
                            switch.done(candidate.provider)
                            switch = None
                        begun = True
                        yield piece
            except ProviderError as error:
                failure = error
            else:
                return
            if switch is not None:
                switch.done(candidate.provider)  # it took over, and failed before it said anything
            switch = Switch(
                Capability.LANGUAGE_MODEL, from_provider=candidate.provider, fault=failure.fault, alive_at=asked_at
            )
            if begun:
                break
        if switch is not None:
            switch.done(THE_PLAN)
        raise failure


async def _watched(
    candidate: Candidate[LanguageModel], instructions: str, prompt: str, max_tokens: int, cleaning: Cleaning
) -> AsyncGenerator[str]:
    with candidate.call() as call:
        pieces = watched(
            candidate.model.complete(instructions=instructions, prompt=prompt, max_tokens=max_tokens),
            provider=candidate.provider,
            first_s=candidate.deadlines.first_audio_s,
            stall_s=candidate.deadlines.stall_s,
            cleaning=cleaning,
        )
        async with aclosing(pieces):
            async for piece in pieces:
                call.first_result()
                yield piece
