"""ElevenLabs: text-to-speech. Not yet run against the live service."""

from vivavoce.providers.elevenlabs.text_to_speech import elevenlabs_text_to_speech

__all__ = ["elevenlabs_text_to_speech"]
