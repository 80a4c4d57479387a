"""Checks a file's structure: pydantic's findings, told as faults with lines and a way out."""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from vivavoce.documents.source import Path, Source
from vivavoce.domain.errors import FileFault

_EXPECTED = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "list_type": "a list (lines that begin with '- ')",
    "model_type": "a mapping of fields (name: value)",
    "dict_type": "a mapping of fields (name: value)",
    "model_attributes_type": "a mapping of fields (name: value)",
}
_YAML_TYPES = {
    "bool": "true/false",
    "int": "a number",
    "float": "a number",
    "str": "text",
    "list": "a list",
    "dict": "a mapping",
}


def read_model[M: BaseModel](source: Source, model: type[M]) -> M | None:
    """Return the file as a model, or None after adding every structural fault to the source."""
    if source.faults:
        return None
    try:
        return model.model_validate(source.data)
    except ValidationError as error:
        source.faults.extend(_fault(details, source, model) for details in error.errors(include_url=False))
        return None


def _fault(details: ErrorDetails, source: Source, model: type[BaseModel]) -> FileFault:
    path: Path = tuple(part for part in details["loc"] if part != "[key]")
    return source.fault(path, _message(details, path, source, model))


def _message(details: ErrorDetails, path: Path, source: Source, model: type[BaseModel]) -> str:
    kind = details["type"]
    if kind == "extra_forbidden":
        return f"unknown field{_did_you_mean(str(path[-1]), _fields_at(path[:-1], model))}"
    if kind == "missing":
        return "this field is missing"
    if kind in _EXPECTED:
        return f"expected {_EXPECTED[kind]}, found {_found(details['input'], wants_text=kind == 'string_type')}"
    if kind == "string_pattern_mismatch":
        return _pattern_message(details, path, source)
    if kind in {"literal_error", "enum"}:
        return f"must be {details['ctx']['expected']}{_close_literal(details)}"
    return details["msg"][0].lower() + details["msg"][1:]


def _found(value: object, *, wants_text: bool) -> str:
    if value is None:
        return "nothing (the field is empty)"
    found = _YAML_TYPES.get(type(value).__name__, type(value).__name__)
    quote = "; put it in quotes" if wants_text and isinstance(value, bool | int | float) else ""
    return found + quote


def _pattern_message(details: ErrorDetails, path: Path, source: Source) -> str:
    if path[-1] in source.kind.patterns:
        return source.kind.patterns[str(path[-1])]
    return f"{details['input']!r} is no id: use lower-case letters, digits and hyphens, beginning with a letter"


def _close_literal(details: ErrorDetails) -> str:
    allowed = [part.strip(" '") for part in details["ctx"]["expected"].replace(" or ", ",").split(",")]
    close = get_close_matches(str(details["input"]), allowed, n=1)
    return f"; did you mean '{close[0]}'?" if close else ""


def _did_you_mean(name: str, known: list[str]) -> str:
    close = get_close_matches(name, known, n=1, cutoff=0.55)
    return f"; did you mean '{close[0]}'?" if close else f"; known here: {', '.join(known)}"


def _fields_at(path: Path, model: type[BaseModel]) -> list[str]:
    """Return the names a mapping at this path may have, by walking the models."""
    annotation: Any = model
    for part in path:
        annotation = _below(annotation, part)
    fields = next((found.model_fields for found in _models_within(annotation)), {})
    return [info.alias or name for name, info in fields.items()]


def _below(annotation: Any, part: str | int) -> Any:
    if isinstance(part, int):
        return annotation  # a list's items are found by looking into its type
    for found in _models_within(annotation):
        for name, info in found.model_fields.items():
            if part == (info.alias or name):
                return info.annotation
    mapping = _mapping_within(annotation)
    return get_args(mapping)[1] if mapping is not None else None


def _mapping_within(annotation: Any) -> Any:
    if get_origin(annotation) is dict:
        return annotation
    return next((found for part in get_args(annotation) if (found := _mapping_within(part)) is not None), None)


def _models_within(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    elif get_origin(annotation) is not dict:
        for part in get_args(annotation):
            yield from _models_within(part)
