"""What happens when an interview has ended: tracks are joined, the report is made, the status follows; durably."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

from vivavoce import __version__
from vivavoce.app.packs import PacksOfRoles
from vivavoce.app.storage import Storage
from vivavoce.compliance.retention import RetentionPolicy
from vivavoce.domain.clock import Clock
from vivavoce.domain.ports.recordings import Recordings
from vivavoce.domain.ports.records import Sessions
from vivavoce.domain.ports.workflows import DurableWork, Workflows
from vivavoce.domain.session import EndReason, SessionStatus
from vivavoce.evaluation.pipeline import EvaluationPipeline
from vivavoce.interview.personas.evaluator import EVALUATOR
from vivavoce.interview.spending import ChargedWork, OpensLate, late_spending
from vivavoce.providers.local import EmbeddedModels
from vivavoce.routing.account import Account
from vivavoce.stores.durable import DurableWorkflows

WORKFLOW = "after-interview"


class AfterInterview:
    """The workflow's handler: the same steps in the same order, each resumed where a crash left it.

    What they use is the session's cost: the tracks for as long as they are kept, and the tokens of evaluators that need any.
    """

    def __init__(
        self,
        pipeline: EvaluationPipeline,
        recordings: Recordings,
        sessions: Sessions,
        *,
        late: OpensLate,
        media_days: float,
    ) -> None:
        self._pipeline = pipeline
        self._recordings = recordings
        self._sessions = sessions
        self._late = late
        self._media_days = media_days

    async def __call__(self, session_id: str, work: DurableWork) -> None:
        charged = ChargedWork(work, session_id, self._late)
        await charged.step("tracks", lambda: self._finish_tracks(session_id, charged))
        await self._pipeline.run(session_id, charged)
        await work.step("reported", lambda: self._reported(session_id))

    async def _finish_tracks(self, session_id: str, charged: ChargedWork) -> str:
        tracks = await self._recordings.finish(session_id)
        late = await charged.spending()
        late.keep(sum(track.size_bytes for track in tracks), days=self._media_days)
        return str(len(tracks))

    async def _reported(self, session_id: str) -> str:
        """Say that the report is there; a session that was left or handed to a human keeps saying so."""
        session = await self._sessions.get(session_id)
        if session is not None and session.status is SessionStatus.EVALUATING:
            await self._sessions.save(replace(session, status=SessionStatus.REPORTED))
        return "reported"


class Evaluating:
    """Starts the durable work behind every interview that ends."""

    def __init__(self, workflows: Workflows) -> None:
        self._workflows = workflows

    async def interview_ended(self, session_id: str, reason: EndReason) -> None:
        """Begin what follows the end; a withdrawn interview is neither evaluated nor joined. Safe to repeat."""
        if reason is not EndReason.WITHDRAWN:
            await self._workflows.start(WORKFLOW, session_id)


@asynccontextmanager
async def open_evaluating(
    storage: Storage, models: EmbeddedModels, *, packs: PacksOfRoles, clock: Clock, account: Callable[[], Account]
) -> AsyncIterator[Evaluating]:
    """Take up work a former process left unfinished, and be ready for more."""
    pipeline = EvaluationPipeline(
        embedder=models.embedder,
        event_log=storage.events,
        reports=storage.reports,
        sessions=storage.sessions,
        consents=storage.consents,
        pack_of=packs,
        clock=clock,
        code_version=__version__,
        models={**models.names(), "persona": f"{EVALUATOR.id}:{EVALUATOR.version}"},
    )
    late = late_spending(events=storage.events, clock=clock, account=account)
    handler = AfterInterview(
        pipeline, storage.recordings, storage.sessions, late=late, media_days=RetentionPolicy().media_days
    )
    workflows = await DurableWorkflows.launch(storage.database_url, {WORKFLOW: handler}, storage.vault)
    try:
        yield Evaluating(workflows)
    finally:
        await workflows.aclose()
