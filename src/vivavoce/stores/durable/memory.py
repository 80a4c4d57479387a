"""Workflows in memory: the same rules, without surviving the process."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence

import structlog

from vivavoce.domain.errors import ConfigurationError
from vivavoce.domain.ports.workflows import WorkflowHandler
from vivavoce.stores.durable.retrying import PAUSES_S, with_retries

log = structlog.get_logger(__name__)


class MemoryWorkflows:
    def __init__(self, handlers: Mapping[str, WorkflowHandler], *, pauses_s: Sequence[float] = PAUSES_S) -> None:
        self._handlers = handlers
        self._pauses_s = pauses_s
        self._tasks: dict[tuple[str, str], asyncio.Task[None]] = {}

    async def start(self, workflow: str, session_id: str) -> None:
        if workflow not in self._handlers:
            raise ConfigurationError(f"there is no workflow {workflow!r}")
        before = self._tasks.get((workflow, session_id))
        if before is None or (before.done() and before.exception() is not None):
            self._tasks[workflow, session_id] = asyncio.ensure_future(self._run(workflow, session_id))

    async def settle(self) -> None:
        """Return when everything begun has ended, well or not."""
        if self._tasks:
            await asyncio.wait(self._tasks.values())
        for (workflow, _), task in self._tasks.items():
            if error := task.exception():
                log.error("a workflow failed", workflow=workflow, error=type(error).__name__)

    async def aclose(self) -> None:
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    async def _run(self, workflow: str, session_id: str) -> None:
        await self._handlers[workflow](session_id, _MemoryWork(self._pauses_s))


class _MemoryWork:
    def __init__(self, pauses_s: Sequence[float]) -> None:
        self._pauses_s = pauses_s

    async def step(self, name: str, work: Callable[[], Awaitable[str]]) -> str:
        return await with_retries(name, work, pauses_s=self._pauses_s)
