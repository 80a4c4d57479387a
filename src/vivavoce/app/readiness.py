"""Which models are loaded: shown to browsers that wait, and to whoever routes traffic here."""

import asyncio
from collections.abc import Mapping

import structlog

from vivavoce.api.services import Slot
from vivavoce.domain.errors import VivaVoceError
from vivavoce.domain.ports.voice_engine import VoiceEngine
from vivavoce.providers.local import EmbeddedModels

_log = structlog.get_logger(__name__)


class ModelReadiness:
    """Loads the models in the background and says how far it is."""

    def __init__(self, models: EmbeddedModels, engine: VoiceEngine, *others: VoiceEngine) -> None:
        self._models = models
        self._engine = engine
        self._engines = dict.fromkeys((engine, *others))
        self._failure: VivaVoceError | None = None
        self.loaded = asyncio.Event()

    async def load(self) -> None:
        """Load everything; a failure is kept for `slots` and logged, the rest of the platform goes on serving."""
        try:
            async with asyncio.TaskGroup() as loading:
                loading.create_task(self._models.start())
                loading.create_task(asyncio.to_thread(_import_framework))
            for engine in self._engines:
                await engine.ready()
        except* VivaVoceError as group:
            self._failure = next(error for error in _leaves(group) if isinstance(error, VivaVoceError))
            _log.error("models could not be loaded", error=self._failure.message, fix=self._failure.fix)
        else:
            self.loaded.set()
            for engine in self._engines:
                _log.info("models are ready", **engine.models)

    def slots(self) -> Mapping[str, Slot]:
        """Return each model's state: those of this machine by worker, and the engine as a whole."""
        names = {**self._models.names(), **self._engine.models}
        slots = {name: self._slot(state, names.get(name, "")) for name, state in self._models.readiness().items()}
        slots["voice_engine"] = self._slot("ready" if self.loaded.is_set() else "loading", "livekit-agents")
        return slots

    def _slot(self, state: str, model: str) -> Slot:
        if self._failure is not None and state != "ready":
            return Slot(state="failed", model=model, fix=f"{self._failure.message} {self._failure.fix}".strip())
        if state in {"ready", "loading", "not started"}:
            return Slot(state="ready" if state == "ready" else "loading", model=model)
        return Slot(state="failed", model=model, fix=state)


def _import_framework() -> None:
    """Take the seconds the framework's import costs in a thread, beside the models' loading."""
    import vivavoce.voice.livekit_io  # noqa: F401 - for its import


def _leaves(group: BaseExceptionGroup[VivaVoceError]) -> list[BaseException]:
    found: list[BaseException] = []
    for error in group.exceptions:
        found.extend(_leaves(error) if isinstance(error, BaseExceptionGroup) else [error])
    return found
