"""Closing calls while connections are saying goodbye."""

import asyncio

import pytest

from vivavoce.transports.webrtc.calls import CallSettings, WebRtcCalls

pytestmark = [pytest.mark.integration, pytest.mark.anyio]


async def test_closing_after_every_goodbye_was_said_ends_at_once() -> None:
    calls, callers = WebRtcCalls(CallSettings(loopback=True)), WebRtcCalls(CallSettings(loopback=True))

    async def exchange(offer: str) -> str:
        answer, _ = await calls.answer(offer)
        return answer

    line = await callers.dial(exchange)
    await line.hang_up(reason="test")
    farewells = tuple(callers._farewells)
    await asyncio.wait(farewells)

    async with asyncio.timeout(10):
        await callers.aclose()
        await calls.aclose()

    assert all(farewell.done() for farewell in farewells)
    assert calls.count == callers.count == 0
