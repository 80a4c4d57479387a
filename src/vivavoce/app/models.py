"""The models in each slot: the providers that the policy chooses, and behind them what runs here or an endpoint in its place."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from vivavoce.app.providers import ProviderModels, Providers, open_models
from vivavoce.app.settings import Settings
from vivavoce.domain.capability import Capability
from vivavoce.domain.ports.language_model import LanguageModel
from vivavoce.domain.ports.speech_to_text import SpeechToText
from vivavoce.domain.ports.text_to_speech import TextToSpeech
from vivavoce.interview.speech_linter import Rule, lint
from vivavoce.providers.local import EmbeddedModels, EmbeddedModelsConfig
from vivavoce.providers.openai_compatible import (
    Endpoint,
    EndpointLanguageModel,
    EndpointSpeechToText,
    EndpointTextToSpeech,
)
from vivavoce.routing.metering import charge
from vivavoce.routing.policy import SessionKind
from vivavoce.routing.router import Router
from vivavoce.voice.engine import LiveVoiceEngine
from vivavoce.voice.realtime.models import RealtimeModels
from vivavoce.voice.supervised.candidates import routed
from vivavoce.voice.supervised.language_model import SupervisedLanguageModel
from vivavoce.voice.supervised.watching import Cleaning


def embedded_models(settings: Settings) -> EmbeddedModels:
    """Return the models that run here, not started yet; raise `ModelFileError` naming the setting of a missing file."""
    return EmbeddedModels(
        EmbeddedModelsConfig(
            moonshine_model_dir=settings.moonshine_model_dir,
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
    """Return what hears: the endpoint when one is set, else what runs here."""
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Slots:
    """Who hears, speaks and words follow-ups in one kind of session."""

    engine: LiveVoiceEngine
    language_model: LanguageModel | None
    """None: the plan words everything."""


@asynccontextmanager
async def open_slots(
    settings: Settings, models: EmbeddedModels, providers: Providers, *, kind: SessionKind = SessionKind.INTERVIEW
) -> AsyncIterator[Slots]:
    """Fill the slots by the policy for this kind of session; nothing connects before it is used."""
    cleaning = Cleaning()
    endpoint = language_model(settings)
    async with open_models(providers, kind, voice_activity=models.voice_activity) as chosen:
        engine = _engine(settings, models, providers.router, chosen, kind)
        words = routed(providers.router, Capability.LANGUAGE_MODEL, kind, chosen.language_model, last=endpoint)
        try:
            yield Slots(
                engine=engine,
                language_model=SupervisedLanguageModel(words, cleaning=cleaning)
                if chosen.language_model or endpoint is not None
                else None,
            )
        finally:
            await engine.aclose()
            await cleaning.aclose()
            if endpoint is not None:
                await endpoint.aclose()


def _engine(
    settings: Settings, models: EmbeddedModels, router: Router, chosen: ProviderModels, kind: SessionKind
) -> LiveVoiceEngine:
    realtime = RealtimeModels(
        ring=routed(router, Capability.REALTIME, kind, chosen.realtime, last=None), may_be_said=may_be_said, used=charge
    )
    return LiveVoiceEngine(
        speech_to_text=routed(
            router, Capability.SPEECH_TO_TEXT, kind, chosen.speech_to_text, last=speech_to_text(settings, models)
        ),
        text_to_speech=routed(
            router, Capability.TEXT_TO_SPEECH, kind, chosen.text_to_speech, last=text_to_speech(settings, models)
        ),
        end_of_turn=models.end_of_turn,
        backchannel=models.backchannel,
        make_voice_activity=models.voice_activity,
        realtime=realtime if chosen.realtime else None,
    )


_OF_THE_PLAN = frozenset({Rule.ONE_QUESTION, Rule.TOO_LONG})
"""Rules about how a reply is built: the plan's own business, and already kept when it is spoken."""


def may_be_said(text: str) -> bool:
    """Tell whether a realtime model may say this: no praise, no hint, no score, no promise, no illegal topic."""
    return all(violation.rule in _OF_THE_PLAN for violation in lint([text]))
