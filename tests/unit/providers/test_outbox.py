"""What waits to be sent to a realtime vendor."""

import asyncio
from contextlib import suppress

import pytest

from tests.support.virtual_time import run_virtual
from vivavoce.domain.audio import Pcm
from vivavoce.domain.errors import Fault, ProviderError
from vivavoce.providers.wire import Outbox

FRAME = Pcm(samples=b"\1\0" * 320, sample_rate_hz=16_000)


async def sent_by(outbox_of: "list[str | Pcm]", *items: str | Pcm, for_s: float = 1.0) -> int:
    async def send(item: str | Pcm) -> None:
        outbox_of.append(item)

    outbox: Outbox[str] = Outbox("vendor", send, deadline_s=1.0)
    for item in items:
        outbox.put(item)
    with suppress(TimeoutError):
        async with asyncio.timeout(for_s):
            await outbox.run(idle_s=0.4, idle=lambda: "still here")
    return outbox.dropped


def test_two_minutes_of_audio_fit_and_go_in_few_pieces() -> None:
    sent: list[str | Pcm] = []

    dropped, _ = run_virtual(sent_by(sent, *[FRAME] * 6000, for_s=0.1))

    assert dropped == 0
    assert len(sent) == 240
    assert b"".join(item.samples for item in sent if isinstance(item, Pcm)) == FRAME.samples * 6000


def test_order_is_kept_between_audio_and_messages() -> None:
    sent: list[str | Pcm] = []

    run_virtual(sent_by(sent, FRAME, FRAME, "end", FRAME, for_s=0.1))

    assert [item if isinstance(item, str) else item.duration_s for item in sent] == [0.04, "end", 0.02]


def test_a_vendor_that_waits_is_told_that_somebody_is_there() -> None:
    sent: list[str | Pcm] = []

    run_virtual(sent_by(sent, "hello", for_s=1.0))

    assert sent == ["hello", "still here", "still here"]


def test_a_vendor_that_takes_nothing_is_found_out_after_one_deadline() -> None:
    async def send(_: str | Pcm) -> None:
        await asyncio.get_running_loop().create_future()

    async def send_for_ever() -> ProviderError:
        outbox: Outbox[str] = Outbox("vendor", send, deadline_s=1.0)
        outbox.put("hello")
        with pytest.raises(ProviderError) as failed:
            await outbox.run()
        return failed.value

    error, took_s = run_virtual(send_for_ever())

    assert error.fault is Fault.SILENT
    assert took_s == pytest.approx(1.0)
