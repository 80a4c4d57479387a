"""Workflows on DBOS, in a schema of their own beside our tables.

DBOS keeps its books in threads of its own; handlers and their steps run on this process's event loop, like everything else
here. For each workflow one DBOS thread and one task on the loop talk over a queue: the task asks for a step, the thread has DBOS
run it (or fetch its stored result), the step's work comes back to the loop.
"""

import asyncio
import base64
import concurrent.futures
import logging
import queue
import traceback
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import structlog
from dbos import DBOS, DBOSConfig, SetWorkflowID
from sqlalchemy.exc import SQLAlchemyError

from vivavoce.domain.errors import ConfigurationError, StorageError
from vivavoce.domain.ports.vault import Vault
from vivavoce.domain.ports.workflows import WorkflowHandler
from vivavoce.stores.durable.retrying import PAUSES_S, with_retries
from vivavoce.stores.durable.serializer import FailedError, JsonSerializer
from vivavoce.stores.sql.database import sync_url

SCHEMA = "dbos"
_NAME = "vivavoce"
_VERSION = "1"
"""Of the steps' order; a workflow begun under one version is resumed only under the same."""
_FAILED = frozenset({"ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"})

log = structlog.get_logger(__name__)


class _ProcessEndsError(BaseException):
    """Leaves a workflow where it is, to be resumed: DBOS records exceptions as outcomes, but only `Exception`s."""


@dataclass(frozen=True, slots=True)
class _Step:
    """The handler wants this done, or its stored result."""

    name: str
    work: Callable[[], Awaitable[str]]
    result: "asyncio.Future[str]"


@dataclass(frozen=True, slots=True)
class _Ended:
    """The handler is through: well, with an error, or because this process ends."""

    error: str = ""
    process_ends: bool = False


type _Requests = queue.SimpleQueue[_Step | _Ended]


class DurableWorkflows:
    """The `Workflows` of this platform; one a process. What steps return is sealed under their session's data key."""

    def __init__(self, handlers: Mapping[str, WorkflowHandler], vault: Vault, *, pauses_s: Sequence[float]) -> None:
        self._handlers = handlers
        self._vault = vault
        self._pauses_s = pauses_s
        self._loop = asyncio.get_running_loop()
        self._running: set[asyncio.Task[Any]] = set()

        @DBOS.workflow(name="handle")
        def handle(workflow: str, session_id: str) -> None:
            self._follow(workflow, session_id)

        self._workflow = handle

    @classmethod
    async def launch(
        cls,
        url: str,
        handlers: Mapping[str, WorkflowHandler],
        vault: Vault,
        *,
        executor_id: str = "local",
        pauses_s: Sequence[float] = PAUSES_S,
    ) -> Self:
        """Take up what a former process with this `executor_id` left unfinished, and be ready for more.

        Two processes that run at once on one database need different executor ids. Raises `StorageError`.
        """
        workflows = cls(handlers, vault, pauses_s=pauses_s)
        _quieten()
        DBOS(config=_config(url, executor_id))
        try:
            await asyncio.to_thread(DBOS.launch)
        except SQLAlchemyError as error:
            await asyncio.to_thread(DBOS.destroy, destroy_registry=True)
            raise StorageError(
                f"the books of durable work cannot be opened ({type(error).__name__})",
                fix="Check that VIVAVOCE_DATABASE_URL reaches a PostgreSQL whose user may make a schema.",
            ) from None
        return workflows

    async def start(self, workflow: str, session_id: str) -> None:
        if workflow not in self._handlers:
            raise ConfigurationError(f"there is no workflow {workflow!r}")
        try:
            await asyncio.to_thread(self._start, workflow, session_id)
        except SQLAlchemyError as error:
            raise StorageError(f"the workflow could not be begun ({type(error).__name__})", fix="Try again.") from None

    async def aclose(self) -> None:
        """Stop; what is unfinished is resumed at the next launch."""
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        await asyncio.to_thread(DBOS.destroy, destroy_registry=True)

    # --- in DBOS's threads

    def _start(self, workflow: str, session_id: str) -> None:
        attempt = 1
        while status := DBOS.get_workflow_status(f"{workflow}:{session_id}:{attempt}"):
            if status.status not in _FAILED:
                return
            attempt += 1
        with SetWorkflowID(f"{workflow}:{session_id}:{attempt}"):
            DBOS.start_workflow(self._workflow, workflow, session_id)

    def _follow(self, workflow: str, session_id: str) -> None:
        """Do for one handler what only a DBOS thread can, until it ends."""
        requests: _Requests = queue.SimpleQueue()
        self._loop.call_soon_threadsafe(self._begin, workflow, session_id, requests)
        while True:
            request = requests.get()
            if isinstance(request, _Ended):
                break
            self._do(request, workflow, session_id)
        if request.process_ends:
            raise _ProcessEndsError
        if request.error:
            raise FailedError(request.error)

    def _do(self, step: _Step, workflow: str, session_id: str) -> None:
        context = f"workflow/{workflow}/{session_id}/{step.name}"
        failed: list[BaseException] = []

        def perform() -> str:
            doing = asyncio.run_coroutine_threadsafe(self._sealed(step, session_id, context), self._loop)
            concurrent.futures.wait([doing])
            if doing.cancelled():
                raise _ProcessEndsError
            if error := doing.exception():
                failed.append(error)
                raise FailedError(type(error).__name__)
            return doing.result()

        try:
            sealed = DBOS.run_step({"name": step.name}, perform)
        except FailedError as error:
            self._loop.call_soon_threadsafe(_fail, step.result, failed[0] if failed else error)
            return
        opening = asyncio.run_coroutine_threadsafe(self._open(sealed, session_id, context), self._loop)
        concurrent.futures.wait([opening])
        if unopened := opening.exception():
            self._loop.call_soon_threadsafe(_fail, step.result, unopened)
        else:
            self._loop.call_soon_threadsafe(_answer, step.result, opening.result())

    # --- on the event loop

    def _begin(self, workflow: str, session_id: str, requests: _Requests) -> None:
        task = self._loop.create_task(self._handle(workflow, session_id, requests))
        self._cancel_at_the_end(task)
        task.add_done_callback(lambda done: self._ended(done, workflow, requests))

    async def _handle(self, workflow: str, session_id: str, requests: _Requests) -> None:
        await self._handlers[workflow](session_id, _Work(requests))

    def _ended(self, task: "asyncio.Task[None]", workflow: str, requests: _Requests) -> None:
        """Pass the outcome on; the error's text stays here, because it may quote a candidate."""
        if task.cancelled():
            requests.put(_Ended(process_ends=True))
        elif error := task.exception():
            where = "".join(traceback.format_tb(error.__traceback__))
            log.error("a workflow failed", workflow=workflow, error=type(error).__name__, where=where)
            requests.put(_Ended(error=type(error).__name__))
        else:
            requests.put(_Ended())

    def _cancel_at_the_end(self, task: "asyncio.Task[Any] | None") -> None:
        if task is not None:
            self._running.add(task)
            task.add_done_callback(self._running.discard)

    async def _sealed(self, step: _Step, session_id: str, context: str) -> str:
        self._cancel_at_the_end(asyncio.current_task())
        result = await with_retries(step.name, step.work, pauses_s=self._pauses_s)
        return base64.b64encode(await self._vault.seal(session_id, result.encode(), context=context)).decode()

    async def _open(self, sealed: str, session_id: str, context: str) -> str:
        return (await self._vault.open(session_id, base64.b64decode(sealed), context=context)).decode()


class _Work:
    """The `DurableWork` a handler gets."""

    def __init__(self, requests: _Requests) -> None:
        self._requests = requests

    async def step(self, name: str, work: Callable[[], Awaitable[str]]) -> str:
        result: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._requests.put(_Step(name, work, result))
        return await result


def _answer(future: "asyncio.Future[str]", result: str) -> None:
    if not future.done():
        future.set_result(result)


def _fail(future: "asyncio.Future[str]", error: BaseException) -> None:
    if not future.done():
        future.set_exception(error)


def _quieten() -> None:
    """Let DBOS speak through this process's logging, and only when something is wrong."""
    logger = logging.getLogger("dbos")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())  # otherwise it adds one that prints


def _config(url: str, executor_id: str) -> DBOSConfig:
    return DBOSConfig(
        name=_NAME,
        system_database_url=sync_url(url),
        dbos_system_schema=SCHEMA,
        application_version=_VERSION,
        executor_id=executor_id,
        sys_db_pool_size=5,
        log_level="WARNING",
        enable_otlp=False,
        serializer=JsonSerializer(),
    )
