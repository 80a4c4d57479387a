"""An interview in the shapes reviewers see, read from its records and its event log."""

from collections.abc import Sequence

from vivavoce.api.reviewer.interviews.schemas import (
    ConsentRecordView,
    CostView,
    DecisionView,
    EventsSummary,
    ExpectedPointView,
    FailoverView,
    FlagView,
    InterviewDetail,
    InterviewSummary,
    LedgerView,
    Person,
    ProviderCostView,
    QuestionView,
    ReportView,
    SectionEnteredView,
    TrackView,
    TranscriptTurn,
    TranscriptView,
    TurnLedger,
)
from vivavoce.api.reviewer.packs.presenting import rubric_of
from vivavoce.api.reviewer.people import names_of
from vivavoce.api.role_packs import pack_of
from vivavoce.api.services import Services
from vivavoce.domain.errors import ConfigurationError, NotFoundError
from vivavoce.domain.events import (
    CandidateTurnEnded,
    FailedOver,
    Flagged,
    HumanRequested,
    InterviewerSpoke,
    LineAttached,
    LineLost,
    QuestionClosed,
    SectionEntered,
    SessionEvent,
    SessionStarted,
    UsageMetered,
    UtteranceHeard,
)
from vivavoce.domain.report import Report, Verdict
from vivavoce.domain.role_pack import RolePack
from vivavoce.domain.session import Role, Session, SessionStatus
from vivavoce.domain.transcript import Turn

TRANSCRIPT = "transcript"
"""What a view of the whole transcript is called."""
_MAY_HAVE_REPORT = frozenset({SessionStatus.REPORTED, SessionStatus.LEFT, SessionStatus.NEEDS_HUMAN})


async def interview_summaries(services: Services) -> list[InterviewSummary]:
    """Return every interview, newest first."""
    titles = {role.id: role.title for role in await services.roles.list()}
    return [
        await _summary(services, session, role_title=titles.get(session.role_id, ""))
        for session in await services.sessions.list()
    ]


async def interview_detail(services: Services, session: Session, *, reader_id: str) -> InterviewDetail:
    """Return everything about one interview that reviewers may see."""
    role = await services.roles.get(session.role_id)
    if role is None:
        raise NotFoundError("The role of this interview is gone.", fix="Restore it from a backup.")
    pack = await _readable_pack(role)
    events = await events_of(services, session.id)
    report = await services.reports.get(session.id)
    return InterviewDetail(
        **(await _summary(services, session, role_title=role.title)).model_dump(),
        role_id=role.id,
        report=ReportView.model_validate(report) if report else None,
        transcript=TranscriptView(turns=tuple(TranscriptTurn.model_validate(turn) for turn in turns_of(events))),
        turns=tuple(_ledger(event) for event in events if isinstance(event, InterviewerSpoke)),
        tracks=await _tracks(services, session.id),
        decisions=await _decisions(services, session.id),
        rubric=rubric_of(pack) if pack else (),
        questions=_questions(pack) if pack else (),
        consents=tuple(
            ConsentRecordView.model_validate(record) for record in await services.consents.of_session(session.id)
        ),
        flags=_flags(events, report),
        versions=_versions(events, report, role),
        events_summary=_events_summary(events),
        cost=cost_of(events),
        viewed=tuple(await services.reports.views(session.id, user_id=reader_id)),
    )


async def _readable_pack(role: Role) -> RolePack | None:
    """Return the pack; None when today's linter refuses it: what was said under it can be read all the same."""
    try:
        return await pack_of(role)
    except ConfigurationError:
        return None


async def events_of(services: Services, session_id: str) -> list[SessionEvent]:
    return [logged.event for logged in await services.events.read(session_id)]


async def turn_ids(services: Services, session_id: str) -> set[str]:
    """Return the ids of all turns: what a quote can be from."""
    return {turn.id for turn in turns_of(await events_of(services, session_id))}


def turns_of(events: Sequence[SessionEvent]) -> list[Turn]:
    """Return what was said, in order; words of a turn that has not ended yet are there as they were heard."""
    turns: list[Turn] = []
    unfinished: list[Turn] = []
    for event in events:
        match event:
            case UtteranceHeard():
                unfinished.append(event.utterance)
            case CandidateTurnEnded():
                unfinished.clear()
                turns.append(event.turn)
            case InterviewerSpoke():
                turns.append(event.turn)
            case _:
                pass
    return sorted([*turns, *unfinished], key=lambda turn: turn.start_s)


async def _summary(services: Services, session: Session, *, role_title: str) -> InterviewSummary:
    may_have = session.status in _MAY_HAVE_REPORT
    has_report = may_have and await services.reports.get(session.id) is not None
    return InterviewSummary(
        id=session.id,
        candidate_name=session.candidate_name,
        role_title=role_title,
        status=session.status,
        created_at=session.created_at,
        started_at=session.started_at,
        ended_at=session.ended_at,
        end_reason=session.end_reason,
        has_report=has_report,
        decision=await _verdict(services, session),
    )


async def _verdict(services: Services, session: Session) -> Verdict | None:
    decisions = await services.reports.decisions(session.id) if session.ended_at else []
    return decisions[-1].verdict if decisions else None


def _ledger(event: InterviewerSpoke) -> TurnLedger:
    turn = event.turn
    ledger = LedgerView.model_validate(event.ledger) if event.ledger else None
    return TurnLedger(turn_id=turn.id, section=turn.section, question_id=turn.question_id, ledger=ledger)


async def _tracks(services: Services, session_id: str) -> tuple[TrackView, ...]:
    return tuple(
        TrackView(
            track=info.track,
            media_type=info.media_type,
            size_bytes=info.size_bytes,
            duration_s=info.duration_s,
            url=f"/api/interviews/{session_id}/audio/{info.track}",
        )
        for info in await services.recordings.tracks(session_id)
    )


async def _decisions(services: Services, session_id: str) -> tuple[DecisionView, ...]:
    decisions = await services.reports.decisions(session_id)
    names = await names_of(services, (decision.decided_by for decision in decisions))
    return tuple(
        DecisionView(
            id=decision.id,
            verdict=decision.verdict,
            reason=decision.reason,
            decided_by=Person(id=decision.decided_by, name=names[decision.decided_by]),
            at=decision.at,
        )
        for decision in decisions
    )


def _questions(pack: RolePack) -> tuple[QuestionView, ...]:
    return tuple(
        QuestionView(
            id=question.id,
            section=section.kind,
            text=question.text,
            expected=tuple(ExpectedPointView.model_validate(point) for point in question.expected),
        )
        for section in pack.sections
        for question in section.questions
    )


def _flags(events: Sequence[SessionEvent], report: Report | None) -> tuple[FlagView, ...]:
    """Return each flag once: the interview's own, and those the evaluation added."""
    raised = [
        FlagView(kind=event.flag, message=event.message, turn_id=event.turn_id)
        for event in events
        if isinstance(event, Flagged)
    ]
    added = [FlagView.model_validate(flag) for flag in report.flags] if report else []
    return tuple(dict.fromkeys([*raised, *added]))


def _versions(events: Sequence[SessionEvent], report: Report | None, role: Role) -> dict[str, str]:
    versions = {"pack_sha256": role.pack_sha256}
    for event in events:
        if isinstance(event, SessionStarted):
            versions |= event.versions
    return versions | (report.versions if report else {})


def _events_summary(events: Sequence[SessionEvent]) -> EventsSummary:
    return EventsSummary(
        sections=tuple(
            SectionEnteredView(section=event.section, at_s=event.at_s)
            for event in events
            if isinstance(event, SectionEntered)
        ),
        questions_closed={event.question_id: event.reason for event in events if isinstance(event, QuestionClosed)},
        connections=sum(isinstance(event, LineAttached) for event in events),
        connections_lost=sum(isinstance(event, LineLost) for event in events),
        failovers=tuple(_failover(event) for event in events if isinstance(event, FailedOver)),
        human_requested=any(isinstance(event, HumanRequested) for event in events),
        messages_to_humans=tuple(
            event.message for event in events if isinstance(event, HumanRequested) and event.message
        ),
    )


def cost_of(events: Sequence[SessionEvent]) -> CostView:
    """Return what the log says the session has cost: its last metering stands."""
    metered = next((event for event in reversed(events) if isinstance(event, UsageMetered)), None)
    if metered is None:
        return CostView(usd=0.0, usd_per_minute=0.0, by_provider=(), unpriced=(), estimated=(), budget="go_on")
    minutes = metered.at_s / 60
    return CostView(
        usd=float(metered.usd),
        usd_per_minute=float(metered.usd) / minutes if minutes > 0 else 0.0,
        by_provider=tuple(
            ProviderCostView(
                provider=provider,
                usd=float(metered.usd_by_provider.get(provider, 0)),
                used=metered.used.get(provider, {}),
            )
            for provider in dict.fromkeys([*metered.usd_by_provider, *metered.used])
        ),
        unpriced=metered.unpriced,
        estimated=metered.estimated,
        budget=metered.budget,
    )


def _failover(event: FailedOver) -> FailoverView:
    failover = event.failover
    return FailoverView(
        at_s=event.at_s,
        capability=failover.capability,
        from_provider=failover.from_provider,
        to_provider=failover.to_provider,
        fault=failover.fault,
        gap_ms=failover.gap_ms,
    )
