"""Checks signatures version 4 as the vendor's servers do; written from the specification, not from the signer it checks."""

import datetime as dt
import hashlib
import hmac
import re
from collections.abc import Mapping
from urllib.parse import quote

from smithy_aws_event_stream.events import EventHeaderEncoder, EventMessage

from vivavoce.providers.amazon.credentials import AmazonCredentials

_AUTHORIZATION = re.compile(
    r"AWS4-HMAC-SHA256 Credential=(?P<key>[^/]+)/(?P<scope>(?P<day>\d{8})/(?P<region>[^/]+)/(?P<service>[^/]+)/aws4_request), "
    r"SignedHeaders=(?P<names>[a-z0-9;-]+), Signature=(?P<signature>[0-9a-f]{64})"
)
_BODY = "STREAMING-AWS4-HMAC-SHA256-EVENTS"
_STAMP = "%Y%m%dT%H%M%SZ"
_CLOCKS_DIFFER = dt.timedelta(minutes=5)
_MUST_BE_SIGNED = {"host", "x-amz-date"}


class BadSignatureError(Exception):
    """What came was not signed by whom it says, or was changed on the way."""


class SignatureVerifier:
    """Checks one request, and when it opens a stream each event against the signature of the one before."""

    def __init__(self, credentials: AmazonCredentials, *, service: str = "bedrock") -> None:
        self._credentials = credentials
        self._service = service
        self._scope = ""
        self._key = b""
        self._previous = ""

    def check_request(self, headers: Mapping[str, str], *, body: bytes | None = None) -> None:
        """Check a request by its headers (HTTP/2 pseudo-headers included) and its body, unless that is a stream of events.

        Raises `BadSignatureError`.
        """
        matched = _AUTHORIZATION.fullmatch(headers.get("authorization", ""))
        if matched is None:
            raise BadSignatureError("the request is not signed")
        if matched["key"] != self._credentials.access_key_id or matched["service"] != self._service:
            raise BadSignatureError("the key or the service is unknown")
        if headers.get("x-amz-security-token") != self._credentials.session_token:
            raise BadSignatureError("the session token is wrong")
        names = matched["names"].split(";")
        if not set(names) >= _MUST_BE_SIGNED:
            raise BadSignatureError("headers that have to be signed are not")
        stamp = headers.get("x-amz-date", "")
        _check_clock(stamp)
        path, _, query = headers[":path"].partition("?")
        signed = {"host": headers.get(":authority", ""), **headers}
        canonical = "\n".join(
            [
                headers[":method"],
                quote(path, safe="/"),
                "&".join(sorted(query.split("&"))),
                *(f"{name}:{' '.join(signed.get(name, '').split())}" for name in names),
                "",
                matched["names"],
                headers.get("x-amz-content-sha256", _BODY) if body is None else hashlib.sha256(body).hexdigest(),
            ]
        )
        self._scope = matched["scope"]
        self._key = self._signing_key(matched["day"], matched["region"], matched["service"])
        text = f"AWS4-HMAC-SHA256\n{stamp}\n{self._scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
        self._previous = self._compare(text, matched["signature"])

    def check_event(self, envelope: EventMessage) -> None:
        """Check one signed event; raise `BadSignatureError`."""
        date, signature = envelope.headers.get(":date"), envelope.headers.get(":chunk-signature")
        if not isinstance(date, dt.datetime) or not isinstance(signature, bytes):
            raise BadSignatureError("an event is not signed")
        encoder = EventHeaderEncoder()
        encoder.encode_headers({":date": date})
        stamp = date.strftime(_STAMP)
        _check_clock(stamp)
        text = "\n".join(
            [
                "AWS4-HMAC-SHA256-PAYLOAD",
                stamp,
                self._scope,
                self._previous,
                hashlib.sha256(encoder.get_result()).hexdigest(),
                hashlib.sha256(envelope.payload).hexdigest(),
            ]
        )
        self._previous = self._compare(text, signature.hex())

    def _compare(self, text: str, claimed: str) -> str:
        expected = hmac.new(self._key, text.encode(), hashlib.sha256).hexdigest()
        if not hmac.compare_digest(expected, claimed):
            raise BadSignatureError("the signature is wrong")
        return expected

    def _signing_key(self, *parts: str) -> bytes:
        key = f"AWS4{self._credentials.secret_access_key}".encode()
        for part in (*parts, "aws4_request"):
            key = hmac.new(key, part.encode(), hashlib.sha256).digest()
        return key


def _check_clock(stamp: str) -> None:
    try:
        signed_at = dt.datetime.strptime(stamp, _STAMP).replace(tzinfo=dt.UTC)
    except ValueError:
        raise BadSignatureError("the date is malformed") from None
    if abs(dt.datetime.now(dt.UTC) - signed_at) > _CLOCKS_DIFFER:
        raise BadSignatureError("the signature has expired")
