"""Events of the Nova Sonic protocol: what we send."""

import base64
import json
from collections.abc import Iterator, Sequence

from smithy_aws_event_stream.events import EventMessage

from vivavoce.domain.audio import Pcm
from vivavoce.domain.ports.realtime_model import RealtimeSetup
from vivavoce.domain.transcript import Speaker, Turn
from vivavoce.providers.wire import standing_orders

INPUT_RATE_HZ, OUTPUT_RATE_HZ = 16_000, 24_000
_LPCM = {
    "mediaType": "audio/lpcm",
    "sampleSizeBits": 16,
    "channelCount": 1,
    "encoding": "base64",
    "audioType": "SPEECH",
}
_TEXT = {"mediaType": "text/plain"}
_PROMPT = "interview"
_AUDIO = "candidate"
_LONGEST_TURNS = 40
"""More messages than these are not taken."""

type Json = dict[str, object]


def opening(setup: RealtimeSetup, *, voice: str, patience: str) -> Iterator[Json]:
    """Yield what sets a session up: its rules, its voice, the instructions, the history, and the open microphone."""
    inference = {"maxTokens": 1024, "topP": 0.9, "temperature": 0.3}
    yield {
        "sessionStart": {
            "inferenceConfiguration": inference,
            "turnDetectionConfiguration": {"endpointingSensitivity": patience},
        }
    }
    yield {
        "promptStart": {
            "promptName": _PROMPT,
            "textOutputConfiguration": _TEXT,
            "audioOutputConfiguration": {**_LPCM, "sampleRateHertz": OUTPUT_RATE_HZ, "voiceId": voice},
            "toolUseOutputConfiguration": {"mediaType": "application/json"},
            "toolConfiguration": {"tools": []},
        }
    }
    yield from _text("instructions", "SYSTEM", standing_orders(setup), interactive=False)
    for number, (role, text) in enumerate(_alternating(setup.history)):
        yield from _text(f"history-{number}", role, text, interactive=False)
    yield {
        "contentStart": {
            "promptName": _PROMPT,
            "contentName": _AUDIO,
            "type": "AUDIO",
            "interactive": True,
            "role": "USER",
            "audioInputConfiguration": {**_LPCM, "sampleRateHertz": INPUT_RATE_HZ},
        }
    }


def audio(pcm: Pcm) -> Json:
    content = base64.b64encode(pcm.samples).decode()
    return {"audioInput": {"promptName": _PROMPT, "contentName": _AUDIO, "content": content}}


def order(name: str, text: str) -> Iterator[Json]:
    """Yield a written message that the model answers, beside the open microphone."""
    yield from _text(name, "USER", text, interactive=True)


def closing() -> Iterator[Json]:
    yield {"contentEnd": {"promptName": _PROMPT, "contentName": _AUDIO}}
    yield {"promptEnd": {"promptName": _PROMPT}}
    yield {"sessionEnd": {}}


def envelope(event: Json) -> EventMessage:
    """Return an event as the message that carries it."""
    inner = json.dumps({"event": event}).encode()
    payload = json.dumps({"bytes": base64.b64encode(inner).decode()}).encode()
    headers = {":message-type": "event", ":event-type": "chunk", ":content-type": "application/json"}
    return EventMessage(headers=headers, payload=payload)


def _text(name: str, role: str, text: str, *, interactive: bool) -> Iterator[Json]:
    yield {
        "contentStart": {
            "promptName": _PROMPT,
            "contentName": name,
            "type": "TEXT",
            "interactive": interactive,
            "role": role,
            "textInputConfiguration": _TEXT,
        }
    }
    yield {"textInput": {"promptName": _PROMPT, "contentName": name, "content": text}}
    yield {"contentEnd": {"promptName": _PROMPT, "contentName": name}}


def _alternating(history: Sequence[Turn]) -> list[tuple[str, str]]:
    """Join turns of one speaker and begin with the candidate's: nothing else is taken."""
    joined: list[tuple[str, str]] = []
    for turn in history:
        role = "USER" if turn.speaker is Speaker.CANDIDATE else "ASSISTANT"
        if not turn.text.strip():
            continue
        if joined and joined[-1][0] == role:
            joined[-1] = (role, f"{joined[-1][1]} {turn.text}")
        else:
            joined.append((role, turn.text))
    if joined and joined[0][0] == "ASSISTANT":
        joined.insert(0, ("USER", "(The interview goes on.)"))
    return joined[-_LONGEST_TURNS:]
