"""Google: Gemini Live, as a realtime model. Not yet run against the live service."""

from vivavoce.providers.google.model import GEMINI_LIVE_PROFILE, GeminiLive

__all__ = ["GEMINI_LIVE_PROFILE", "GeminiLive"]
