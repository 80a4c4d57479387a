"""Language models through pydantic-ai: OpenAI, Anthropic, Google, Bedrock, xAI. Not yet run against live services."""

from vivavoce.providers.pydantic_ai_models.language_model import PydanticAiLanguageModel
from vivavoce.providers.pydantic_ai_models.vendors import (
    anthropic_language_model,
    bedrock_language_model,
    google_language_model,
    openai_language_model,
    xai_language_model,
)

__all__ = [
    "PydanticAiLanguageModel",
    "anthropic_language_model",
    "bedrock_language_model",
    "google_language_model",
    "openai_language_model",
    "xai_language_model",
]
