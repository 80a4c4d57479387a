"""A language model behind an OpenAI-compatible endpoint."""

import asyncio
from collections.abc import AsyncIterator

import openai
from openai.types.chat import ChatCompletionChunk

from vivavoce.domain.errors import Fault, ProviderError
from vivavoce.providers.openai_compatible.endpoint import Endpoint


class EndpointLanguageModel:
    """POST /chat/completions, streamed."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._client = endpoint.client()

    @property
    def name(self) -> str:
        return self._endpoint.name

    async def complete(self, *, instructions: str, prompt: str, max_tokens: int) -> AsyncIterator[str]:
        stream = await self._open(instructions, prompt, max_tokens)
        finished = False
        try:
            while (chunk := await self._next(stream)) is not None:
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

    async def _open(self, instructions: str, prompt: str, max_tokens: int) -> openai.AsyncStream[ChatCompletionChunk]:
        with self._endpoint.failures():
            async with asyncio.timeout(self._endpoint.deadline_s):
                return await self._client.chat.completions.create(
                    model=self._endpoint.model,
                    messages=[{"role": "system", "content": instructions}, {"role": "user", "content": prompt}],
                    max_tokens=max_tokens,
                    stream=True,
                )

    async def _next(self, stream: openai.AsyncStream[ChatCompletionChunk]) -> ChatCompletionChunk | None:
        with self._endpoint.failures():
            async with asyncio.timeout(self._endpoint.deadline_s):
                return await anext(stream, None)
