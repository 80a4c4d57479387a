"""OpenAI Realtime (`gpt-realtime-2.1`, `-mini`) through LiveKit's plugin. Not yet run against the live service."""

from livekit.agents import APIConnectOptions, APIError
from livekit.plugins.openai.realtime import RealtimeModel as OpenAIPlugin

from vivavoce.domain.capability import CapabilityProfile
from vivavoce.domain.ports.realtime_model import RealtimeSetup
from vivavoce.providers.livekit_realtime.failures import Failure, failure_of
from vivavoce.providers.livekit_realtime.model import LiveKitRealtimeModel
from vivavoce.providers.livekit_realtime.vendor import Plugin, Signals, Vendor
from vivavoce.providers.livekit_realtime.watched_http import WatchedHttp
from vivavoce.providers.openai import profiles
from vivavoce.providers.openai.access import Access
from vivavoce.providers.openai.server_events import ServerEvents

URL = "https://api.openai.com/v1"
VOICE = "marin"
CONNECTION = APIConnectOptions(max_retry=0, timeout=10.0)
"""Never again by itself: retries belong to the router. Whoever opens a session has a shorter deadline of its own."""


def openai_realtime(access: Access, *, profile: CapabilityProfile = profiles.REALTIME) -> LiveKitRealtimeModel:
    """Return the model; nothing connects before `open`."""

    name = f"openai:{access.model}"

    def connect(setup: RealtimeSetup, signals: Signals) -> Plugin:
        key = access.secret(name)
        http = WatchedHttp()
        plugin = OpenAIPlugin(
            model=access.model,
            voice=access.voice or VOICE,
            api_key=key,
            base_url=access.url or URL,
            turn_detection=None,  # our own turn-taking says when a turn is over
            input_audio_transcription=None,  # the authoritative transcript comes from an independent speech-to-text
            speed=setup.pace,
            max_session_duration=None,  # the plugin would recycle at 20 minutes; renewal is ours
            http_session=http.for_plugin,
            conn_options=CONNECTION,
        )
        session = plugin.session()
        events = ServerEvents(signals)
        session.on("openai_server_event_received", events.received)
        session.on("openai_client_event_queued", events.sent)
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
        )
    )


def read_error(error: Exception) -> Failure | None:
    """Return what an error of the plugin means; what the vendor itself said in an event was read there already."""
    if isinstance(error, APIError) and error.body is not None:
        return None
    return failure_of(error)
