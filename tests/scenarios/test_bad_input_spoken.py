"""Bad input as sound: an echo, a microphone that dies, noise, somebody else speaking. Scripted models, virtual time."""

import asyncio

import numpy as np
import pytest

from tests.scenarios import voice_stage
from tests.support.interviews import SESSION, Stage
from tests.support.spoken_interviews import BRIEF, PADDING, a_voice, candidate_captions, interview, said, strong, talk
from tests.support.spoken_lines import EchoingLine, RoomLine
from tests.support.virtual_time import run_virtual
from vivavoce.domain.audio import LINE_RATE_HZ, Pcm
from vivavoce.domain.events import CandidateTurnEnded, Flagged, MoveMade, UtteranceHeard
from vivavoce.domain.session import EndReason
from vivavoce.domain.transcript import Mark
from vivavoce.interview.commands import Pause, Resume
from vivavoce.interview.moves import Move
from vivavoce.interview.wording import LINES
from vivavoce.providers.scripted import ScriptedSpeechToText, spell
from vivavoce.transports.loopback.line import LoopbackLine


def test_the_interviewers_voice_played_back_is_not_an_answer() -> None:
    (reason, stage, notices), _ = run_virtual(interview(strong, EchoingLine(), pack=BRIEF))

    log, _ = run_virtual(stage.log())
    turns = [one.turn.text for one in log if isinstance(one, CandidateTurnEnded)]
    asked = [one.question_id for one in log if isinstance(one, MoveMade) and one.move in (Move.ASK, Move.OPEN)]
    assert reason is EndReason.COMPLETED
    assert len(asked) == len(set(asked))
    assert not any(
        text.startswith(("How do you", "For how many", "Let us turn", "Is there", "Those were")) for text in turns
    )
    state, _ = run_virtual(stage.state())
    assert state.of_question("slow-queries").covered == {"index", "explain", "cache"}
    assert notices.count("echo") == 1
    assert [one.flag for one in log if isinstance(one, Flagged)].count("echo") == 1


def test_an_echo_that_is_recognised_before_it_is_an_answer_is_named_once_all_the_same() -> None:
    line = EchoingLine(cancelled_after_s=1.6)

    (reason, stage, notices), _ = run_virtual(interview(strong, line, pack=BRIEF))

    log, _ = run_virtual(stage.log())
    flagged = [one for one in log if isinstance(one, Flagged)]
    first_heard_s = next(one.at_s for one in log if isinstance(one, UtteranceHeard))
    assert reason is EndReason.COMPLETED
    assert notices == ["echo"]
    assert [one.flag for one in flagged] == ["echo"]
    assert flagged[0].at_s < first_heard_s


def test_a_microphone_that_dies_in_an_answer_is_asked_about_and_the_question_stays_open() -> None:
    line = RoomLine()
    again: list[str] = []

    def answers(heard: str) -> str:
        if "slow queries" in heard and not again:
            asyncio.get_running_loop().call_later(4.0, lambda: setattr(line, "dead", True))
            return f"In my work I use the index and then we also {PADDING}"
        if heard == LINES.not_hearing:
            again.append(heard)
            line.dead = False
            return f"Can you hear me now, I said the index and also explain and cache, {PADDING}."
        return strong(heard)

    (reason, stage, notices), _ = run_virtual(interview(answers, line, pack=BRIEF))

    log, _ = run_virtual(stage.log())
    state, _ = run_virtual(stage.state())
    flagged = [one for one in log if isinstance(one, Flagged) and one.flag == "microphone_silent"]
    cut_off = next(one.turn for one in log if isinstance(one, CandidateTurnEnded) and one.turn.id == flagged[0].turn_id)
    assert reason is EndReason.COMPLETED
    assert again == [LINES.not_hearing]
    assert notices == ["microphone_silent", "microphone_back"]
    assert cut_off.question_id == "slow-queries"
    assert state.of_question("slow-queries").covered == {"index", "explain", "cache"}


def test_a_microphone_that_stays_dead_pauses_the_interview_and_skips_nothing() -> None:
    async def scene() -> None:
        voice = a_voice()
        stage = Stage(pack=BRIEF, voice=voice)
        await stage.invite()
        line = RoomLine()

        def answers(heard: str) -> str:
            if "slow queries" in heard:
                line.dead = True
            return strong(heard)

        await stage.host.attach(SESSION, line, hears=True)
        talking = asyncio.create_task(talk(stage, line, answers, []))
        await asyncio.sleep(75)
        state = await stage.state()
        talking.cancel()
        await stage.host.aclose()
        await voice.aclose()

        assert state.paused
        assert state.question_id == "slow-queries"
        assert not state.open_question.closed

    run_virtual(scene())


def test_a_microphone_that_never_worked_is_named_instead_of_a_patient_offer() -> None:
    (reason, stage, notices), took_s = run_virtual(interview(lambda _: "", LoopbackLine(), pack=BRIEF))

    spoken = said(run_virtual(stage.log())[0])
    assert reason is EndReason.NO_ANSWER
    assert spoken.count(LINES.not_hearing) == 2
    assert LINES.offer not in spoken
    assert notices == ["microphone_silent"]
    assert took_s < 400


def test_a_pause_pressed_and_ended_at_once_leaves_no_fragment_on_the_screen() -> None:
    async def scene() -> None:
        voice = a_voice()
        stage = Stage(pack=BRIEF, voice=voice)
        await stage.invite()
        line = RoomLine()
        await stage.host.attach(SESSION, line, hears=True)
        shown: dict[str, str] = {}
        talking = asyncio.create_task(talk(stage, line, strong, []))
        watching = asyncio.create_task(candidate_captions(stage, shown))
        await asyncio.sleep(16)
        await stage.host.command(SESSION, Pause())
        await asyncio.sleep(0.5)
        await stage.host.command(SESSION, Resume())
        reason = await stage.finished()
        await talking
        await watching
        await stage.host.aclose()
        await voice.aclose()

        kept = " ".join(one.turn.text for one in await stage.log() if isinstance(one, CandidateTurnEnded))
        assert reason is EndReason.COMPLETED
        assert [text for text in shown.values() if text not in kept] == []

    run_virtual(scene())


@pytest.mark.parametrize(
    "confidence",
    [0.57, 0.54, 0.5],
    ids=["two people at once", "noise louder than speech", "clipped beyond recognition"],
)
def test_words_that_would_be_a_guess_are_asked_for_again_and_marked(confidence: float) -> None:
    ear, asked = ScriptedSpeechToText(settle_s=0.25), list[str]()

    def answers(heard: str) -> str:
        if "slow queries" in heard and not asked:
            asked.append(heard)
            ear.confidence = confidence
            return "I have seen a back manager index about the explain lungs so I brought cache."
        ear.confidence = 1.0
        return strong(asked[0] if heard == LINES.not_caught else heard)

    (reason, stage, notices), _ = run_virtual(interview(answers, pack=BRIEF, ear=ear))

    log, _ = run_virtual(stage.log())
    lost = [one for one in log if isinstance(one, CandidateTurnEnded) and Mark.INAUDIBLE in one.turn.marks]
    assert reason is EndReason.COMPLETED
    assert [(one.act, one.turn.text, one.covered) for one in lost] == [("inaudible", "", ())]
    assert said(log).count(LINES.not_caught) == 1
    assert notices == ["hard_to_hear"]


def test_noise_without_words_is_said_to_be_inaudible_and_typing_is_offered_the_second_time() -> None:
    noise = Pcm(samples=np.full(5 * LINE_RATE_HZ, 30_000, dtype="<i2").tobytes(), sample_rate_hz=LINE_RATE_HZ)
    again = {LINES.not_caught, LINES.type_instead}

    def answers(heard: str) -> str | Pcm:
        if "slow queries" in heard or heard == LINES.not_caught:
            return noise
        return f"In my work I use the index and explain and cache, {PADDING}." if heard in again else strong(heard)

    (reason, stage, notices), _ = run_virtual(interview(answers, pack=BRIEF))

    log, _ = run_virtual(stage.log())
    lost = [one for one in log if isinstance(one, CandidateTurnEnded) and Mark.INAUDIBLE in one.turn.marks]
    state, _ = run_virtual(stage.state())
    assert reason is EndReason.COMPLETED
    assert [one.turn.text for one in lost] == ["", ""]
    assert [one for one in said(log) if one in again] == [LINES.not_caught, LINES.type_instead]
    assert "hard_to_hear" in notices
    assert state.of_question("slow-queries").covered == {"index", "explain", "cache"}


def test_answers_spoken_twice_as_fast_are_heard_whole() -> None:
    def answers(heard: str) -> Pcm:
        return spell(strong(heard), sample_rate_hz=LINE_RATE_HZ, pace=2.0)

    (reason, stage, notices), _ = run_virtual(interview(answers, pack=BRIEF))

    state, _ = run_virtual(stage.state())
    assert reason is EndReason.COMPLETED
    assert state.of_question("slow-queries").covered == {"index", "explain", "cache"}
    assert notices == []


def test_two_people_at_once_are_inaudible_and_never_a_guess() -> None:
    unsure = ScriptedSpeechToText(settle_s=0.25, confidence=0.57)  # what Whisper is of two voices together
    stage = voice_stage.Stage(speech_to_text=unsure)

    async def script(acts: voice_stage.Acts) -> None:
        await acts.wait(1)
        await acts.finish("I have seen a back manager about the dead lungs so I brought date.")

    partner = stage.play(script, until_s=12)

    assert [(turn.text, turn.words, turn.marks) for turn, _ in partner.ended] == [("", (), (Mark.INAUDIBLE,))]
    assert [utterance.text for utterance in partner.utterances] == [""]


def test_a_silence_behind_an_urgent_word_is_counted_from_its_own_beginning() -> None:
    stage = voice_stage.Stage()

    async def script(acts: voice_stage.Acts) -> None:
        await acts.wait(15)
        acts.conversation.say(voice_stage.answer_with("Let us go on."), interrupt=True)

    partner = stage.play(script, until_s=32)

    after_s = voice_stage.PATIENCE.offer_after_s
    assert [round(silent_s) for silent_s in partner.silences] == [after_s, after_s]
