"""Which client, made to try once, stands behind which vendor's models."""

import asyncio

import boto3  # type: ignore[import-untyped]  # it has no types
from anthropic import AsyncAnthropic
from botocore.config import Config  # type: ignore[import-untyped]  # it has no types
from openai import AsyncOpenAI
from pydantic_ai.models import create_async_httpx2_client
from pydantic_ai.models.anthropic import AnthropicModel
from pydantic_ai.models.bedrock import BedrockConverseModel
from pydantic_ai.models.google import GoogleModel
from pydantic_ai.models.openai import OpenAIChatModel
from pydantic_ai.profiles.openai import OpenAIModelProfile
from pydantic_ai.providers.anthropic import AnthropicProvider
from pydantic_ai.providers.bedrock import BedrockProvider
from pydantic_ai.providers.google import GoogleProvider
from pydantic_ai.providers.openai import OpenAIProvider

from vivavoce.providers.pydantic_ai_models.language_model import PydanticAiLanguageModel

_XAI_URL = "https://api.x.ai/v1"
_DEADLINE_S = 15.0


def openai_language_model(
    *, key: str, model: str, url: str = "", deadline_s: float = _DEADLINE_S, vendor: str = "openai"
) -> PydanticAiLanguageModel:
    """Return one of OpenAI's models, or of any endpoint that speaks like OpenAI's (`url` ends in /v1)."""
    client = AsyncOpenAI(api_key=key, base_url=url or None, max_retries=0, timeout=deadline_s)
    return PydanticAiLanguageModel(
        OpenAIChatModel(
            model,
            provider=OpenAIProvider(openai_client=client),
            profile=OpenAIModelProfile(openai_chat_streaming_requires_finish_reason=True),
        ),
        name=f"{vendor}:{model}",
        deadline_s=deadline_s,
        close=client.close,
    )


def xai_language_model(
    *, key: str, model: str, url: str = "", deadline_s: float = _DEADLINE_S
) -> PydanticAiLanguageModel:
    """Return one of xAI's models, over its OpenAI-compatible endpoint."""
    return openai_language_model(key=key, model=model, url=url or _XAI_URL, deadline_s=deadline_s, vendor="xai")


def anthropic_language_model(
    *, key: str, model: str, url: str = "", deadline_s: float = _DEADLINE_S
) -> PydanticAiLanguageModel:
    client = AsyncAnthropic(api_key=key, base_url=url or None, max_retries=0, timeout=deadline_s)
    return PydanticAiLanguageModel(
        AnthropicModel(model, provider=AnthropicProvider(anthropic_client=client)),
        name=f"anthropic:{model}",
        deadline_s=deadline_s,
        close=client.close,
    )


def google_language_model(
    *, key: str, model: str, url: str = "", deadline_s: float = _DEADLINE_S
) -> PydanticAiLanguageModel:
    client = create_async_httpx2_client()
    return PydanticAiLanguageModel(
        GoogleModel(model, provider=GoogleProvider(api_key=key, base_url=url or None, http_client=client)),
        name=f"google:{model}",
        deadline_s=deadline_s,
        close=client.aclose,
    )


def bedrock_language_model(
    *,
    access_key_id: str,
    secret_access_key: str,
    model: str,
    region: str,
    session_token: str | None = None,
    url: str = "",
    deadline_s: float = _DEADLINE_S,
) -> PydanticAiLanguageModel:
    """Return a model on Amazon Bedrock; its client works in threads, so a cancelled completion ends with its next piece."""
    client = boto3.client(
        "bedrock-runtime",
        region_name=region,
        endpoint_url=url or None,
        aws_access_key_id=access_key_id,
        aws_secret_access_key=secret_access_key,
        aws_session_token=session_token,
        config=Config(retries={"total_max_attempts": 1}, connect_timeout=deadline_s, read_timeout=deadline_s),
    )
    return PydanticAiLanguageModel(
        BedrockConverseModel(model, provider=BedrockProvider(bedrock_client=client)),
        name=f"bedrock:{model}",
        deadline_s=deadline_s,
        close=lambda: asyncio.to_thread(client.close),
    )
