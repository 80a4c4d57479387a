"""What the error codes of the OpenAI protocol mean; xAI speaks it too."""

from vivavoce.domain.errors import Fault
from vivavoce.providers.livekit_realtime.failures import Failure

_LIMIT = {"session_expired", "max_duration"}
_OVERLOADED = {
    "insufficient_quota", "credit_balance_exhausted", "billing_hard_limit_reached", "rate_limit_exceeded",
    "inference_rate_limit_exceeded", "requests", "tokens",
}  # fmt: skip
_REFUSED = {
    "invalid_api_key", "account_deactivated", "authentication_error", "permission_error", "forbidden", "model_not_found",
}  # fmt: skip
_OVERLOADED_FIX = "Raise the account's limits or budget, or hold fewer interviews at once."
_REFUSED_FIX = "Set its key in the environment, and check that it may use this model."


def failure_of_code(*, code: str | None, kind: str | None) -> Failure | None:
    """Return what an error means by its code or, without one, its type; None: a request was refused, the session goes on."""
    names = {name for name in (code, kind) if name}
    name = code or kind or "error"
    if names & _LIMIT:
        return Failure(fault=Fault.LIMIT, message="the session reached its time limit")
    if names & _OVERLOADED:
        return Failure(fault=Fault.OVERLOADED, message=f"it has no capacity for us ({name})", fix=_OVERLOADED_FIX)
    if names & _REFUSED:
        return Failure(fault=Fault.REFUSED, message=f"it refuses us ({name})", fix=_REFUSED_FIX)
    if kind == "invalid_request_error":
        return None
    return Failure(fault=Fault.BROKEN, message=f"it failed ({name})", fix="Look at the vendor's status page.")
