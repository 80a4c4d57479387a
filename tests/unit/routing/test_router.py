"""Who is asked, and what the router learns from it."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass

import pytest

from tests.support.virtual_time import run_virtual
from vivavoce.domain.capability import Capability
from vivavoce.domain.errors import Fault, ForbiddenError, ProviderError
from vivavoce.routing.breaker import BreakerState
from vivavoce.routing.health import Health, Outcome
from vivavoce.routing.policy import Choose, Policy, SessionKind
from vivavoce.routing.provider import CASCADE, LOCAL, Deadlines, Provider, QualityTier
from vivavoce.routing.router import Route, Router, Routing, embedded_router

TTS = Capability.TEXT_TO_SPEECH
INTERVIEW = SessionKind.INTERVIEW


@dataclass
class Stopwatch:
    now_s: float = 0.0

    def __call__(self) -> float:
        return self.now_s


def voice(
    name: str, *, region: str = "", baa: bool = False, tier: QualityTier = QualityTier.STANDARD, slow_s: float = 1.0
) -> Provider:
    return Provider(
        id=name,
        vendor=name,
        capability=TTS,
        region=region,
        baa=baa,
        tier=tier,
        deadlines=Deadlines(slow_s=slow_s),
    )


def routed(
    *providers: Provider,
    policy: Policy | None = None,
    cost: Mapping[str, float] | None = None,
    clock: Stopwatch | None = None,
) -> Router:
    now = clock or Stopwatch()
    ids = tuple(provider.id for provider in providers)
    capability = providers[0].capability
    default = Policy(id="ordered", candidates={capability: ids})
    routing = Routing(
        providers={provider.id: provider for provider in providers},
        policies=dict.fromkeys(SessionKind, policy or default),
        cost_per_minute=cost or {},
    )
    return Router(routing, health=Health(now=now), now=now)


def ids(routes: tuple[Route, ...]) -> list[str]:
    return [route.id for route in routes]


def all_voices(**changes: object) -> Policy:
    return Policy(id="chosen", candidates={TTS: ("aura", "flash", "sonic")}, **changes)  # type: ignore[arg-type]  # as written


def measure(router: Router, provider_id: str, seconds: float, clock: Stopwatch) -> None:
    route = router.route(provider_id, TTS, INTERVIEW)
    for _ in range(5):
        with router.call(route) as call:
            clock.now_s += seconds
            call.first_result()


def test_what_runs_here_is_always_the_last_candidate() -> None:
    router = routed(voice("aura"), voice("flash"))

    assert ids(router.candidates(TTS, INTERVIEW)) == ["aura", "flash", LOCAL]
    assert ids(router.candidates(Capability.REALTIME, INTERVIEW)) == [CASCADE]


def test_with_nobody_configured_there_is_still_somebody_for_everything() -> None:
    router = embedded_router(now=Stopwatch())

    assert all(router.candidates(capability, kind) for capability in Capability for kind in SessionKind)


def test_a_provider_that_rests_is_left_out_until_its_wait_is_over() -> None:
    clock = Stopwatch()
    router = routed(voice("aura"), voice("flash"), clock=clock)
    aura = router.candidates(TTS, INTERVIEW)[0]

    for _ in range(3):
        router.report(aura, Outcome(fault=Fault.SILENT))
    resting = ids(router.candidates(TTS, INTERVIEW))
    clock.now_s = 15.0

    assert resting == ["flash", LOCAL]
    assert ids(router.candidates(TTS, INTERVIEW)) == ["aura", "flash", LOCAL]


def test_when_everybody_rests_this_machine_goes_on_even_after_failures_of_its_own() -> None:
    router = routed(voice("aura"))
    for route in router.candidates(TTS, INTERVIEW):
        for _ in range(5):
            router.report(route, Outcome(fault=Fault.BROKEN))

    (last,) = router.candidates(TTS, INTERVIEW)
    with router.call(last) as call:
        call.first_result()

    assert last.id == LOCAL
    assert router.is_healthy(last)


@pytest.mark.parametrize(
    ("policy", "left"),
    [
        (all_voices(hipaa=True), ["flash", LOCAL]),
        (all_voices(regions=("eu",)), ["aura", LOCAL]),
        (all_voices(quality_at_least=QualityTier.PREMIUM), ["sonic", LOCAL]),
        (all_voices(hipaa=True, regions=("eu",)), [LOCAL]),
    ],
)
def test_whom_the_policy_forbids_is_refused_even_when_all_others_are_down(policy: Policy, left: list[str]) -> None:
    router = routed(
        voice("aura", region="eu-central-1"),
        voice("flash", baa=True),
        voice("sonic", tier=QualityTier.PREMIUM),
        policy=policy,
    )
    for route in router.candidates(TTS, INTERVIEW):
        router.report(route, Outcome(fault=Fault.REFUSED))

    assert ids(router.candidates(TTS, INTERVIEW)) == [LOCAL]
    for forbidden in {"aura", "flash", "sonic"} - set(left):
        with pytest.raises(ForbiddenError, match="never used for interview"):
            router.route(forbidden, TTS, INTERVIEW)


def test_a_region_is_matched_by_whole_parts() -> None:
    router = routed(voice("aura", region="europe-west1"), policy=all_voices(regions=("eu",)))

    assert ids(router.candidates(TTS, INTERVIEW)) == [LOCAL]


def test_by_cost_the_cheapest_that_is_fast_enough_comes_first() -> None:
    clock = Stopwatch()
    router = routed(
        voice("aura"),
        voice("flash"),
        voice("sonic"),
        policy=all_voices(choose=Choose.COST, objective_s=0.8),
        cost={"aura": 0.01, "flash": 0.002, "sonic": 0.005},
        clock=clock,
    )
    unmeasured = ids(router.candidates(TTS, INTERVIEW))

    measure(router, "flash", 0.9, clock)
    measure(router, "sonic", 0.3, clock)

    assert unmeasured == ["flash", "sonic", "aura", LOCAL]
    assert ids(router.candidates(TTS, INTERVIEW)) == ["sonic", "aura", "flash", LOCAL]


def test_latency_is_judged_over_a_rolling_window() -> None:
    clock = Stopwatch()
    router = routed(
        voice("aura"),
        voice("flash"),
        policy=all_voices(choose=Choose.COST, objective_s=0.8),
        cost={"aura": 0.01, "flash": 0.002},
        clock=clock,
    )
    measure(router, "flash", 0.9, clock)

    clock.now_s += 601.0

    assert ids(router.candidates(TTS, INTERVIEW)) == ["flash", "aura", LOCAL]


def test_by_quality_the_best_tier_comes_first_and_within_it_the_cheaper() -> None:
    router = routed(
        voice("aura", tier=QualityTier.BASIC),
        voice("flash", tier=QualityTier.PREMIUM),
        voice("sonic", tier=QualityTier.PREMIUM),
        policy=all_voices(choose=Choose.QUALITY),
        cost={"aura": 0.001, "flash": 0.02, "sonic": 0.01},
    )

    assert ids(router.candidates(TTS, INTERVIEW)) == ["sonic", "flash", "aura", LOCAL]


def test_by_latency_the_fastest_lately_comes_first() -> None:
    clock = Stopwatch()
    router = routed(voice("aura"), voice("flash"), policy=all_voices(choose=Choose.LATENCY), clock=clock)

    measure(router, "flash", 0.2, clock)
    measure(router, "aura", 0.4, clock)

    assert ids(router.candidates(TTS, INTERVIEW)) == ["flash", "aura", LOCAL]


def test_a_thrifty_session_prefers_the_cheapest_and_drops_realtime_models_dearer_than_the_cascade() -> None:
    talkers = [Provider(id=name, vendor=name, capability=Capability.REALTIME) for name in ("big", "mini")]
    router = routed(*talkers, cost={"big": 0.08, "mini": 0.012, CASCADE: 0.015})

    usual = router.candidates(Capability.REALTIME, INTERVIEW)
    thrifty = router.candidates(Capability.REALTIME, INTERVIEW, thrifty=True)

    assert ids(usual) == ["big", "mini", CASCADE]
    assert ids(thrifty) == ["mini", CASCADE]


def test_a_refused_key_is_not_tried_again_at_once() -> None:
    router = routed(voice("aura"))
    (aura, _) = router.candidates(TTS, INTERVIEW)

    with pytest.raises(ProviderError, match="key"), router.call(aura):
        raise ProviderError("aura", "the key is wrong", fault=Fault.REFUSED)

    assert ids(router.candidates(TTS, INTERVIEW)) == [LOCAL]
    assert router.standings()[0].last_fault is Fault.REFUSED
    with pytest.raises(ProviderError, match="rests"), router.call(aura):
        pytest.fail("a resting provider was called")


def test_the_end_of_a_vendors_session_is_not_a_failure() -> None:
    router = routed(voice("aura"))
    (aura, _) = router.candidates(TTS, INTERVIEW)

    for _ in range(10):
        router.report(aura, Outcome(fault=Fault.LIMIT))

    assert router.is_healthy(aura)


def test_a_barge_in_never_counts_against_the_vendor() -> None:
    async def barge_in() -> Router:
        router = routed(voice("aura"))
        (aura, _) = router.candidates(TTS, INTERVIEW)

        async def speak() -> AsyncIterator[bytes]:
            with router.call(aura):
                await asyncio.sleep(60)
                yield b"never"

        async def listen() -> None:
            async for _ in speak():
                pass

        for _ in range(10):
            speaking = asyncio.create_task(listen())
            await asyncio.sleep(0.1)
            speaking.cancel()
            await asyncio.wait({speaking})
        return router

    router, _ = run_virtual(barge_in())

    assert [standing.state for standing in router.standings()] == [BreakerState.CLOSED]


def test_a_missed_deadline_is_a_silent_provider() -> None:
    async def wait_for_it() -> Fault:
        router = routed(voice("aura"))
        (aura, _) = router.candidates(TTS, INTERVIEW)
        try:
            with router.call(aura):
                async with asyncio.timeout(1.5):
                    await asyncio.sleep(9)
        except ProviderError as error:
            return error.fault
        raise AssertionError("nothing was raised")

    fault, took_s = run_virtual(wait_for_it())

    assert fault is Fault.SILENT
    assert took_s == pytest.approx(1.5)


def test_slow_answers_open_the_breaker_at_the_providers_own_measure() -> None:
    clock = Stopwatch()
    router = routed(voice("aura", slow_s=0.5), voice("flash", slow_s=2.0), clock=clock)

    measure(router, "aura", 0.6, clock)
    measure(router, "flash", 0.6, clock)

    assert ids(router.candidates(TTS, INTERVIEW)) == ["flash", LOCAL]
