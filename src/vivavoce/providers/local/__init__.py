"""Models that run on this machine: Whisper, Piper, MiniLM, voice activity and end of turn; no key and no network."""

from vivavoce.providers.local.models import EmbeddedModels, EmbeddedModelsConfig
from vivavoce.providers.local.text_to_speech import VoiceStyle

__all__ = ["EmbeddedModels", "EmbeddedModelsConfig", "VoiceStyle"]
