"""A whole practice in virtual time: led by the coach through the host every interview has."""

import asyncio

from tests.support.coverage import KeywordJudge
from tests.support.interview_scenes import watch
from tests.support.interviews import SESSION, LoopClock, Stage
from tests.support.packs import a_pack
from tests.support.scripted_engine import Says
from tests.support.virtual_time import run_virtual
from vivavoce.domain.events import MoveMade
from vivavoce.domain.ports.voice_engine import Reply
from vivavoce.domain.role_pack import RolePack
from vivavoce.domain.session import EndReason, Session, SessionStatus
from vivavoce.interview.brain.plan import PlanBrain
from vivavoce.interview.coaching.brain import CoachingBrain
from vivavoce.interview.coaching.packs import CLOSING, OPENING, practice_pack
from vivavoce.interview.coaching.wording import COACH_LINES
from vivavoce.interview.host import Permissions, SessionHost
from vivavoce.interview.live_view import LiveView, MomentShown
from vivavoce.interview.personas.coach import COACH
from vivavoce.providers.scripted.embeddings import ScriptedEmbedder

UNFINISHED = (
    "There was a disagreement with the other team about the table and I had to talk with them about it for many days"
    " because nobody wanted to be the one who gives in"
)


class Practice(Stage):
    """A stage on which the coach leads the part about working with others."""

    def new_host(self) -> SessionHost:
        plan = PlanBrain(judge=KeywordJudge(), embedder=ScriptedEmbedder(), persona=COACH, lines=COACH_LINES)
        return SessionHost(
            events=self.events,
            sessions=self.sessions,
            engine=self.voice,
            pack_of=self._part,
            brain=CoachingBrain(plan),
            clock=LoopClock(),
            permissions=Permissions(may_capture=self._may_capture, recorder=self._recorder),
            on_ended=self._on_ended,
            persona=COACH,
        )

    async def _part(self, session: Session) -> RolePack:
        return practice_pack(a_pack(), part="behavioral")


async def _practised() -> tuple[Practice, EndReason, list[LiveView]]:
    stage, seen = Practice(), list[LiveView]()
    await stage.invite()
    watching = asyncio.create_task(watch(stage, seen))
    await stage.connect(_tells_half_a_story)
    reason = await stage.finished()
    await stage.host.aclose()
    await watching
    return stage, reason, seen


def _tells_half_a_story(reply: Reply) -> Says | None:
    return Says(text=UNFINISHED) if reply.question_id else None


def test_a_practice_is_led_to_its_end_remarked_on_and_never_evaluated() -> None:
    (stage, reason, seen), _ = run_virtual(_practised())

    spoken = [line.text for line in stage.engine.heard if line.speaker == "interviewer"]
    session = run_virtual(stage.sessions.get(SESSION))[0]
    assert session is not None
    assert (reason, session.status) == (EndReason.COMPLETED, SessionStatus.ENDED)
    assert spoken[0].startswith(f"{COACH.disclosure} {OPENING}")
    assert spoken[-1].endswith(CLOSING)
    shown = [view for view in seen if isinstance(view, MomentShown)]
    assert shown
    assert all(view.unvalidated and view.text in " ".join(spoken) for view in shown)


def test_only_the_part_that_was_chosen_is_asked() -> None:
    (stage, _, _), _ = run_virtual(_practised())

    log = run_virtual(stage.log())[0]

    assert {event.section for event in log if isinstance(event, MoveMade)} == {"behavioral"}
    assert stage.host.linter_violations.total() == 0
