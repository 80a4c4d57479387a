"""What a language model decided: one JSON object, read from its stream as soon as there is enough of it."""

import asyncio
import json
import re
from collections.abc import AsyncGenerator, AsyncIterator

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import from_json

from vivavoce.interview.brain.model_refusal import Refusal, RefusedError
from vivavoce.interview.tools.calls import MOST_CALLS, ToolCall

_MOST_CHARACTERS = 4000
_SENTENCES = re.compile(r"^.*[.?!](?=\s|$)", re.DOTALL)


class Decision(BaseModel):
    """One object a turn. What else the model adds is ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    move: str = Field(default="", max_length=40)
    """Empty where a tool is the move, or where the plan's own choice will do."""
    about: str = Field(default="", max_length=100)
    say: str = Field(default="", max_length=1000)
    tools: tuple[ToolCall, ...] = Field(default=(), max_length=MOST_CALLS)


async def read_decision(pieces: AsyncIterator[str], *, due_at: float) -> Decision:
    """Return the decision, at the latest at this loop time: then its whole sentences count, if there are any.

    Raises `RefusedError` (late or malformed) and `ProviderError`. The stream is closed before this returns or raises.
    """
    text = ""
    try:
        async with asyncio.timeout_at(due_at):
            async for piece in pieces:
                text += piece
                if len(text) > _MOST_CHARACTERS or ("}" in piece and _whole(text) is not None):
                    break
    except TimeoutError:
        return _begun(text)
    finally:
        if isinstance(pieces, AsyncGenerator):
            await pieces.aclose()
    found = _whole(text)
    if found is None:
        raise RefusedError(Refusal.MALFORMED)
    return _checked(found)


def _whole(text: str) -> object | None:
    """Return the first JSON object in the text (models wrap it in fences and courtesies), or None while it is incomplete."""
    start = text.find("{")
    if start < 0:
        return None
    try:
        found: object = json.JSONDecoder().raw_decode(text, start)[0]
    except json.JSONDecodeError:
        return None
    return found


def _begun(text: str) -> Decision:
    """Return what a stream cut off by the deadline has said so far, up to its last whole sentence."""
    start = text.find("{")
    try:
        found = from_json(text[start:], allow_partial="trailing-strings") if start >= 0 else None
    except ValueError:
        found = None
    if isinstance(found, dict) and isinstance(found.get("say"), str):
        sentences = _SENTENCES.match(found["say"])
        if sentences is not None:
            return _checked({**found, "say": sentences[0], "tools": []})
    raise RefusedError(Refusal.LATE)


def _checked(found: object) -> Decision:
    try:
        decision = Decision.model_validate(found)
    except ValidationError:
        raise RefusedError(Refusal.MALFORMED) from None
    if not decision.move and not decision.tools:
        raise RefusedError(Refusal.MALFORMED)
    return decision
