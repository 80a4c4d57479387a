"""Made-up records for tests: one of each, with the parts a test cares about given by name."""

from datetime import UTC, datetime, timedelta

from vivavoce.domain.report import CriterionResult, CriterionRun, Evidence, Report, ScoreStatus
from vivavoce.domain.session import Accommodations, Invitation, Role, Session, SessionStatus, User

NOW = datetime(2026, 11, 22, 9, 30, 0, 123456, tzinfo=UTC)


def a_user(number: int = 1, *, email: str = "") -> User:
    return User(
        id=f"usr_{number}",
        email=email or f"reviewer{number}@example.org",
        name="Rosa Reviewer",
        password_hash="$argon2id$v=19$not-a-real-hash",
        is_admin=number == 1,
        created_at=NOW,
    )


def a_role(number: int = 1) -> Role:
    return Role(
        id=f"rol_{number}",
        title="Backend engineer",
        pack_id="backend-engineer",
        pack_yaml="id: backend-engineer\n",
        pack_sha256="ab" * 32,
        created_at=NOW + timedelta(minutes=number),
        created_by="usr_1",
    )


def a_session(number: int = 1, *, candidate_name: str = "Ada Candidate") -> Session:
    return Session(
        id=f"ses_{number}",
        role_id="rol_1",
        candidate_name=candidate_name,
        status=SessionStatus.INVITED,
        created_at=NOW + timedelta(minutes=number),
        accommodations=Accommodations(patience_factor=1.5, captions=False),
    )


def an_invitation(number: int = 1, *, candidate_name: str = "Ada Candidate") -> Invitation:
    return Invitation(
        id=f"inv_{number}",
        session_id=f"ses_{number}",
        role_id="rol_1",
        candidate_name=candidate_name,
        token_sha256=f"{number:064x}",
        created_at=NOW,
        expires_at=NOW + timedelta(days=7),
        created_by="usr_1",
    )


def a_report(number: int = 1, *, quote: str = "I would shard by tenant") -> Report:
    evidence = Evidence(quote=quote, turn_id="trn_1", start_s=12.5, end_s=15.25, supports="sharding", question_id="q1")
    run = CriterionRun(
        evaluator="points-v1", status=ScoreStatus.SCORED, level=3.5, reason="Names a key.", evidence=(evidence,)
    )
    result = CriterionResult(
        id="scaling",
        title="Scaling",
        weight=2.0,
        status=ScoreStatus.SCORED,
        level=3.5,
        interval=(3.0, 4.0),
        confidence=0.7,
        discrepancy=False,
        reason="Both runs agree.",
        evidence=(evidence,),
        runs=(run, run),
    )
    return Report(
        session_id=f"ses_{number}",
        created_at=NOW,
        criteria=(result,),
        overall=3.5,
        coverage=(),
        flags=(),
        versions={"pack": "ab" * 32},
    )
