"""`vivavoce check`: what is missing to run, and how to fix it."""

import asyncio
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import typer
from rich.console import Console
from rich.table import Table

from vivavoce.app.models import embedded_models
from vivavoce.app.serving import listening_socket
from vivavoce.app.settings import Settings, load_settings
from vivavoce.domain.errors import ConfigurationError, VivaVoceError
from vivavoce.knowledge.packs import shipped_packs
from vivavoce.stores.sql.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing looked at."""

    what: str
    fine: bool
    detail: str
    fix: str = ""


def check() -> None:
    """Say what is missing to run here, and how to fix it. Exit status 1 when something is."""
    settings = load_settings()
    findings = list(examine(settings))
    table = Table(show_header=False, box=None, pad_edge=False)
    for finding in findings:
        table.add_row("[green]ok[/]" if finding.fine else "[red]no[/]", finding.what, finding.detail)
        if finding.fix:
            table.add_row("", "", f"→ {finding.fix}")
    Console(highlight=False).print(table)
    if not all(finding.fine for finding in findings):
        raise typer.Exit(1)


def examine(settings: Settings) -> Iterator[Finding]:
    """Look at everything a start would need, one finding each; nothing is started."""
    yield _finding("address", lambda: _address(settings))
    yield _finding("data directory", lambda: _data_dir(settings.data_dir))
    yield _finding("database", lambda: _database(settings))
    yield _finding("models", lambda: _models(settings))
    yield _finding("role packs", lambda: f"{len(shipped_packs())} shipped, all pass the linter")
    yield _finding("web app", lambda: _web_app(settings.web_dir))
    yield _finding("candidates' contact", lambda: _contact(settings))


def _finding(what: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(what=what, fine=True, detail=look())
    except VivaVoceError as error:
        return Finding(what=what, fine=False, detail=error.message, fix=error.fix)


def _address(settings: Settings) -> str:
    listening_socket(settings).close()
    return settings.url


def _data_dir(data_dir: Path) -> str:
    nearest = next(folder for folder in (data_dir, *data_dir.absolute().parents) if folder.exists())
    if not os.access(nearest, os.W_OK | os.X_OK):
        raise ConfigurationError(
            f"{data_dir} cannot be written", fix="Set VIVAVOCE_DATA_DIR to a folder this user may write."
        )
    return str(data_dir)


def _database(settings: Settings) -> str:
    url = settings.database_url.get_secret_value()
    if not url:
        return "an own PostgreSQL in the data directory"

    async def reach() -> None:
        database = await Database.connect(url, pool_size=1)
        await database.aclose()

    asyncio.run(reach())
    return "VIVAVOCE_DATABASE_URL answers"


def _models(settings: Settings) -> str:
    return ", ".join(sorted(embedded_models(settings).names().values()))


def _web_app(web_dir: Path) -> str:
    if not (web_dir / "index.html").is_file():
        raise ConfigurationError(
            f"there is no built web app in {web_dir}", fix="Run `make web`, or set VIVAVOCE_WEB_DIR."
        )
    return str(web_dir)


def _contact(settings: Settings) -> str:
    if settings.contact_email.endswith("@example.org"):
        return f"{settings.contact_email} (fine for a demo; set VIVAVOCE_CONTACT_EMAIL before real candidates come)"
    return settings.contact_email
