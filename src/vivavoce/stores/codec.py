"""Domain records as JSON and back; one codec for every store, so that what one store cannot keep no store keeps."""

from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError

from vivavoce.domain.errors import StorageError
from vivavoce.domain.events import SessionEvent
from vivavoce.domain.report import Report
from vivavoce.domain.session import Accommodations

_EVENT: TypeAdapter[SessionEvent] = TypeAdapter(Annotated[SessionEvent, Field(discriminator="kind")])
_REPORT: TypeAdapter[Report] = TypeAdapter(Report)
_ACCOMMODATIONS: TypeAdapter[Accommodations] = TypeAdapter(Accommodations)


def encode_event(event: SessionEvent) -> bytes:
    return _EVENT.dump_json(event)


def decode_event(data: bytes, *, kind: str) -> SessionEvent:
    """Return the event; raise `StorageError` when this version of the software does not know its kind or shape."""
    return _decode(_EVENT, data, what=f"an event of kind {kind!r}")


def encode_report(report: Report) -> bytes:
    return _REPORT.dump_json(report)


def decode_report(data: bytes) -> Report:
    return _decode(_REPORT, data, what="a report")


def encode_accommodations(accommodations: Accommodations) -> bytes:
    return _ACCOMMODATIONS.dump_json(accommodations)


def decode_accommodations(data: bytes) -> Accommodations:
    return _decode(_ACCOMMODATIONS, data, what="accommodations")


def _decode[T](adapter: TypeAdapter[T], data: bytes, *, what: str) -> T:
    try:
        return adapter.validate_json(data)
    except ValidationError:  # its text quotes the data, which is personal: never passed on
        raise StorageError(
            f"the store holds {what} that this version cannot read",
            fix="It was written by a newer version: run that version, or restore the matching backup.",
        ) from None
