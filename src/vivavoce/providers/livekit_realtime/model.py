"""A realtime model over a LiveKit plugin: the one adapter that every vendor with a plugin shares.

Why the plugins, what they hide and how it is brought to light: docs/adr/0012.
"""

from vivavoce.domain.capability import CapabilityProfile
from vivavoce.domain.ports.realtime_model import RealtimeSession, RealtimeSetup
from vivavoce.providers.livekit_realtime.session import LiveKitRealtimeSession
from vivavoce.providers.livekit_realtime.vendor import Vendor


class LiveKitRealtimeModel:
    """Opens sessions with the model that `vendor` describes."""

    def __init__(self, vendor: Vendor) -> None:
        self._vendor = vendor

    @property
    def name(self) -> str:
        return self._vendor.name

    @property
    def profile(self) -> CapabilityProfile:
        return self._vendor.profile

    async def open(self, setup: RealtimeSetup) -> RealtimeSession:
        session = LiveKitRealtimeSession(self._vendor, setup)
        opened = False
        try:
            await session.begin(setup)
            opened = True
        finally:
            if not opened:
                session.abort()
        return session
