"""Holds what is sent to a vendor's own types: what they do not allow, and what they do not know, is told by its field."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError


class NotAllowedError(ValueError):
    """The types do not allow it; the message holds field names, never values."""


def held_to[T](adapter: TypeAdapter[T], raw: object) -> T:
    """Return what came as the vendor's types read it; raise `NotAllowedError`."""
    try:
        read = adapter.validate_python(raw)
        unknown = list(unknown_fields(raw, read))
    except ValidationError as error:
        raise NotAllowedError(f"wrong or missing: {wrong_fields(error)}") from None
    if unknown:
        raise NotAllowedError(f"the SDK knows no {', '.join(unknown)}")
    return read


def wrong_fields(error: ValidationError) -> str:
    """Name the fields that are wrong."""
    places = (fault["loc"] for fault in error.errors(include_input=False, include_url=False, include_context=False))
    return ", ".join(dict.fromkeys(".".join(map(str, place)) for place in places))


def unknown_fields(raw: Any, read: Any, path: str = "") -> Iterator[str]:
    """Yield what the vendor's types keep only because they keep everything, or drop without a word.

    Some of their lists are read only when somebody looks at them, so this may raise `ValidationError`.
    """
    match read:
        case BaseModel():
            yield from (f"{path}{name}" for name in _dropped(raw, read))
            for name, field in type(read).model_fields.items():
                was = raw.get(field.alias or name, raw.get(name)) if isinstance(raw, Mapping) else None
                yield from unknown_fields(was, getattr(read, name), f"{path}{name}.")
        case Mapping() if isinstance(raw, Mapping):
            for name, value in raw.items():
                if name in read:
                    yield from unknown_fields(value, read[name], f"{path}{name}.")
                else:
                    yield f"{path}{name}"
        case Iterable() if not isinstance(read, str | bytes):
            items = list(read)
            for was, item in zip(raw if isinstance(raw, list) else items, items, strict=False):
                yield from unknown_fields(was, item, path)


def _dropped(raw: Any, read: BaseModel) -> Iterable[str]:
    """Return the fields of what came that a model has no place for, whether it keeps them or not."""
    if read.model_extra is not None or not isinstance(raw, Mapping):
        return read.model_extra or ()
    fields = type(read).model_fields
    return raw.keys() - fields.keys() - {field.alias for field in fields.values()}
