"""What Amazon's own client knows of an operation: what may be asked, and what may be answered."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import botocore.session  # type: ignore[import-untyped]  # it has no types
from botocore.validate import ParamValidator  # type: ignore[import-untyped]  # it has no types

from vivavoce.providers.simulation.held import NotAllowedError


class Operation:
    """One operation, by the vendor's description of its service."""

    def __init__(self, service: str, name: str) -> None:
        self._model = botocore.session.get_session().get_service_model(service).operation_model(name)

    def status_of(self, error: str) -> int | None:
        """Return the HTTP status of an error, None when this operation has none of that name."""
        statuses = {shape.name: shape.metadata["error"]["httpStatusCode"] for shape in self._model.error_shapes}
        return statuses.get(error)

    def check_asked(self, asked: dict[str, Any]) -> None:
        """Raise `NotAllowedError` for what a client may not ask."""
        _check(asked, self._model.input_shape)

    def check_event(self, name: str, body: dict[str, Any]) -> None:
        """Raise `NotAllowedError` for an event that an answer may not hold."""
        events = self._model.get_event_stream_output().members
        if name not in events:
            raise NotAllowedError(f"there is no event {name}")
        _check(body, events[name])


@cache
def operation(service: str, name: str) -> Operation:
    """Return an operation; reading a service's description takes a moment, once."""
    return Operation(service, name)


def _check(given: dict[str, Any], shape: Any) -> None:
    report = ParamValidator().validate(given, shape)
    if report.has_errors():
        # What comes behind the first comma of a line quotes values.
        lines = report.generate_report().splitlines()
        raise NotAllowedError("; ".join(line.partition(",")[0] for line in lines))
    if unknown := list(_unknown_choices(given, shape)):
        raise NotAllowedError(f"there is no such choice: {', '.join(unknown)}")


def _unknown_choices(given: Any, shape: Any, path: str = "") -> Iterator[str]:
    """Yield the fields whose value is none of those described: the vendor's client leaves that to the vendor."""
    match shape.type_name:
        case "structure":
            for name, value in given.items():
                yield from _unknown_choices(value, shape.members[name], f"{path}{name}.")
        case "list":
            for value in given:
                yield from _unknown_choices(value, shape.member, path)
        case "string" if shape.enum and given not in shape.enum:
            yield path.removesuffix(".")
