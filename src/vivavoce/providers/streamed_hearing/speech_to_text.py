"""Speech-to-text over a vendor's WebSocket, in any dialect."""

import asyncio
from collections.abc import Sequence

from vivavoce.domain.audio import HEARING_RATE_HZ
from vivavoce.domain.capability import CapabilityProfile
from vivavoce.domain.errors import Fault, ProviderError
from vivavoce.domain.ports.speech_to_text import Listening
from vivavoce.domain.transcript import Transcription
from vivavoce.providers.streamed_hearing.dialect import Dialect
from vivavoce.providers.streamed_hearing.stream import HearingStream


class StreamedSpeechToText:
    """Streams every utterance to a vendor while it is spoken; `deadline_s` is how long settling may take."""

    def __init__(self, dialect: Dialect, *, name: str, profile: CapabilityProfile, deadline_s: float) -> None:
        self._dialect = dialect
        self._name = name
        self.profile = profile
        self._deadline_s = deadline_s

    @property
    def name(self) -> str:
        return self._name

    async def listen(self, *, vocabulary: Sequence[str] = ()) -> Listening:
        expected = vocabulary if self.profile.takes_keyterms else ()
        address = self._dialect.address(expected)
        return _Utterance(self._dialect, address, name=self._name, deadline_s=self._deadline_s)


class _Utterance:
    """One utterance: usually one stream; several when the vendor ends a stream with every flush."""

    def __init__(self, dialect: Dialect, address: str, *, name: str, deadline_s: float) -> None:
        self._dialect, self._address = dialect, address
        self._name, self._deadline_s = name, deadline_s
        self._streams: list[HearingStream] = []
        self._fed_samples = 0

    def feed(self, samples: bytes) -> None:
        if not self._streams or self._streams[-1].is_over:
            starts_s = self._fed_samples / HEARING_RATE_HZ
            self._streams.append(HearingStream(self._dialect, self._address, name=self._name, starts_s=starts_s))
        self._streams[-1].feed(samples)
        self._fed_samples += len(samples) // 2

    async def partial(self) -> Transcription:
        return self._transcription()

    async def settle(self) -> Transcription:
        try:
            async with asyncio.timeout(self._deadline_s):
                for stream in self._streams:
                    await stream.settle()
        except TimeoutError:
            message = f"nothing was settled within {self._deadline_s:g} s"
            raise ProviderError(self._name, message, fault=Fault.SILENT) from None
        return self._transcription()

    async def aclose(self) -> None:
        streams, self._streams = self._streams, []
        for stream in streams:
            await stream.aclose()

    def _transcription(self) -> Transcription:
        heard = [piece for stream in self._streams for piece in stream.heard() if piece.text]
        return Transcription(
            text=" ".join(piece.text for piece in heard),
            words=tuple(word for piece in heard for word in piece.words),
            confidence=min((piece.confidence for piece in heard), default=1.0),
        )
