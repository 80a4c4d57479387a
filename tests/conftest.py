"""What every test may ask for."""

import pytest
import structlog

# The default renderer draws every local variable of a traceback: a minute of work for one logged bug.
structlog.configure(processors=[structlog.processors.format_exc_info, structlog.dev.ConsoleRenderer(colors=False)])

pytest_plugins = ["tests.support.postgres"]


@pytest.fixture
def anyio_backend() -> str:
    """Run `async def` tests marked `anyio` on asyncio, the only loop this project runs on."""
    return "asyncio"
