"""`vivavoce run` and `serve`: the platform in the foreground."""

import asyncio
from collections.abc import Callable

from rich.console import Console

from vivavoce.app.demo import DemoLinks, seed_demo
from vivavoce.app.demo import setup_link as first_setup_link
from vivavoce.app.logging import configure_logging
from vivavoce.app.platform import Platform, open_platform
from vivavoce.app.practice import new_practice_link
from vivavoce.app.serving import listening_socket
from vivavoce.app.serving import serve as serve_http
from vivavoce.app.settings import Settings, load_settings
from vivavoce.app.storage import open_storage
from vivavoce.domain.clock import SystemClock
from vivavoce.domain.errors import ConflictError

_console = Console(highlight=False)


def run() -> None:
    """Start everything on this machine with a demo interview; no keys, no network."""
    settings = load_settings()
    _configure(settings)
    asyncio.run(_serve(settings, demo=True))


def serve() -> None:
    """Serve the platform: the entry for production, behind a proxy that ends TLS."""
    settings = load_settings()
    _configure(settings)
    asyncio.run(_serve(settings, demo=False))


def setup_link() -> None:
    """Print a one-time link by which the first reviewer's account is made."""
    settings = load_settings()
    _configure(settings)

    async def make() -> str | None:
        async with open_storage(settings, clock=SystemClock()) as storage:
            return await first_setup_link(storage, settings)

    link = asyncio.run(make())
    if link is None:
        raise ConflictError("there is an account already", fix=f"Sign in at {settings.url}/.")
    print(link)


def practice_link() -> None:
    """Print a link to a new practice space: whoever gets it practises there, and nobody else sees it."""
    settings = load_settings()
    _configure(settings)

    async def make() -> str:
        clock = SystemClock()
        async with open_storage(settings, clock=clock) as storage:
            return await new_practice_link(storage.practice, settings, clock=clock)

    print(asyncio.run(make()))


def _configure(settings: Settings) -> None:
    configure_logging(level=settings.log_level, json=settings.log_json, personal_data=settings.log_personal_data)


async def _serve(settings: Settings, *, demo: bool) -> None:
    with listening_socket(settings) as listening:
        if demo:
            _console.print("Starting PostgreSQL and the interviewer …")
        async with open_platform(settings) as platform:
            started = await _announcement(platform, settings) if demo else lambda: None
            await serve_http(platform.app, listening=listening, started=started)


async def _announcement(platform: Platform, settings: Settings) -> Callable[[], None]:
    links = await seed_demo(platform.storage, settings, clock=SystemClock())
    return lambda: _print_links(links)


def _print_links(links: DemoLinks) -> None:
    reviewer = "make the first account, then read reports" if links.reviewer_is_new else "sign in and read reports"
    _console.print()
    _console.print(
        "[bold]Viva Voce is running.[/] The models load for some seconds more; the page waits for them.", soft_wrap=True
    )
    _console.print(f"  Candidate  {links.candidate}", soft_wrap=True)
    _console.print(f"  Reviewer   {links.reviewer}   ({reviewer})", soft_wrap=True)
    _console.print(f"  Practice   {links.practice}   (talk with the coach; nothing is scored)", soft_wrap=True)
    _console.print("Stop with Ctrl+C; a second start goes on where this one stopped.\n")
