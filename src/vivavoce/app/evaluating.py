"""What happens when an interview has ended: tracks are joined, the report is made, the status follows; durably."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from vivavoce import __version__
from vivavoce.app.packs import PacksOfRoles
from vivavoce.app.storage import Storage
from vivavoce.domain.clock import Clock
from vivavoce.domain.ports.embeddings import Embedder
from vivavoce.domain.ports.recordings import Recordings
from vivavoce.domain.ports.records import Sessions
from vivavoce.domain.ports.workflows import DurableWork, Workflows
from vivavoce.domain.session import EndReason, SessionStatus
from vivavoce.evaluation.pipeline import EvaluationPipeline
from vivavoce.stores.durable import DurableWorkflows

WORKFLOW = "after-interview"


class AfterInterview:
    """The workflow's handler: the same steps in the same order, each resumed where a crash left it."""

    def __init__(self, pipeline: EvaluationPipeline, recordings: Recordings, sessions: Sessions) -> None:
        self._pipeline = pipeline
        self._recordings = recordings
        self._sessions = sessions

    async def __call__(self, session_id: str, work: DurableWork) -> None:
        await work.step("tracks", lambda: self._finish_tracks(session_id))
        await self._pipeline.run(session_id, work)
        await work.step("reported", lambda: self._reported(session_id))

    async def _finish_tracks(self, session_id: str) -> str:
        return str(len(await self._recordings.finish(session_id)))

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
    storage: Storage, *, embedder: Embedder, packs: PacksOfRoles, models: dict[str, str], clock: Clock
) -> AsyncIterator[Evaluating]:
    """Take up work a former process left unfinished, and be ready for more."""
    pipeline = EvaluationPipeline(
        embedder=embedder,
        event_log=storage.events,
        reports=storage.reports,
        sessions=storage.sessions,
        consents=storage.consents,
        pack_of=packs,
        clock=clock,
        code_version=__version__,
        models=models,
    )
    handler = AfterInterview(pipeline, storage.recordings, storage.sessions)
    workflows = await DurableWorkflows.launch(storage.database_url, {WORKFLOW: handler}, storage.vault)
    try:
        yield Evaluating(workflows)
    finally:
        await workflows.aclose()
