"""Checks a pack's structure: pydantic's findings, told as faults with lines and a way out."""

from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from vivavoce.domain.errors import PackFault
from vivavoce.knowledge.packs.schema import PackModel
from vivavoce.knowledge.packs.source import PackSource, Path

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


def read_model(source: PackSource) -> PackModel | None:
    """Return the pack as a model, or None after adding every structural fault to the source."""
    if source.faults:
        return None
    try:
        return PackModel.model_validate(source.data)
    except ValidationError as error:
        source.faults.extend(_fault(details, source) for details in error.errors(include_url=False))
        return None


def _fault(details: ErrorDetails, source: PackSource) -> PackFault:
    path: Path = details["loc"]
    return source.fault(path, _message(details, path))


def _message(details: ErrorDetails, path: Path) -> str:
    kind = details["type"]
    if kind == "extra_forbidden":
        return f"unknown field{_did_you_mean(str(path[-1]), path[:-1])}"
    if kind == "missing":
        return "this field is missing"
    if kind in _EXPECTED:
        return f"expected {_EXPECTED[kind]}, found {_found(details['input'], wants_text=kind == 'string_type')}"
    if kind == "string_pattern_mismatch":
        return _pattern_message(details, path)
    if kind == "literal_error":
        return f"must be {details['ctx']['expected']}{_close_literal(details)}"
    return details["msg"][0].lower() + details["msg"][1:]


def _found(value: object, *, wants_text: bool) -> str:
    if value is None:
        return "nothing (the field is empty)"
    found = _YAML_TYPES.get(type(value).__name__, type(value).__name__)
    quote = "; put it in quotes" if wants_text and isinstance(value, bool | int | float) else ""
    return found + quote


def _pattern_message(details: ErrorDetails, path: Path) -> str:
    if path[-1] == "language":
        return "only English packs ('en', 'en-GB' …) can be checked and spoken so far"
    return f"{details['input']!r} is no id: use lower-case letters, digits and hyphens, beginning with a letter"


def _close_literal(details: ErrorDetails) -> str:
    allowed = [part.strip(" '") for part in details["ctx"]["expected"].replace(" or ", ",").split(",")]
    close = get_close_matches(str(details["input"]), allowed, n=1)
    return f"; did you mean '{close[0]}'?" if close else ""


def _did_you_mean(name: str, path: Path) -> str:
    known = _fields_at(path)
    close = get_close_matches(name, known, n=1, cutoff=0.55)
    return f"; did you mean '{close[0]}'?" if close else f"; known here: {', '.join(known)}"


def _fields_at(path: Path) -> list[str]:
    """Return the names a mapping at this path may have, by walking the models."""
    model: Any = PackModel
    for part in path:
        if isinstance(part, str):
            by_name = {info.alias or name: info.annotation for name, info in model.model_fields.items()}
            model = _model_within(by_name.get(part))
        if model is None:
            return []
    return [info.alias or name for name, info in model.model_fields.items()]


def _model_within(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in getattr(annotation, "__args__", ()):
        found = _model_within(part)
        if found is not None:
            return found
    return None
