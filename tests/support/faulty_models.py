"""Scripted models that fail on cue: real adapters of the ports, each fault in the reply or utterance with its number."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from enum import StrEnum

from vivavoce.domain.audio import HEARING_RATE_HZ, Pcm
from vivavoce.domain.capability import Capability, CapabilityProfile
from vivavoce.domain.errors import Fault, ProviderError
from vivavoce.domain.ports.realtime_model import Direction, RealtimeSetup, SpokenPiece
from vivavoce.domain.ports.speech_to_text import Listening
from vivavoce.domain.transcript import Transcription
from vivavoce.domain.usage import Unit, Usage
from vivavoce.providers.scripted.spelling import read_words, spell

BREAKS_AFTER_S = 0.7
"""So much of a reply's audio comes before it breaks off: in the middle of a word."""


class Strike(StrEnum):
    """What goes wrong."""

    CUT = "cut"
    ERROR = "error"
    MALFORMED = "malformed"
    STALL = "stall"
    SILENT = "silent"
    ENDS_EARLY = "ends_early"
    """It says that it is complete, and is not."""
    REFUSED = "refused"
    """The connection is refused."""
    CONNECT_HANGS = "connect_hangs"
    NO_WORDS = "no_words"
    """Speech-to-text accepts everything and makes nothing of it."""
    STRAYS = "strays"
    """A realtime model says something of its own."""
    WRONG_RATE = "wrong_rate"
    TAKES_NOTHING = "takes_nothing"
    """What is sent is never taken."""
    LIMIT = "limit"


FAULTS = {
    Strike.CUT: Fault.CUT,
    Strike.ERROR: Fault.BROKEN,
    Strike.MALFORMED: Fault.MALFORMED,
    Strike.STALL: Fault.SILENT,
    Strike.SILENT: Fault.SILENT,
    Strike.ENDS_EARLY: Fault.CUT,
    Strike.REFUSED: Fault.REFUSED,
    Strike.CONNECT_HANGS: Fault.SILENT,
    Strike.NO_WORDS: Fault.SILENT,
    Strike.STRAYS: Fault.MALFORMED,
    Strike.WRONG_RATE: Fault.MALFORMED,
    Strike.TAKES_NOTHING: Fault.SILENT,
    Strike.LIMIT: Fault.LIMIT,
}
"""What each is to be known as."""
_RAISED = {Strike.CUT, Strike.ERROR, Strike.MALFORMED, Strike.LIMIT, Strike.REFUSED}


class Script:
    """Which call of a model fails, and how; notes when it did."""

    def __init__(self, name: str, strikes: Mapping[int, Strike] | None = None, *, always: Strike | None = None) -> None:
        self.name = name
        self._strikes = dict(strikes or {})
        self._always = always
        self._calls = 0
        self.struck_at: list[float] = []

    def next(self) -> Strike | None:
        """Count one more call; return what goes wrong in it."""
        self._calls += 1
        return self._always or self._strikes.get(self._calls)

    def peek(self) -> Strike | None:
        return self._always or self._strikes.get(self._calls + 1)

    def fail(self, strike: Strike) -> ProviderError:
        self.note()
        return ProviderError(self.name, f"told to fail: {strike}", fault=FAULTS[strike])

    def note(self) -> None:
        self.struck_at.append(asyncio.get_running_loop().time())

    async def hang(self) -> None:
        """Never come back, and take ten seconds to notice that nobody waits any more."""
        self.note()
        try:
            await asyncio.sleep(1e6)
        finally:
            await asyncio.sleep(10.0)


class FaultyTextToSpeech:
    """Spells, 100 ms at a time and three times as fast as it is heard."""

    def __init__(
        self,
        name: str,
        strikes: Mapping[int, Strike] | None = None,
        *,
        always: Strike | None = None,
        first_s: float = 0.2,
    ) -> None:
        self.script = Script(name, strikes, always=always)
        self._first_s = first_s
        self.spoken: list[str] = []

    @property
    def name(self) -> str:
        return self.script.name

    @property
    def sample_rate_hz(self) -> int:
        return 24_000

    async def speak(self, text: str, *, pace: float = 1.0) -> AsyncIterator[Pcm]:
        self.spoken.append(text)
        strike = self.script.next()
        await asyncio.sleep(self._first_s)
        if strike in {Strike.ERROR, Strike.REFUSED}:
            raise self.script.fail(strike)
        if strike is Strike.SILENT:
            await self.script.hang()
        async for pcm in spelled(text, pace=pace):
            yield pcm[1]
            if strike is not None and pcm[0] >= BREAKS_AFTER_S:
                if strike in _RAISED:
                    raise self.script.fail(strike)
                if strike is Strike.STALL:
                    await self.script.hang()
                self.script.note()
                return


async def spelled(text: str, *, pace: float) -> AsyncIterator[tuple[float, Pcm]]:
    """Yield the text's audio by 100 ms, each with how much there has been."""
    audio = spell(text, sample_rate_hz=24_000, pace=pace).samples
    for begin in range(0, len(audio), 4800):
        await asyncio.sleep(0.1 / 3)
        yield (begin + 4800) / 48_000, Pcm(samples=audio[begin : begin + 4800], sample_rate_hz=24_000)


class FaultySpeechToText:
    """Reads spelled speech; a fault strikes the utterance with its number."""

    def __init__(
        self,
        name: str,
        strikes: Mapping[int, Strike] | None = None,
        *,
        always: Strike | None = None,
        settle_s: float = 0.2,
    ) -> None:
        self.script = Script(name, strikes, always=always)
        self.settle_s = settle_s
        self.utterances = 0

    @property
    def name(self) -> str:
        return self.script.name

    async def listen(self, *, vocabulary: Sequence[str] = ()) -> Listening:
        strike = self.script.next()
        self.utterances += 1
        if strike is Strike.REFUSED:
            raise self.script.fail(strike)
        if strike is Strike.CONNECT_HANGS:
            await self.script.hang()
        return _FaultyListening(self, strike)


class _FaultyListening:
    def __init__(self, owner: FaultySpeechToText, strike: Strike | None) -> None:
        self._owner = owner
        self._strike = strike
        self._samples = bytearray()
        self._fed_when_settled = 0

    def _is_struck(self) -> bool:
        return self._strike is not None and len(self._samples) > 2 * HEARING_RATE_HZ * BREAKS_AFTER_S

    def feed(self, samples: bytes) -> None:
        self._samples += samples
        if self._strike is Strike.CUT and self._is_struck():
            raise self._owner.script.fail(self._strike)

    async def partial(self) -> Transcription:
        if self._strike is Strike.ERROR and self._is_struck():
            raise self._owner.script.fail(self._strike)
        return self._read()

    async def settle(self) -> Transcription:
        if self._is_struck() and self._strike in {Strike.SILENT, Strike.STALL}:
            await self._owner.script.hang()
        if self._strike in {Strike.ERROR, Strike.MALFORMED, Strike.CUT}:
            raise self._owner.script.fail(self._strike)
        if self._strike is Strike.NO_WORDS:
            self._owner.script.note()
            return Transcription(text="")
        if len(self._samples) != self._fed_when_settled:
            self._fed_when_settled = len(self._samples)
            await asyncio.sleep(self._owner.settle_s)
        return self._read()

    def _read(self) -> Transcription:
        words = read_words(Pcm(samples=bytes(self._samples), sample_rate_hz=HEARING_RATE_HZ))
        return Transcription(text=" ".join(word.text for word in words), words=words)

    async def aclose(self) -> None:
        if self._is_struck():
            await asyncio.sleep(10.0)  # as failed sockets do


class FaultyLanguageModel:
    """Completes with its own name."""

    def __init__(self, name: str, strikes: Mapping[int, Strike] | None = None, *, always: Strike | None = None) -> None:
        self.script = Script(name, strikes, always=always)

    @property
    def name(self) -> str:
        return self.script.name

    async def complete(self, *, instructions: str, prompt: str, max_tokens: int) -> AsyncIterator[str]:
        strike = self.script.next()
        await asyncio.sleep(0.1)
        if strike in {Strike.ERROR, Strike.REFUSED}:
            raise self.script.fail(strike)
        if strike is Strike.SILENT:
            await self.script.hang()
        yield "said by "
        if strike is Strike.CUT:
            raise self.script.fail(strike)
        yield self.name


class FaultyRealtimeModel:
    """Speaks spelled speech, and reads what it hears. Replies are counted over all its sessions, as simulators count them."""

    def __init__(
        self,
        name: str,
        strikes: Mapping[int, Strike] | None = None,
        *,
        always: Strike | None = None,
        opening: Strike | None = None,
        connect_s: float = 0.3,
        first_s: float = 0.3,
        limit_s: float | None = None,
        announces_s: float = 0.0,
        cheap_standby: bool = False,
        bills_whole_context: bool = False,
        takes_back: bool = False,
        dies_idle: Mapping[int, tuple[float, Strike]] | None = None,
    ) -> None:
        self.script = Script(name, strikes, always=always)
        self.opening = opening
        self.dies_idle = dict(dies_idle or {})
        """The session with this number dies so long after it was opened, in this way, whether anybody speaks or not."""
        self.connect_s = connect_s
        self.first_s = first_s
        self.announces_s = announces_s
        self.setups: list[RealtimeSetup] = []
        self.sessions: list[FaultyRealtimeSession] = []
        self._profile = CapabilityProfile(
            capability=Capability.REALTIME,
            input_rate_hz=16_000,
            speaks_verbatim=True,
            truncates=True,
            takes_back=takes_back,
            session_limit_s=limit_s,
            cheap_standby=cheap_standby,
            bills_whole_context=bills_whole_context,
        )

    @property
    def name(self) -> str:
        return self.script.name

    @property
    def profile(self) -> CapabilityProfile:
        return self._profile

    async def open(self, setup: RealtimeSetup) -> "FaultyRealtimeSession":
        if self.opening is Strike.CONNECT_HANGS:
            await self.script.hang()
        await asyncio.sleep(self.connect_s)
        if self.opening is Strike.REFUSED:
            raise self.script.fail(self.opening)
        self.setups.append(setup)
        session = FaultyRealtimeSession(self)
        self.sessions.append(session)
        return session


class FaultyRealtimeSession:
    def __init__(self, model: FaultyRealtimeModel) -> None:
        self._model = model
        self._opened_at = asyncio.get_running_loop().time()
        self._heard = bytearray()
        self._dead = False
        self._failure: ProviderError | None = None
        self._unbilled = 0
        dies = model.dies_idle.get(len(model.sessions) + 1)
        if dies is not None:
            asyncio.get_running_loop().call_later(dies[0], self._die, dies[1])
        self.spoken: list[str] = []
        self.turns: list[str] = []
        """What was heard, by `turn_over`."""
        self.cut_to_s: list[float] = []
        self.aborted = False
        self.closed = False

    @property
    def _age_s(self) -> float:
        return asyncio.get_running_loop().time() - self._opened_at

    def _die(self, strike: Strike) -> ProviderError:
        self._dead = True
        self._failure = self._failure or self._model.script.fail(strike)
        return self._failure

    def _check_limit(self) -> None:
        limit_s = self._model.profile.session_limit_s
        if self._dead or (limit_s is not None and self._age_s > limit_s):
            raise self._die(Strike.LIMIT)

    def hear(self, pcm: Pcm) -> None:
        assert pcm.sample_rate_hz == self._model.profile.input_rate_hz
        if not self._dead:
            self._heard += pcm.samples

    async def turn_over(self) -> None:
        self._check_limit()
        if self._model.script.peek() is Strike.TAKES_NOTHING:
            self._model.script.next()
            await self._model.script.hang()
        words = read_words(Pcm(samples=bytes(self._heard), sample_rate_hz=16_000))
        self._heard.clear()
        self.turns.append(" ".join(word.text for word in words))

    async def speak(self, direction: Direction) -> AsyncGenerator[SpokenPiece]:
        self._check_limit()
        script, strike = self._model.script, self._model.script.next()
        self.spoken.append(direction.text)
        self._unbilled += len(direction.text)
        await asyncio.sleep(self._model.first_s)
        if strike in {Strike.ERROR, Strike.REFUSED}:
            raise self._die(strike)
        if strike is Strike.SILENT:
            await script.hang()
        text = (
            "That was a great answer, you clearly know this, well done." if strike is Strike.STRAYS else direction.text
        )
        if strike is Strike.STRAYS:
            script.note()
        words = text.split(" ")
        async for spoken_s, pcm in spelled(text, pace=1.0):
            share = min(len(words), 1 + round(spoken_s * 15 / max(len(text), 1) * len(words)))
            said, words = words[:1], words[1:]
            rate = 12_000 if strike is Strike.WRONG_RATE else 24_000
            if strike is Strike.WRONG_RATE:
                script.note()
            yield SpokenPiece(
                text=f"{said[0]} " if said and share else "", audio=Pcm(samples=pcm.samples, sample_rate_hz=rate)
            )
            if spoken_s >= BREAKS_AFTER_S and strike is not None and strike is not Strike.STRAYS:
                if strike in _RAISED:
                    raise self._die(strike)
                self._dead = True
                if strike is Strike.STALL:
                    await script.hang()
                script.note()
                return
        if words:
            yield SpokenPiece(text=" ".join(words))

    async def heard(self, played_s: float) -> None:
        self._check_limit()
        self.cut_to_s.append(played_s)

    def take_usage(self) -> Sequence[Usage]:
        """Return what was spoken since the last time, in characters."""
        characters, self._unbilled = self._unbilled, 0
        usage = Usage(
            provider=self._model.name,
            model=self._model.name,
            capability=Capability.REALTIME,
            unit=Unit.CHARACTERS,
            amount=characters,
        )
        return (usage,) if characters else ()

    @property
    def ending(self) -> bool:
        limit_s = self._model.profile.session_limit_s
        return limit_s is not None and self._model.announces_s > 0 and self._age_s > limit_s - self._model.announces_s

    @property
    def failure(self) -> ProviderError | None:
        return self._failure

    async def aclose(self) -> None:
        self.closed = True
        if self._dead:
            await asyncio.sleep(10.0)

    def abort(self) -> None:
        self.aborted = True
        self._dead = True
