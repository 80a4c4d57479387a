"""Speech-to-text vendors that hear over a WebSocket: one way to listen, and a dialect for each vendor."""

from vivavoce.providers.streamed_hearing.dialect import Dialect, HeardPiece, Words
from vivavoce.providers.streamed_hearing.speech_to_text import StreamedSpeechToText

__all__ = ["Dialect", "HeardPiece", "StreamedSpeechToText", "Words"]
