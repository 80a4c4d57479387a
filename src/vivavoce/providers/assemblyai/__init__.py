"""AssemblyAI: streaming speech-to-text. Not yet run against the live service."""

from vivavoce.providers.assemblyai.speech_to_text import assemblyai_speech_to_text

__all__ = ["assemblyai_speech_to_text"]
