"""What a vendor's folder supplies so that its LiveKit plugin becomes a realtime model of ours."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from livekit.agents import llm

from vivavoce.domain.capability import Capability, CapabilityProfile
from vivavoce.domain.errors import Fault, ProviderError
from vivavoce.domain.ports.realtime_model import RealtimeSetup
from vivavoce.domain.usage import Unit, Usage
from vivavoce.providers.livekit_realtime.failures import Failure, failure_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Plugin:
    """One session of a plugin, with the means to drop its connection without waiting for anybody."""

    session: llm.RealtimeSession[Any]
    drop: Callable[[], Awaitable[None]]
    """Closes what carries the connection; safe to call twice."""


class Signals:
    """How a session stands: what LiveKit's interface tells, and what a vendor's folder learns from raw events beside it.

    `ready` and `reply_ended` need only be called when the vendor's description says that it tells them.
    """

    def __init__(self, *, provider: str, name: str, model: str) -> None:
        self._provider = provider
        self._name = name
        self._model = model
        self._used: list[Usage] = []
        self._failure: asyncio.Future[Failure] = asyncio.get_running_loop().create_future()
        self._reply_ended = asyncio.Event()
        self._ended_replies: set[str] = set()
        self.is_ready = asyncio.Event()
        self.is_ending = False

    def ready(self) -> None:
        """The vendor has accepted the set-up."""
        self.is_ready.set()

    def reply_ended(self, reply_id: str) -> None:
        """The vendor said that this reply is complete."""
        self._ended_replies.add(reply_id)
        self._reply_ended.set()

    def ending(self) -> None:
        """The vendor has announced that it will close the session soon."""
        self.is_ending = True

    def fail(self, failure: Failure) -> None:
        """The session cannot go on; the first reason is kept."""
        if not self._failure.done():
            self._failure.set_result(failure)

    def malformed(self, what: str) -> None:
        """Fail because of something that the protocol does not allow; `what` holds no payload."""
        self.fail(Failure(fault=Fault.MALFORMED, message=f"it sent something that its protocol does not allow: {what}"))

    def used(self, unit: Unit, amount: float) -> None:
        """Note what was used of the vendor."""
        if amount > 0:
            usage = Usage(
                provider=self._provider, model=self._model, capability=Capability.REALTIME, unit=unit, amount=amount
            )
            self._used.append(usage)

    def take_used(self) -> list[Usage]:
        used, self._used = self._used, []
        return used

    @property
    def has_failed(self) -> bool:
        return self._failure.done()

    @property
    def failure(self) -> ProviderError | None:
        return self._failure.result().error(self._name) if self._failure.done() else None

    def raise_if_failed(self) -> None:
        """Raise the session's failure as `ProviderError`."""
        if (failure := self.failure) is not None:
            raise failure

    async def or_failure[T](self, awaited: Awaitable[T]) -> T:
        """Wait for something of the plugin's, but no longer than the session lives; raises `ProviderError`."""
        doing = asyncio.ensure_future(awaited)
        try:
            waited: set[asyncio.Future[Any]] = {doing, self._failure}
            await asyncio.wait(waited, return_when=asyncio.FIRST_COMPLETED)
            self.raise_if_failed()
            return doing.result()
        except llm.RealtimeError as error:
            raise failure_of(error).error(self._name) from None
        finally:
            if not doing.done():
                doing.cancel()
            elif not doing.cancelled():
                doing.exception()  # known: the session's own failure came first

    async def until_reply_ended(self, reply_id: str) -> None:
        """Return when the vendor has said that the reply is complete; raises `ProviderError`."""
        while reply_id not in self._ended_replies:
            self._reply_ended.clear()
            await self.or_failure(self._reply_ended.wait())
        self._ended_replies.clear()


@dataclass(frozen=True, slots=True, kw_only=True)
class Vendor:
    """One model behind a LiveKit plugin."""

    provider: str
    """The id in the configuration, such as "openai-realtime": usage is booked on it."""
    name: str
    """Such as "openai:gpt-realtime-2.1"."""
    model: str
    profile: CapabilityProfile
    connect: Callable[[RealtimeSetup, Signals], Plugin]
    """Builds the plugin's session, explicit about model and turn detection, without retries of its own; the instructions
    and the history are given by the adapter afterwards."""
    read_error: Callable[[Exception], Failure | None] = failure_of
    """What an error event of the plugin means; None when the session goes on as if nothing had been."""
    tells_ready: bool = False
    """`Signals.ready` is called; otherwise a session is ready as soon as the plugin has taken instructions and history."""
    tells_reply_end: bool = False
    """`Signals.reply_ended` is called; otherwise a reply is complete when its streams end without an error."""
    says_verbatim: bool = False
    """The plugin's `say` speaks a given text."""
    hears: bool = True
    """False: what it hears, it would answer by itself; it gets no candidate audio, and only speaks as directed."""
    bills_session_seconds: bool = False
    """The vendor bills the time that a session is open."""
