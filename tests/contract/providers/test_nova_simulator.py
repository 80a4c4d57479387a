"""The Nova Sonic simulator against the vendor's own client, wrong signatures, and events that the vendor would refuse."""

import asyncio
import base64
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import pytest
from aws_sdk_bedrock_runtime.client import AsyncBedrockRuntimeClient  # type: ignore[import-untyped]  # it has no types
from aws_sdk_bedrock_runtime.config import AsyncBedrockRuntimeConfig  # type: ignore[import-untyped]  # it has no types
from aws_sdk_bedrock_runtime.models import (  # type: ignore[import-untyped]  # it has no types
    BidirectionalInputPayloadPart,
    InvokeModelWithBidirectionalStreamInputChunk,
    InvokeModelWithBidirectionalStreamOperationInput,
)
from awscrt import io as crt_io  # type: ignore[import-untyped]  # it has no types
from smithy_aws_core.identity import AWSCredentialsIdentity, StaticCredentialsResolver
from smithy_aws_event_stream.events import EventMessage
from smithy_http.aio.crt import AWSCRTHTTPClient

from tests.support.own_transports import AUTHORITY, SETUP, hear, nova, partner, say, until
from vivavoce.domain.audio import Pcm
from vivavoce.domain.errors import Fault, ProviderError
from vivavoce.domain.ports.realtime_model import Direction, RealtimeSetup
from vivavoce.domain.transcript import Speaker, Turn
from vivavoce.providers.amazon import AmazonCredentials, NovaSonic, events
from vivavoce.providers.amazon.credentials import SIMULATED_CREDENTIALS
from vivavoce.providers.amazon.received import EventReader
from vivavoce.providers.amazon.rules import Order, RuleBrokenError, read_client_event
from vivavoce.providers.amazon.signing import StreamSigner
from vivavoce.providers.amazon.simulator import simulate_nova_sonic
from vivavoce.providers.amazon.verifying import BadSignatureError, SignatureVerifier
from vivavoce.providers.livekit_realtime.wording import directed
from vivavoce.providers.scripted import spell
from vivavoce.providers.scripted.spelling import read_words
from vivavoce.providers.simulation import FaultPlan, Faults

ADDRESS = urlsplit("https://127.0.0.1:8443")
MODEL = "amazon.nova-2-sonic-v1:0"
HISTORY = (
    Turn(id="1", speaker=Speaker.INTERVIEWER, text="Tell me about yourself.", start_s=0, end_s=2),
    Turn(id="2", speaker=Speaker.CANDIDATE, text="I build", start_s=3, end_s=4),
    Turn(id="3", speaker=Speaker.CANDIDATE, text="databases.", start_s=4, end_s=5),
)
OPENING = list(events.opening(RealtimeSetup(instructions="Be kind.", history=HISTORY), voice="matthew", patience="LOW"))
SILENCE = Pcm.silence(0.02, sample_rate_hz=16_000)


def name_and_body(event: events.Json) -> tuple[str, Any]:
    return read_client_event(events.envelope(event))


def follow(*more: events.Json) -> None:
    order = Order()
    for event in (*OPENING, *more):
        order.check(*name_and_body(event))


def unsigned(content: object) -> EventMessage:
    inner = base64.b64encode(json.dumps(content).encode()).decode()
    headers = {":message-type": "event", ":event-type": "chunk", ":content-type": "application/json"}
    return EventMessage(headers=headers, payload=json.dumps({"bytes": inner}).encode())


def test_everything_we_send_is_allowed_in_that_order() -> None:
    follow(events.audio(SILENCE), *events.order("direction-1", "Go on."), events.audio(SILENCE), *events.closing())


def test_history_alternates_and_begins_with_the_candidate() -> None:
    roles = [
        body["role"] for name, body in map(name_and_body, OPENING) if name == "contentStart" and body["type"] == "TEXT"
    ]
    texts = [body["content"] for name, body in map(name_and_body, OPENING) if name == "textInput"]

    assert roles == ["SYSTEM", "USER", "ASSISTANT", "USER"]
    assert texts[-1] == "I build databases."


@pytest.mark.parametrize(
    "content",
    [
        {"event": {"audioInput": {"promptName": "p", "contentName": "c"}}},
        {"event": {"textInput": {"promptName": "p", "contentName": "c", "content": "x", "role": "USER"}}},
        {"event": {"sessionStart": {"inferenceConfiguration": {"maxTokens": 0}}}},
        {"event": {"responseCreate": {}}},
        {"audioInput": {}},
    ],
)
def test_an_event_nobody_knows_is_refused(content: object) -> None:
    with pytest.raises(ValueError, match="validation error"):
        read_client_event(unsigned(content))


@pytest.mark.parametrize(
    ("more", "rule"),
    [
        ([OPENING[0]], "a session starts once"),
        ([events.audio(SILENCE), *OPENING[2:5]], "used twice"),
        ([events.audio(SILENCE), json.loads(json.dumps(OPENING[2]).replace("instructions", "late"))], "before audio"),
        ([next(events.order("x", "Hm")), events.audio(SILENCE)], "in the middle of a text"),
        ([{"contentEnd": {"promptName": "interview", "contentName": "nothing"}}], "not open"),
        ([{"promptEnd": {"promptName": "another"}}], "no prompt"),
    ],
)
def test_an_event_out_of_order_is_refused(more: list[events.Json], rule: str) -> None:
    with pytest.raises(RuleBrokenError, match=rule):
        follow(*more)


def test_the_vendors_signatures_are_accepted_and_any_change_is_not(runner: asyncio.Runner) -> None:
    async def sign() -> tuple[dict[str, str], list[EventMessage]]:
        signer = StreamSigner(SIMULATED_CREDENTIALS, region="us-east-1")
        headers = dict(await signer.request(ADDRESS, model=MODEL))
        wire = b"".join([await signer.event(events.envelope(event)) for event in OPENING]) + await signer.end()
        return headers, list(EventReader().feed(wire))

    headers, signed = runner.run(sign())

    def check(headers: dict[str, str], signed: list[EventMessage]) -> None:
        verifier = SignatureVerifier(SIMULATED_CREDENTIALS)
        verifier.check_request(headers)
        for event in signed:
            verifier.check_event(event)

    check(headers, signed)
    forged = EventMessage(headers=signed[0].headers, payload=signed[0].payload.replace(b"bytes", b"Bytes"))
    for wrong_headers, wrong_events in (
        ({**headers, ":path": headers[":path"] + "x"}, signed),
        ({**headers, ":authority": "example.org"}, signed),
        ({**headers, "x-amz-date": "20200101T000000Z"}, signed),
        ({**headers, "authorization": ""}, signed),
        (headers, [forged, *signed[1:]]),
        (headers, [signed[1], signed[0]]),
        (headers, [events.envelope(OPENING[0])]),
    ):
        with pytest.raises(BadSignatureError):
            check(wrong_headers, wrong_events)


@pytest.mark.parametrize(
    "change",
    [
        lambda known: replace(known, secret_access_key="another"),
        lambda known: replace(known, access_key_id="another"),
        lambda known: replace(known, session_token="unexpected"),
    ],
)
def test_wrong_credentials_are_refused(
    runner: asyncio.Runner, change: Callable[[AmazonCredentials], AmazonCredentials]
) -> None:
    async def converse() -> list[str]:
        async with simulate_nova_sonic(partner=partner(), faults=Faults(FaultPlan()), authority=AUTHORITY) as vendor:
            model = NovaSonic(
                credentials=change(SIMULATED_CREDENTIALS), url=vendor.base_url, tls=AUTHORITY.client_context()
            )
            with pytest.raises(ProviderError) as failed:
                await model.open(SETUP)
        assert failed.value.fault is Fault.REFUSED
        assert "credentials" in failed.value.fix
        return vendor.violations

    assert len(runner.run(converse())) == 1


def test_what_the_vendor_says_by_itself_is_never_passed_on(runner: asyncio.Runner) -> None:
    async def converse() -> None:
        async with nova() as vendor:
            session = await vendor.model.open(SETUP)
            hear(session, spell("I would shard by tenant.", sample_rate_hz=16_000))
            hear(session, Pcm.silence(2.1, sample_rate_hz=16_000))
            await until(lambda: vendor.faults.replies == 1)

            said = await say(session, "Why by tenant?")
            await session.aclose()

        assert " ".join(said.words) == "Why by tenant?"
        assert vendor.faults.replies == 2
        assert vendor.violations == []

    runner.run(converse())


def test_a_free_direction_is_followed_too(runner: asyncio.Runner) -> None:
    async def converse() -> str:
        async with nova() as vendor:
            session = await vendor.model.open(SETUP)
            words = [piece.text async for piece in session.speak(Direction(text="Thank them.", verbatim=False))]
            await session.aclose()
            return "".join(words)

    assert runner.run(converse()) == "Thank them."


class TrustingClient(AWSCRTHTTPClient):
    """The vendor's own HTTP client, which has no setting for an authority."""

    def __init__(self) -> None:
        super().__init__()
        options = crt_io.TlsContextOptions()
        options.override_default_trust_store(AUTHORITY.pem)
        self._tls_ctx = crt_io.ClientTlsContext(options)

    def __deepcopy__(self, memo: object) -> "TrustingClient":
        return self


def test_the_official_client_holds_a_conversation_with_it(runner: asyncio.Runner) -> None:
    async def converse() -> tuple[str, list[str]]:
        async with simulate_nova_sonic(partner=partner(), faults=Faults(FaultPlan()), authority=AUTHORITY) as vendor:
            said = await _official_conversation(vendor.base_url)
            return said, vendor.violations

    said, violations = runner.run(converse())

    assert said == "Why by tenant?"
    assert violations == []


async def _official_conversation(url: str) -> str:
    identity = AWSCredentialsIdentity(
        access_key_id=SIMULATED_CREDENTIALS.access_key_id, secret_access_key=SIMULATED_CREDENTIALS.secret_access_key
    )
    config = await AsyncBedrockRuntimeConfig.resolve(
        endpoint_uri=url,
        region="us-east-1",
        aws_credentials_identity_resolver=StaticCredentialsResolver(identity),
        transport=TrustingClient(),
    )
    client = AsyncBedrockRuntimeClient(config=config)
    stream = await client.invoke_model_with_bidirectional_stream(
        InvokeModelWithBidirectionalStreamOperationInput(model_id=MODEL)
    )
    for event in (*OPENING, *events.order("direction-1", directed(Direction(text="Why by tenant?")))):
        part = BidirectionalInputPayloadPart(bytes_=json.dumps({"event": event}).encode())
        await stream.input_stream.send(InvokeModelWithBidirectionalStreamInputChunk(value=part))
    _, answers = await stream.await_output()
    samples = b""
    while True:
        answer = json.loads((await answers.receive()).value.bytes_)["event"]
        if "audioOutput" in answer:
            samples += base64.b64decode(answer["audioOutput"]["content"])
        if answer.get("contentEnd", {}).get("stopReason") == "END_TURN":
            break
    await stream.close()
    return " ".join(word.text for word in read_words(Pcm(samples=samples, sample_rate_hz=24_000)))
