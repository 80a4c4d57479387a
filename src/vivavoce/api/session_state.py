"""Where a session stands, for candidates and reviewers alike."""

from vivavoce.domain.session import Session, SessionStatus

_OVER = frozenset({SessionStatus.EVALUATING, SessionStatus.REPORTED, SessionStatus.LEFT, SessionStatus.WITHDRAWN})


def is_over(session: Session) -> bool:
    """Return whether nothing more will be said in this interview."""
    return session.ended_at is not None or session.status in _OVER
