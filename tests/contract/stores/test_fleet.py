"""The contracts of what processes tell each other: open breakers and spending."""

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.contract.stores.conftest import Stores
from tests.support.records import NOW

pytestmark = pytest.mark.anyio


async def test_an_opening_is_seen_until_its_end(stores: Stores) -> None:
    until = NOW + timedelta(seconds=15)

    await stores.breakers.open("a@eu/realtime", until=until)

    assert await stores.breakers.openings(at=NOW) == {"a@eu/realtime": until}
    assert await stores.breakers.openings(at=until) == {}


async def test_a_later_opening_replaces_the_one_before(stores: Stores) -> None:
    later = NOW + timedelta(seconds=60)
    await stores.breakers.open("a@eu/realtime", until=NOW + timedelta(seconds=15))

    await stores.breakers.open("a@eu/realtime", until=later)

    assert await stores.breakers.openings(at=NOW) == {"a@eu/realtime": later}


async def test_closing_removes_one_lane_and_may_be_repeated(stores: Stores) -> None:
    until = NOW + timedelta(seconds=15)
    await stores.breakers.open("a@eu/realtime", until=until)
    await stores.breakers.open("b@us/realtime", until=until)

    await stores.breakers.close("a@eu/realtime")
    await stores.breakers.close("a@eu/realtime")

    assert await stores.breakers.openings(at=NOW) == {"b@us/realtime": until}


async def test_spending_adds_up_within_a_month(stores: Stores) -> None:
    await stores.spending.add("2026-11", Decimal("0.000000125"))
    total = await stores.spending.add("2026-11", Decimal("1.5"))
    other = await stores.spending.add("2026-12", Decimal("0"))

    assert total == Decimal("1.500000125")
    assert other == 0
