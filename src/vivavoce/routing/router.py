"""Picks who is asked: the policy's candidates in order, without those that are resting, and what runs here at the end.

A router never calls anybody. Whoever does (the voice engine's wrappers, the supervisor, the brain) takes the candidates,
wraps each call in `call`, and goes on to the next candidate when one fails:

    for route in router.candidates(Capability.TEXT_TO_SPEECH, SessionKind.INTERVIEW):
        try:
            with router.call(route) as call:
                async for piece in voices[route.id].speak(text):
                    call.first_result()
                    yield piece
            return
        except ProviderError:
            continue        # the breaker has been told
"""

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from vivavoce.domain.capability import Capability
from vivavoce.domain.errors import Fault, ForbiddenError, NotFoundError, ProviderError
from vivavoce.routing.health import CostPerMinute, Health, LaneStanding, Outcome
from vivavoce.routing.metering import is_thrifty
from vivavoce.routing.policy import Choose, Policy, SessionKind
from vivavoce.routing.provider import LAST_RESORT, Lane, Provider


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One candidate, as a policy allows it for a kind of session."""

    provider: Provider
    kind: SessionKind

    @property
    def id(self) -> str:
        return self.provider.id

    @property
    def lane(self) -> Lane:
        return self.provider.lane

    @property
    def runs_here(self) -> bool:
        """It is the last resort: it is never skipped and never refused."""
        return self.provider.runs_here


@dataclass(slots=True)
class Call:
    """One call in progress; tells the router when its first result came."""

    now: Callable[[], float]
    began_at: float
    first_result_s: float | None = field(default=None, init=False)

    def first_result(self) -> None:
        """The first audio, token or settled text is there; only the first time counts."""
        if self.first_result_s is None:
            self.first_result_s = self.now() - self.began_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Routing:
    """What a router works from: the providers that can be used here (their keys are there), and whom each kind follows."""

    providers: Mapping[str, Provider]
    policies: Mapping[SessionKind, Policy]
    cost_per_minute: CostPerMinute


class Router:
    """Shared by all sessions of the process."""

    def __init__(self, routing: Routing, *, health: Health, now: Callable[[], float]) -> None:
        self._routing = routing
        self._health = health
        self._now = now

    def policy(self, kind: SessionKind) -> Policy:
        return self._routing.policies[kind]

    def candidates(
        self, capability: Capability, kind: SessionKind, *, thrifty: bool | None = None
    ) -> tuple[Route, ...]:
        """Return whom to try, best first: never empty, what runs here always last (laws 2 and 3).

        Those that a policy forbids are never among them; those that rest after failures are left out. `thrifty` is asked
        for by a budget: the cheapest come first whatever the policy prefers, and no realtime model dearer than the cascade;
        left out, the account of the session that asks decides.
        """
        policy = self._routing.policies[kind]
        allowed = [
            provider
            for provider in self._named(policy, capability)
            if not policy.forbids(provider) and self._health.allows(provider.lane)
        ]
        thrifty = is_thrifty() if thrifty is None else thrifty
        if thrifty:
            allowed = [provider for provider in allowed if self._is_thrifty(provider)]
        ordered = self._ordered(allowed, policy, choose=Choose.COST if thrifty else policy.choose)
        return tuple(Route(provider=provider, kind=kind) for provider in (*ordered, LAST_RESORT[capability]))

    def route(self, provider_id: str, capability: Capability, kind: SessionKind) -> Route:
        """Return one route by name, resting or not; raise `ForbiddenError` when the policy never uses it."""
        if provider_id == LAST_RESORT[capability].id:
            return Route(provider=LAST_RESORT[capability], kind=kind)
        provider = self._routing.providers.get(provider_id)
        if provider is None or provider.capability is not capability:
            raise NotFoundError(
                f"there is no provider {provider_id!r} for {capability}", fix="`vivavoce providers list` names them."
            )
        reason = self._routing.policies[kind].forbids(provider)
        if reason:
            raise ForbiddenError(f"{provider_id} is never used for {kind}: {reason}")
        return Route(provider=provider, kind=kind)

    def is_healthy(self, route: Route) -> bool:
        """Return whether a call made now would be let through; what runs here always is."""
        return route.runs_here or self._health.allows(route.lane)

    @contextmanager
    def call(self, route: Route) -> Iterator[Call]:
        """Watch one call. Raises `ProviderError` at once when the provider rests (that does not count as a failure).

        How the block ends tells the breaker: normally, success; `ProviderError`, failed with its fault; `TimeoutError`,
        silent, and raised on as a `ProviderError`; anything else, cancellation and a closed generator before all (a
        barge-in), says nothing about the vendor.
        """
        permit = self._health.admit(route.lane)
        if permit is None and not route.runs_here:
            rests_s = self._health.opens_in_s(route.lane)
            raise ProviderError(route.id, f"rests for {rests_s:.0f} s more after failures", fault=Fault.UNREACHABLE)
        call = Call(now=self._now, began_at=self._now())
        outcome: Outcome | None = None
        try:
            yield call
            outcome = Outcome(first_result_s=call.first_result_s)
        except ProviderError as error:
            outcome = Outcome(fault=error.fault, first_result_s=call.first_result_s)
            raise
        except TimeoutError:
            outcome = Outcome(fault=Fault.SILENT, first_result_s=call.first_result_s)
            raise ProviderError(route.id, "no answer within its deadline", fault=Fault.SILENT) from None
        finally:
            if permit is not None and outcome is not None:
                self._health.settle(route.lane, permit, outcome, slow_s=route.provider.deadlines.slow_s)
            elif permit is not None:
                self._health.release(route.lane, permit)

    def report(self, route: Route, outcome: Outcome) -> None:
        """Tell of something that happened outside a `call`, such as an idle session that was cut."""
        permit = self._health.admit(route.lane)
        if permit is not None:
            self._health.settle(route.lane, permit, outcome, slow_s=route.provider.deadlines.slow_s)

    def standings(self) -> Sequence[LaneStanding]:
        """Return every lane used so far, for operators and metrics."""
        return self._health.standings()

    def _named(self, policy: Policy, capability: Capability) -> Iterator[Provider]:
        for provider_id in policy.candidates.get(capability, ()):
            provider = self._routing.providers.get(provider_id)
            if provider is not None and provider.capability is capability:
                yield provider

    def _ordered(self, providers: list[Provider], policy: Policy, *, choose: Choose) -> list[Provider]:
        """Sort stably: where nothing tells two apart, the policy's own order stands."""
        match choose:
            case Choose.ORDER:
                return providers
            case Choose.COST:
                return sorted(
                    providers,
                    key=lambda provider: (self._misses_objective_by_s(provider, policy), self._cost(provider)),
                )
            case Choose.LATENCY:
                return sorted(providers, key=self._expected_s)
            case Choose.QUALITY:
                return sorted(providers, key=lambda provider: (-provider.tier.rank, self._cost(provider)))

    def _misses_objective_by_s(self, provider: Provider, policy: Policy) -> float:
        """Return 0 for one that meets the objective, or that nobody has measured lately: then it deserves a try."""
        measured_s = self._health.first_result_p95_s(provider.lane)
        return 0.0 if measured_s is None else max(0.0, measured_s - policy.objective_s)

    def _expected_s(self, provider: Provider) -> float:
        measured_s = self._health.first_result_p95_s(provider.lane)
        return provider.deadlines.slow_s if measured_s is None else measured_s

    def _is_thrifty(self, provider: Provider) -> bool:
        return provider.capability is not Capability.REALTIME or self._cost(provider) < self._cost(
            LAST_RESORT[Capability.REALTIME]
        )

    def _cost(self, provider: Provider) -> float:
        return self._routing.cost_per_minute.get(provider.id, 0.0)


def embedded_router(*, now: Callable[[], float] | None = None) -> Router:
    """Return a router that knows nobody but this machine: what runs without a providers file, and in tests."""
    clock = now or (lambda: asyncio.get_running_loop().time())
    nobody = Policy(id="embedded")
    routing = Routing(providers={}, policies=dict.fromkeys(SessionKind, nobody), cost_per_minute={})
    return Router(routing, health=Health(now=clock), now=clock)
