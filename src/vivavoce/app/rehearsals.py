"""Where rehearsals take place: a platform of their own in another process, and a voice for the candidate."""

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from types import MappingProxyType

from vivavoce.api.auth.passwords import Passwords
from vivavoce.app.settings import Settings, load_settings
from vivavoce.app.storage import Storage, open_storage
from vivavoce.domain.clock import SystemClock
from vivavoce.domain.errors import ProviderError
from vivavoce.domain.ids import new_id, new_secret
from vivavoce.domain.session import User
from vivavoce.providers.local import EmbeddedModels, EmbeddedModelsConfig, VoiceStyle
from vivavoce.rehearsal.onlooker import Onlooker
from vivavoce.rehearsal.rehearse import RehearsalConfig, rehearse
from vivavoce.rehearsal.result import RehearsalResult
from vivavoce.rehearsal.temperaments import Temperament

CANDIDATES_VOICE = VoiceStyle(name="candidate", pitch=1.12, pace=1.05)
"""Two semitones above the interviewer and a little quicker: a listener can tell them apart."""
STOP_DEADLINE_S = 20.0


NOTHING_ELSE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A running platform and a reviewer's way in."""

    url: str
    email: str
    password: str = field(repr=False)


@asynccontextmanager
async def own_stage(settings: Settings, *, environment: Mapping[str, str] = NOTHING_ELSE) -> AsyncIterator[Stage]:
    """Run a platform in a process and a data directory of its own, with an account for the rehearsal.

    `environment` comes on top of this process's own: simulated vendors, for instance.
    """
    data_dir = settings.data_dir / "rehearsals"
    own = load_settings(data_dir=data_dir, port=_free_port(), host="127.0.0.1", public_url="", production=False)
    async with open_storage(own, clock=SystemClock()) as storage:
        email, password = await _reviewer(storage)
        environment = {
            **os.environ,
            **environment,
            "VIVAVOCE_DATA_DIR": str(data_dir),
            "VIVAVOCE_HOST": own.host,
            "VIVAVOCE_PORT": str(own.port),
            "VIVAVOCE_PUBLIC_URL": "",
            "VIVAVOCE_PRODUCTION": "false",
        }
        platform = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "vivavoce.app", "serve", env=environment, stdin=asyncio.subprocess.DEVNULL
        )
        try:
            yield Stage(url=own.url, email=email, password=password)
        finally:
            await _stop(platform)


async def rehearse_on(
    stage: Stage,
    settings: Settings,
    *,
    pack_yaml: str,
    temperament: Temperament,
    seed: int,
    speed: float,
    onlooker: Onlooker | None = None,
) -> RehearsalResult:
    """Take one interview there, speaking with this machine's voice."""
    models = EmbeddedModels(EmbeddedModelsConfig(hears=False, cache_dir=settings.data_dir / "cache"))
    try:
        await models.start()
        config = RehearsalConfig(
            base_url=stage.url,
            reviewer_email=stage.email,
            reviewer_password=stage.password,
            pack_yaml=pack_yaml,
            temperament=temperament,
            seed=seed,
            speed=speed,
        )
        return await rehearse(config, voice=models.text_to_speech(CANDIDATES_VOICE), onlooker=onlooker)
    finally:
        await models.aclose()


async def _reviewer(storage: Storage) -> tuple[str, str]:
    """Make a throwaway account; its password lives as long as this process."""
    email, password = f"{new_id('rehearsal')}@example.org", new_secret()
    await storage.users.add(
        User(
            id=new_id("usr"),
            email=email,
            name="Rehearsal",
            password_hash=await Passwords().hash(password),
            is_admin=True,
            created_at=SystemClock().now(),
        )
    )
    return email, password


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def _stop(platform: asyncio.subprocess.Process) -> None:
    if platform.returncode is not None:
        raise ProviderError(
            "platform", f"the platform of this rehearsal ended by itself with status {platform.returncode}"
        )
    platform.terminate()
    with suppress(TimeoutError):
        async with asyncio.timeout(STOP_DEADLINE_S):
            await platform.wait()
            return
    platform.kill()
    await platform.wait()
