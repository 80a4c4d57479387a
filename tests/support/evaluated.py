"""An interview that is over and waits for its report."""

from datetime import UTC, datetime, timedelta

from vivavoce.domain.session import Invitation, Session, SessionStatus

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
SESSION = Session(id="ses", role_id="rol", candidate_name="Ada", status=SessionStatus.EVALUATING, created_at=NOW)
INVITATION = Invitation(
    id="inv",
    session_id="ses",
    role_id="rol",
    candidate_name="Ada",
    token_sha256="0" * 64,
    created_at=NOW,
    expires_at=NOW + timedelta(days=7),
    created_by="usr",
)
