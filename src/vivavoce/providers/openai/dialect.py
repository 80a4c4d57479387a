"""In what the vendors that speak the OpenAI Realtime protocol differ, for their simulators."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from openai.types.realtime import RealtimeClientEvent, RealtimeServerEvent
from pydantic import TypeAdapter

from vivavoce.providers.openai.frames import Frames
from vivavoce.providers.simulation import FaultKind

type Session = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorShape:
    """An error as the vendor words it."""

    code: str | None
    type: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """One vendor's way of speaking it."""

    vendor: str
    models: tuple[str, ...]
    """Prefixes of the models that exist."""
    frames: Frames
    new_session: Callable[[str], Session]
    """The session that a connection to this model begins with."""
    errors: dict[FaultKind, ErrorShape]
    url_setting: str
    key_setting: str
    forces_messages: bool = False
    """A `force_message` item is spoken as it stands."""
    cumulative_transcripts: bool = False
    """What the user said comes as ever longer snapshots."""
    greets_with_conversation: bool = False
    """`conversation.created` comes before the session."""


ERRORS = {
    FaultKind.UNAUTHORIZED: ErrorShape(
        code="invalid_api_key", type="invalid_request_error", message="Incorrect API key."
    ),
    FaultKind.FORBIDDEN: ErrorShape(code="forbidden", type="permission_error", message="Not allowed."),
    FaultKind.TOO_MANY_REQUESTS: ErrorShape(code="rate_limit_exceeded", type="rate_limit_error", message="Slow down."),
    FaultKind.SERVER_ERROR: ErrorShape(code="server_error", type="server_error", message="The server had an error."),
    FaultKind.UNAVAILABLE: ErrorShape(code="server_error", type="server_error", message="The server is overloaded."),
    FaultKind.QUOTA: ErrorShape(code="insufficient_quota", type="insufficient_quota", message="The quota is used up."),
    FaultKind.SESSION_LIMIT: ErrorShape(
        code="session_expired", type="invalid_request_error", message="The session hit its maximum duration."
    ),
}


def _new_session(model: str) -> Session:
    pcm = {"type": "audio/pcm", "rate": 24_000}
    return {
        "type": "realtime",
        "model": model,
        "output_modalities": ["audio"],
        "instructions": "",
        "audio": {
            "input": {"format": pcm, "turn_detection": {"type": "server_vad", "silence_duration_ms": 500}},
            "output": {"format": pcm, "voice": "marin", "speed": 1.0},
        },
    }


OPENAI = Dialect(
    vendor="openai",
    models=("gpt-realtime",),
    frames=Frames(client=TypeAdapter(RealtimeClientEvent), server=TypeAdapter(RealtimeServerEvent)),
    new_session=_new_session,
    errors=ERRORS,
    url_setting="OPENAI_BASE_URL",
    key_setting="OPENAI_API_KEY",
)
