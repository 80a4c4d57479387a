"""A Nova Sonic endpoint on this machine: HTTP/2, event streams, signatures of the request and of every event."""

import asyncio
import http
import tempfile
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from pathlib import Path

import pydantic
from smithy_aws_event_stream.events import EventMessage
from smithy_aws_event_stream.exceptions import EventError

from vivavoce.providers.amazon.credentials import SIMULATED_CREDENTIALS, AmazonCredentials
from vivavoce.providers.amazon.received import EventReader
from vivavoce.providers.amazon.rules import read_client_event
from vivavoce.providers.amazon.serving import ServedStream, serve_http2
from vivavoce.providers.amazon.simulated_session import SimulatedSession
from vivavoce.providers.amazon.verifying import BadSignatureError, SignatureVerifier
from vivavoce.providers.simulation import (
    Authority,
    ConnectionLostError,
    FaultKind,
    Faults,
    SimulatedPartner,
    UnreadableFrameError,
)
from vivavoce.providers.simulation.server import HOST, Simulation
from vivavoce.providers.wire.authority import local_authority

_PATH_END = "/invoke-with-bidirectional-stream"
_UNREADABLE = (24).to_bytes(4) + bytes(20)
"""An event whose checksums are wrong."""


@asynccontextmanager
async def simulate_nova_sonic(
    *,
    partner: SimulatedPartner,
    faults: Faults,
    port: int = 0,
    authority: Authority | None = None,
    credentials: AmazonCredentials = SIMULATED_CREDENTIALS,
) -> AsyncIterator[Simulation]:
    """Serve until the context ends; only these credentials are let in, and only over TLS that `authority` vouches for."""
    authority = authority or local_authority()
    violations: list[str] = []

    async def converse(stream: ServedStream) -> None:
        await _Endpoint(stream, partner, faults, credentials, violations).serve()

    with tempfile.TemporaryDirectory() as directory:
        trusted = Path(directory) / "authority.pem"
        trusted.write_bytes(authority.pem)
        tls = authority.server_context(protocols=("h2",))
        async with serve_http2(converse, host=HOST, port=port, tls=tls) as taken:
            base_url = f"https://{HOST}:{taken}"
            environment = {
                "AWS_ENDPOINT_URL_BEDROCK_RUNTIME": base_url,
                "AWS_ACCESS_KEY_ID": credentials.access_key_id,
                "AWS_SECRET_ACCESS_KEY": credentials.secret_access_key,
                "SSL_CERT_FILE": str(trusted),
            }
            yield Simulation(base_url=base_url, environment=environment, violations=violations)


class _Endpoint:
    """One client's stream, from the door to the end."""

    def __init__(
        self,
        stream: ServedStream,
        partner: SimulatedPartner,
        faults: Faults,
        credentials: AmazonCredentials,
        violations: list[str],
    ) -> None:
        self._stream, self._partner, self._faults = stream, partner, faults
        self._verifier = SignatureVerifier(credentials)
        self._violations = violations

    async def serve(self) -> None:
        headers = await self._stream.headers()
        status = self._faults.refusal() or self._admit(headers)
        if status is not None:
            await self._stream.answer(status)
        elif self._faults.mute_from_the_start():
            async for _ in self._stream.body():
                pass
        else:
            await self._stream.answer(http.HTTPStatus.OK)
            await self._converse_with_faults()

    def _admit(self, headers: dict[str, str]) -> int | None:
        if not headers.get(":path", "").partition("?")[0].endswith(_PATH_END):
            return http.HTTPStatus.NOT_FOUND
        try:
            self._verifier.check_request(headers)
        except BadSignatureError as error:
            self._violations.append(str(error))
            return http.HTTPStatus.FORBIDDEN
        return None

    async def _converse_with_faults(self) -> None:
        try:
            async with asyncio.TaskGroup() as tasks:
                session = SimulatedSession(self._stream, self._partner, self._faults, tasks)
                striking = tasks.create_task(self._be_struck(session))
                await self._converse(session)
                session.stop()
                striking.cancel()
        except* ConnectionLostError as lost:
            self._stream.lose(
                reset=any(isinstance(error, ConnectionLostError) and error.reset for error in lost.exceptions)
            )
        except* UnreadableFrameError:
            await self._stream.send(_UNREADABLE)

    async def _be_struck(self, session: SimulatedSession) -> None:
        async with aclosing(self._faults.strikes()) as strikes:
            async for kind in strikes:
                if kind in {FaultKind.CUT, FaultKind.RESET}:
                    raise ConnectionLostError(reset=kind is FaultKind.RESET)
                await session.strike(kind)

    async def _converse(self, session: SimulatedSession) -> None:
        reader = EventReader()
        try:
            async for piece in self._stream.body():
                for envelope in reader.feed(piece):
                    self._verifier.check_event(envelope)
                    for message in EventReader().feed(envelope.payload):
                        await session.take(*read_client_event(message))
        except (BadSignatureError, EventError, ValueError, KeyError) as error:
            self._violations.append(_told(error))
            headers = {":message-type": "exception", ":exception-type": "validationException"}
            await self._stream.send(EventMessage(headers=headers, payload=b'{"message":"Invalid event."}').encode())
        await self._stream.end()


def _told(error: Exception) -> str:
    """Say what was wrong without saying what was said."""
    if isinstance(error, pydantic.ValidationError):
        return "a client event is not allowed: " + "; ".join(".".join(map(str, e["loc"])) for e in error.errors())
    return f"a client event is not allowed: {error}"
