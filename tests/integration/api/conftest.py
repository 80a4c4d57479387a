"""The stage every test of the API stands on."""

from collections.abc import AsyncIterator

import pytest

from tests.integration.api.stage import Stage, staged


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with staged() as it:
        yield it
