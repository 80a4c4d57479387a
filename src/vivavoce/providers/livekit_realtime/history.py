"""Earlier turns for a new session: as items of its history, or told in its instructions."""

from collections.abc import Sequence
from typing import Literal

from livekit.agents import llm

from vivavoce.domain.ports.realtime_model import RealtimeSetup
from vivavoce.domain.transcript import Speaker, Turn

_ROLES: dict[Speaker, Literal["user", "assistant"]] = {Speaker.CANDIDATE: "user", Speaker.INTERVIEWER: "assistant"}


def chat_context(turns: Sequence[Turn]) -> llm.ChatContext:
    """Return the turns that have words as LiveKit's chat history."""
    context = llm.ChatContext.empty()
    for turn in turns:
        if turn.text.strip():
            context.add_message(role=_ROLES[turn.speaker], content=turn.text)
    return context


def instructions_with_history(setup: RealtimeSetup) -> str:
    """Return the instructions with the turns told in them, for vendors that take no history or bill every item of it."""
    said = [f"{turn.speaker.capitalize()}: {turn.text}" for turn in setup.history if turn.text.strip()]
    if not said:
        return setup.instructions
    return "\n".join([setup.instructions, "", "What was said last, oldest first:", *said])
