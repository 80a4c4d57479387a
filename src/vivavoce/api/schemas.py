"""What every request and answer has in common: the base models, and the one shape of an error."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints


class Request(BaseModel):
    """A body somebody sends: unknown fields are refused, so that a misspelt one is never silently ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class Answer(BaseModel):
    """A body we send; filled from the domain's records by attribute."""

    model_config = ConfigDict(from_attributes=True, frozen=True, use_attribute_docstrings=True)


class Fault(Answer):
    """One thing wrong in what was sent: in a role pack by line, in a request by field."""

    line: int | None = None
    field: str
    message: str


class ErrorDetail(Answer):
    code: str
    """Stable: what programs tell errors apart by."""
    message: str
    fix: str
    """What the reader can do about it."""
    faults: tuple[Fault, ...] = ()


class ErrorAnswer(Answer):
    """Every answer that is not a success."""

    error: ErrorDetail


Name = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")
]
"""One line a person wrote, in any script."""
Email = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=254, pattern=r"^[^@\s\x00-\x1f]+@[^@\s\x00-\x1f]+$")
]
Message = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4_000)]

PROBLEMS: dict[int | str, dict[str, object]] = {
    "4XX": {"model": ErrorAnswer, "description": "Refused; `error.fix` says what to do."},
    "5XX": {"model": ErrorAnswer, "description": "Cannot be served now; `error.fix` says what to do."},
}
"""For the contract of every router."""
