"""Text-to-speech through LiveKit's plugins, behind our own port. Not yet run against live services."""

from vivavoce.providers.livekit_cascade.text_to_speech import LiveKitTextToSpeech

__all__ = ["LiveKitTextToSpeech"]
