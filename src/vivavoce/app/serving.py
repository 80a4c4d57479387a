"""Serves the platform over HTTP until it is told to stop."""

import errno
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI

from vivavoce.app.settings import Settings
from vivavoce.domain.errors import ConfigurationError

LARGEST_MESSAGE_BYTES = 64 * 1024
"""Of the live WebSocket: commands are short."""


def listening_socket(settings: Settings) -> socket.socket:
    """Take the port before anything slow is started; raise `ConfigurationError` when it is taken or not ours to take."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    taken = socket.socket(family, socket.SOCK_STREAM)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((settings.host, settings.port))
        taken.listen(128)  # only listening tells that another process listens too
    except OSError as error:
        taken.close()
        if error.errno == errno.EADDRINUSE:
            raise ConfigurationError(
                f"port {settings.port} on {settings.host} is taken by another program",
                fix=f"Stop that program, or choose another port: VIVAVOCE_PORT={settings.port + 1}.",
            ) from None
        raise ConfigurationError(
            f"{settings.host}:{settings.port} cannot be listened on: {error.strerror}",
            fix="Set VIVAVOCE_HOST and VIVAVOCE_PORT to an address of this machine that this user may use.",
        ) from None
    return taken


class _Server(uvicorn.Server):
    """Says when it answers."""

    def __init__(self, config: uvicorn.Config, *, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._said = started

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop on SIGINT and SIGTERM, and let that be all: raised again, they would cut the closing of the stores short."""
        with super().capture_signals():
            yield
            self._captured_signals.clear()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._said()


async def serve(app: FastAPI, *, listening: socket.socket, started: Callable[[], None] = lambda: None) -> None:
    """Serve until SIGINT or SIGTERM; calls in progress are said goodbye to by whoever opened the platform."""
    config = uvicorn.Config(
        app,
        log_config=None,
        log_level="warning",
        access_log=False,  # links are secrets: requests are counted in /metrics instead
        lifespan="off",
        ws_max_size=LARGEST_MESSAGE_BYTES,
        timeout_graceful_shutdown=5,
    )
    await _Server(config, started=started).serve(sockets=[listening])
