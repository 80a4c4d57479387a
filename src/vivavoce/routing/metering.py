"""Counts what models are used for, and books it on the session that used them.

Models are shared by sessions and their ports know nothing of them, so the session's account is found by context, as asyncio
carries it into every task that a conversation starts.
"""

from collections.abc import AsyncIterator, Sequence
from contextvars import ContextVar

from vivavoce.domain.audio import HEARING_RATE_HZ, Pcm
from vivavoce.domain.capability import Capability
from vivavoce.domain.ports.language_model import LanguageModel
from vivavoce.domain.ports.speech_to_text import Listening, SpeechToText
from vivavoce.domain.ports.text_to_speech import TextToSpeech
from vivavoce.domain.transcript import Transcription
from vivavoce.domain.usage import Unit, Usage
from vivavoce.routing.account import Account

CHARACTERS_PER_TOKEN = 4.0
"""Of English text: the vendors' own rule of thumb. The port passes words, not token counts."""

_account: ContextVar[Account | None] = ContextVar("account", default=None)


def charge_to(account: Account) -> None:
    """Let all use in this context, and in the tasks it starts, be booked on this session's account."""
    _account.set(account)


def charge(used: Sequence[Usage]) -> None:
    """Book it on the session of this context; outside a session (a start-up test, a check) nobody is charged."""
    account = _account.get()
    if account is not None and used:
        account.book(used)


def is_thrifty() -> bool:
    """Return whether the session of this context has to go on with the cheapest candidates."""
    account = _account.get()
    return account is not None and account.thrifty


class _Measure:
    """One provider's use of one session."""

    def __init__(self, provider: str, model: str, capability: Capability) -> None:
        self._provider = provider
        self._model = model
        self._capability = capability
        # Taken when the call begins: what ends it may run in a task that belongs to nobody.
        self._account = _account.get()

    def count(self, unit: Unit, amount: float) -> None:
        if self._account is not None and amount > 0:
            usage = Usage(
                provider=self._provider, model=self._model, capability=self._capability, unit=unit, amount=amount
            )
            self._account.book([usage])


class MeteredSpeechToText:
    """A `SpeechToText` whose audio is counted, in seconds."""

    def __init__(self, model: SpeechToText, *, provider: str) -> None:
        self._model = model
        self._provider = provider

    @property
    def name(self) -> str:
        return self._model.name

    async def listen(self, *, vocabulary: Sequence[str] = ()) -> Listening:
        measure = _Measure(self._provider, self.name, Capability.SPEECH_TO_TEXT)
        return _MeteredListening(await self._model.listen(vocabulary=vocabulary), measure)


class _MeteredListening:
    def __init__(self, listening: Listening, measure: _Measure) -> None:
        self._listening = listening
        self._measure = measure
        self._fed_bytes = 0

    def feed(self, samples: bytes) -> None:
        self._fed_bytes += len(samples)
        self._listening.feed(samples)

    async def partial(self) -> Transcription:
        return await self._listening.partial()

    async def settle(self) -> Transcription:
        return await self._listening.settle()

    async def aclose(self) -> None:
        fed_bytes, self._fed_bytes = self._fed_bytes, 0
        self._measure.count(Unit.AUDIO_SECONDS, fed_bytes / 2 / HEARING_RATE_HZ)
        await self._listening.aclose()


class MeteredTextToSpeech:
    """A `TextToSpeech` whose characters are counted, those of a text that was broken off too: they are billed."""

    def __init__(self, model: TextToSpeech, *, provider: str) -> None:
        self._model = model
        self._provider = provider

    @property
    def name(self) -> str:
        return self._model.name

    @property
    def sample_rate_hz(self) -> int:
        return self._model.sample_rate_hz

    def speak(self, text: str, *, pace: float = 1.0) -> AsyncIterator[Pcm]:
        _Measure(self._provider, self.name, Capability.TEXT_TO_SPEECH).count(Unit.CHARACTERS, len(text))
        return self._model.speak(text, pace=pace)


class MeteredLanguageModel:
    """A `LanguageModel` whose tokens are counted, estimated from the characters that went in and came out."""

    def __init__(self, model: LanguageModel, *, provider: str) -> None:
        self._model = model
        self._provider = provider

    @property
    def name(self) -> str:
        return self._model.name

    async def complete(self, *, instructions: str, prompt: str, max_tokens: int) -> AsyncIterator[str]:
        measure = _Measure(self._provider, self.name, Capability.LANGUAGE_MODEL)
        measure.count(Unit.TEXT_TOKENS_IN, (len(instructions) + len(prompt)) / CHARACTERS_PER_TOKEN)
        said = 0
        try:
            async for piece in self._model.complete(instructions=instructions, prompt=prompt, max_tokens=max_tokens):
                said += len(piece)
                yield piece
        finally:
            measure.count(Unit.TEXT_TOKENS_OUT, said / CHARACTERS_PER_TOKEN)
