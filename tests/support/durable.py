"""Durable work in memory, which can die before or after any step, as a process does."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field


class CrashError(RuntimeError):
    """The process died here."""


@dataclass(slots=True)
class MemoryWork:
    """Remembers finished steps over any number of runs; `dies_at` crashes once, before that step's result is stored."""

    results: dict[str, str] = field(default_factory=dict)
    ran: list[str] = field(default_factory=list)
    dies_at: str = ""

    async def step(self, name: str, work: Callable[[], Awaitable[str]]) -> str:
        if name not in self.results:
            self.ran.append(name)
            result = await work()
            if self.dies_at == name:
                self.dies_at = ""
                raise CrashError(name)
            self.results[name] = result
        return self.results[name]
