"""Interviews, what was said in them, and what people decided."""

from typing import Annotated

from fastapi import APIRouter, Depends

from vivavoce.api.auth.browser import Reviewer, signed_in
from vivavoce.api.reviewer.interviews.presenting import TRANSCRIPT, interview_detail, interview_summaries, turn_ids
from vivavoce.api.reviewer.interviews.reads import Reads, reads_of
from vivavoce.api.reviewer.interviews.schemas import (
    DecisionView,
    EvidenceOpened,
    InterviewDetail,
    InterviewSummary,
    NewDecision,
    NewPace,
    Person,
    Viewed,
)
from vivavoce.api.schemas import PROBLEMS
from vivavoce.api.services import Given, Services
from vivavoce.api.session_state import is_over
from vivavoce.domain.errors import ConflictError, NotFoundError
from vivavoce.domain.ids import new_id
from vivavoce.domain.report import Decision, Verdict
from vivavoce.domain.session import Session, SessionStatus
from vivavoce.interview.commands import ChangePace

router = APIRouter(prefix="/api/interviews", tags=["interviews"], responses=PROBLEMS, dependencies=[Depends(signed_in)])


@router.get("")
async def list_interviews(services: Given) -> list[InterviewSummary]:
    """Newest first; never sorted by score."""
    return await interview_summaries(services)


@router.get("/{interview_id}")
async def get_interview(
    interview_id: str, reviewer: Reviewer, services: Given, reads: Annotated[Reads, Depends(reads_of)]
) -> InterviewDetail:
    session = await existing(services, interview_id)
    await reads.note(services, user_id=reviewer.user.id, session_id=session.id)
    return await interview_detail(services, session, reader_id=reviewer.user.id)


@router.post("/{interview_id}/views")
async def open_evidence(interview_id: str, body: EvidenceOpened, reviewer: Reviewer, services: Given) -> Viewed:
    """Note that the signed-in person opened this quote, or the transcript."""
    session = await existing(services, interview_id)
    if body.evidence != TRANSCRIPT and body.evidence not in await turn_ids(services, session.id):
        raise NotFoundError(
            "There is no such evidence in this interview.", fix="Send the turn id of a quote, or `transcript`."
        )
    user_id, now = reviewer.user.id, services.clock.now()
    await services.reports.add_view(session.id, user_id=user_id, evidence=body.evidence, at=now)
    await services.audit.add(
        actor=user_id, action="evidence.opened", subject=session.id, at=now, detail={"evidence": body.evidence}
    )
    return Viewed(viewed=tuple(await services.reports.views(session.id, user_id=user_id)))


@router.post("/{interview_id}/pace", status_code=204)
async def change_pace(interview_id: str, body: NewPace, reviewer: Reviewer, services: Given) -> None:
    """Let the interviewer of a running interview wait longer or shorter; acts at the candidate's next pause."""
    session = await existing(services, interview_id)
    await services.host.command(session.id, ChangePace(pace=body.pace, by="reviewer"))
    await services.audit.add(
        actor=reviewer.user.id,
        action="pace.changed",
        subject=session.id,
        at=services.clock.now(),
        detail={"pace": body.pace.value},
    )


@router.post("/{interview_id}/decisions", status_code=201)
async def decide(interview_id: str, body: NewDecision, reviewer: Reviewer, services: Given) -> DecisionView:
    """Decide as the person signed in. Nobody is rejected by someone who opened no evidence (law 7)."""
    session = await existing(services, interview_id)
    user = reviewer.user
    await _may_decide(services, session, body.verdict, user_id=user.id)
    decision = Decision(
        id=new_id("dec"),
        session_id=session.id,
        verdict=body.verdict,
        reason=body.reason,
        decided_by=user.id,
        at=services.clock.now(),
    )
    await services.reports.add_decision(decision)
    await services.audit.add(
        actor=user.id,
        action="decision.made",
        subject=session.id,
        at=decision.at,
        detail={"decision": decision.id, "verdict": decision.verdict},
    )
    return DecisionView(
        id=decision.id,
        verdict=decision.verdict,
        reason=decision.reason,
        decided_by=Person(id=user.id, name=user.name),
        at=decision.at,
    )


async def existing(services: Services, interview_id: str) -> Session:
    """Return the session; raise `NotFoundError` when there is none by that id."""
    session = await services.sessions.get(interview_id)
    if session is None:
        raise NotFoundError("There is no such interview.", fix="Choose one of the list at /api/interviews.")
    return session


async def _may_decide(services: Services, session: Session, verdict: Verdict, *, user_id: str) -> None:
    if session.status is SessionStatus.WITHDRAWN:
        raise ConflictError("The candidate has withdrawn, so there is nothing to decide.", fix="Nothing needs doing.")
    if not is_over(session):
        raise ConflictError("This interview is not over yet.", fix="Decide when it has ended.")
    if verdict is Verdict.REJECT and not await services.reports.views(session.id, user_id=user_id):
        raise ConflictError(
            "You have not opened any of this interview's evidence, so you cannot reject the candidate.",
            fix="Play a quote of the report or read the transcript, then decide again.",
        )
