"""Sends the platform's measurements to an OpenTelemetry collector when the standard OTEL_ variables name one."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import structlog
from opentelemetry import metrics
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import MetricExporter, MetricReader, PeriodicExportingMetricReader
from opentelemetry.sdk.resources import Resource

from vivavoce import __version__
from vivavoce.domain.errors import ConfigurationError

_log = structlog.get_logger(__name__)

_ENDPOINTS = ("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
_PROTOCOLS = ("OTEL_EXPORTER_OTLP_METRICS_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL")
_OVER_HTTP, _OVER_GRPC = "http/protobuf", "grpc"


@contextmanager
def exporting(environment: Mapping[str, str] = os.environ) -> Iterator[MeterProvider | None]:
    """Export while this is open; yield None, and send nothing, when no endpoint is set or the SDK is disabled.

    Headers, interval, timeout, certificates and resource attributes are read by the SDK from the same family of variables.
    Raises `ConfigurationError` for a protocol that does not exist.
    """
    endpoint = next((environment[name] for name in _ENDPOINTS if environment.get(name)), "")
    if not endpoint or environment.get("OTEL_SDK_DISABLED", "").lower() == "true":
        yield None
        return
    protocol = next((environment[name] for name in _PROTOCOLS if environment.get(name)), _OVER_HTTP)
    provider = provider_with(PeriodicExportingMetricReader(_exporter(protocol)))
    metrics.set_meter_provider(provider)
    _log.info("telemetry_exported", endpoint=endpoint, protocol=protocol)
    try:
        yield provider
    finally:
        provider.shutdown()


def provider_with(reader: MetricReader) -> MeterProvider:
    """Return a provider that names this service, unless the operator's OTEL_SERVICE_NAME does."""
    resource = Resource.create({"service.name": "vivavoce", "service.version": __version__})
    if named := os.environ.get("OTEL_SERVICE_NAME"):
        resource = resource.merge(Resource({"service.name": named}))
    return MeterProvider(metric_readers=[reader], resource=resource)


def _exporter(protocol: str) -> MetricExporter:
    if protocol == _OVER_HTTP:
        from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter as OverHttp

        return OverHttp()
    if protocol == _OVER_GRPC:
        from opentelemetry.exporter.otlp.proto.grpc.metric_exporter import OTLPMetricExporter as OverGrpc

        return OverGrpc()
    raise ConfigurationError(
        f"OTEL_EXPORTER_OTLP_PROTOCOL is {protocol!r}", fix=f"Set it to {_OVER_HTTP} or {_OVER_GRPC}."
    )
