"""What simulated language models share: they answer word by word, count tokens, and fail on cue."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from aiohttp import web

from vivavoce.domain.usage import TokensUsed
from vivavoce.providers.simulation.faults import Faults, ReplyFaults, UnreadableFrameError
from vivavoce.providers.simulation.mangling import Mangling
from vivavoce.providers.simulation.partner import SimulatedPartner
from vivavoce.providers.simulation.requests import Answers, RefusedRequestError, SimulatedAnswer

_CHARACTERS_PER_TOKEN = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a client wants completed."""

    instructions: str
    prompt: str
    most_words: int
    counted: bool = True
    """The client wants to know how many tokens that took."""


class CompletionProtocol(Protocol):
    """How one vendor's server tells a completion, in finished frames."""

    @property
    def content_type(self) -> str: ...

    @property
    def unreadable(self) -> bytes:
        """A frame that nobody can read."""
        ...

    async def read(self, request: web.Request) -> Asked:
        """Read a request by the vendor's types; raises `RefusedRequestError` for what they do not allow."""
        ...

    def opening(self, used: TokensUsed) -> Sequence[bytes]: ...

    def piece(self, text: str) -> bytes: ...

    def closing(self, used: TokensUsed | None, *, cut_short: bool) -> Sequence[bytes]:
        """Say that this was all, and what it took when that is wanted; `cut_short`: the client allowed no more words."""
        ...


class SimulatedModel:
    """Answers requests to complete a prompt; a fault's turn is a request, and a word is a token."""

    def __init__(self, protocol: CompletionProtocol, *, partner: SimulatedPartner, faults: Faults) -> None:
        self._protocol, self._partner, self._faults = protocol, partner, faults
        self._known: set[str] = set()
        """Instructions that came before: they are read from the cache."""

    @property
    def answers(self) -> Answers:
        return self._answer

    async def _answer(self, answer: SimulatedAnswer) -> web.StreamResponse:
        asked = await self._protocol.read(answer.request)
        reply = self._faults.begin_reply()
        if reply.error is not None:
            raise RefusedRequestError(reply.error.http_status or 0, kind=reply.error)
        await reply.begin()
        await answer.begin(self._protocol.content_type)
        try:
            await self._complete(asked, answer, reply)
        except UnreadableFrameError:
            await answer.send(self._protocol.unreadable)
        return await answer.end()

    async def _complete(self, asked: Asked, answer: SimulatedAnswer, reply: ReplyFaults) -> None:
        words = self._partner.completion(instructions=asked.instructions, prompt=asked.prompt).split()
        said = [f" {word}" if number else word for number, word in enumerate(words[: asked.most_words])]
        used = self._used(asked, len(said))
        frames = Mangling(answer.send, reply)
        for frame in self._protocol.opening(used):
            await frames.send(frame)
        async for piece in reply.through_pieces(said):
            await frames.send(self._protocol.piece(piece))
        for frame in self._protocol.closing(used if asked.counted else None, cut_short=len(words) > len(said)):
            await frames.send(frame)
        await frames.flush()

    def _used(self, asked: Asked, said: int) -> TokensUsed:
        instructions, prompt = (
            math.ceil(len(text) / _CHARACTERS_PER_TOKEN) for text in (asked.instructions, asked.prompt)
        )
        known = asked.instructions in self._known
        self._known.add(asked.instructions)
        return TokensUsed(
            text_in=prompt + (0 if known else instructions), text_cached=instructions if known else 0, text_out=said
        )
