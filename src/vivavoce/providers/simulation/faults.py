"""What goes wrong with a simulated vendor, and when: `cut@12s`, `stall@turn2`, `slow_first_byte=3s`, `401`, …

A fault without a place acts on every connection and every reply, as a vendor that is down. One with a place acts once: in
the reply with that number (counted over all connections of the server, as the conversation goes on across them), or that
long after a connection was opened.
"""

import asyncio
import re
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from vivavoce.domain.errors import InvalidInputError


class FaultKind(StrEnum):
    """The ways in which vendors fail."""

    SLOW_FIRST_BYTE = "slow_first_byte"
    """Replies begin so much later (`slow_first_byte=3s`)."""
    STALL = "stall"
    """A reply breaks off in the middle of a word, and the connection stays open."""
    CUT = "cut"
    """The connection is closed without a goodbye; in a reply: in the middle of a word."""
    RESET = "reset"
    """As `cut`, by a reset that throws away what is on its way."""
    SILENT = "silent"
    """Accepts everything, and never answers."""
    MALFORMED = "malformed"
    """A frame that nobody can read, in the middle of a reply."""
    WRONG_RATE = "wrong_rate"
    """Audio comes at another rate than was agreed."""
    DUPLICATE = "duplicate"
    """Every frame of a reply comes twice."""
    REORDER = "reorder"
    """The frames of a reply change places with their neighbours."""
    SESSION_LIMIT = "session_limit"
    """Every connection is closed so long after it was opened (`session_limit=60s`), in the vendor's own way."""
    GO_AWAY = "go_away"
    """The vendor announces that it will close the connection, where its protocol can."""
    QUOTA = "quota"
    """A reply is refused: the account has used up its quota."""
    UNAUTHORIZED = "401"
    FORBIDDEN = "403"
    TOO_MANY_REQUESTS = "429"
    SERVER_ERROR = "500"
    UNAVAILABLE = "503"

    @property
    def http_status(self) -> int | None:
        """The status that a handshake is refused with; with a place, the protocol's own error of that meaning is sent."""
        return int(self.value) if self.value.isdecimal() else None


_TIMED = {FaultKind.SLOW_FIRST_BYTE, FaultKind.SESSION_LIMIT}
"""These take a duration: `=3s`."""
_ONLY_IN_REPLIES = {
    FaultKind.SLOW_FIRST_BYTE, FaultKind.MALFORMED, FaultKind.WRONG_RATE, FaultKind.DUPLICATE, FaultKind.REORDER,
    FaultKind.QUOTA,
}  # fmt: skip
_ONLY_ON_CONNECTIONS = {FaultKind.SESSION_LIMIT, FaultKind.GO_AWAY}
_SPEC = re.compile(
    r"(?P<kind>\w+)(?:=(?P<value_s>\d+(?:\.\d+)?)s)?(?:@(?:turn(?P<turn>[1-9]\d*)|(?P<at_s>\d+(?:\.\d+)?)s))?"
)
_SHAPES = "Write kind, kind@12s, kind@turn2, slow_first_byte=3s or session_limit=60s; the kinds are: {kinds}."


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedFault:
    """One fault, and where it strikes; without a place: always."""

    kind: FaultKind
    value_s: float = 0.0
    at_s: float | None = None
    """So long after a connection was opened."""
    turn: int | None = None
    """In the reply with this number."""

    @classmethod
    def parse(cls, spec: str) -> "PlannedFault":
        """Read one spec; raise `InvalidInputError` that lists what can be written."""
        matched = _SPEC.fullmatch(spec.strip())
        if matched is None or matched["kind"] not in set(FaultKind):
            kinds = ", ".join(FaultKind)
            raise InvalidInputError(f"there is no fault {spec!r}", fix=_SHAPES.format(kinds=kinds))
        kind = FaultKind(matched["kind"])
        if (kind in _TIMED) != (matched["value_s"] is not None):
            wanted = f"needs a duration, such as {kind}=3s" if kind in _TIMED else "takes no duration"
            raise InvalidInputError(f"the fault {spec!r} {wanted}", fix="Correct --fault.")
        if (kind in _ONLY_IN_REPLIES and matched["at_s"]) or (kind in _ONLY_ON_CONNECTIONS and matched["turn"]):
            place = "a reply: write @turn2" if kind in _ONLY_IN_REPLIES else "a connection: write @12s"
            raise InvalidInputError(
                f"the fault {spec!r} is in the wrong place: {kind} strikes {place}", fix="Correct --fault."
            )
        return cls(
            kind=kind,
            value_s=float(matched["value_s"] or 0),
            at_s=None if matched["at_s"] is None else float(matched["at_s"]),
            turn=None if matched["turn"] is None else int(matched["turn"]),
        )

    @property
    def always(self) -> bool:
        return self.at_s is None and self.turn is None


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultPlan:
    """Everything that will go wrong with one simulated vendor."""

    faults: tuple[PlannedFault, ...] = ()

    @classmethod
    def parse(cls, specs: Iterable[str]) -> "FaultPlan":
        """Read specs; each may hold several, separated by commas. Raises `InvalidInputError`."""
        parts = [part for spec in specs for part in spec.split(",") if part.strip()]
        return cls(faults=tuple(PlannedFault.parse(part) for part in parts))


class ConnectionLostError(Exception):
    """A planned fault ends the connection now; whoever serves it closes it so."""

    def __init__(self, *, reset: bool) -> None:
        super().__init__("a planned fault")
        self.reset = reset


class UnreadableFrameError(Exception):
    """A planned fault sends something now that is not the protocol; whoever serves the connection knows how."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyFaults:
    """What goes wrong in one reply."""

    kinds: frozenset[FaultKind] = frozenset()
    first_byte_delay_s: float = 0.0

    BREAKS_AFTER_S = 0.4
    """So much of a reply's audio comes before it breaks off: in the middle of a word."""
    BREAKS_AFTER_PIECES = 2
    """… or so many of its words, where it is written."""

    def __contains__(self, kind: FaultKind) -> bool:
        return kind in self.kinds

    @property
    def error(self) -> FaultKind | None:
        """The refusal that the reply gets instead of words, in the vendor's own protocol."""
        refusals = [kind for kind in self.kinds if kind.http_status or kind is FaultKind.QUOTA]
        return refusals[0] if refusals else None

    def spoken_rate_hz(self, agreed_hz: int) -> int:
        """Return the rate at which the audio is really made."""
        return agreed_hz // 2 if FaultKind.WRONG_RATE in self else agreed_hz

    async def begin(self) -> None:
        """Wait as long as the fault demands before the first byte; forever for a silent vendor."""
        await asyncio.sleep(self.first_byte_delay_s)
        if FaultKind.SILENT in self:
            await asyncio.get_running_loop().create_future()

    async def through(self, chunks: AsyncIterator[bytes], *, sample_rate_hz: int) -> AsyncIterator[bytes]:
        """Pass audio on until the reply breaks off; raise `ConnectionLostError` or `UnreadableFrameError`, or stall for good."""
        left_bytes = round(2 * sample_rate_hz * self.BREAKS_AFTER_S)
        async for chunk in chunks:
            yield chunk
            left_bytes -= len(chunk)
            if left_bytes <= 0:
                await self._break_off()
        await self._break_off()

    async def through_pieces(self, pieces: Iterable[str]) -> AsyncIterator[str]:
        """Pass words on until the reply breaks off after a few of them, as `through` does with audio."""
        for number, piece in enumerate(pieces, 1):
            yield piece
            if number == self.BREAKS_AFTER_PIECES:
                await self._break_off()
        await self._break_off()

    async def _break_off(self) -> None:
        if FaultKind.CUT in self or FaultKind.RESET in self:
            raise ConnectionLostError(reset=FaultKind.RESET in self)
        if FaultKind.MALFORMED in self:
            raise UnreadableFrameError
        if FaultKind.STALL in self:
            await asyncio.get_running_loop().create_future()


type Also = Callable[[], frozenset[FaultKind]]
"""Asked when a reply begins: what else goes wrong in it, besides the plan."""


class Faults:
    """A plan being carried out by one server: counts replies, and remembers what has struck."""

    def __init__(
        self, plan: FaultPlan, *, also: Also = frozenset, expected: frozenset[FaultKind] = frozenset()
    ) -> None:
        """`expected` is what may come by `also` and `strike`."""
        self.kinds = expected | {fault.kind for fault in plan.faults}
        """Everything that may go wrong: a simulator refuses what its protocol cannot do."""
        self._plan = plan
        self._also = also
        self._struck: set[PlannedFault] = set()
        self._replies = 0
        self._open: list[asyncio.Queue[FaultKind]] = []
        """What has struck each open connection, and was not carried out yet."""
        self._missed: list[FaultKind] = []

    @property
    def replies(self) -> int:
        """How many replies were begun so far."""
        return self._replies

    @property
    def session_limit_s(self) -> float | None:
        """How long a connection lasts, if that is limited."""
        limits = [fault.value_s for fault in self._plan.faults if fault.kind is FaultKind.SESSION_LIMIT]
        return min(limits, default=None)

    def refusal(self) -> int | None:
        """Return the HTTP status with which a new connection is refused, if it is."""
        return next((f.kind.http_status for f in self._plan.faults if f.always and f.kind.http_status), None)

    def mute_from_the_start(self) -> bool:
        """Whether a new connection is accepted and never answered."""
        return any(fault.always and fault.kind is FaultKind.SILENT for fault in self._plan.faults)

    async def strikes(self) -> AsyncGenerator[FaultKind]:
        """Yield what strikes a connection that was opened just now, when it does; close it with the connection."""
        struck: asyncio.Queue[FaultKind] = asyncio.Queue()
        missed, self._missed = self._missed, []
        for kind in missed:
            struck.put_nowait(kind)
        loop = asyncio.get_running_loop()
        waiting = [loop.call_later(_after_s(f), self._fall_due, f, struck) for f in self._plan.faults if _is_timed(f)]
        self._open.append(struck)
        try:
            while True:
                yield await struck.get()
        finally:
            self._open.remove(struck)
            for each in waiting:
                each.cancel()

    def strike(self, kind: FaultKind) -> None:
        """Strike every open connection now; when none is open, the next one as soon as it is."""
        for struck in self._open:
            struck.put_nowait(kind)
        if not self._open:
            self._missed.append(kind)

    def begin_reply(self) -> ReplyFaults:
        """Count one more reply and return what goes wrong in it."""
        self._replies += 1
        striking = [
            fault
            for fault in self._plan.faults
            if fault.turn == self._replies or (fault.always and fault.kind not in _ONLY_ON_CONNECTIONS)
        ]
        return ReplyFaults(
            kinds=self._also() | {fault.kind for fault in striking},
            first_byte_delay_s=sum(fault.value_s for fault in striking if fault.kind is FaultKind.SLOW_FIRST_BYTE),
        )

    def _fall_due(self, fault: PlannedFault, struck: asyncio.Queue[FaultKind]) -> None:
        """A fault's time has come on one connection; one with a place strikes only one of them."""
        if fault not in self._struck:
            if not fault.always:
                self._struck.add(fault)
            struck.put_nowait(fault.kind)


def _is_timed(fault: PlannedFault) -> bool:
    return fault.at_s is not None or fault.kind in _ONLY_ON_CONNECTIONS


def _after_s(fault: PlannedFault) -> float:
    """Return when a timed fault strikes, counted from the opening of a connection."""
    return fault.value_s if fault.kind is FaultKind.SESSION_LIMIT else fault.at_s or 0.0
