"""A language model behind an OpenAI-compatible endpoint."""

import asyncio
from collections.abc import AsyncIterator

import openai
from openai.types import CompletionUsage
from openai.types.chat import ChatCompletionChunk

from vivavoce.domain.errors import Fault, ProviderError
from vivavoce.domain.ports.language_model import TokensTold
from vivavoce.domain.usage import TokensUsed
from vivavoce.providers.openai_compatible.endpoint import Endpoint


class EndpointLanguageModel:
    """POST /chat/completions, streamed."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._client = endpoint.client()

    @property
    def name(self) -> str:
        return self._endpoint.name

    async def complete(
        self, *, instructions: str, prompt: str, max_tokens: int, used: TokensTold | None = None
    ) -> AsyncIterator[str]:
        stream = await self._open(instructions, prompt, max_tokens, counted=used is not None)
        finished = False
        try:
            while (chunk := await self._next(stream)) is not None:
                if used is not None and chunk.usage is not None:
                    used(_tokens(chunk.usage))
                for choice in chunk.choices:
                    finished = finished or choice.finish_reason is not None
                    if choice.delta.content:
                        yield choice.delta.content
        finally:
            await stream.close()
        if not finished:
            raise ProviderError(
                self.name,
                "it stopped in the middle of a sentence",
                fix="Look at the endpoint's own log.",
                fault=Fault.CUT,
            )

    async def aclose(self) -> None:
        await self._client.close()

    async def _open(
        self, instructions: str, prompt: str, max_tokens: int, *, counted: bool
    ) -> openai.AsyncStream[ChatCompletionChunk]:
        with self._endpoint.failures():
            async with asyncio.timeout(self._endpoint.deadline_s):
                return await self._client.chat.completions.create(
                    model=self._endpoint.model,
                    messages=[{"role": "system", "content": instructions}, {"role": "user", "content": prompt}],
                    max_tokens=max_tokens,
                    stream=True,
                    stream_options={"include_usage": True} if counted else openai.omit,
                )

    async def _next(self, stream: openai.AsyncStream[ChatCompletionChunk]) -> ChatCompletionChunk | None:
        with self._endpoint.failures():
            async with asyncio.timeout(self._endpoint.deadline_s):
                return await anext(stream, None)


def _tokens(usage: CompletionUsage) -> TokensUsed:
    details = usage.prompt_tokens_details
    cached = (details.cached_tokens if details else None) or 0
    return TokensUsed(text_in=usage.prompt_tokens - cached, text_cached=cached, text_out=usage.completion_tokens)
