"""A model in a process of its own, as seen from the event loop: started, asked, cancelled, restarted when it died."""

import asyncio
import itertools
import sys
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing, suppress
from typing import Any

from vivavoce.domain.errors import ProviderError
from vivavoce.providers.local.wire import HEAD, Frame, WireError, parse, sizes

_MAX_PENDING = 256
_GRACE_S = 3.0
"""How long a closed worker may take to end before it is killed."""
_FIX = "It is started again on the next use; if this repeats, look at the server's standard error and its free memory."

type _Answers = asyncio.Queue[Frame | ProviderError]


class WorkerProcess:
    """One worker process with its lanes. A dead one fails what was asked of it, and the next request starts a new one.

    `loads` maps each lane to what its "load" request says. All methods raise `ProviderError` and nothing else.
    """

    def __init__(self, module: str, *, loads: Mapping[str, Mapping[str, Any]]) -> None:
        self._module = module
        self._name = module.rpartition(".")[2]
        self._loads = loads
        self._process: asyncio.subprocess.Process | None = None
        self._reader: asyncio.Task[None] | None = None
        self._starting = asyncio.Lock()
        self._ids = itertools.count(1)
        self._pending: dict[int, _Answers] = {}
        self._loading: dict[int, str] = {}
        self._load_results: dict[str, asyncio.Future[ProviderError | None]] = {}
        self._closed = False

    @property
    def process_id(self) -> int | None:
        """The process now running, if one is."""
        return self._process.pid if self._process is not None and self._process.returncode is None else None

    def state(self, lane: str) -> str:
        """Say how a lane's model is: "not started", "loading", "ready", or why it failed."""
        result = self._load_results.get(lane)
        if result is None:
            return "not started"
        if not result.done():
            return "loading"
        failure = result.result()
        return "ready" if failure is None else failure.message

    async def start(self) -> None:
        """Start the process and wait until every lane has its model."""
        await self._ensure_running()
        for result in list(self._load_results.values()):
            failure = await asyncio.shield(result)
            if failure is not None:
                raise failure

    async def ask(self, lane: str, body: bytes = b"", *, urgency: int = 0, **fields: Any) -> Frame:
        """Return the lane's one answer; the lowest urgency goes first."""
        async with aclosing(self.stream(lane, body, urgency=urgency, **fields)) as answers:
            found = [answer async for answer in answers]
        if len(found) != 1:
            raise ProviderError(self._name, f"the lane {lane!r} gave {len(found)} answers instead of one")
        return found[0]

    async def stream(self, lane: str, body: bytes = b"", *, urgency: int = 0, **fields: Any) -> AsyncGenerator[Frame]:
        """Yield the lane's answers as they come. Closing the iterator, or cancelling, stops the work."""
        await self._ensure_running()
        if len(self._pending) >= _MAX_PENDING:
            raise ProviderError(self._name, f"{_MAX_PENDING} requests are already waiting")
        request_id = next(self._ids)
        answers: _Answers = asyncio.Queue()
        self._pending[request_id] = answers
        self._write({"id": request_id, "op": "work", "lane": lane, "urgency": urgency, **fields}, body)
        done = False
        try:
            while True:
                answer = _checked(await answers.get(), self._name)
                done = answer.header.get("done", False)
                if done:
                    return
                yield answer
        finally:
            if self._pending.pop(request_id, None) is not None and not done:
                self._write({"cancel": request_id})

    async def aclose(self) -> None:
        """End the process. Safe to call twice."""
        self._closed = True
        async with self._starting:
            process, self._process = self._process, None
            if process is not None:
                await _end(process)
            if self._reader is not None:
                await self._reader

    def _write(self, header: Mapping[str, Any], body: bytes = b"") -> None:
        process = self._process
        if process is not None and process.stdin is not None and not process.stdin.is_closing():
            # Not drained: what can be under way is bounded by _MAX_PENDING.
            process.stdin.write(Frame(header=header, body=body).encode())

    async def _ensure_running(self) -> None:
        async with self._starting:
            if self._closed:
                raise ProviderError(self._name, "it is closed")
            if self._reader is not None and not self._reader.done():
                return
            try:
                # -P: a file in the current directory must not pass for one of our modules.
                self._process = await asyncio.create_subprocess_exec(
                    sys.executable,
                    *("-P", "-m", self._module),
                    stdin=asyncio.subprocess.PIPE,
                    stdout=asyncio.subprocess.PIPE,
                )
            except OSError as error:
                raise ProviderError(self._name, f"it cannot be started: {error.strerror}", fix=_FIX) from None
            loop = asyncio.get_running_loop()
            self._load_results = {lane: loop.create_future() for lane in self._loads}
            self._loading = {next(self._ids): lane for lane in self._loads}
            for request_id, lane in self._loading.items():
                self._write({**self._loads[lane], "id": request_id, "op": "load", "lane": lane, "urgency": -1})
            self._reader = asyncio.create_task(self._read_answers(self._process), name=f"{self._name}-answers")

    async def _read_answers(self, process: asyncio.subprocess.Process) -> None:
        """Hand out answers until the process ends, then fail whatever still waits for one."""
        assert process.stdout is not None
        why = "it ended"
        try:
            while True:
                self._hand_out(await _read(process.stdout))
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # the pipe is closed: the process ended or is about to
        except WireError as error:
            why = str(error)
        await _end(process)  # without its pipe it is of no use
        failure = ProviderError(self._name, f"{why} (exit status {process.returncode})", fix=_FIX)
        for answers in self._pending.values():
            answers.put_nowait(failure)
        self._pending.clear()
        for result in self._load_results.values():
            if not result.done():
                result.set_result(failure)

    def _hand_out(self, frame: Frame) -> None:
        request_id = frame.header["id"]
        if (lane := self._loading.pop(request_id, None)) is not None:
            error = frame.header.get("error")
            self._load_results[lane].set_result(ProviderError(self._name, error) if error else None)
        elif (answers := self._pending.get(request_id)) is not None:
            answers.put_nowait(frame)


def _checked(answer: Frame | ProviderError, name: str) -> Frame:
    if isinstance(answer, ProviderError):
        raise answer
    if "error" in answer.header:
        raise ProviderError(name, answer.header["error"])
    return answer


async def _read(pipe: asyncio.StreamReader) -> Frame:
    header_bytes, body_bytes = sizes(await pipe.readexactly(HEAD.size))
    return parse(await pipe.readexactly(header_bytes), await pipe.readexactly(body_bytes))


async def _end(process: asyncio.subprocess.Process) -> None:
    """Close its pipe, by which a worker ends itself, and wait until it has."""
    if process.stdin is not None:
        process.stdin.close()
    try:
        async with asyncio.timeout(_GRACE_S):
            await process.wait()
    except TimeoutError:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
