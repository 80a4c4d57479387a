"""Reloads, restarts, outages, buttons and consent, in virtual time: the interview goes on with the same question."""

import asyncio

import pytest

from tests.support.interview_scenes import (
    ASKED,
    a_strong_one,
    play,
    press,
    reached,
    watch,
    who_falls_silent_at,
    who_is_cut_off_at,
)
from tests.support.interviews import SESSION, Stage
from tests.support.scripted_engine import Says
from vivavoce.domain.errors import ConflictError, NotFoundError
from vivavoce.domain.events import CandidateTurnEnded, LineAttached, LineLost, MoveMade
from vivavoce.domain.ports.voice_engine import Reply
from vivavoce.domain.session import EndReason, SessionStatus
from vivavoce.interview.commands import (
    Repeat,
)
from vivavoce.interview.host import ABSENT_FOR_S
from vivavoce.interview.journal import EVENTS_KEPT
from vivavoce.interview.live_view import LiveView, Notice


def test_a_reload_goes_on_with_the_same_question_and_the_clock_stood_still() -> None:
    async def scene(stage: Stage) -> tuple[EndReason, float]:
        first = await stage.connect(who_is_cut_off_at("slow-queries", stage))
        await first.gone.wait()
        await asyncio.sleep(900)
        before = await stage.state()
        await stage.connect(a_strong_one(stage))
        resumed = stage.engine.conversations[1].now_s
        reason = await stage.finished()
        assert (
            stage.engine.conversations[1].heard[0].text.startswith(f"Welcome back. We were at this question: {ASKED}")
        )
        assert resumed == pytest.approx(before.at_s)
        return reason, before.at_s

    reason, clock_s = play(scene)

    assert reason is EndReason.COMPLETED
    assert clock_s < 200


def test_words_said_before_the_connection_went_are_part_of_the_answer() -> None:
    async def scene(stage: Stage) -> list[CandidateTurnEnded]:
        first = await stage.connect(who_is_cut_off_at("slow-queries", stage, mid_answer="In my work I use the index."))
        await first.gone.wait()
        await stage.connect(a_strong_one(stage))
        await stage.finished()
        assert "I have what you said so far" in stage.engine.conversations[1].heard[0].text
        return [event for event in await stage.log() if isinstance(event, CandidateTurnEnded)]

    turns = play(scene)

    kept = next(one for one in turns if one.turn.text == "In my work I use the index.")
    assert kept.covered == ("index",)


def test_a_killed_process_costs_no_word_that_was_heard() -> None:
    async def scene(stage: Stage) -> tuple[EndReason, list[LineAttached]]:
        await stage.connect(who_falls_silent_at("slow-queries", stage))
        await reached(stage, "slow-queries")
        await asyncio.sleep(1)
        seen = len(await stage.log())
        killed = stage.host
        stage.link.severed = True  # nothing of it is closed or written any more
        stage.host = stage.new_host()
        await stage.host.restore()
        await stage.connect(a_strong_one(stage))
        await asyncio.sleep(1)
        attached = [event for event in (await stage.log())[seen:] if isinstance(event, LineAttached)]
        reason = await stage.finished()
        await killed.aclose()
        assert stage.engine.conversations[1].heard[0].text.startswith("Welcome back.")
        return reason, attached

    reason, (attached,) = play(scene)

    assert reason is EndReason.COMPLETED
    assert attached.resumed


def test_an_orderly_restart_says_where_we_were() -> None:
    async def scene(stage: Stage) -> EndReason:
        line = await stage.connect(who_falls_silent_at("lost-messages", stage))
        await reached(stage, "lost-messages")
        await stage.host.aclose()
        assert line.hung_up == "shutdown"
        stage.host = stage.new_host()
        await stage.host.restore()
        await asyncio.sleep(120)
        await stage.connect(a_strong_one(stage))
        reason = await stage.finished()
        again = stage.engine.conversations[1].heard[0].text
        assert again == "Welcome back. We were at this question: How do you handle lost messages?"
        return reason

    assert play(scene) is EndReason.COMPLETED


def test_an_opening_cut_off_by_a_reload_is_spoken_again_with_its_disclosure() -> None:
    async def scene(stage: Stage) -> str:
        line = await stage.connect(lambda _: None)
        await asyncio.sleep(2)
        await line.hang_up(reason="gone")
        await asyncio.sleep(10)
        await stage.connect(a_strong_one(stage))
        await stage.finished()
        return stage.engine.conversations[1].heard[0].text

    assert play(scene).startswith("Hello, I am an AI interviewer")


def test_a_second_window_takes_over_and_the_first_is_hung_up() -> None:
    async def scene(stage: Stage) -> tuple[str, EndReason, list[str]]:
        first = await stage.connect(who_falls_silent_at("slow-queries", stage))
        await reached(stage, "slow-queries")
        await stage.connect(a_strong_one(stage))
        reason = await stage.finished()
        return first.hung_up, reason, [event.reason for event in await stage.log() if isinstance(event, LineLost)]

    hung_up, reason, lost = play(scene)

    assert hung_up == "replaced"
    assert reason is EndReason.COMPLETED
    assert lost[0] == "replaced"


def test_a_session_nobody_returns_to_is_ended_as_left() -> None:
    async def scene(stage: Stage) -> tuple[float, SessionStatus]:
        line = await stage.connect(who_is_cut_off_at("slow-queries", stage))
        await line.gone.wait()
        gone_at = asyncio.get_running_loop().time()
        reason = await stage.finished()
        session = await stage.sessions.get(SESSION)
        assert session is not None
        assert reason is EndReason.CANDIDATE_LEFT
        return asyncio.get_running_loop().time() - gone_at, session.status

    waited_s, status = play(scene)

    assert waited_s == pytest.approx(ABSENT_FOR_S, abs=1)
    assert status is SessionStatus.LEFT


def test_after_a_restart_the_time_already_away_counts() -> None:
    async def scene(stage: Stage) -> float:
        line = await stage.connect(who_is_cut_off_at("slow-queries", stage))
        await line.gone.wait()
        await asyncio.sleep(1000)
        await stage.host.aclose()
        stage.host = stage.new_host()
        restarted_at = asyncio.get_running_loop().time()
        await stage.host.restore()
        await stage.finished()
        return asyncio.get_running_loop().time() - restarted_at

    assert play(scene) == pytest.approx(ABSENT_FOR_S - 1000, abs=1)


def test_the_end_is_handed_on_again_when_the_process_died_in_between() -> None:
    async def scene(stage: Stage) -> list[tuple[str, EndReason]]:
        await stage.connect(a_strong_one(stage))
        await stage.finished()
        session = await stage.sessions.get(SESSION)
        assert session is not None
        stage.ended.clear()
        await stage.sessions.save(  # as it was before the end was noted
            type(session)(
                id=session.id,
                role_id=session.role_id,
                candidate_name=session.candidate_name,
                status=SessionStatus.LIVE,
                created_at=session.created_at,
            )
        )
        stage.host = stage.new_host()
        await stage.host.restore()
        await asyncio.sleep(1)
        return stage.ended

    assert play(scene) == [(SESSION, EndReason.COMPLETED)]


def test_the_conversation_goes_on_while_the_database_is_away_and_nothing_is_lost() -> None:
    async def scene(stage: Stage) -> tuple[EndReason, list[LiveView]]:
        seen: list[LiveView] = []
        await stage.connect(a_strong_one(stage))
        watching = asyncio.create_task(watch(stage, seen))
        await reached(stage, "slow-queries")
        stage.events.away = True
        await reached(stage, "conflict")
        stage.events.away = False
        reason = await stage.finished()
        await watching
        return reason, seen

    async def heard(stage: Stage) -> None:
        reason, seen = await scene(stage)
        log = await stage.log()
        notices = [one.code for one in seen if isinstance(one, Notice)]
        assert reason is EndReason.COMPLETED
        assert notices == ["storage_away", "storage_back"]
        asked = [event.question_id for event in log if isinstance(event, MoveMade) and event.move in ("open", "ask")]
        assert asked[:5] == ["your-work", "years", "slow-queries", "lost-messages", "hard-locks"]

    play(heard)


def test_a_write_that_arrived_without_an_answer_is_not_written_twice() -> None:
    async def scene(stage: Stage) -> list[str]:
        await stage.connect(a_strong_one(stage))
        await reached(stage, "slow-queries")
        stage.events.forgets_to_answer = True
        await stage.finished()
        return [event.turn_id for event in await stage.log() if isinstance(event, MoveMade)]

    moves = play(scene)

    assert len(moves) == len(set(moves))


def test_when_memory_is_full_of_unsaved_events_the_interview_pauses_politely() -> None:
    async def scene(stage: Stage) -> None:
        def candidate(reply: Reply) -> Says | None:
            return Says(text="Could you repeat that?") if reply.parts else None

        await stage.connect(candidate)
        await asyncio.sleep(30)
        stage.events.away = True
        async with asyncio.timeout(6 * 3600):
            while not any(line.text.startswith("The interview is paused.") for line in stage.engine.heard):  # noqa: ASYNC110
                await asyncio.sleep(5)
        stage.events.away = False
        await asyncio.sleep(60)
        state = await stage.state()
        assert state.paused
        assert len(await stage.log()) >= EVENTS_KEPT

    play(scene)


def test_another_process_that_takes_the_session_over_stops_this_one() -> None:
    async def scene(stage: Stage) -> str:
        line = await stage.connect(who_falls_silent_at("slow-queries", stage))
        await reached(stage, "slow-queries")
        await asyncio.sleep(1)
        other = stage.new_host()
        mine, stage.host = stage.host, other
        await stage.connect(a_strong_one(stage))
        await asyncio.sleep(1)
        await mine.command(SESSION, Repeat())
        await asyncio.sleep(5)
        reason = await stage.finished()
        await mine.aclose()
        assert reason is EndReason.COMPLETED
        return line.hung_up

    assert play(scene) == "moved_elsewhere"


def test_a_bug_in_one_session_leaves_the_others_alone_and_the_candidate_can_come_back() -> None:
    async def scene(stage: Stage) -> None:
        def broken(reply: Reply) -> Says | None:
            raise RuntimeError("a bug")

        await stage.invite("ses_2")
        line = await stage.connect(broken)
        await stage.connect(a_strong_one(stage), session_id="ses_2")
        await line.gone.wait()
        await stage.connect(a_strong_one(stage))
        stage.ends_expected = 2
        await stage.finished()
        assert line.hung_up == "failed"
        assert {reason for _, reason in stage.ended} == {EndReason.COMPLETED}

    play(scene)


def test_what_cannot_be_done_is_refused_clearly() -> None:
    async def scene(stage: Stage) -> None:
        with pytest.raises(NotFoundError):
            await stage.connect(a_strong_one(stage), session_id="ses_unknown")
        with pytest.raises(ConflictError):
            await press(stage, Repeat())
        await stage.connect(a_strong_one(stage))
        await stage.finished()
        with pytest.raises(ConflictError, match="over"):
            await stage.connect(a_strong_one(stage))

    play(scene)
