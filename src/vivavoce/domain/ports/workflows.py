"""Durable work: a crash at any step resumes there."""

from collections.abc import Awaitable, Callable
from typing import Protocol


class DurableWork(Protocol):
    """Runs named steps of a workflow exactly once each, in order, across crashes.

    A step's result is JSON text, stored when it returns; on resume, finished steps return their stored result. A step cut
    off by a crash runs again, so what it does must be safe to repeat. A step that raises a retryable error is tried again
    a few times before the error reaches the workflow.
    """

    async def step(self, name: str, work: Callable[[], Awaitable[str]]) -> str: ...


type WorkflowHandler = Callable[[str, DurableWork], Awaitable[None]]
"""What a workflow does for a session: the same steps in the same order each time, nothing lasting outside them."""


class Workflows(Protocol):
    async def start(self, workflow: str, session_id: str) -> None:
        """Begin the named workflow for a session, once: starting it again while it runs or after it ended does nothing.

        One that failed (its handler raised) begins anew. A return means that the work will be done, whatever happens to
        this process. Raises `StorageError`.
        """
        ...
