"""An HTTP server on this machine that carries out a fault plan, whatever is asked for on it."""

import asyncio
import http
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import aclosing, asynccontextmanager, contextmanager
from typing import Protocol

from aiohttp import web

from vivavoce.domain.errors import InvalidInputError
from vivavoce.providers.simulation.faults import ConnectionLostError, FaultKind, Faults
from vivavoce.providers.simulation.held import NotAllowedError
from vivavoce.providers.simulation.server import HOST, Simulation

_SESSIONS_ONLY = frozenset({FaultKind.SESSION_LIMIT, FaultKind.GO_AWAY})
NO_EVENTS = frozenset({FaultKind.DUPLICATE, FaultKind.REORDER})
"""A vendor whose answer is plain samples, or one object, has nothing that could come twice or change places."""
NO_AUDIO = frozenset({FaultKind.WRONG_RATE})
_LARGEST_REQUEST_BYTES = 64 * 1024**2


class RefusedRequestError(Exception):
    """What was asked is not answered; `violation` says what the client did wrong, if it did, without payloads."""

    def __init__(self, status: int, *, kind: FaultKind | None = None, violation: str = "") -> None:
        super().__init__(violation or status)
        self.status, self.kind, self.violation = status, kind, violation


@contextmanager
def refusing(what: str, *, status: int = http.HTTPStatus.BAD_REQUEST) -> Iterator[None]:
    """Refuse what the vendor's types do not allow, and what is no JSON."""
    try:
        yield
    except NotAllowedError as error:
        raise RefusedRequestError(status, violation=f"{what}: {error}") from None
    except ValueError:
        raise RefusedRequestError(status, violation=f"{what}: it is no JSON") from None


class SimulatedAnswer:
    """One request and what is answered to it, piece by piece."""

    def __init__(self, request: web.Request) -> None:
        self.request = request
        self.struck: asyncio.Queue[FaultKind] = asyncio.Queue()
        self._response: web.StreamResponse | None = None
        self._muted = False

    async def begin(self, content_type: str, *, headers: Mapping[str, str] | None = None) -> None:
        """Send the head of the answer."""
        await self._unless_muted()
        self._response = web.StreamResponse(headers={"Content-Type": content_type, **(headers or {})})
        await self._response.prepare(self.request)

    async def send(self, piece: bytes) -> None:
        """Send the next piece; a muted vendor never does."""
        assert self._response is not None
        await self._unless_muted()
        await self._response.write(piece)

    async def end(self) -> web.StreamResponse:
        """Say that this was all."""
        assert self._response is not None
        await self._unless_muted()
        await self._response.write_eof()
        return self._response

    async def be_struck(self) -> None:
        """Carry out what strikes this request, when it does."""
        while True:
            match await self.struck.get():
                case FaultKind.CUT | FaultKind.RESET as kind:
                    raise ConnectionLostError(reset=kind is FaultKind.RESET)
                case FaultKind.SILENT | FaultKind.STALL:
                    self._muted = True
                case kind if self._response is None:
                    raise RefusedRequestError(kind.http_status or 0, kind=kind)
                case _:  # too late to refuse it
                    raise ConnectionLostError(reset=False)

    def lose(self, *, reset: bool) -> web.StreamResponse:
        """End the connection without a goodbye."""
        transport = self.request.transport
        if transport is not None:
            transport.abort() if reset else transport.close()
        return self._response or web.Response()

    async def _unless_muted(self) -> None:
        if self._muted:
            await asyncio.get_running_loop().create_future()


type Answers = Callable[[SimulatedAnswer], Awaitable[web.StreamResponse]]


class Refuses(Protocol):
    """How a vendor words a refusal; a fault that has no status of its own, such as a used-up quota, comes by its kind."""

    def __call__(self, status: int, kind: FaultKind | None) -> web.Response: ...


@asynccontextmanager
async def serve_requests(
    routes: Mapping[str, Answers],
    *,
    faults: Faults,
    refuses: Refuses,
    port: int = 0,
    cannot: frozenset[FaultKind] = frozenset(),
) -> AsyncIterator[Simulation]:
    """Answer POST requests on these paths until the context ends.

    A timed fault counts from the first request, and strikes what is being answered then, or else the next request. Raises
    `InvalidInputError` for faults that requests cannot have, or not these.
    """
    _check(faults, _SESSIONS_ONLY | cannot)
    door = _Door(faults, refuses)
    application = web.Application(client_max_size=_LARGEST_REQUEST_BYTES)
    for path, answers in routes.items():
        application.router.add_post(path, door.opened_for(answers))
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1, handler_cancellation=True)
    await runner.setup()
    try:
        await web.TCPSite(runner, HOST, port).start()
        yield Simulation(base_url=f"http://{HOST}:{runner.addresses[0][1]}", violations=door.violations)
    finally:
        door.close()
        await runner.cleanup()


class _Door:
    """Where requests come in, and what strikes them."""

    def __init__(self, faults: Faults, refuses: Refuses) -> None:
        self._faults, self._refuses = faults, refuses
        self._open: list[SimulatedAnswer] = []
        self._missed: list[FaultKind] = []
        self._striking: asyncio.Task[None] | None = None
        self.violations: list[str] = []

    def opened_for(self, answers: Answers) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def handle(request: web.Request) -> web.StreamResponse:
            if (status := self._faults.refusal()) is not None:
                return self._refuses(status, None)
            if self._faults.mute_from_the_start():
                await asyncio.get_running_loop().create_future()
            answer = SimulatedAnswer(request)
            self._let_in(answer)
            try:
                return await self._answer_with_faults(answers, answer)
            finally:
                self._open.remove(answer)

        return handle

    def close(self) -> None:
        if self._striking is not None:
            self._striking.cancel()

    def _let_in(self, answer: SimulatedAnswer) -> None:
        self._striking = self._striking or asyncio.create_task(self._strike())
        missed, self._missed = self._missed, []
        for kind in missed:
            answer.struck.put_nowait(kind)
        self._open.append(answer)

    async def _strike(self) -> None:
        async with aclosing(self._faults.strikes()) as strikes:
            async for kind in strikes:
                for answer in self._open:
                    answer.struck.put_nowait(kind)
                if not self._open:
                    self._missed.append(kind)

    async def _answer_with_faults(self, answers: Answers, answer: SimulatedAnswer) -> web.StreamResponse:
        outcome: web.StreamResponse | None = None
        try:
            async with asyncio.TaskGroup() as tasks:
                striking = tasks.create_task(answer.be_struck())
                outcome = await answers(answer)
                striking.cancel()
        except* ConnectionLostError as lost:
            outcome = answer.lose(
                reset=any(isinstance(each, ConnectionLostError) and each.reset for each in lost.exceptions)
            )
        except* RefusedRequestError as refused:
            [error] = refused.exceptions
            outcome = self._refusal(error)
        except* ConnectionError:
            pass  # the client has left
        return outcome or web.Response()

    def _refusal(self, error: BaseException) -> web.StreamResponse:
        assert isinstance(error, RefusedRequestError)
        if error.violation:
            self.violations.append(error.violation)
        return self._refuses(error.status, error.kind)


def _check(faults: Faults, cannot: frozenset[FaultKind]) -> None:
    if impossible := sorted(faults.kinds & cannot):
        raise InvalidInputError(
            f"what this vendor sends cannot go wrong like this: {', '.join(impossible)}",
            fix=f"Use one of: {', '.join(kind for kind in FaultKind if kind not in cannot)}.",
        )
