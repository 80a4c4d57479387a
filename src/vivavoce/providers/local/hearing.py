"""Voice activity in process and end of turn in the hearing worker, both with LiveKit's local models.

Their licence ties the end-of-turn model to LiveKit Agents, which the voice engine is built on.
"""

import numpy as np
from livekit.local_inference import EOT_MAX_SAMPLES, VAD

from vivavoce.providers.local.worker import WorkerProcess


class SileroVoiceActivity:
    """About 0.05 ms a window, so it runs where the audio is."""

    def __init__(self) -> None:
        self._model = VAD()

    def probability(self, window: bytes) -> float:
        return float(self._model.predict(np.frombuffer(window, dtype="<i2")))

    def reset(self) -> None:
        self._model.reset()


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
