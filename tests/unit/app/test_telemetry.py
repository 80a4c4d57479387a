"""Turn latency leaves for a collector when the standard variables name one, and only then."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest
from opentelemetry.sdk.metrics.export import InMemoryMetricReader

from vivavoce.app.telemetry import exporting, provider_with
from vivavoce.domain.errors import ConfigurationError
from vivavoce.domain.latency import LatencyLedger
from vivavoce.voice.metrics import count_turn

TURN = LatencyLedger(endpoint_ms=450, transcript_ms=0, brain_ms=20, first_audio_ms=2, playout_ms=8)


class Collector:
    """An OpenTelemetry collector that keeps what it gets."""

    def __init__(self) -> None:
        self.received: list[ExportMetricsServiceRequest] = []
        received = self.received

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                request = ExportMetricsServiceRequest()
                request.ParseFromString(self.rfile.read(int(self.headers["Content-Length"])))
                received.append(request)
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Nobody reads it."""

        self._server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@pytest.fixture
def collector() -> Iterator[Collector]:
    one = Collector()
    yield one
    one.close()


def test_a_turn_is_exported_hop_by_hop(collector: Collector, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url)

    with exporting():
        count_turn(TURN)

    resource = collector.received[-1].resource_metrics[0]
    about = {attribute.key: attribute.value.string_value for attribute in resource.resource.attributes}
    metrics = {metric.name: metric.histogram for scope in resource.scope_metrics for metric in scope.metrics}
    hops = {
        point.attributes[0].value.string_value: point.sum for point in metrics["vivavoce.turn.hop.duration"].data_points
    }
    (turn,) = metrics["vivavoce.turn.duration"].data_points
    assert about["service.name"] == "vivavoce"
    assert turn.sum == pytest.approx(0.48)
    assert turn.attributes[0].value.string_value == "responsive"
    assert 0.8 in turn.explicit_bounds
    assert hops == pytest.approx(
        {"endpoint": 0.45, "transcript": 0.0, "brain": 0.02, "first_audio": 0.002, "playout": 0.008}
    )


@pytest.mark.parametrize(
    "environment",
    [{}, {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9", "OTEL_SDK_DISABLED": "true"}],
    ids=["no endpoint", "disabled"],
)
def test_nothing_is_exported_otherwise(environment: dict[str, str]) -> None:
    with exporting(environment) as provider:
        assert provider is None


def test_a_protocol_that_does_not_exist_is_said_to_be_wrong() -> None:
    environment = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9", "OTEL_EXPORTER_OTLP_PROTOCOL": "carrier-pigeon"}

    with pytest.raises(ConfigurationError) as refused, exporting(environment):
        pass

    assert "carrier-pigeon" in refused.value.message


def test_an_operator_names_the_service(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTEL_SERVICE_NAME", "interviews-north")
    reader = InMemoryMetricReader()
    provider = provider_with(reader)
    provider.get_meter("test").create_counter("turns").add(1)

    exported = reader.get_metrics_data()

    assert exported is not None
    assert exported.resource_metrics[0].resource.attributes["service.name"] == "interviews-north"
    provider.shutdown()
