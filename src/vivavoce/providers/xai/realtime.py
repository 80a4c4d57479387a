"""xAI Grok Voice (`grok-voice-latest`) through LiveKit's plugin. Not yet run against the live service."""

from collections.abc import Mapping
from typing import Any

from livekit.plugins.xai.realtime import RealtimeModel as XaiPlugin

from vivavoce.domain.capability import Capability, CapabilityProfile
from vivavoce.domain.ports.realtime_model import RealtimeSetup
from vivavoce.domain.usage import Unit
from vivavoce.providers.livekit_realtime.model import LiveKitRealtimeModel
from vivavoce.providers.livekit_realtime.vendor import Plugin, Signals, Vendor
from vivavoce.providers.livekit_realtime.watched_http import WatchedHttp
from vivavoce.providers.openai.access import Access
from vivavoce.providers.openai.realtime import CONNECTION, read_error
from vivavoce.providers.openai.server_events import ServerEvents

URL = "https://api.x.ai/v1"
VOICE = "Ara"

PROFILE = CapabilityProfile(
    capability=Capability.REALTIME,
    input_rate_hz=24_000,
    output_rate_hz=24_000,
    truncates=False,  # its truncation lands late and not reliably (recorded by pydantic-ai)
    takes_back=False,  # every forced message is billed, and stays in its memory
    speaks_verbatim=True,  # force_message
    manual_turns=True,
    calls_tools=True,
    sees_images=False,
    history_at_setup=False,  # every text item is billed: earlier turns stand in the instructions
    cheap_standby=False,
    bills_whole_context=False,
    session_limit_s=30 * 60.0,  # the documentation names 30 to 120 minutes in different places: the least
    regions=("us",),
    baa=False,
)
"""What xAI documents (November 2026): https://docs.x.ai/docs/guides/voice; configuration may correct it."""


def grok_voice(access: Access, *, profile: CapabilityProfile = PROFILE) -> LiveKitRealtimeModel:
    """Return the model; nothing connects before `open`."""

    name = f"xai:{access.model}"

    def connect(setup: RealtimeSetup, signals: Signals) -> Plugin:
        key = access.secret(name)
        http = WatchedHttp()
        plugin = XaiPlugin(
            model=access.model,
            voice=access.voice or VOICE,
            api_key=key,
            base_url=access.url or URL,
            turn_detection=None,  # 200 ms of silence, the default, cut people off; and turns are ours
            input_audio_transcription=None,
            speed=setup.pace,
            max_session_duration=None,
            http_session=http.for_plugin,
            conn_options=CONNECTION,
        )
        session = plugin.session()
        events = ServerEvents(signals)

        def sent(event: Mapping[str, Any]) -> None:
            events.sent(event)
            if event.get("type") == "conversation.item.create":
                signals.used(Unit.TEXT_ITEMS, 1)

        session.on("openai_server_event_received", events.received)
        session.on("openai_client_event_queued", sent)
        return Plugin(session=session, drop=http.close)

    return LiveKitRealtimeModel(
        Vendor(
            provider=access.provider,
            name=name,
            model=access.model,
            profile=profile,
            connect=connect,
            read_error=read_error,
            tells_ready=True,
            tells_reply_end=True,
            says_verbatim=True,
            hears=False,  # xAI answers whatever it has heard by itself, undirected: docs/adr/0012
            bills_session_seconds=True,
        )
    )
