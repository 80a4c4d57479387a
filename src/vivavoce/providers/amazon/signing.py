"""Signs a request and every event after it: signature version 4, by the vendor's own signers."""

from urllib.parse import SplitResult, quote

from aws_sdk_signers import (
    URI,
    AsyncEventSigner,
    AsyncSigV4Signer,
    AWSCredentialIdentity,
    AWSRequest,
    Field,
    Fields,
    SigV4SigningProperties,
)
from smithy_aws_event_stream.events import EventHeaderEncoder, EventMessage

from vivavoce.providers.amazon.credentials import AmazonCredentials

_EVENT_STREAM = "application/vnd.amazon.eventstream"
_SERVICE = "bedrock"


class StreamSigner:
    """The chain of signatures of one stream: the request's comes first, each event's builds on the one before."""

    def __init__(self, credentials: AmazonCredentials, *, region: str) -> None:
        self._identity = AWSCredentialIdentity(
            access_key_id=credentials.access_key_id,
            secret_access_key=credentials.secret_access_key,
            session_token=credentials.session_token,
        )
        self._properties = SigV4SigningProperties(region=region, service=_SERVICE)
        self._events: AsyncEventSigner | None = None

    async def request(self, address: SplitResult, *, model: str) -> list[tuple[str, str]]:
        """Return the HTTP/2 headers of the request that opens a stream with this model."""
        path = f"/model/{quote(model, safe='')}/invoke-with-bidirectional-stream"
        destination = URI(scheme="https", host=address.hostname or "", port=address.port, path=path)
        fields = Fields([Field(name="content-type", values=[_EVENT_STREAM])])
        unsigned = AWSRequest(destination=destination, method="POST", body=None, fields=fields)
        signed = await AsyncSigV4Signer().sign(request=unsigned, identity=self._identity, properties=self._properties)
        headers = [(field.name.lower(), field.as_string()) for field in signed.fields]
        signature = dict(headers)["authorization"].rpartition("Signature=")[2]
        self._events = AsyncEventSigner(
            initial_signature=signature.encode(),
            event_encoder_cls=EventHeaderEncoder,
        )
        pseudo = [(":method", "POST"), (":scheme", "https"), (":authority", destination.netloc), (":path", path)]
        return [*pseudo, *headers, ("accept", _EVENT_STREAM)]

    async def event(self, event: EventMessage) -> bytes:
        """Return an event in its signed envelope, as it goes over the wire."""
        signed = await self._chain.sign(event=event, identity=self._identity, properties=self._properties)
        return signed.encode()

    async def end(self) -> bytes:
        """Return the signed empty event that ends a stream in order."""
        signed = await self._chain.sign_empty(
            event=EventMessage(), identity=self._identity, properties=self._properties
        )
        return signed.encode()

    @property
    def _chain(self) -> AsyncEventSigner:
        if self._events is None:
            raise RuntimeError("a stream's request is signed before its events")
        return self._events
