"""Tells everybody concerned that one provider gave way to another: the session, the metrics, the log."""

import asyncio
from collections.abc import Callable
from contextvars import ContextVar

import structlog
from prometheus_client import Counter, Histogram

from vivavoce.domain.capability import Capability
from vivavoce.domain.errors import Fault
from vivavoce.domain.failover import Failover

FAILOVERS = Counter(
    "vivavoce_failovers_total",
    "Providers that gave way to another in the middle of a session, by slot and fault; limit is a renewal.",
    labelnames=("capability", "from_provider", "to_provider", "fault"),
)
FAILOVER_SECONDS = Histogram(
    "vivavoce_failover_seconds",
    "From the last sign of life of a failed provider to the first result of the next.",
    labelnames=("capability",),
    buckets=(0.05, 0.1, 0.3, 0.5, 1.0, 2.0, 3.0, 5.0),
)

_log = structlog.get_logger(__name__)
_session: ContextVar[Callable[[Failover], None] | None] = ContextVar("session", default=None)


def tell(listener: Callable[[Failover], None]) -> None:
    """Let this hear of the failovers in this context: all that one conversation starts, in whatever room, is its own.

    A context variable, because models are shared by sessions and the port of a model knows nothing of them.
    """
    _session.set(listener)


class Switch:
    """A provider that failed, until another has taken over."""

    def __init__(self, capability: Capability, *, from_provider: str, fault: Fault, alive_at: float) -> None:
        self._capability = capability
        self._from_provider = from_provider
        self._fault = fault
        # Who was silent had failed when it was last heard of; other faults are known when they happen.
        self._failed_at = alive_at if fault is Fault.SILENT else asyncio.get_running_loop().time()

    def done(self, to_provider: str) -> Failover:
        """The next one works: tell it."""
        gap_s = asyncio.get_running_loop().time() - self._failed_at
        failover = Failover(
            capability=self._capability,
            from_provider=self._from_provider,
            to_provider=to_provider,
            fault=self._fault,
            gap_ms=1000 * gap_s,
        )
        FAILOVERS.labels(self._capability.value, self._from_provider, to_provider, self._fault.value).inc()
        FAILOVER_SECONDS.labels(self._capability.value).observe(gap_s)
        _log.warning(
            "provider_gave_way",
            capability=self._capability.value,
            from_provider=self._from_provider,
            to_provider=to_provider,
            fault=self._fault.value,
            gap_ms=round(failover.gap_ms),
        )
        listener = _session.get()
        if listener is not None:
            listener(failover)
        return failover
