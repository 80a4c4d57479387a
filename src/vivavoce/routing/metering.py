"""Counts what models are used for, and books it on the session that used them.

Models are shared by sessions and their ports know nothing of them, so the session's account is found by context, as asyncio
carries it into every task that a conversation starts.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextvars import ContextVar

from vivavoce.domain.audio import HEARING_RATE_HZ, Pcm
from vivavoce.domain.capability import Capability
from vivavoce.domain.ports.language_model import CountingLanguageModel
from vivavoce.domain.ports.speech_to_text import Listening, SpeechToText
from vivavoce.domain.ports.text_to_speech import TextToSpeech
from vivavoce.domain.transcript import Transcription
from vivavoce.domain.usage import TokensUsed, Unit, Usage
from vivavoce.routing.account import Account

CHARACTERS_PER_TOKEN = 4.0
"""Of English text: the vendors' own rule of thumb, for completions whose vendor told no count."""
READS_ON_S = 1.0
"""How long a completion that nobody listens to any more is still read for its count: it comes within a few words of the end."""

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

    def count(self, unit: Unit, amount: float, *, estimated: bool = False) -> None:
        if self._account is not None and amount > 0:
            usage = Usage(
                provider=self._provider,
                model=self._model,
                capability=self._capability,
                unit=unit,
                amount=amount,
                estimated=estimated,
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
    """A `LanguageModel` whose tokens are counted: by its vendor, or estimated from characters where that says nothing.

    Vendors tell at the very end, and a brain leaves as soon as it has its decision. The little that is missing then is still
    read, by nobody but the meter; whoever left does not wait for it.
    """

    def __init__(self, model: CountingLanguageModel, *, provider: str) -> None:
        self._model = model
        self._provider = provider
        self._reading: set[asyncio.Task[None]] = set()

    @property
    def name(self) -> str:
        return self._model.name

    async def complete(self, *, instructions: str, prompt: str, max_tokens: int) -> AsyncIterator[str]:
        measure = _Measure(self._provider, self.name, Capability.LANGUAGE_MODEL)
        tally = _Tally(measure, asked=len(instructions) + len(prompt))
        pieces: asyncio.Queue[str | None] = asyncio.Queue()  # bounded by `max_tokens`
        completion = self._model.complete(
            instructions=instructions, prompt=prompt, max_tokens=max_tokens, used=tally.tell
        )
        reading = asyncio.create_task(_read(completion, pieces, tally))
        self._reading.add(reading)
        reading.add_done_callback(self._read)
        try:
            while (piece := await pieces.get()) is not None:
                yield piece
            await reading  # raises what the model raised
        finally:
            if not reading.done():
                asyncio.get_running_loop().call_later(READS_ON_S, reading.cancel)

    def _read(self, reading: asyncio.Task[None]) -> None:
        self._reading.discard(reading)
        if not reading.cancelled():
            reading.exception()  # whoever listened was told; perhaps nobody does any more


class _Tally:
    """What one completion used: as its vendor counted it, or else as long as it is."""

    def __init__(self, measure: _Measure, *, asked: int) -> None:
        self._measure = measure
        self._asked = asked
        self._told: TokensUsed | None = None
        self.said = 0
        """Characters so far."""

    def tell(self, used: TokensUsed) -> None:
        self._told = used

    def book(self) -> None:
        told = self._told
        if told is None:
            self._measure.count(Unit.TEXT_TOKENS_IN, self._asked / CHARACTERS_PER_TOKEN, estimated=True)
            self._measure.count(Unit.TEXT_TOKENS_OUT, self.said / CHARACTERS_PER_TOKEN, estimated=True)
            return
        self._measure.count(Unit.TEXT_TOKENS_IN, told.text_in)
        self._measure.count(Unit.TEXT_TOKENS_CACHED, told.text_cached)
        self._measure.count(Unit.TEXT_TOKENS_OUT, told.text_out)


async def _read(completion: AsyncIterator[str], pieces: "asyncio.Queue[str | None]", tally: _Tally) -> None:
    try:
        async for piece in completion:
            tally.said += len(piece)
            pieces.put_nowait(piece)
    finally:
        tally.book()
        pieces.put_nowait(None)
