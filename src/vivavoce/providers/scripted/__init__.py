"""Models that need no model: exact, instant and deterministic, for tests in virtual time and for trying the platform out."""

from vivavoce.providers.scripted.embeddings import ScriptedEmbedder
from vivavoce.providers.scripted.hearing import ScriptedBackchannel, ScriptedEndOfTurn, ScriptedVoiceActivity
from vivavoce.providers.scripted.language_model import ScriptedLanguageModel
from vivavoce.providers.scripted.speech_to_text import ScriptedSpeechToText
from vivavoce.providers.scripted.spelling import spell
from vivavoce.providers.scripted.text_to_speech import ScriptedTextToSpeech

__all__ = [
    "ScriptedBackchannel",
    "ScriptedEmbedder",
    "ScriptedEndOfTurn",
    "ScriptedLanguageModel",
    "ScriptedSpeechToText",
    "ScriptedTextToSpeech",
    "ScriptedVoiceActivity",
    "spell",
]
