"""A realtime session that dies while nobody speaks says so: cut at once, silently gone within its deadline."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack

import pytest

from tests.support.own_transports import SETUP, partner
from tests.support.realtime_simulators import SIMULATED, RealtimeSimulator
from tests.support.relays import Relay, relayed
from tests.support.virtual_time import run_virtual
from vivavoce.domain.errors import Fault
from vivavoce.domain.ports.realtime_model import LIVENESS_S, RealtimeSession
from vivavoce.providers.simulation import FaultPlan, Faults

EVERY_VENDOR = pytest.mark.parametrize("vendor", SIMULATED.values(), ids=SIMULATED.keys())


async def idle(
    vendor: RealtimeSimulator, *faults: str, then: Callable[[RealtimeSession, Relay], None] = lambda *_: None
) -> tuple[Fault | None, float]:
    """Leave an open session alone for a minute; return how it failed meanwhile, if so, and when."""
    loop = asyncio.get_running_loop()
    async with AsyncExitStack() as opened:
        simulation = await opened.enter_async_context(vendor.simulate(partner(), Faults(FaultPlan.parse(faults))))
        relay = await opened.enter_async_context(relayed(simulation.base_url))
        session = await vendor.model(relay.url).open(SETUP)
        began_at = loop.time()
        then(session, relay)
        while session.failure is None and loop.time() < began_at + 60.0:  # noqa: ASYNC110 - sessions are asked
            await asyncio.sleep(0.1)
        failure, lasted_s = session.failure, loop.time() - began_at
        session.abort()
        await session.aclose()
    return failure.fault if failure else None, lasted_s


@EVERY_VENDOR
def test_a_cut_is_known_at_once(vendor: RealtimeSimulator) -> None:
    (fault, after_s), _ = run_virtual(idle(vendor, "cut@5s"), sockets=True)

    assert fault is Fault.CUT
    assert after_s == pytest.approx(5.0, abs=0.3)


@EVERY_VENDOR
def test_a_wire_that_goes_dead_without_a_word_is_found_out(vendor: RealtimeSimulator) -> None:
    (fault, after_s), _ = run_virtual(idle(vendor, then=lambda _, relay: relay.freeze()), sockets=True)

    assert fault in {Fault.CUT, Fault.SILENT}
    assert after_s <= LIVENESS_S + 1.5  # a goodbye is waited for a second


@EVERY_VENDOR
def test_a_session_that_nobody_uses_stays_alive(vendor: RealtimeSimulator) -> None:
    (fault, after_s), _ = run_virtual(idle(vendor), sockets=True)

    assert fault is None
    assert after_s >= 60.0
