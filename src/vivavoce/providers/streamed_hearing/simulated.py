"""What simulated vendors that hear over a WebSocket share: they hear for real, and fail on cue."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Protocol

from vivavoce.domain.audio import HEARING_RATE_HZ, Pcm
from vivavoce.providers.simulation import (
    ConnectionLostError,
    Ear,
    FaultKind,
    Faults,
    ReplyFaults,
    SimulatedConnection,
    SimulatedPartner,
    UnreadableFrameError,
)

WORD_S = 0.3
"""Simulated words all last as long; real ones are told apart by whoever adapts a real vendor."""
type Message = dict[str, object]


class Command(Enum):
    """What a client's message asks for."""

    NOTHING = auto()
    FLUSH = auto()
    END = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardStretch:
    """What was heard between two flushes; times count from the start of the stream."""

    text: str
    starts_s: float
    duration_s: float


class HearingProtocol(Protocol):
    """How one vendor's server talks."""

    @property
    def closings(self) -> Mapping[FaultKind, tuple[int, str]]:
        """Codes and reasons of its refusals in the middle of a stream."""
        ...

    @property
    def violated(self) -> tuple[int, str]: ...

    @property
    def ended(self) -> Sequence[Message]: ...

    def greeting(self) -> Sequence[Message]: ...

    def command(self, frame: str) -> Command:
        """Raise `ValueError` for what a client may not send."""
        ...

    def results(self, heard: HeardStretch) -> Sequence[Message]: ...

    def write(self, message: Message) -> str:
        """Return a message as a frame; what the vendor's own types do not know is never sent."""
        ...


class SimulatedEars:
    """One client's stream: everything so far is told when the client flushes or ends it. A fault's turn is one telling.

    `keyterms` are what the client says it will say: the ears really expect them.
    """

    def __init__(
        self,
        connection: SimulatedConnection,
        protocol: HearingProtocol,
        partner: SimulatedPartner,
        faults: Faults,
        violations: list[str],
        *,
        keyterms: Sequence[str],
    ) -> None:
        self._connection, self._protocol, self._partner, self._faults = connection, protocol, partner, faults
        self._violations, self._keyterms = violations, keyterms
        self._ear = Ear(sample_rate_hz=HEARING_RATE_HZ)
        self._asked: asyncio.Queue[tuple[Command, Pcm]] = asyncio.Queue()
        self._told_s = 0.0
        connection.on_fault = self._refuse

    async def run(self) -> None:
        await self._send(self._protocol.greeting())
        async with asyncio.TaskGroup() as tasks:
            telling = tasks.create_task(self._tell_what_is_asked())
            async for frame in self._connection.frames():
                if isinstance(frame, bytes):
                    self._ear.feed(frame)
                elif not await self._take(frame):
                    break
            telling.cancel()

    async def _take(self, frame: str) -> bool:
        """Take a message; false when it is not allowed."""
        try:
            command = self._protocol.command(frame)
        except ValueError as error:
            self._violations.append(f"a client's message is not allowed: {error}")
            await self._close(*self._protocol.violated)
            return False
        if command is not Command.NOTHING:
            self._asked.put_nowait((command, self._ear.take()))
        return True

    async def _tell_what_is_asked(self) -> None:
        while True:
            command, heard = await self._asked.get()
            if heard.samples:
                await self._tell(heard)
            if command is Command.END:
                await self._send(self._protocol.ended)
                await self._close(1000, "")

    async def _tell(self, heard: Pcm) -> None:
        faults = self._faults.begin_reply()
        await faults.begin()
        await self._fail(faults)
        text = await self._partner.understand(heard, vocabulary=self._keyterms)
        stretch = HeardStretch(text=text, starts_s=self._told_s, duration_s=heard.duration_s)
        await self._send(self._protocol.results(stretch))
        self._told_s += heard.duration_s

    async def _fail(self, faults: ReplyFaults) -> None:
        if faults.error is not None:
            await self._refuse(faults.error)
        if FaultKind.CUT in faults or FaultKind.RESET in faults:
            raise ConnectionLostError(reset=FaultKind.RESET in faults)
        if FaultKind.MALFORMED in faults:
            raise UnreadableFrameError
        if FaultKind.STALL in faults:
            await asyncio.get_running_loop().create_future()

    async def _refuse(self, kind: FaultKind) -> None:
        if kind in self._protocol.closings:
            await self._close(*self._protocol.closings[kind])

    async def _close(self, code: int, reason: str) -> None:
        await self._connection.close(code=code, reason=reason)

    async def _send(self, messages: Sequence[Message]) -> None:
        for message in messages:
            await self._connection.send(self._protocol.write(message))
