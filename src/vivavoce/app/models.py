"""The model in each slot: what runs here, or an OpenAI-compatible endpoint in its place."""

from vivavoce.app.settings import Settings
from vivavoce.domain.ports.speech_to_text import SpeechToText
from vivavoce.domain.ports.text_to_speech import TextToSpeech
from vivavoce.providers.local import EmbeddedModels, EmbeddedModelsConfig
from vivavoce.providers.openai_compatible import (
    Endpoint,
    EndpointLanguageModel,
    EndpointSpeechToText,
    EndpointTextToSpeech,
)
from vivavoce.voice.engine import LiveVoiceEngine


def embedded_models(settings: Settings) -> EmbeddedModels:
    """Return the models that run here, not started yet; raise `ModelFileError` naming the setting of a missing file."""
    return EmbeddedModels(
        EmbeddedModelsConfig(
            whisper_model_dir=settings.whisper_model_dir,
            piper_voice=settings.piper_voice,
            minilm_model=settings.minilm_model,
            minilm_tokenizer=settings.minilm_tokenizer,
            check_files=settings.check_model_files,
            cache_dir=settings.data_dir / "cache",
            hears=not settings.stt_url,
            speaks=not settings.tts_url,
        )
    )


def speech_to_text(settings: Settings, models: EmbeddedModels) -> SpeechToText:
    """Return what hears: the endpoint when one is set, else whisper."""
    if not settings.stt_url:
        return models.speech_to_text
    endpoint = Endpoint(
        slot="stt", url=settings.stt_url, model=settings.stt_model, key=settings.stt_key.get_secret_value()
    )
    return EndpointSpeechToText(endpoint, voice_activity=models.voice_activity)


def text_to_speech(settings: Settings, models: EmbeddedModels) -> TextToSpeech:
    """Return what speaks: the endpoint when one is set, else Piper."""
    if not settings.tts_url:
        return models.text_to_speech()
    endpoint = Endpoint(
        slot="tts", url=settings.tts_url, model=settings.tts_model, key=settings.tts_key.get_secret_value()
    )
    return EndpointTextToSpeech(endpoint, voice=settings.tts_voice)


def language_model(settings: Settings) -> EndpointLanguageModel | None:
    """Return what words follow-ups, when an endpoint is set; the plan needs none."""
    if not settings.llm_url:
        return None
    return EndpointLanguageModel(
        Endpoint(slot="llm", url=settings.llm_url, model=settings.llm_model, key=settings.llm_key.get_secret_value())
    )


def voice_engine(settings: Settings, models: EmbeddedModels) -> LiveVoiceEngine:
    """Return the live engine over the configured models."""
    return LiveVoiceEngine(
        speech_to_text=speech_to_text(settings, models),
        text_to_speech=text_to_speech(settings, models),
        end_of_turn=models.end_of_turn,
        make_voice_activity=models.voice_activity,
    )
