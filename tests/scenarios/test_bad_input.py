"""What candidates send when something is wrong, and what they see and hear then. Text level, virtual time."""

import asyncio
from collections.abc import Callable

from tests.support.interview_scenes import a_strong_one, play, reached, watch
from tests.support.interviews import STARTED_AT, Stage
from tests.support.scripted_engine import Says
from vivavoce.domain.events import CandidateTurnEnded, Flagged, MoveMade, QuestionClosed
from vivavoce.domain.ports.voice_engine import Reply
from vivavoce.domain.session import EndReason
from vivavoce.domain.transcript import Mark
from vivavoce.interview.commands import Typed
from vivavoce.interview.live_view import LiveView, Notice
from vivavoce.interview.wording import LINES

MUMBLE = Says(text="", inaudible=True, takes_s=5.0)
GERMAN = "Also ich würde zuerst mit dem Team sprechen und dann die langsame Abfrage mit einem Index schneller machen."
FRENCH = "Je pense que nous avons toujours regardé les données avec les gens de l'équipe dans mon entreprise."
JAPANESE = "私はまずチームと話してから遅いクエリを見ます。"


def who_says(question_id: str, *first: Says, stage: Stage) -> Callable[[Reply], Says | None]:
    """Say these at a question, one after the other; be strong otherwise."""
    strong, left = a_strong_one(stage), list(first)

    def candidate(reply: Reply) -> Says | None:
        if reply.question_id == question_id and left:
            return left.pop(0)
        return strong(reply)

    return candidate


async def _held(stage: Stage, *first: Says) -> tuple[EndReason, list[str], list[LiveView]]:
    seen: list[LiveView] = []
    await stage.connect(who_says("slow-queries", *first, stage=stage))
    watching = asyncio.create_task(watch(stage, seen))
    reason = await stage.finished()
    await watching
    return reason, [line.text for line in stage.engine.heard if line.speaker == "interviewer"], seen


def _notices(seen: list[LiveView]) -> list[str]:
    return [one.code for one in seen if isinstance(one, Notice)]


def test_an_inaudible_answer_is_asked_for_once_and_then_typing_is_offered() -> None:
    async def scene(stage: Stage) -> None:
        reason, said, seen = await _held(stage, MUMBLE, MUMBLE)

        turns = [one.turn for one in await stage.log() if isinstance(one, CandidateTurnEnded)]
        lost = [turn for turn in turns if Mark.INAUDIBLE in turn.marks]
        assert said.count(LINES.not_caught) == 1
        assert said.count(LINES.type_instead) == 1
        assert said.index(LINES.not_caught) + 1 == said.index(LINES.type_instead)
        assert "hard_to_hear" in _notices(seen)
        assert [turn.text for turn in lost] == ["", ""]
        assert (await stage.state()).of_question("slow-queries").covered == {"index", "explain", "cache"}
        assert reason is EndReason.COMPLETED

    play(scene)


def test_an_answer_that_stays_inaudible_is_left_without_a_guess_and_the_next_question_begins_anew() -> None:
    async def scene(stage: Stage) -> None:
        reason, said, _ = await _held(stage, MUMBLE, MUMBLE, MUMBLE)

        state = await stage.state()
        assert state.of_question("slow-queries").closed == "inaudible"
        assert state.of_question("slow-queries").answers == ()
        assert state.of_question("slow-queries").covered == frozenset()
        assert any(text.startswith(LINES.silence_go_on) for text in said)
        assert reason is EndReason.COMPLETED

    play(scene)


def test_a_line_on_which_nothing_is_ever_understood_ends_kindly_and_the_team_is_told() -> None:
    async def scene(stage: Stage) -> None:
        await stage.connect(lambda _: MUMBLE)
        reason = await stage.finished()

        assert reason is EndReason.HUMAN_REQUESTED
        assert stage.engine.heard[-1].text == LINES.not_understood_close
        assert len([line for line in stage.engine.heard if line.text == LINES.not_caught]) == 2

    play(scene)


def test_a_typed_answer_after_an_inaudible_one_counts_as_any_other() -> None:
    async def scene(stage: Stage) -> None:
        await stage.connect(
            who_says("slow-queries", MUMBLE, Says(text="The index and explain.", typed=True), stage=stage)
        )
        await stage.finished()

        assert {"index", "explain"} <= (await stage.state()).of_question("slow-queries").covered

    play(scene)


def test_an_answer_in_another_language_is_kindly_asked_for_in_english_and_marked() -> None:
    async def scene(stage: Stage) -> None:
        reason, said, _ = await _held(stage, Says(text=GERMAN))

        log = await stage.log()
        turn = next(one for one in log if isinstance(one, CandidateTurnEnded) and one.turn.text == GERMAN)
        flagged = [one for one in log if isinstance(one, Flagged) and one.flag == "other_language"]
        assert said.count(LINES.in_english) == 1
        assert turn.act == "other_language"
        assert turn.covered == ()
        assert [one.turn_id for one in flagged] == [turn.turn.id]
        assert (await stage.state()).of_question("slow-queries").closed == "covered"
        assert reason is EndReason.COMPLETED

    play(scene)


def test_who_speaks_only_another_language_is_offered_a_person_and_never_scored_on_a_guess() -> None:
    async def scene(stage: Stage) -> None:
        _, said, _ = await _held(stage, Says(text=FRENCH), Says(text=JAPANESE), Says(text=GERMAN))

        seen = (await stage.state()).of_question("slow-queries")
        assert said.count(LINES.in_english) == 1
        assert said.count(LINES.english_or_person) == 1
        assert seen.closed == "other_language"
        assert seen.answers == ()

    play(scene)


def test_an_empty_message_is_no_answer() -> None:
    async def scene(stage: Stage) -> None:
        await stage.connect(who_says("slow-queries", stage=stage))
        await reached(stage, "slow-queries")
        before = len(await stage.log())
        await stage.host.command("ses_1", Typed("   \n "))
        after = len(await stage.log())
        await stage.finished()

        assert before == after

    play(scene)


def test_an_answer_of_twenty_minutes_is_heard_out_kept_whole_and_a_notice_says_so() -> None:
    parts = [
        Says(text=f"In my work the index and then {number},", takes_s=120.0, after_s=0.5, goes_on=True)
        for number in range(10)
    ]

    async def scene(stage: Stage) -> None:
        seen: list[LiveView] = []
        talking = [*parts, Says(text="and the explain and the cache.", takes_s=120.0, after_s=0.5)]
        await stage.connect(who_says("slow-queries", *talking, stage=stage))
        watching = asyncio.create_task(watch(stage, seen))
        reason = await stage.finished()
        await watching

        turn = next(one.turn for one in await stage.log() if isinstance(one, CandidateTurnEnded) and one.covered)
        assert reason is EndReason.COMPLETED
        assert turn.end_s - turn.start_s > 1200
        assert all(part.text in turn.text for part in talking)
        assert _notices(seen).count("long_answer") == 1
        assert not any("minutes" in line.text for line in stage.engine.heard[1:] if line.speaker == "interviewer")

    play(scene)


def test_answers_that_come_at_once_and_fast_are_answers() -> None:
    async def scene(stage: Stage) -> None:
        strong = a_strong_one(stage)

        def hasty(reply: Reply) -> Says | None:
            says = strong(reply)
            return Says(text=says.text, after_s=0.0, takes_s=0.4) if says is not None else None

        await stage.connect(hasty)
        reason = await stage.finished()

        state = await stage.state()
        assert reason is EndReason.COMPLETED
        assert state.of_question("slow-queries").covered == {"index", "explain", "cache"}

    play(scene)


def test_a_wall_clock_that_jumps_changes_nothing_but_its_own_stamps() -> None:
    async def scene(stage: Stage) -> None:
        await stage.connect(a_strong_one(stage))
        await reached(stage, "slow-queries")
        stage.clock.skew_s = -7200.0
        await reached(stage, "conflict")
        stage.clock.skew_s = 86_400.0
        reason = await stage.finished()

        log = await stage.log()
        moves = [one for one in log if isinstance(one, MoveMade)]
        closed = [one.reason for one in log if isinstance(one, QuestionClosed) and one.question_id == "slow-queries"]
        assert reason is EndReason.COMPLETED
        assert closed == ["covered"]
        assert [one.at_s for one in moves] == sorted(one.at_s for one in moves)
        assert any(one.at < STARTED_AT for one in moves)

    play(scene)


def test_a_clock_set_back_while_the_process_was_down_does_not_keep_a_session_waiting_longer() -> None:
    async def scene(stage: Stage) -> float:
        line = await stage.connect(lambda _: None)
        await reached(stage, "your-work")
        await line.hang_up(reason="gone")
        await asyncio.sleep(1)
        await stage.host.aclose()
        stage.clock.skew_s = -7200.0
        stage.host = stage.new_host()
        restarted_at = asyncio.get_running_loop().time()
        await stage.host.restore()
        await stage.finished()
        return asyncio.get_running_loop().time() - restarted_at

    assert play(scene) <= 1801
