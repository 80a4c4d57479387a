"""Cartesia: text-to-speech. Not yet run against the live service."""

from vivavoce.providers.cartesia.text_to_speech import cartesia_text_to_speech

__all__ = ["cartesia_text_to_speech"]
