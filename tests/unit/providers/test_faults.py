"""What can be made to go wrong, and when."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing, suppress

import pytest

from tests.support.virtual_time import run_virtual
from vivavoce.domain.errors import InvalidInputError
from vivavoce.providers.simulation import (
    ConnectionLostError,
    FaultKind,
    FaultPlan,
    Faults,
    ReplyFaults,
    UnreadableFrameError,
)

RATE_HZ = 1000


def faults(*specs: str) -> Faults:
    return Faults(FaultPlan.parse(specs))


async def speech() -> AsyncIterator[bytes]:
    for _ in range(10):
        yield bytes(2 * RATE_HZ // 10)


async def heard_of(reply: ReplyFaults) -> int:
    return len([chunk async for chunk in reply.through(speech(), sample_rate_hz=RATE_HZ)])


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        ("cut@", "there is no fault 'cut@'"),
        ("meltdown", "there is no fault 'meltdown'"),
        ("cut@turn0", "there is no fault"),
        ("418", "there is no fault '418'"),
        ("slow_first_byte", "needs a duration, such as slow_first_byte=3s"),
        ("cut=3s", "takes no duration"),
        ("malformed@12s", "strikes a reply: write @turn2"),
        ("session_limit=60s@turn2", "strikes a connection: write @12s"),
    ],
)
def test_what_cannot_go_wrong_like_this_is_refused_with_what_can(spec: str, message: str) -> None:
    with pytest.raises(InvalidInputError) as raised:
        FaultPlan.parse([spec])

    assert message in raised.value.message
    assert raised.value.fix


def test_several_faults_may_stand_in_one_argument() -> None:
    plan = FaultPlan.parse(["cut@12s, stall@turn2", "slow_first_byte=1.5s"])

    assert [fault.kind for fault in plan.faults] == [FaultKind.CUT, FaultKind.STALL, FaultKind.SLOW_FIRST_BYTE]
    assert (plan.faults[0].at_s, plan.faults[1].turn, plan.faults[2].value_s) == (12.0, 2, 1.5)


def test_a_fault_at_a_turn_strikes_there_and_only_there() -> None:
    server = faults("stall@turn2")

    struck = [FaultKind.STALL in server.begin_reply() for _ in range(3)]

    assert struck == [False, True, False]


def test_a_fault_without_a_place_strikes_always() -> None:
    server = faults("401", "slow_first_byte=3s")

    delays = [server.begin_reply().first_byte_delay_s for _ in range(2)]

    assert delays == [3.0, 3.0]
    assert server.refusal() == 401


async def struck_within(server: Faults, seconds: float) -> list[tuple[float, FaultKind]]:
    """Keep a connection open for so long; return what struck it, and when."""
    clock = asyncio.get_running_loop().time
    opened_at, struck = clock(), []
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds), aclosing(server.strikes()) as strikes:
            while True:
                kind = await anext(strikes)
                struck.append((clock() - opened_at, kind))
    return struck


def test_a_timed_fault_strikes_one_connection_and_the_limit_every_one() -> None:
    async def scenario() -> tuple[list[tuple[float, FaultKind]], list[tuple[float, FaultKind]]]:
        server = faults("cut@12s", "session_limit=60s")
        return await struck_within(server, 100), await struck_within(server, 100)

    (first, second), _ = run_virtual(scenario())

    assert first == [(12.0, FaultKind.CUT), (60.0, FaultKind.SESSION_LIMIT)]
    assert second == [(60.0, FaultKind.SESSION_LIMIT)]


def test_two_connections_open_at_once_are_not_both_struck_by_one_timed_fault() -> None:
    async def scenario() -> list[list[tuple[float, FaultKind]]]:
        server = faults("cut@12s")
        return list(await asyncio.gather(struck_within(server, 100), struck_within(server, 100)))

    both, _ = run_virtual(scenario())

    assert both == [[(12.0, FaultKind.CUT)], []]


def test_what_is_struck_from_outside_hits_what_is_open_or_else_the_next_to_open() -> None:
    async def scenario() -> tuple[list[list[tuple[float, FaultKind]]], list[tuple[float, FaultKind]]]:
        server = faults()
        asyncio.get_running_loop().call_later(5.0, server.strike, FaultKind.CUT)
        open_then = await asyncio.gather(struck_within(server, 10), struck_within(server, 10))
        server.strike(FaultKind.SILENT)
        return list(open_then), await struck_within(server, 10)

    (open_then, opened_later), _ = run_virtual(scenario())

    assert open_then == [[(5.0, FaultKind.CUT)]] * 2
    assert opened_later == [(0.0, FaultKind.SILENT)]


def test_a_status_with_a_place_admits_the_connection_and_refuses_the_reply() -> None:
    server = faults("429@turn1")

    refusal, reply = server.refusal(), server.begin_reply()

    assert refusal is None
    assert reply.error is FaultKind.TOO_MANY_REQUESTS


def test_a_cut_reply_ends_in_the_middle_of_a_word() -> None:
    async def scenario() -> tuple[int, bool]:
        chunks = 0
        try:
            async for _ in faults("reset@turn1").begin_reply().through(speech(), sample_rate_hz=RATE_HZ):
                chunks += 1
        except ConnectionLostError as lost:
            return chunks, lost.reset
        raise AssertionError("the reply did not break off")

    assert asyncio.run(scenario()) == (4, True)


def test_a_malformed_reply_says_so_to_whoever_serves_it() -> None:
    with pytest.raises(UnreadableFrameError):
        asyncio.run(heard_of(faults("malformed").begin_reply()))


def test_a_stalled_reply_never_ends() -> None:
    async def scenario() -> None:
        async with asyncio.timeout(3600):
            await heard_of(faults("stall").begin_reply())

    with pytest.raises(TimeoutError):
        run_virtual(scenario())


def test_a_sound_reply_passes_whole_and_at_once() -> None:
    chunks, took_s = run_virtual(heard_of(faults().begin_reply()))

    assert (chunks, took_s) == (10, 0.0)


def test_a_slow_vendor_takes_its_time_before_the_first_byte() -> None:
    _, took_s = run_virtual(faults("slow_first_byte=3s").begin_reply().begin())

    assert took_s == pytest.approx(3.0)
