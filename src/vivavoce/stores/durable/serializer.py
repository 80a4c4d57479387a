"""What DBOS writes down, as JSON: its default can run code on reading, which a database should never be able to."""

import json
from typing import Any

from dbos import Serializer


class FailedError(Exception):
    """A step or workflow failed; says only with what kind of error."""


class JsonSerializer(Serializer):
    """Plain values as they are, an exception as its kind; no exception's own words, which may quote a candidate."""

    def serialize(self, data: Any) -> str:
        return json.dumps(data, default=_plain)

    def deserialize(self, serialized_data: str) -> Any:
        return json.loads(serialized_data, object_hook=_restored)

    def name(self) -> str:
        return "vivavoce_json"


def _plain(value: object) -> object:
    if isinstance(value, FailedError):
        return {"failed": str(value)}
    if isinstance(value, BaseException):
        return {"failed": type(value).__name__}
    raise TypeError(f"{type(value).__name__} is not plain data")


def _restored(value: dict[str, Any]) -> Any:
    return FailedError(value["failed"]) if set(value) == {"failed"} else value
