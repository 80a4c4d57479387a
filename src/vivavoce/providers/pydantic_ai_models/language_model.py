"""Any pydantic-ai model as ours."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, contextmanager

import httpx2
from botocore.eventstream import ParserError  # type: ignore[import-untyped]  # it has no types
from botocore.parsers import ResponseParserError  # type: ignore[import-untyped]  # it has no types
from pydantic_ai.direct import model_request_stream
from pydantic_ai.exceptions import (
    ModelAPIError,
    ModelAuthenticationError,
    ModelConnectionError,
    ModelHTTPError,
    ModelNotFoundError,
    ModelServerError,
    ModelTimeoutError,
    UnexpectedModelBehavior,
)
from pydantic_ai.messages import (
    ModelRequest,
    ModelResponseStreamEvent,
    PartDeltaEvent,
    PartStartEvent,
    TextPart,
    TextPartDelta,
)
from pydantic_ai.models import Model
from pydantic_ai.settings import ModelSettings
from pydantic_ai.usage import RequestUsage

from vivavoce.domain.errors import Fault, ProviderError
from vivavoce.domain.ports.language_model import TokensTold
from vivavoce.domain.usage import TokensUsed

_REFUSED, _OVERLOADED = {400, 401, 403, 404}, {402, 429, 529}
_FIXES = {
    Fault.REFUSED: "Set the provider's key in the environment, and check that it may use this model.",
    Fault.OVERLOADED: "Raise the vendor's limits, or hold fewer interviews at once.",
}


class PydanticAiLanguageModel:
    """Streams a completion; `deadline_s` is the longest wait for the next piece of it.

    Vendors say why a completion ended, and one that just ends was cut off; scripted models say nothing of the kind
    (`says_why_it_ended=False`).
    """

    def __init__(
        self,
        model: Model,
        *,
        name: str,
        deadline_s: float = 15.0,
        says_why_it_ended: bool = True,
        close: Callable[[], Awaitable[object]] | None = None,
    ) -> None:
        self._model = model
        self._name = name
        self._deadline_s = deadline_s
        self._says_why_it_ended = says_why_it_ended
        self._close = close

    @property
    def name(self) -> str:
        return self._name

    async def complete(
        self, *, instructions: str, prompt: str, max_tokens: int, used: TokensTold | None = None
    ) -> AsyncIterator[str]:
        request = ModelRequest.user_text_prompt(prompt, instructions=instructions)
        settings = ModelSettings(max_tokens=max_tokens)
        async with AsyncExitStack() as stack:
            with self._failures():
                async with asyncio.timeout(self._deadline_s):
                    stream = await stack.enter_async_context(
                        model_request_stream(self._model, [request], model_settings=settings)
                    )
            events = aiter(stream)
            while (event := await self._next(events)) is not None:
                if text := _text(event):
                    yield text
            whole = stream.get()
            if self._says_why_it_ended and whole.finish_reason is None:
                raise ProviderError(self._name, "it stopped in the middle of a sentence", fault=Fault.CUT)
            if used is not None and whole.usage.has_values():
                used(_tokens(whole.usage))

    async def aclose(self) -> None:
        if self._close is not None:
            await self._close()

    async def _next(self, events: AsyncIterator[ModelResponseStreamEvent]) -> ModelResponseStreamEvent | None:
        with self._failures(begun=True):
            async with asyncio.timeout(self._deadline_s):
                return await anext(events, None)

    @contextmanager
    def _failures(self, *, begun: bool = False) -> Iterator[None]:
        """Turn whatever a model raises into `ProviderError`, without payloads; what has `begun` can be cut."""
        try:
            yield
        except (TimeoutError, ModelTimeoutError, httpx2.TimeoutException):
            message = f"nothing came for {self._deadline_s:g} s"
            raise ProviderError(self._name, message, fault=Fault.SILENT) from None
        except ModelHTTPError as error:
            fault = _fault_of(error.status_code)
            message = f"it answered {error.status_code}"
            raise ProviderError(self._name, message, fix=_FIXES.get(fault, ""), fault=fault) from None
        except (ModelAuthenticationError, ModelNotFoundError):
            fix = _FIXES[Fault.REFUSED]
            raise ProviderError(self._name, "it refused the request", fix=fix, fault=Fault.REFUSED) from None
        except ModelConnectionError:
            if begun:
                raise ProviderError(self._name, "the connection was cut", fault=Fault.CUT) from None
            raise ProviderError(self._name, "it cannot be reached", fault=Fault.UNREACHABLE) from None
        except ModelAPIError as error:
            raise ProviderError(self._name, f"it failed ({type(error).__name__})", fault=_fault_in(error)) from None
        # Events out of order break their client's assertions; what a service's description does not know, its parser.
        except (UnexpectedModelBehavior, ResponseParserError, ValueError, AssertionError):
            raise ProviderError(self._name, "its answer was malformed", fault=Fault.MALFORMED) from None
        except (httpx2.TransportError, OSError):
            raise ProviderError(self._name, "the connection was cut", fault=Fault.CUT) from None


def _fault_in(error: ModelAPIError) -> Fault:
    """Return what an error without a status means, by what caused it."""
    if isinstance(error, ModelServerError):
        return Fault.BROKEN
    cause = error.__cause__
    while cause is not None:
        if isinstance(cause, ValueError | ParserError):
            return Fault.MALFORMED
        cause = cause.__cause__ or cause.__context__
    return Fault.CUT


def _fault_of(status: int) -> Fault:
    if status in _REFUSED:
        return Fault.REFUSED
    return Fault.OVERLOADED if status in _OVERLOADED else Fault.BROKEN


def _text(event: ModelResponseStreamEvent) -> str:
    match event:
        case PartStartEvent(part=TextPart(content=text)):
            return text
        case PartDeltaEvent(delta=TextPartDelta(content_delta=text)):
            return text
        case _:
            return ""


def _tokens(usage: RequestUsage) -> TokensUsed:
    """Return the tokens; what was read from a cache is part of what came in, here."""
    cached = usage.cache_read_tokens
    return TokensUsed(text_in=usage.input_tokens - cached, text_cached=cached, text_out=usage.output_tokens)
