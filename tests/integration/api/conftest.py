"""The stage every test of the API stands on."""

from collections.abc import AsyncIterator

import pytest

from tests.integration.api.stage import Stage, staged


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with staged() as it:
        yield it


@pytest.fixture
async def closed_stage() -> AsyncIterator[Stage]:
    """A stage on which practice spaces are handed out, not opened by anybody."""
    async with staged(practice_open=False) as it:
        yield it
