"""The evaluation of one interview as durable steps: a crash at any of them resumes there, with the same report at the end."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from pydantic import TypeAdapter

from vivavoce.domain.clock import Clock
from vivavoce.domain.consent import Purpose
from vivavoce.domain.errors import ConflictError, NotFoundError
from vivavoce.domain.ports.embeddings import Embedder
from vivavoce.domain.ports.event_log import EventLog
from vivavoce.domain.ports.records import Consents, Reports, Sessions
from vivavoce.domain.ports.workflows import DurableWork
from vivavoce.domain.report import CriterionResult, Report
from vivavoce.domain.role_pack import RolePack
from vivavoce.domain.session import Session, SessionStatus
from vivavoce.evaluation.reconcile import reconcile, verified_run
from vivavoce.evaluation.record import InterviewRecord, record_of
from vivavoce.evaluation.report import build_report, coverage_of
from vivavoce.evaluation.scoring.anchors import AnchorsEvaluator
from vivavoce.evaluation.scoring.evaluator import Evaluator, Leveling
from vivavoce.evaluation.scoring.points import PointsEvaluator
from vivavoce.knowledge.coverage import CoverageJudge

_RECORD: TypeAdapter[InterviewRecord] = TypeAdapter(InterviewRecord)
_LEVELINGS: TypeAdapter[tuple[Leveling, ...]] = TypeAdapter(tuple[Leveling, ...])
_CRITERIA: TypeAdapter[tuple[CriterionResult, ...]] = TypeAdapter(tuple[CriterionResult, ...])
_REPORT: TypeAdapter[Report] = TypeAdapter(Report)

NOT_AGREED = "The candidate did not agree to automated evaluation; please read the transcript."


class EvaluationPipeline:
    """Turns the event log of an ended interview into a saved report.

    Steps: `transcript` → one for each evaluator → `reconcile` (verifies every quote) → `report` → `save`. Their results are JSON,
    stored by the `DurableWork` they run in; `run` may be called again and again, and ends with the same report. Raises
    `NotFoundError` for an unknown session, `ConflictError` for a withdrawn one, and `ProviderError` and `StorageError` from the
    ports, both worth a retry. The session's status is its caller's.
    """

    def __init__(
        self,
        *,
        embedder: Embedder,
        event_log: EventLog,
        reports: Reports,
        sessions: Sessions,
        pack_of: Callable[[Session], Awaitable[RolePack]],
        clock: Clock,
        code_version: str,
        models: Mapping[str, str],
        consents: Consents | None = None,
    ) -> None:
        """`pack_of` returns the pack a session was led with; `models` are the names pinned into the report."""
        self._event_log = event_log
        self._reports = reports
        self._sessions = sessions
        self._consents = consents
        self._pack_of = pack_of
        self._clock = clock
        self._judge = CoverageJudge(embedder)
        self._evaluators: Sequence[Evaluator] = (PointsEvaluator(self._judge), AnchorsEvaluator(embedder))
        self._versions = {
            **models,
            "embedder": embedder.name,
            "evaluators": ", ".join(evaluator.name for evaluator in self._evaluators),
            "evaluation_code": code_version,
        }

    async def run(self, session_id: str, work: DurableWork) -> Report:
        """Evaluate a session and save its report; each step runs once, whatever crashes in between."""
        session = await self._sessions.get(session_id)
        if session is None:
            raise NotFoundError(f"there is no session {session_id!r}")
        if session.status is SessionStatus.WITHDRAWN:
            raise ConflictError("the candidate withdrew, so nothing is evaluated", fix="Erase the session instead.")
        pack = await self._pack_of(session)
        record = await _step(work, "transcript", _RECORD, lambda: self._record(session_id, pack))
        levelings = [
            await _step(work, evaluator.name, _LEVELINGS, partial(self._level, evaluator, record, pack))
            for evaluator in self._evaluators
        ]
        criteria = await _step(work, "reconcile", _CRITERIA, lambda: self._reconcile(record, pack, levelings))
        report = await _step(work, "report", _REPORT, lambda: self._report(record, pack, criteria))
        await work.step("save", lambda: self._save(report))
        return report

    async def _record(self, session_id: str, pack: RolePack) -> InterviewRecord:
        record = record_of(session_id, await self._event_log.read(session_id), pack)
        return record if await self._agreed(session_id) else _unscored(record)

    async def _agreed(self, session_id: str) -> bool:
        if self._consents is None:
            return True
        records = await self._consents.of_session(session_id)
        decisions = [one.granted for one in records if one.purpose is Purpose.AUTOMATED_EVALUATION]
        return decisions[-1] if decisions else False

    async def _level(self, evaluator: Evaluator, record: InterviewRecord, pack: RolePack) -> tuple[Leveling, ...]:
        if not record.may_be_scored:
            return tuple(Leveling(criterion_id=one.id, level=None, reason=NOT_AGREED) for one in pack.rubric)
        return await evaluator.level(record, pack)

    async def _reconcile(
        self, record: InterviewRecord, pack: RolePack, levelings: Sequence[tuple[Leveling, ...]]
    ) -> tuple[CriterionResult, ...]:
        results = []
        for criterion in pack.rubric:
            runs = [
                verified_run(evaluator.name, leveling, record.transcript)
                for evaluator, levels in zip(self._evaluators, levelings, strict=True)
                for leveling in levels
                if leveling.criterion_id == criterion.id
            ]
            results.append(reconcile(criterion, runs))
        return tuple(results)

    async def _report(self, record: InterviewRecord, pack: RolePack, criteria: Sequence[CriterionResult]) -> Report:
        coverage = await coverage_of(record, pack, self._judge)
        return build_report(record, pack, criteria, coverage, created_at=self._clock.now(), versions=self._versions)

    async def _save(self, report: Report) -> str:
        await self._reports.save(report)
        return "saved"


def _unscored(record: InterviewRecord) -> InterviewRecord:
    return replace(record, may_be_scored=False)


async def _step[T](work: DurableWork, name: str, adapter: TypeAdapter[T], make: Callable[[], Awaitable[T]]) -> T:
    """Run a step whose result is a dataclass; what is used further on is always what was stored."""

    async def as_json() -> str:
        return adapter.dump_json(await make()).decode()

    return adapter.validate_json(await work.step(name, as_json))
