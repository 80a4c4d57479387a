"""Speech-to-text that dies, stalls, lies or crawls in the middle of an answer: what the reply waits for, and every word kept."""

import pytest

from tests.scenarios.failover_stage import HESITATES, QUESTIONS, FailoverStage, Interview
from tests.scenarios.test_failover import FRAMES_S, LONG, LONG_ANSWERS, assert_whole
from tests.support.faulty_models import FAULTS, FaultySpeechToText, Strike
from tests.support.routed_voices import DEADLINES, HERE_SETTLES_S
from tests.support.virtual_time import run_virtual
from vivavoce.domain.audio import HEARING_RATE_HZ
from vivavoce.domain.capability import Capability
from vivavoce.domain.failover import Failover
from vivavoce.domain.ports.speech_to_text import SpeechToText
from vivavoce.providers.scripted import ScriptedSpeechToText, spell
from vivavoce.routing.breaker import BreakerState
from vivavoce.voice.supervised.candidates import Candidate
from vivavoce.voice.supervised.speech_to_text import SupervisedSpeechToText
from vivavoce.voice.supervised.switching import tell
from vivavoce.voice.supervised.watching import Cleaning

ANSWERS = (
    "Yes, I am ready.",
    f"The queue gives its work to another one{HESITATES}and we get an alert,{HESITATES}and then we repair what has happened.",
)
DIES = (Strike.CUT, Strike.ERROR, Strike.REFUSED)


def waits_s(*ears: FaultySpeechToText) -> list[float]:
    """Hold the interview with these ears before the one of this machine; return how long each reply took."""
    stage = FailoverStage(ears=ears, answers=ANSWERS).play()
    assert_whole(stage)
    return stage.replied_after_s()


def longer_s(*ears: FaultySpeechToText) -> float:
    """Return how much longer than without them the reply to the last answer took."""
    return waits_s(*ears)[-1] - waits_s()[-1]


@pytest.mark.parametrize("strike", DIES)
def test_an_ear_that_dies_in_an_answer_costs_the_reply_nothing(strike: Strike) -> None:
    assert longer_s(FaultySpeechToText("ear", {2: strike})) <= FRAMES_S


def test_an_ear_that_cannot_be_connected_is_replaced_while_the_candidate_speaks() -> None:
    assert longer_s(FaultySpeechToText("ear", {2: Strike.CONNECT_HANGS})) <= FRAMES_S


@pytest.mark.parametrize("strike", [Strike.SILENT, Strike.STALL])
def test_an_ear_that_stalls_costs_one_deadline_and_no_more(strike: Strike) -> None:
    extra_s = longer_s(FaultySpeechToText("ear", {2: strike}))

    assert DEADLINES.first_audio_s - 0.5 <= extra_s <= DEADLINES.first_audio_s + FRAMES_S


def test_an_ear_that_lies_is_found_out_before_the_reply_is_due() -> None:
    assert longer_s(FaultySpeechToText("ear", {2: Strike.NO_WORDS})) <= HERE_SETTLES_S + FRAMES_S


@pytest.mark.parametrize("settle_s", [0.6, 1.0, 1.4])
def test_a_slow_ear_costs_what_it_takes_longer_and_is_believed(settle_s: float) -> None:
    ear = FaultySpeechToText("ear", settle_s=settle_s)
    stage = FailoverStage(ears=(ear,), answers=ANSWERS).play()

    assert_whole(stage)
    assert stage.partner.failovers == []
    assert stage.replied_after_s()[-1] - waits_s()[-1] <= settle_s - HERE_SETTLES_S + FRAMES_S


def test_an_ear_that_is_slower_than_its_deadline_is_taken_for_silent() -> None:
    assert longer_s(FaultySpeechToText("ear", settle_s=5.0)) <= DEADLINES.first_audio_s + FRAMES_S


@pytest.mark.parametrize("strike", [*DIES, Strike.SILENT, Strike.NO_WORDS])
def test_two_ears_that_fail_one_after_the_other_lose_no_word_either(strike: Strike) -> None:
    ears = FaultySpeechToText("first", {2: strike}), FaultySpeechToText("second", always=Strike.ERROR)
    stage = FailoverStage(ears=ears, answers=ANSWERS).play()

    assert_whole(stage)
    assert FAULTS[strike] in {one.fault for one in stage.partner.failovers if one.from_provider == "first"}


def test_a_short_answer_to_an_ear_that_lies_is_kept() -> None:
    stage = FailoverStage(
        ears=(FaultySpeechToText("ear", always=Strike.NO_WORDS),),
        partner=Interview(("Shall we begin?", QUESTIONS[-1])),
        answers=("Yes.",),
    ).play()

    assert_whole(stage)


@pytest.mark.parametrize(("confidence", "is_kept"), [(0.4, False), (0.9, True)])
def test_what_only_the_last_ear_makes_of_a_short_sound_is_kept_if_it_believes_it(
    confidence: float, *, is_kept: bool
) -> None:
    async def hear() -> tuple[str, list[Failover]]:
        failovers: list[Failover] = []
        tell(failovers.append)
        vendor, here = FaultySpeechToText("ear", always=Strike.NO_WORDS), ScriptedSpeechToText(confidence=confidence)
        ears: list[Candidate[SpeechToText]] = [
            Candidate(provider="ear", model=vendor),
            Candidate(provider="local", model=here),
        ]
        listening = await SupervisedSpeechToText(lambda: ears, cleaning=Cleaning()).listen()
        listening.feed(spell("I do, yes.", sample_rate_hz=HEARING_RATE_HZ).samples)
        return (await listening.settle()).text, failovers

    (text, failovers), _ = run_virtual(hear())

    assert text == ("I do, yes." if is_kept else "")
    assert bool(failovers) is is_kept


@pytest.mark.parametrize("strike", [Strike.SILENT, Strike.NO_WORDS])
def test_after_three_answers_nobody_waits_for_an_ear_that_keeps_failing(strike: Strike) -> None:
    ear = FaultySpeechToText("ear", always=strike)
    usual = FailoverStage(partner=Interview(LONG), answers=LONG_ANSWERS).play()

    stage = FailoverStage(ears=(ear,), partner=Interview(LONG), answers=LONG_ANSWERS).play()

    assert_whole(stage)
    assert stage.breaker("ear", Capability.SPEECH_TO_TEXT) is not BreakerState.CLOSED
    assert ear.utterances == 3
    assert stage.replied_after_s()[-1] == pytest.approx(usual.replied_after_s()[-1], abs=FRAMES_S)
