"""Buttons, typed mode, consent and the candidate's screen, in virtual time."""

import asyncio
from contextlib import aclosing

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
from vivavoce.domain.audio import Pcm
from vivavoce.domain.errors import ConsentMissingError, InvalidInputError
from vivavoce.domain.events import CandidateTurnEnded, Flagged, HumanRequested
from vivavoce.domain.ports.voice_engine import Reply
from vivavoce.domain.session import EndReason
from vivavoce.interview.commands import (
    AskHuman,
    Leave,
    Moment,
    Mute,
    Pause,
    Repeat,
    Resume,
    Skip,
    Typed,
    Unmute,
)
from vivavoce.interview.live_view import CaptionChanged, Ended, LiveView, MutedChanged, PausedChanged, Snapshot


def test_pause_stops_the_clock_and_resume_says_where_we_were() -> None:
    async def scene(stage: Stage) -> None:
        await stage.connect(who_falls_silent_at("slow-queries", stage))
        await reached(stage, "slow-queries")
        await press(stage, Pause())
        await asyncio.sleep(600)
        paused = await stage.state()
        await press(stage, Resume())
        await asyncio.sleep(8)
        resumed = await stage.state()
        heard = [line.text for line in stage.engine.heard]
        assert paused.paused
        assert not resumed.paused
        assert resumed.stopped_s == pytest.approx(600, abs=1)
        assert heard[-2].startswith("The interview is paused.")
        assert heard[-1].endswith(f"We were at this question: {ASKED}")
        assert sum("Take your time. If" in text for text in heard) == 0

    play(scene)


def test_what_is_said_in_a_pause_is_not_kept() -> None:
    async def scene(stage: Stage) -> None:
        strong = a_strong_one(stage)

        def candidate(reply: Reply) -> Says | None:
            if reply.text.startswith("The interview is paused."):
                return Says(text="Mum, I am in an interview, please close the door.")
            return None if reply.question_id == "slow-queries" else strong(reply)

        await stage.connect(candidate)
        await reached(stage, "slow-queries")
        await press(stage, Pause())
        await asyncio.sleep(60)
        assert "Mum" not in str(await stage.log())

    play(scene)


def test_skip_repeat_and_a_moment_work_by_button() -> None:
    async def scene(stage: Stage) -> None:
        await stage.connect(lambda reply: None if reply.question_id != "your-work" else a_strong_one(stage)(reply))
        await reached(stage, "years")
        await press(stage, Repeat())
        await asyncio.sleep(7)
        assert stage.engine.heard[-1].text == "Here is the question again: For how many years have you done this?"
        await press(stage, Moment())
        await asyncio.sleep(3)
        assert stage.engine.heard[-1].text == "Take your time."
        await asyncio.sleep(40)
        assert stage.engine.heard[-1].text == "Take your time."  # no offer to who asked for a moment
        await press(stage, Skip())
        await asyncio.sleep(8)
        assert stage.engine.heard[-1].text.endswith(ASKED)
        assert (await stage.state()).of_question("years").closed == "skipped"

    play(scene)


def test_leaving_by_button_ends_gracefully() -> None:
    async def scene(stage: Stage) -> tuple[EndReason, str]:
        await stage.connect(who_falls_silent_at("slow-queries", stage))
        await reached(stage, "slow-queries")
        await press(stage, Leave())
        return await stage.finished(), stage.engine.heard[-1].text

    assert play(scene) == (EndReason.CANDIDATE_LEFT, "Thank you for your time. The interview ends here. Goodbye.")


def test_asking_for_a_person_by_button_is_noted_with_the_message() -> None:
    async def scene(stage: Stage) -> None:
        await stage.connect(who_falls_silent_at("slow-queries", stage))
        await reached(stage, "slow-queries")
        await press(stage, AskHuman(message="My hearing aid needs a person."))
        await asyncio.sleep(15)
        log = await stage.log()
        assert [event.message for event in log if event.kind == "human_requested"] == ["My hearing aid needs a person."]
        assert stage.engine.heard[-1].text.endswith("Shall we go on?")

    play(scene)


def test_typed_mode_needs_no_microphone_and_still_speaks() -> None:
    async def scene(stage: Stage) -> EndReason:
        stage.may_capture = False
        strong = a_strong_one(stage)
        await stage.connect(lambda _: None, hears=False)
        written: set[str] = set()
        async with asyncio.timeout(3600):
            while not stage.ended:
                await asyncio.sleep(1)
                for line in stage.engine.heard[::-1][:1]:
                    question = line.question_id
                    if line.speaker == "interviewer" and question and line.text not in written:
                        written.add(line.text)
                        says = strong(Reply(id="r", parts=(line.text,), question_id=question))
                        await press(stage, Typed(says.text if says else "Yes."))
        turns = [event.turn for event in await stage.log() if isinstance(event, CandidateTurnEnded)]
        assert all("typed" in turn.marks for turn in turns)
        return stage.ended[0][1]

    assert play(scene) is EndReason.COMPLETED


def test_an_endless_typed_message_is_refused_with_what_to_do() -> None:
    async def scene(stage: Stage) -> None:
        await stage.connect(lambda _: None, hears=False)
        with pytest.raises(InvalidInputError, match="at most"):
            await press(stage, Typed("word " * 3000))

    play(scene)


def test_without_consent_no_microphone_is_heard() -> None:
    async def scene(stage: Stage) -> None:
        stage.may_capture = False
        with pytest.raises(ConsentMissingError):
            await stage.connect(a_strong_one(stage))
        assert stage.engine.conversations == []

    play(scene)


def test_withdrawn_consent_stops_capture_within_a_second() -> None:
    async def scene(stage: Stage) -> float:
        stage.may_record = True
        line = await stage.connect(who_falls_silent_at("slow-queries", stage))
        await reached(stage, "slow-queries")
        stage.may_capture = stage.may_record = False
        withdrawn_at = asyncio.get_running_loop().time()
        await stage.host.consent_changed(SESSION)
        assert stage.taps[0].closed
        assert line.hung_up == "consent_withdrawn"
        assert stage.engine.conversations[0].muted
        return asyncio.get_running_loop().time() - withdrawn_at

    assert play(scene) < 1.0


def test_a_withdrawn_recording_consent_stops_the_recording_and_not_the_interview() -> None:
    async def scene(stage: Stage) -> EndReason:
        stage.may_record = True
        await stage.connect(a_strong_one(stage))
        await reached(stage, "slow-queries")
        stage.may_record = False
        await stage.host.consent_changed(SESSION)
        tap = stage.engine.conversations[0].tap
        frame = Pcm.silence(0.02, sample_rate_hz=48_000)
        assert tap is not None
        tap.frame(candidate=frame, interviewer=frame)
        assert stage.taps[0].closed
        assert stage.taps[0].frames == []
        return await stage.finished()

    assert play(scene) is EndReason.COMPLETED


def test_a_recording_that_breaks_off_is_told_and_flagged_and_the_interview_goes_on() -> None:
    async def scene(stage: Stage) -> EndReason:
        stage.may_record = True
        await stage.connect(a_strong_one(stage))
        await reached(stage, "slow-queries")
        stage.break_off()
        reason = await stage.finished()
        flags = [event.flag for event in await stage.log() if isinstance(event, Flagged)]
        assert "not_recorded" in flags
        return reason

    assert play(scene) is EndReason.COMPLETED


def test_a_request_for_a_human_while_away_does_not_break_the_return() -> None:
    async def scene(stage: Stage) -> EndReason:
        line = await stage.connect(who_falls_silent_at("slow-queries", stage))
        await reached(stage, "slow-queries")
        await line.hang_up(reason="network")
        await asyncio.sleep(5)
        await stage.host.note_human_request(SESSION, "Please call me.")
        await stage.connect(a_strong_one(stage))
        reason = await stage.finished()
        assert [event.message for event in await stage.log() if isinstance(event, HumanRequested)] == [
            "Please call me."
        ]
        return reason

    assert play(scene) is EndReason.COMPLETED


def test_a_recording_holds_silence_for_the_candidate_while_they_pause() -> None:
    async def scene(stage: Stage) -> None:
        stage.may_record = True
        await stage.connect(who_falls_silent_at("slow-queries", stage))
        await reached(stage, "slow-queries")
        tap = stage.engine.conversations[0].tap
        assert tap is not None
        loud = Pcm(samples=b"\x10\x10" * 960, sample_rate_hz=48_000)
        tap.frame(candidate=loud, interviewer=loud)
        await press(stage, Pause())
        tap.frame(candidate=loud, interviewer=loud)
        (before, _), (during, interviewer) = stage.taps[0].frames
        assert before == loud
        assert not any(during.samples)
        assert interviewer == loud

    play(scene)


def test_a_withdrawal_from_outside_ends_the_session_at_once() -> None:
    async def scene(stage: Stage) -> tuple[str, EndReason]:
        line = await stage.connect(who_falls_silent_at("slow-queries", stage))
        await reached(stage, "slow-queries")
        await stage.host.end(SESSION, EndReason.WITHDRAWN)
        return line.hung_up, await stage.finished()

    assert play(scene) == ("withdrawn", EndReason.WITHDRAWN)


def test_a_watcher_gets_a_snapshot_then_changes_then_the_end() -> None:
    async def scene(stage: Stage) -> list[LiveView]:
        seen: list[LiveView] = []
        await stage.connect(a_strong_one(stage))
        watching = asyncio.create_task(watch(stage, seen))
        await reached(stage, "slow-queries")
        await press(stage, Mute(), Unmute())
        await stage.finished()
        await watching
        return seen

    seen = play(scene)

    assert isinstance(seen[0], Snapshot)
    assert seen[-1] == Ended(reason="completed")
    assert [one.muted for one in seen if isinstance(one, MutedChanged)] == [True, False]
    assert {one.speaker for one in seen if isinstance(one, CaptionChanged)} == {"candidate", "interviewer"}
    kinds = [one.section.kind for one in seen if one.type == "section"]
    assert list(dict.fromkeys(kinds))[-1] == "wrap_up"


def test_a_snapshot_after_a_restart_still_shows_what_was_said() -> None:
    async def scene(stage: Stage) -> Snapshot:
        line = await stage.connect(who_is_cut_off_at("lost-messages", stage))
        await line.gone.wait()
        await asyncio.sleep(1)
        await stage.host.aclose()
        stage.host = stage.new_host()
        async with aclosing(stage.host.watch(SESSION)) as changes:
            first = await anext(changes)
            assert isinstance(first, Snapshot)
            return first

    snapshot = play(scene)

    assert snapshot.status == "live"
    assert snapshot.section.kind == "technical"
    assert any(ASKED in caption.text for caption in snapshot.captions)
    assert 0 < snapshot.time_left_s < 31 * 60


def test_a_pause_shows_on_the_screen() -> None:
    async def scene(stage: Stage) -> list[LiveView]:
        seen: list[LiveView] = []
        await stage.connect(who_falls_silent_at("slow-queries", stage))
        watching = asyncio.create_task(watch(stage, seen))
        await reached(stage, "slow-queries")
        await press(stage, Pause())
        await asyncio.sleep(10)
        await press(stage, Resume(), Leave())
        await stage.finished()
        await watching
        return seen

    assert [one.paused for one in play(scene) if isinstance(one, PausedChanged)] == [True, False]
