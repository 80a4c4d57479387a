"""End of turn in the hearing worker, with LiveKit's local model.

Its licence ties it to LiveKit Agents, which the voice engine is built on.
"""

from livekit.local_inference import EOT_MAX_SAMPLES

from vivavoce.providers.local.worker import WorkerProcess


class LiveKitEndOfTurn:
    """Listens to the last 1.2 s."""

    def __init__(self, worker: WorkerProcess) -> None:
        self._worker = worker

    @property
    def name(self) -> str:
        return "livekit:v1-mini"

    async def probability(self, samples: bytes) -> float:
        answer = await self._worker.ask("end-of-turn", samples[-2 * EOT_MAX_SAMPLES :])
        return float(answer.header["probability"])
