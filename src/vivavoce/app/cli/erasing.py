"""`vivavoce erase`: one interview's personal data, everywhere."""

import asyncio
from collections.abc import Sequence
from typing import Annotated

import typer

from vivavoce.app.logging import configure_logging
from vivavoce.app.settings import load_settings
from vivavoce.app.storage import open_storage
from vivavoce.compliance.retention import RetentionClass
from vivavoce.domain.clock import SystemClock
from vivavoce.domain.errors import NotFoundError


def erase(
    session_id: Annotated[str, typer.Argument(help="The interview's id, as in its address: ses_…")],
    *,
    yes: Annotated[bool, typer.Option(help="Do not ask.")] = False,
) -> None:
    """Erase an interview: words, sound, report and name become unreadable everywhere; the audit entry stays."""
    settings = load_settings()
    configure_logging(level="warning", json=settings.log_json, personal_data=False)
    if not yes:
        typer.confirm(f"Erase {session_id} for good?", abort=True)

    async def work() -> Sequence[RetentionClass]:
        async with open_storage(settings, clock=SystemClock()) as storage:
            if await storage.sessions.get(session_id) is None:
                raise NotFoundError(f"there is no interview {session_id}")
            return await storage.erasure.erase(session_id, actor="operator")

    erased = asyncio.run(work())
    print(f"erased: {', '.join(kind.value for kind in erased) or 'nothing was left'}")
