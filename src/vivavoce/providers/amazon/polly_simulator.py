"""Amazon Polly on this machine: speaks for real, as MP3, to whoever signs as Amazon's clients do."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import av
import numpy as np
from aiohttp import web

from vivavoce.domain.ids import new_id
from vivavoce.providers.amazon.credentials import SIMULATED_CREDENTIALS
from vivavoce.providers.amazon.service_model import operation
from vivavoce.providers.amazon.signed_request import asked_of, refusals_of
from vivavoce.providers.simulation import Faults, SimulatedPartner, Simulation
from vivavoce.providers.simulation.requests import NO_EVENTS, RefusedRequestError, serve_requests
from vivavoce.providers.simulation.speaking import Wish, speaking

_SERVICE, _OPERATION = "polly", "SynthesizeSpeech"
_RATES_HZ = (8_000, 16_000, 22_050, 24_000)
_WRONG = 400
_BITS_PER_S = 48_000


@asynccontextmanager
async def simulate_polly(*, partner: SimulatedPartner, faults: Faults, port: int = 0) -> AsyncIterator[Simulation]:
    """Serve until the context ends."""
    routes = {"/v1/speech": speaking(_wish, partner=partner, faults=faults)}
    refuses = refusals_of(operation(_SERVICE, _OPERATION))
    async with serve_requests(routes, faults=faults, refuses=refuses, port=port, cannot=NO_EVENTS) as simulation:
        environment = {
            "AWS_ENDPOINT_URL_POLLY": simulation.base_url,
            "AWS_ACCESS_KEY_ID": SIMULATED_CREDENTIALS.access_key_id,
            "AWS_SECRET_ACCESS_KEY": SIMULATED_CREDENTIALS.secret_access_key,
        }
        yield replace(simulation, environment=environment)


async def _wish(request: web.Request) -> Wish:
    asked = await asked_of(request, operation(_SERVICE, _OPERATION), service=_SERVICE)
    rate_hz = int(asked.get("SampleRate", _RATES_HZ[-1]))
    if asked["OutputFormat"] != "mp3" or asked.get("TextType", "text") != "text" or rate_hz not in _RATES_HZ:
        raise RefusedRequestError(_WRONG, violation="this simulator speaks plain text as MP3, at up to 24 kHz")
    return Wish(
        text=asked["Text"],
        rate_hz=rate_hz,
        content_type="audio/mpeg",
        headers={"x-amzn-RequestId": new_id("req")},
        encode=_as_mp3,
    )


async def _as_mp3(samples: AsyncIterator[bytes], rate_hz: int) -> AsyncIterator[bytes]:
    encoder = av.CodecContext.create("libmp3lame", "w")
    assert isinstance(encoder, av.AudioCodecContext)
    encoder.sample_rate, encoder.layout, encoder.format, encoder.bit_rate = rate_hz, "mono", "s16p", _BITS_PER_S
    async for chunk in samples:
        frame = av.AudioFrame.from_ndarray(np.frombuffer(chunk, dtype="<i2")[None, :], format="s16", layout="mono")
        frame.sample_rate = rate_hz
        for packet in encoder.encode(frame):
            yield bytes(packet)
    for packet in encoder.encode(None):
        yield bytes(packet)
