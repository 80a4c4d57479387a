"""Repositories of what the platform keeps: all raise `StorageError` when the store does not answer; a return means durable."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from vivavoce.domain.consent import ConsentRecord
from vivavoce.domain.report import Decision, Report
from vivavoce.domain.session import Invitation, Role, Session, User


class Users(Protocol):
    async def add(self, user: User) -> None:
        """Raise `ConflictError` when the e-mail address (compared in lower case) is taken."""
        ...

    async def by_id(self, user_id: str) -> User | None: ...

    async def by_email(self, email: str) -> User | None: ...

    async def count(self) -> int: ...

    async def set_password_hash(self, user_id: str, password_hash: str) -> None:
        """Replace the hash, as when a sign-in finds it made with parameters that are weak by now; nothing when gone."""
        ...


class Logins(Protocol):
    """Browser sessions and one-time tokens; only hashes are kept."""

    async def open(self, token_sha256: str, *, user_id: str, expires_at: datetime) -> None: ...

    async def user_id(self, token_sha256: str, *, at: datetime) -> str | None: ...

    async def close(self, token_sha256: str) -> None: ...

    async def set_setup_token(self, token_sha256: str) -> None:
        """Replace the one-time token by which the first admin is made."""
        ...

    async def use_setup_token(self, token_sha256: str) -> bool:
        """Return whether it was the token; it is gone afterwards."""
        ...


class Roles(Protocol):
    async def add(self, role: Role) -> None: ...

    async def get(self, role_id: str) -> Role | None: ...

    async def list(self) -> Sequence[Role]: ...


class Sessions(Protocol):
    async def add(self, session: Session, invitation: Invitation) -> None: ...

    async def get(self, session_id: str) -> Session | None: ...

    async def save(self, session: Session) -> None:
        """Replace the record; the event log, not this, is what a live session is restored from."""
        ...

    async def list(self) -> Sequence[Session]:
        """Newest first."""
        ...

    async def invitation(self, session_id: str) -> Invitation | None: ...

    async def invitation_by_token(self, token_sha256: str) -> Invitation | None: ...


class Consents(Protocol):
    """Append-only."""

    async def add(self, records: Sequence[ConsentRecord]) -> None: ...

    async def of_session(self, session_id: str) -> Sequence[ConsentRecord]:
        """Oldest first."""
        ...


class Reports(Protocol):
    async def save(self, report: Report) -> None: ...

    async def get(self, session_id: str) -> Report | None: ...

    async def add_decision(self, decision: Decision) -> None: ...

    async def decisions(self, session_id: str) -> Sequence[Decision]:
        """Oldest first; the last one stands."""
        ...

    async def add_view(self, session_id: str, *, user_id: str, evidence: str, at: datetime) -> None:
        """Note that this user opened this evidence (a quote's turn id, or "transcript")."""
        ...

    async def views(self, session_id: str, *, user_id: str) -> Sequence[str]: ...


class AuditLog(Protocol):
    """Hash-chained: each entry holds the hash of the one before; holds no personal data."""

    async def add(self, *, actor: str, action: str, subject: str, at: datetime, detail: dict[str, str]) -> None: ...

    async def verify(self) -> int:
        """Return the number of entries; raise `StorageError` naming the first whose chain is broken."""
        ...
