"""Which adapter serves which vendor: one line each. Adapters are imported when built, for their frameworks take seconds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from vivavoce.app.keys import Keys
from vivavoce.domain.capability import Capability
from vivavoce.domain.ports.hearing import VoiceActivity
from vivavoce.domain.ports.language_model import CountingLanguageModel
from vivavoce.domain.ports.realtime_model import RealtimeModel
from vivavoce.domain.ports.speech_to_text import SpeechToText
from vivavoce.domain.ports.text_to_speech import TextToSpeech
from vivavoce.providers.amazon.credentials import AmazonCredentials
from vivavoce.providers.openai.access import Access
from vivavoce.providers.openai_compatible import (
    Endpoint,
    EndpointLanguageModel,
    EndpointSpeechToText,
    EndpointTextToSpeech,
)
from vivavoce.routing.provider import Provider

_FULL_DUPLEX = "gpt-live"
"""Models of OpenAI's other protocol begin so."""
_TEXT_ONLY = ("gpt-4o-transcribe", "gpt-4o-mini-transcribe")
"""Transcription models that give no times of words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What adapters are built with."""

    keys: Keys
    voice_activity: Callable[[], VoiceActivity]


def _gemini(provider: Provider, parts: Parts) -> RealtimeModel:
    from vivavoce.providers.google import GEMINI_LIVE_PROFILE, GeminiLive

    return GeminiLive(
        key=parts.keys.key(provider).get_secret_value(),
        model=provider.model,
        provider=provider.id,
        profile=provider.profile(GEMINI_LIVE_PROFILE),
        voice=provider.voice or GeminiLive.voice,
        url=provider.base_url or GeminiLive.url,
    )


def _openai(provider: Provider, parts: Parts) -> RealtimeModel:
    from vivavoce.providers.openai import profiles
    from vivavoce.providers.openai.live import OpenAILiveModel
    from vivavoce.providers.openai.realtime import openai_realtime

    access = _access(provider, parts)
    if provider.model.startswith(_FULL_DUPLEX):
        return OpenAILiveModel(access, profile=provider.profile(profiles.LIVE))
    return openai_realtime(access, profile=provider.profile(profiles.REALTIME))


def _grok(provider: Provider, parts: Parts) -> RealtimeModel:
    from vivavoce.providers.xai.realtime import PROFILE, grok_voice

    return grok_voice(_access(provider, parts), profile=provider.profile(PROFILE))


def _access(provider: Provider, parts: Parts) -> Access:
    return Access(
        provider=provider.id,
        model=provider.model,
        key=parts.keys.key(provider),
        url=provider.base_url,
        voice=provider.voice,
    )


def _amazon(provider: Provider, parts: Parts) -> AmazonCredentials:
    key_id, secret = (parts.keys.secret(name).get_secret_value() for name in parts.keys.names(provider))
    token = parts.keys.secret("AWS_SESSION_TOKEN").get_secret_value() or None
    return AmazonCredentials(access_key_id=key_id, secret_access_key=secret, session_token=token)


def _nova_sonic(provider: Provider, parts: Parts) -> RealtimeModel:
    from vivavoce.providers.amazon import NOVA_SONIC_PROFILE, NovaSonic

    return NovaSonic(
        credentials=_amazon(provider, parts),
        model=provider.model,
        provider=provider.id,
        profile=provider.profile(NOVA_SONIC_PROFILE),
        region=provider.region or NovaSonic.region,
        voice=provider.voice or NovaSonic.voice,
        url=provider.base_url,
    )


def _endpoint(provider: Provider, parts: Parts, *, slot: str) -> Endpoint:
    return Endpoint(
        slot=slot,
        url=provider.base_url,
        model=provider.model,
        key=parts.keys.key(provider).get_secret_value(),
        entry=provider.id,
        key_env=provider.key_env,
    )


def _endpoint_ears(provider: Provider, parts: Parts) -> SpeechToText:
    return EndpointSpeechToText(
        _endpoint(provider, parts, slot="stt"),
        voice_activity=parts.voice_activity,
        word_times=provider.model not in _TEXT_ONLY,
    )


def _endpoint_voice(provider: Provider, parts: Parts) -> TextToSpeech:
    return EndpointTextToSpeech(_endpoint(provider, parts, slot="tts"), voice=provider.voice or "alloy")


def _endpoint_words(provider: Provider, parts: Parts) -> CountingLanguageModel:
    return EndpointLanguageModel(_endpoint(provider, parts, slot="llm"))


def _deepgram_ears(provider: Provider, parts: Parts) -> SpeechToText:
    from vivavoce.providers.deepgram.speech_to_text import PROFILE, deepgram_speech_to_text

    key = parts.keys.key(provider).get_secret_value()
    profile = provider.profile(PROFILE)
    return deepgram_speech_to_text(key=key, model=provider.model, url=provider.base_url, profile=profile)


def _assemblyai_ears(provider: Provider, parts: Parts) -> SpeechToText:
    from vivavoce.providers.assemblyai.speech_to_text import PROFILE, assemblyai_speech_to_text

    key = parts.keys.key(provider).get_secret_value()
    profile = provider.profile(PROFILE)
    return assemblyai_speech_to_text(key=key, model=provider.model, url=provider.base_url, profile=profile)


def _deepgram_voice(provider: Provider, parts: Parts) -> TextToSpeech:
    from vivavoce.providers.deepgram.text_to_speech import PROFILE, deepgram_text_to_speech

    key = parts.keys.key(provider).get_secret_value()
    profile = provider.profile(PROFILE)
    return deepgram_text_to_speech(key=key, model=provider.model, url=provider.base_url, profile=profile)


def _elevenlabs_voice(provider: Provider, parts: Parts) -> TextToSpeech:
    from vivavoce.providers.elevenlabs.text_to_speech import DEFAULT_VOICE, PROFILE, elevenlabs_text_to_speech

    return elevenlabs_text_to_speech(
        key=parts.keys.key(provider).get_secret_value(),
        voice=provider.voice or DEFAULT_VOICE,
        model=provider.model,
        url=provider.base_url,
        profile=provider.profile(PROFILE),
    )


def _cartesia_voice(provider: Provider, parts: Parts) -> TextToSpeech:
    from vivavoce.providers.cartesia.text_to_speech import DEFAULT_VOICE, PROFILE, cartesia_text_to_speech

    return cartesia_text_to_speech(
        key=parts.keys.key(provider).get_secret_value(),
        voice=provider.voice or DEFAULT_VOICE,
        model=provider.model,
        url=provider.base_url,
        profile=provider.profile(PROFILE),
    )


def _polly_voice(provider: Provider, parts: Parts) -> TextToSpeech:
    from vivavoce.providers.amazon.polly import DEFAULT_REGION, DEFAULT_VOICE, PROFILE, polly_text_to_speech

    return polly_text_to_speech(
        credentials=_amazon(provider, parts),
        region=provider.region or DEFAULT_REGION,
        voice=provider.voice or DEFAULT_VOICE,
        engine=provider.model,
        url=provider.base_url,
        profile=provider.profile(PROFILE),
    )


def _anthropic_words(provider: Provider, parts: Parts) -> CountingLanguageModel:
    from vivavoce.providers.pydantic_ai_models import anthropic_language_model

    key = parts.keys.key(provider).get_secret_value()
    return anthropic_language_model(key=key, model=provider.model, url=provider.base_url)


def _google_words(provider: Provider, parts: Parts) -> CountingLanguageModel:
    from vivavoce.providers.pydantic_ai_models import google_language_model

    key = parts.keys.key(provider).get_secret_value()
    return google_language_model(key=key, model=provider.model, url=provider.base_url)


def _openai_words(provider: Provider, parts: Parts) -> CountingLanguageModel:
    from vivavoce.providers.pydantic_ai_models import openai_language_model

    key = parts.keys.key(provider).get_secret_value()
    return openai_language_model(key=key, model=provider.model, url=provider.base_url)


def _xai_words(provider: Provider, parts: Parts) -> CountingLanguageModel:
    from vivavoce.providers.pydantic_ai_models import xai_language_model

    key = parts.keys.key(provider).get_secret_value()
    return xai_language_model(key=key, model=provider.model, url=provider.base_url)


def _bedrock_words(provider: Provider, parts: Parts) -> CountingLanguageModel:
    from vivavoce.providers.amazon.polly import DEFAULT_REGION
    from vivavoce.providers.pydantic_ai_models import bedrock_language_model

    credentials = _amazon(provider, parts)
    return bedrock_language_model(
        access_key_id=credentials.access_key_id,
        secret_access_key=credentials.secret_access_key,
        session_token=credentials.session_token,
        model=provider.model,
        region=provider.region or DEFAULT_REGION,
        url=provider.base_url,
    )


REALTIME: Mapping[str, Callable[[Provider, Parts], RealtimeModel]] = {
    "amazon": _nova_sonic,
    "google": _gemini,
    "openai": _openai,
    "xai": _grok,
}
SPEECH_TO_TEXT: Mapping[str, Callable[[Provider, Parts], SpeechToText]] = {
    "assemblyai": _assemblyai_ears,
    "deepgram": _deepgram_ears,
    "openai_compatible": _endpoint_ears,
}
LANGUAGE_MODEL: Mapping[str, Callable[[Provider, Parts], CountingLanguageModel]] = {
    "amazon": _bedrock_words,
    "anthropic": _anthropic_words,
    "google": _google_words,
    "openai": _openai_words,
    "openai_compatible": _endpoint_words,
    "xai": _xai_words,
}
TEXT_TO_SPEECH: Mapping[str, Callable[[Provider, Parts], TextToSpeech]] = {
    "amazon": _polly_voice,
    "cartesia": _cartesia_voice,
    "deepgram": _deepgram_voice,
    "elevenlabs": _elevenlabs_voice,
    "openai_compatible": _endpoint_voice,
}
VENDORS: Mapping[Capability, frozenset[str]] = {
    Capability.REALTIME: frozenset(REALTIME),
    Capability.SPEECH_TO_TEXT: frozenset(SPEECH_TO_TEXT),
    Capability.LANGUAGE_MODEL: frozenset(LANGUAGE_MODEL),
    Capability.TEXT_TO_SPEECH: frozenset(TEXT_TO_SPEECH),
}
"""What the providers file may name."""
