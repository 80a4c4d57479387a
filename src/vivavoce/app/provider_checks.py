"""A real handshake with each provider, through its port: does it answer, and how soon."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

from vivavoce.app.providers import Providers, close
from vivavoce.app.vendors import LANGUAGE_MODEL, REALTIME, SPEECH_TO_TEXT, TEXT_TO_SPEECH, Parts
from vivavoce.domain.audio import HEARING_RATE_HZ, Pcm
from vivavoce.domain.capability import Capability
from vivavoce.domain.errors import Fault, ProviderError, VivaVoceError
from vivavoce.domain.ports.realtime_model import RealtimeModel, RealtimeSetup
from vivavoce.domain.ports.speech_to_text import SpeechToText
from vivavoce.routing.provider import Provider

GIVEN_UP_AFTER_S = 15.0
_WORD = "Ready."
_LISTENS_S = 1.0
_CLOSES_WITHIN_S = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """What came of one handshake."""

    provider: Provider
    took_s: float | None
    """To the first result; None: there was none."""
    problem: str = ""
    fix: str = ""

    @property
    def works(self) -> bool:
        return self.took_s is not None


async def check_providers(providers: Providers, parts: Parts) -> tuple[CheckResult, ...]:
    """Try every configured provider, one after the other, so that none waits for another; those without a key are not."""
    return tuple([await _check(provider, providers, parts) for provider in providers.config.providers.values()])


async def _check(provider: Provider, providers: Providers, parts: Parts) -> CheckResult:
    missing = providers.keys.missing(provider)
    if missing:
        fix = f"Set {' and '.join(missing)}, or {missing[0]}_FILE."
        return CheckResult(provider=provider, took_s=None, problem="no key", fix=fix)
    try:
        # The first model of a vendor imports its framework, which takes seconds: that is no part of the measure.
        handshake = _HANDSHAKES[provider.capability](provider, parts)
        began_at = asyncio.get_running_loop().time()
        async with asyncio.timeout(GIVEN_UP_AFTER_S):
            took_s = await handshake - began_at
    except TimeoutError:
        problem = f"{Fault.SILENT}: nothing within {GIVEN_UP_AFTER_S:g} s"
        return CheckResult(provider=provider, took_s=None, problem=problem, fix="Check its address and your network.")
    except ProviderError as error:
        return CheckResult(provider=provider, took_s=None, problem=f"{error.fault}: {error.message}", fix=error.fix)
    except VivaVoceError as error:
        return CheckResult(provider=provider, took_s=None, problem=error.message, fix=error.fix)
    return CheckResult(provider=provider, took_s=took_s)


def _realtime(provider: Provider, parts: Parts) -> Awaitable[float]:
    """Open a session and close it: nothing is said, so that even vendors who bill by the minute cost next to nothing."""
    return _open_and_close(REALTIME[provider.vendor](provider, parts))


async def _open_and_close(model: RealtimeModel) -> float:
    session = await model.open(RealtimeSetup(instructions="Say nothing."))
    opened_at = asyncio.get_running_loop().time()
    try:
        async with asyncio.timeout(_CLOSES_WITHIN_S):
            await session.aclose()
    except TimeoutError:
        session.abort()
    return opened_at


class _TakesAllForSpeech:
    """Ears that ask only when somebody speaks would never be asked by a handshake."""

    def probability(self, window: bytes) -> float:
        return 1.0

    def reset(self) -> None:
        """Nothing is remembered."""


def _speech_to_text(provider: Provider, parts: Parts) -> Awaitable[float]:
    asking = replace(parts, voice_activity=_TakesAllForSpeech)
    return _listen(SPEECH_TO_TEXT[provider.vendor](provider, asking), vocabulary=provider.keyterms)


async def _listen(model: SpeechToText, *, vocabulary: Sequence[str]) -> float:
    try:
        listening = await model.listen(vocabulary=vocabulary)
        listening.feed(Pcm.silence(_LISTENS_S, sample_rate_hz=HEARING_RATE_HZ).samples)
        await listening.settle()
        settled_at = asyncio.get_running_loop().time()
        await listening.aclose()
    finally:
        await close(model)
    return settled_at


def _language_model(provider: Provider, parts: Parts) -> Awaitable[float]:
    model = LANGUAGE_MODEL[provider.vendor](provider, parts)
    return _first(model, model.complete(instructions=f"Answer: {_WORD}", prompt=_WORD, max_tokens=16), provider)


def _text_to_speech(provider: Provider, parts: Parts) -> Awaitable[float]:
    model = TEXT_TO_SPEECH[provider.vendor](provider, parts)
    return _first(model, model.speak(_WORD), provider)


async def _first[Piece](model: object, pieces: AsyncIterator[Piece], provider: Provider) -> float:
    """Return when the first piece came."""
    first_at: float | None = None
    try:
        async for _ in pieces:
            if first_at is None:
                first_at = asyncio.get_running_loop().time()
    finally:
        await close(model)
    if first_at is None:
        raise ProviderError(provider.id, "it said that it was done and had sent nothing", fault=Fault.CUT)
    return first_at


_HANDSHAKES: dict[Capability, Callable[[Provider, Parts], Awaitable[float]]] = {
    Capability.REALTIME: _realtime,
    Capability.SPEECH_TO_TEXT: _speech_to_text,
    Capability.LANGUAGE_MODEL: _language_model,
    Capability.TEXT_TO_SPEECH: _text_to_speech,
}
