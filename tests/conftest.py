"""What every test may ask for."""

import pytest

pytest_plugins = ["tests.support.postgres"]


@pytest.fixture
def anyio_backend() -> str:
    """Run `async def` tests marked `anyio` on asyncio, the only loop this project runs on."""
    return "asyncio"
