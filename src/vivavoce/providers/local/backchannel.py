"""Backchannels in the hearing worker: Moonshine's encoder hears, a small network of ours judges."""

from vivavoce.providers.local.worker import WorkerProcess


class MoonshineBackchannel:
    """About 10 ms of one core for half a second of speech."""

    def __init__(self, worker: WorkerProcess) -> None:
        self._worker = worker

    @property
    def name(self) -> str:
        return "moonshine:tiny-en+nods-v2"

    async def probability(self, samples: bytes) -> float:
        return float((await self._worker.ask("backchannel", samples)).header["probability"])
