"""Any OpenAI-compatible endpoint as language model, speech-to-text or text-to-speech: Ollama, llama.cpp, vLLM, a cloud."""

from vivavoce.providers.openai_compatible.endpoint import Endpoint
from vivavoce.providers.openai_compatible.language_model import EndpointLanguageModel
from vivavoce.providers.openai_compatible.speech_to_text import EndpointSpeechToText
from vivavoce.providers.openai_compatible.text_to_speech import EndpointTextToSpeech

__all__ = ["Endpoint", "EndpointLanguageModel", "EndpointSpeechToText", "EndpointTextToSpeech"]
