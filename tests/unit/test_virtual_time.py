import asyncio

import pytest

from tests.support.virtual_time import DeadlockError, run_virtual


def test_sleeping_an_hour_takes_an_hour_of_virtual_time() -> None:
    _, took_s = run_virtual(asyncio.sleep(3600))

    assert took_s == pytest.approx(3600)


def test_a_hang_is_reported_as_a_deadlock() -> None:
    async def wait_for_nothing() -> None:
        await asyncio.get_running_loop().create_future()

    with pytest.raises(DeadlockError):
        run_virtual(wait_for_nothing())
