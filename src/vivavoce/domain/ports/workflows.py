"""Durable work: a crash at any step resumes there."""

from collections.abc import Awaitable, Callable
from typing import Protocol


class DurableWork(Protocol):
    """Runs named steps of a workflow exactly once each, in order, across crashes.

    A step's result is JSON text, stored when it returns; on resume, finished steps return their stored result.
    """

    async def step(self, name: str, work: Callable[[], Awaitable[str]]) -> str: ...


class Workflows(Protocol):
    async def start(self, workflow: str, session_id: str) -> None:
        """Begin the named workflow for a session, once: starting it again while it runs or after it ended does nothing."""
        ...
