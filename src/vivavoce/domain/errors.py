"""One error tree: a stable code, whether trying again can help, and what to do about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class VivaVoceError(Exception):
    """Base of every error this project raises on purpose.

    `code` is stable and appears in API answers and logs; `message` says what is wrong;
    `fix` says what the reader can do about it. Neither may hold personal data or secrets.
    """

    code = "internal"
    retryable = False

    def __init__(self, message: str, *, fix: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix


class ConfigurationError(VivaVoceError):
    """A setting is missing or wrong; `fix` names the setting."""

    code = "configuration"


class ModelFileError(ConfigurationError):
    """A model file is missing or corrupt."""

    code = "model_file"


class NotFoundError(VivaVoceError):
    code = "not_found"


class ConflictError(VivaVoceError):
    """The thing is in a state that does not allow this."""

    code = "conflict"


class ForbiddenError(VivaVoceError):
    code = "forbidden"


class UnauthenticatedError(VivaVoceError):
    code = "unauthenticated"


class InvalidInputError(VivaVoceError):
    code = "invalid_input"


class ConsentMissingError(ForbiddenError):
    """Capture was asked for before the matching consent was stored (law 1)."""

    code = "consent_missing"


class LinkError(VivaVoceError):
    """An invitation link that cannot be followed."""

    code = "link_unknown"


class LinkExpiredError(LinkError):
    code = "link_expired"


class LinkUsedError(LinkError):
    code = "link_used"


class UnavailableError(VivaVoceError):
    """Nothing is wrong with the request, but it cannot be served now."""

    code = "unavailable"
    retryable = True


class StorageError(VivaVoceError):
    """The database or the object store did not take or give the data."""

    code = "storage"
    retryable = True


class StorageFullError(StorageError):
    code = "storage_full"
    retryable = False


class Fault(StrEnum):
    """How a provider failed: what to try next depends on it."""

    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    """The key or the right is missing: trying again cannot help."""
    OVERLOADED = "overloaded"
    """Too many requests, quota used up, no capacity."""
    BROKEN = "broken"
    """The vendor answered with an error of its own."""
    CUT = "cut"
    """The connection ended, or the answer did, before the vendor said it was complete."""
    SILENT = "silent"
    """Nothing came within the deadline, and nobody said why."""
    MALFORMED = "malformed"
    """Something came that the protocol does not allow."""
    LIMIT = "limit"
    """The session reached the vendor's time limit."""


class ProviderError(VivaVoceError):
    """A speech, language or embedding model did not do its work."""

    code = "provider"
    retryable = True

    def __init__(self, provider: str, message: str, *, fix: str = "", fault: Fault = Fault.BROKEN) -> None:
        super().__init__(f"{provider}: {message}", fix=fix)
        self.provider = provider
        self.fault = fault


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFault:
    """One thing wrong in a file somebody wrote: where, what, and why it matters."""

    file: str
    line: int
    field: str
    """Dotted path, such as ``sections[2].questions[0].probes``."""
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.field}: {self.message}"


class ProvidersFileError(ConfigurationError):
    """A providers file that cannot be used; holds every fault found, not just the first."""

    code = "providers_file"

    def __init__(self, faults: Sequence[FileFault]) -> None:
        super().__init__(
            "\n".join(str(fault) for fault in faults),
            fix="Correct the lines named and run `vivavoce providers list` again.",
        )
        self.faults = tuple(faults)


class PackError(InvalidInputError):
    """A role pack that cannot be used; holds every fault found, not just the first."""

    code = "pack_invalid"

    def __init__(self, faults: Sequence[FileFault]) -> None:
        super().__init__(
            "\n".join(str(fault) for fault in faults), fix="Correct the lines named and run `vivavoce pack lint` again."
        )
        self.faults = tuple(faults)
