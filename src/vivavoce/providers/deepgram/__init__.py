"""Deepgram: Nova and Flux hear, Aura speaks. Not yet run against the live service."""

from vivavoce.providers.deepgram.speech_to_text import deepgram_speech_to_text
from vivavoce.providers.deepgram.text_to_speech import deepgram_text_to_speech

__all__ = ["deepgram_speech_to_text", "deepgram_text_to_speech"]
