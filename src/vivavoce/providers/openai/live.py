"""OpenAI Live (`gpt-live-1`), over the official SDK's own connection. Not yet run against the live service.

Full duplex: its audio never stops, silence included, and it would speak whenever it likes. It is told to wait for
directions, what it says without one is held back, and a reply is complete when its voice has rested. LiveKit's plugin
fits another port than ours and hides why a connection failed: docs/adr/0012.
"""

import openai
from openai.types.live.initial_item_param import InitialItemParam
from openai.types.live.session_start_event_param import SessionStartEventParam

from vivavoce.domain.capability import CapabilityProfile
from vivavoce.domain.ports.realtime_model import RealtimeSession, RealtimeSetup
from vivavoce.domain.transcript import Speaker, Turn
from vivavoce.providers.openai import profiles
from vivavoce.providers.openai.access import Access
from vivavoce.providers.openai.live_connection import LiveConnection
from vivavoce.providers.openai.live_session import LiveSession

URL = "https://api.openai.com/v1"
VOICE = "marin"
_LONGEST_HISTORY = 128
WAITS = (
    "You speak only when commentary tells you what to say, and then you say that and nothing else. "
    "However long the candidate speaks or is silent: without commentary you stay silent and listen."
)

_SLOWLY = "Speak slowly and clearly."
"""It has no speed to set."""


class OpenAILiveModel:
    """Opens Live sessions; every one is billed from its start until it is closed, so none is kept idle."""

    def __init__(self, access: Access, *, profile: CapabilityProfile = profiles.LIVE) -> None:
        self._access = access
        self._profile = profile
        self._client = openai.AsyncOpenAI(
            api_key=access.key.get_secret_value() or "none", base_url=access.url or URL, max_retries=0
        )

    @property
    def name(self) -> str:
        return f"openai:{self._access.model}"

    @property
    def profile(self) -> CapabilityProfile:
        return self._profile

    async def open(self, setup: RealtimeSetup) -> RealtimeSession:
        self._access.secret(self.name)
        connection = LiveConnection(
            self._client, provider=self._access.provider, name=self.name, model=self._access.model
        )
        opened = False
        try:
            await connection.start(self._start(setup), rate_hz=self._profile.output_rate_hz)
            opened = True
        finally:
            if not opened:
                connection.abort()
        return LiveSession(connection, self._profile)

    def _start(self, setup: RealtimeSetup) -> SessionStartEventParam:
        return {
            "type": "session.start",
            "event_id": "session_start",
            "session": {
                "model": self._access.model,
                "instructions": "\n\n".join([setup.instructions, WAITS, *([_SLOWLY] if setup.pace < 1.0 else [])]),
                "audio": {
                    "format": {"type": "audio/pcm", "rate": 24000},
                    "output": {"voice": self._access.voice or VOICE},
                },
                "delegation": {"type": "client"},  # nobody answers one: the conductor decides, not another model
                "input": [_item(turn) for turn in setup.history[-_LONGEST_HISTORY:] if turn.text.strip()],
            },
        }


def _item(turn: Turn) -> InitialItemParam:
    if turn.speaker is Speaker.INTERVIEWER:
        return {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": turn.text}]}
    return {"type": "message", "role": "user", "content": [{"type": "input_text", "text": turn.text}]}
