"""The contract of durable work: in memory and on DBOS."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

import pytest

from tests.support.keys import fresh_vault
from vivavoce.domain.errors import ConfigurationError, InvalidInputError, StorageError
from vivavoce.domain.ports.workflows import DurableWork, Workflows
from vivavoce.stores.durable import DurableWorkflows, MemoryWorkflows
from vivavoce.stores.memory import MemoryDataKeys

pytestmark = pytest.mark.anyio

DEADLINE_S = 30


@dataclass(slots=True)
class Evaluation:
    """A workflow of two steps that remembers what was done and can be made to fail."""

    done: list[str] = field(default_factory=list)
    fails_with: Exception | None = None
    failures_left: int = 0
    ended: asyncio.Event = field(default_factory=asyncio.Event)

    async def handle(self, session_id: str, work: DurableWork) -> None:
        transcript = await work.step("transcript", lambda: self._do(f"transcript of {session_id}"))
        report = await work.step("report", lambda: self._do(f"report on {transcript}"))
        self.done.append(f"handed over: {report}")
        self.ended.set()

    async def _do(self, what: str) -> str:
        if self.fails_with and self.failures_left:
            self.failures_left -= 1
            raise self.fails_with
        self.done.append(what)
        return what

    async def end(self) -> None:
        async with asyncio.timeout(DEADLINE_S):
            await self.ended.wait()

    async def until(self, reached: Callable[[], bool]) -> None:
        async with asyncio.timeout(DEADLINE_S):
            while not reached():  # noqa: ASYNC110 - the other side is a thread of a library
                await asyncio.sleep(0.01)


@pytest.fixture
def evaluation() -> Evaluation:
    return Evaluation()


@pytest.fixture
async def workflows(store_url: str, evaluation: Evaluation) -> AsyncIterator[Workflows]:
    async with AsyncExitStack() as closing:
        handlers = {"evaluate": evaluation.handle}
        if not store_url:
            memory = MemoryWorkflows(handlers, pauses_s=(0.01, 0.01))
            closing.push_async_callback(memory.aclose)
            yield memory
        else:
            vault = fresh_vault(MemoryDataKeys())
            durable = await DurableWorkflows.launch(store_url, handlers, vault, pauses_s=(0.01, 0.01))
            closing.push_async_callback(durable.aclose)
            yield durable


async def test_a_workflow_runs_its_steps_in_order_and_gets_their_results(
    workflows: Workflows, evaluation: Evaluation
) -> None:
    await workflows.start("evaluate", "ses_1")
    await evaluation.end()

    assert evaluation.done == [
        "transcript of ses_1",
        "report on transcript of ses_1",
        "handed over: report on transcript of ses_1",
    ]


async def test_starting_again_while_it_runs_or_after_it_ended_does_nothing(
    workflows: Workflows, evaluation: Evaluation
) -> None:
    await asyncio.gather(*(workflows.start("evaluate", "ses_1") for _ in range(3)))
    await evaluation.end()
    await workflows.start("evaluate", "ses_1")
    evaluation.ended.clear()
    await workflows.start("evaluate", "ses_2")
    await evaluation.end()

    assert evaluation.done.count("transcript of ses_1") == 1
    assert evaluation.done.count("transcript of ses_2") == 1


async def test_a_step_that_fails_for_a_moment_is_tried_again(workflows: Workflows, evaluation: Evaluation) -> None:
    evaluation.fails_with, evaluation.failures_left = StorageError("away"), 2

    await workflows.start("evaluate", "ses_1")
    await evaluation.end()

    assert len(evaluation.done) == 3


async def test_a_workflow_that_failed_begins_anew_when_started_again(
    workflows: Workflows, evaluation: Evaluation
) -> None:
    evaluation.fails_with, evaluation.failures_left = InvalidInputError("no such pack"), 1
    await workflows.start("evaluate", "ses_1")
    await evaluation.until(lambda: evaluation.failures_left == 0)

    async with asyncio.timeout(DEADLINE_S):
        while not evaluation.ended.is_set():
            await workflows.start("evaluate", "ses_1")
            await asyncio.sleep(0.01)

    assert len(evaluation.done) == 3


async def test_a_workflow_nobody_handles_is_refused(workflows: Workflows) -> None:
    with pytest.raises(ConfigurationError, match="nonsense"):
        await workflows.start("nonsense", "ses_1")
