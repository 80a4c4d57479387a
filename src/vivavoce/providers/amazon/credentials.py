"""Who calls Amazon: an access key, from the environment or a secrets backend by way of the configuration."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class AmazonCredentials:
    """Long-lived or temporary; temporary ones have a session token."""

    access_key_id: str = field(repr=False)
    secret_access_key: str = field(repr=False)
    session_token: str | None = field(default=None, repr=False)


SIMULATED_CREDENTIALS = AmazonCredentials(access_key_id="AKIASIMULATED", secret_access_key="simulated")  # noqa: S106
"""Whom simulators let in."""
