"""Who may fill a slot now, in order; each call is watched, so that whoever keeps breakers learns how it went."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from vivavoce.domain.capability import Capability
from vivavoce.routing.metering import is_thrifty
from vivavoce.routing.policy import SessionKind
from vivavoce.routing.provider import Deadlines
from vivavoce.routing.router import Router

STANDARD = Deadlines()
"""For vendors whose entry says nothing else."""
PATIENT = Deadlines(connect_s=30.0, first_audio_s=30.0, stall_s=30.0, slow_s=30.0)
"""For what runs on this machine: when it is slow everything here is, and nothing is behind it."""
SEND_S = 1.0
"""Longest wait for a provider to take a message: a dead HTTP/2 stream takes none, and says nothing."""


class Call(Protocol):
    """One call being watched."""

    def first_result(self) -> None:
        """The first audio, token or settled text is there."""
        ...


class _Uncounted:
    def first_result(self) -> None:
        """Nobody counts."""


@contextmanager
def uncounted() -> Iterator[Call]:
    """Watch a call for nobody."""
    yield _Uncounted()


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate[Model]:
    """One provider's model in one slot."""

    provider: str
    model: Model
    deadlines: Deadlines = STANDARD
    call: Callable[[], AbstractContextManager[Call]] = uncounted
    """Watches one call: how its block ends is what the provider is judged by. Raises `ProviderError` when it rests."""


type Ring[Model] = Callable[[], Sequence[Candidate[Model]]]
"""Gives the candidates in the order of now. The last one of a cascade slot runs on this machine."""


def alone[Model](model: Model, *, provider: str = "local") -> Ring[Model]:
    """Return a ring of one, for a slot without alternatives."""
    candidates = (Candidate(provider=provider, model=model, deadlines=PATIENT),)
    return lambda: candidates


def routed[Model](
    router: Router, capability: Capability, kind: SessionKind, models: Mapping[str, Model], *, last: Model | None
) -> Ring[Model]:
    """Return the ring that a router orders, by the budget of the session that asks; `last` runs here (None: nothing does)."""

    def ring() -> Sequence[Candidate[Model]]:
        routes = [
            route
            for route in router.candidates(capability, kind, thrifty=is_thrifty())
            if not route.runs_here and route.id in models
        ]
        candidates = [
            Candidate(
                provider=route.id,
                model=models[route.id],
                deadlines=route.provider.deadlines,
                call=partial(router.call, route),
            )
            for route in routes
        ]
        if last is not None:
            candidates.append(Candidate(provider="local", model=last, deadlines=PATIENT))
        return candidates

    return ring
