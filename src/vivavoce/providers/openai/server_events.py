"""Reads the raw events that pass through LiveKit's plugin, for what the plugin hides.

The plugin skips frames it cannot use, takes a broken-off reply for a finished one, and does not say when a session is set
up. Its `openai_server_event_received` shows every frame before it acts on it; a frame whose type is changed here is one
that it ignores.
"""

from collections import deque
from collections.abc import Mapping
from typing import Any

from openai.types.realtime import (
    RealtimeErrorEvent,
    ResponseAudioDeltaEvent,
    ResponseAudioTranscriptDeltaEvent,
    ResponseCreatedEvent,
    ResponseDoneEvent,
    ResponseOutputItemAddedEvent,
)
from pydantic import BaseModel, ValidationError

from vivavoce.domain.errors import Fault
from vivavoce.providers.livekit_realtime.failures import Failure
from vivavoce.providers.livekit_realtime.vendor import Signals
from vivavoce.providers.openai.errors import failure_of_code

_IGNORED = "vivavoce.ignored"
_REMEMBERED_EVENTS = 256
_SETUP_EVENTS = ("session_update_", "instructions_update_")
"""How the plugin names the events by which it sets a session up: without these a session is not ours."""

_MODELS: Mapping[str, type[BaseModel]] = {
    "response.created": ResponseCreatedEvent,
    "response.output_item.added": ResponseOutputItemAddedEvent,
    "response.output_audio.delta": ResponseAudioDeltaEvent,
    "response.output_audio_transcript.delta": ResponseAudioTranscriptDeltaEvent,
    "response.done": ResponseDoneEvent,
    "error": RealtimeErrorEvent,
}
"""The frames that carry a reply: these must be what the SDK says they are. Others are the plugin's business."""


class ServerEvents:
    """One session's reader: register `received` and `sent` with the plugin's session."""

    def __init__(self, signals: Signals) -> None:
        self._signals = signals
        self._recent: deque[str] = deque(maxlen=_REMEMBERED_EVENTS)
        self._open: dict[str, set[str]] = {}
        """Replies under way, and the items announced in each."""
        self._cancelled = False

    def sent(self, event: Mapping[str, Any]) -> None:
        """Note what the plugin sends: a reply that we have cancelled may end as it likes."""
        if event.get("type") == "response.cancel":
            self._cancelled = True  # until a reply completes: it may cross the reply's own frames

    def received(self, event: dict[str, Any]) -> None:
        """Read one event; duplicates are disguised so that the plugin passes over them."""
        event_id = event.get("event_id")
        if isinstance(event_id, str) and event_id:
            if event_id in self._recent:
                event["type"] = _IGNORED
                return
            self._recent.append(event_id)
        kind = event.get("type")
        if kind == "session.updated":
            self._signals.ready()
        if not isinstance(kind, str):
            self._signals.malformed("an event without a type")
        elif model := _MODELS.get(kind):
            try:
                self._read(model.model_validate(event))
            except ValidationError:
                self._signals.malformed(kind)

    def _read(self, event: BaseModel) -> None:
        match event:
            case ResponseCreatedEvent():
                self._open[event.response.id or ""] = set()
            case ResponseOutputItemAddedEvent():
                self._open.setdefault(event.response_id, set()).add(event.item.id or "")
            case ResponseAudioDeltaEvent() | ResponseAudioTranscriptDeltaEvent():
                if event.item_id not in self._open.get(event.response_id, ()):
                    self._signals.malformed(f"{event.type} of an item that was not announced")
            case ResponseDoneEvent():
                self._open.pop(event.response.id or "", None)
                self._done(event)
            case RealtimeErrorEvent():
                self._refused(event)

    def _refused(self, event: RealtimeErrorEvent) -> None:
        failure = failure_of_code(code=event.error.code, kind=event.error.type)
        if failure is None and (event.error.event_id or "").startswith(_SETUP_EVENTS):
            failure = Failure(fault=Fault.BROKEN, message="it refused the set-up", fix="Check its model and voice.")
        if failure:
            self._signals.fail(failure)

    def _done(self, event: ResponseDoneEvent) -> None:
        response = event.response
        if response.status == "completed":
            self._cancelled = False
            self._signals.reply_ended(response.id or "")
        elif response.status == "failed":
            error = response.status_details.error if response.status_details else None
            code, kind = (error.code, error.type) if error else (None, None)
            broken = Failure(fault=Fault.BROKEN, message=f"its reply failed ({code or kind or 'no reason given'})")
            self._signals.fail(failure_of_code(code=code, kind=kind) or broken)
        elif not self._cancelled:
            reason = response.status_details.reason if response.status_details else None
            self._signals.fail(
                Failure(fault=Fault.CUT, message=f"its reply is {response.status} ({reason or 'no reason given'})")
            )
