"""What simulated vendors that speak over HTTP share: they speak for real, and fail on cue."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from aiohttp import web

from vivavoce.domain.errors import ProviderError
from vivavoce.providers.simulation.faults import ConnectionLostError, FaultKind, Faults
from vivavoce.providers.simulation.partner import SimulatedPartner
from vivavoce.providers.simulation.requests import Answers, RefusedRequestError, SimulatedAnswer

_NO_AUDIO = b'{"detail": "This is no audio."}'

type Encodes = Callable[[AsyncIterator[bytes], int], AsyncIterator[bytes]]
"""Makes what is sent of mono 16-bit samples at a rate."""


def plain(samples: AsyncIterator[bytes], rate_hz: int) -> AsyncIterator[bytes]:
    """Send samples as they are."""
    return samples


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a client wants to hear."""

    text: str
    rate_hz: int
    pace: float = 1.0
    content_type: str = "audio/pcm"
    headers: Mapping[str, str] = field(default_factory=dict)
    encode: Encodes = plain


type ReadsWish = Callable[[web.Request], Awaitable[Wish]]
"""Reads a request by the vendor's types; raises `RefusedRequestError` for what they do not allow."""


def speaking(read: ReadsWish, *, partner: SimulatedPartner, faults: Faults) -> Answers:
    """Answer requests to speak; a fault's turn is a request."""

    async def speak(answer: SimulatedAnswer) -> web.StreamResponse:
        wish = await read(answer.request)
        reply = faults.begin_reply()
        if reply.error is not None:
            raise RefusedRequestError(reply.error.http_status or 0, kind=reply.error)
        await reply.begin()
        if FaultKind.MALFORMED in reply:
            await answer.begin("application/json")
            await answer.send(_NO_AUDIO)
            return await answer.end()
        rate_hz = reply.spoken_rate_hz(wish.rate_hz)
        spoken = partner.speak(wish.text, sample_rate_hz=rate_hz, pace=wish.pace)
        await answer.begin(wish.content_type, headers=wish.headers)
        try:
            async for piece in wish.encode(reply.through(spoken, sample_rate_hz=rate_hz), rate_hz):
                await answer.send(piece)
        except ProviderError:
            raise ConnectionLostError(reset=False) from None  # it is too late to refuse
        return await answer.end()

    return speak
