"""Providers that die, crawl or lie in the middle of an interview: it goes on, no word is lost, and the record says why."""

from typing import Any

import pytest

from tests.scenarios.failover_stage import ANSWERS, HESITATES, QUESTIONS, FailoverStage, Interview
from tests.support.faulty_models import (
    FAULTS,
    FaultyRealtimeModel,
    FaultySpeechToText,
    FaultyTextToSpeech,
    Strike,
)
from tests.support.heard_lines import is_said
from tests.support.routed_voices import DEADLINES
from vivavoce.domain.capability import Capability
from vivavoce.domain.errors import Fault
from vivavoce.routing.breaker import BreakerState

DETECTED = (Strike.CUT, Strike.ERROR, Strike.MALFORMED, Strike.ENDS_EARLY)
SILENT = (Strike.STALL, Strike.SILENT)
FRAMES_S = 0.06
"""The line's own steps."""


def assert_whole(stage: FailoverStage) -> None:
    """Every question was heard to its end and every answer is in the record, word for word."""
    heard = stage.line.words()
    for question in stage.partner.questions:
        assert is_said(question, heard), question
    answers = [answer.replace(HESITATES, " ") for answer in stage.answers]
    assert [turn.text for turn, _ in stage.partner.ended] == answers


@pytest.mark.parametrize("strike", [*DETECTED, *SILENT])
def test_a_voice_that_fails_in_a_question_is_replaced_within_the_question(strike: Strike) -> None:
    broken = FaultyTextToSpeech("first", {2: strike})
    spare = FaultyTextToSpeech("second")

    stage = FailoverStage(voices=(broken, spare)).play()

    assert_whole(stage)
    [failover] = stage.partner.failovers
    assert (failover.from_provider, failover.to_provider) == ("first", "second")
    assert failover.fault is FAULTS[strike]
    gap_s = stage.longest_gap_s(struck_at=broken.script.struck_at[0])
    assert gap_s <= (1.0 if strike in DETECTED else DEADLINES.first_audio_s + 0.5) + FRAMES_S
    assert stage.breaker("first", Capability.TEXT_TO_SPEECH) is BreakerState.CLOSED


@pytest.mark.parametrize(
    "strike", [Strike.CUT, Strike.ERROR, Strike.SILENT, Strike.NO_WORDS, Strike.REFUSED, Strike.CONNECT_HANGS]
)
def test_an_ear_that_fails_in_an_answer_loses_no_word_of_it(strike: Strike) -> None:
    broken = FaultySpeechToText("first", {2: strike})

    stage = FailoverStage(ears=(broken, FaultySpeechToText("second"))).play()

    assert_whole(stage)
    [failover] = stage.partner.failovers
    assert failover.from_provider == "first"
    assert failover.to_provider == ("local" if strike is Strike.NO_WORDS else "second")
    assert failover.fault is FAULTS[strike]


@pytest.mark.parametrize("strike", [*DETECTED, *SILENT, Strike.WRONG_RATE, Strike.TAKES_NOTHING, Strike.LIMIT])
def test_a_realtime_model_that_fails_in_a_question_is_replaced_within_the_question(strike: Strike) -> None:
    broken = FaultyRealtimeModel("first", {2: strike})
    spare = FaultyRealtimeModel("second")

    stage = FailoverStage(realtime=(broken, spare)).play()

    assert_whole(stage)
    failover = stage.partner.failovers[0]
    assert (failover.from_provider, failover.to_provider) == ("first", "second")
    assert failover.fault is FAULTS[strike]
    detected = strike not in {*SILENT, Strike.TAKES_NOTHING}
    gap_s = stage.longest_gap_s(struck_at=broken.script.struck_at[0])
    assert gap_s <= (1.0 if detected else DEADLINES.first_audio_s + 0.5) + FRAMES_S


def test_what_was_not_answered_yet_is_heard_by_the_model_that_takes_over() -> None:
    broken = FaultyRealtimeModel("first", {2: Strike.ERROR})
    spare = FaultyRealtimeModel("second")

    FailoverStage(realtime=(broken, spare)).play()

    assert ANSWERS[0] in spare.sessions[0].turns


@pytest.mark.parametrize("strike", DETECTED)
def test_a_warm_standby_is_heard_almost_at_once(strike: Strike) -> None:
    broken = FaultyRealtimeModel("first", {2: strike})
    spare = FaultyRealtimeModel("second", cheap_standby=True, connect_s=1.9, first_s=0.15)

    stage = FailoverStage(realtime=(broken, spare)).play()

    assert_whole(stage)
    assert stage.partner.failovers[0].gap_ms <= 300
    assert stage.longest_gap_s(struck_at=broken.script.struck_at[0]) <= 0.3 + FRAMES_S


def test_a_model_that_says_something_of_its_own_is_stopped_and_the_plans_words_are_said() -> None:
    stage = FailoverStage(realtime=(FaultyRealtimeModel("first", {2: Strike.STRAYS}),)).play()

    assert_whole(stage)
    assert not is_said("great answer", stage.line.words())
    assert stage.partner.failovers[0].fault is Fault.MALFORMED
    assert stage.partner.failovers[0].to_provider == "cascade"


def test_when_all_realtime_models_are_dead_this_machine_speaks() -> None:
    first = FaultyRealtimeModel("first", always=Strike.CUT)
    second = FaultyRealtimeModel("second", opening=Strike.REFUSED)

    stage = FailoverStage(realtime=(first, second), voices=(FaultyTextToSpeech("third", always=Strike.ERROR),)).play()

    assert_whole(stage)
    assert ("first", "cascade") in {(one.from_provider, one.to_provider) for one in stage.partner.failovers}
    assert stage.breaker("second", Capability.REALTIME) is not BreakerState.CLOSED
    assert stage.breaker("third", Capability.TEXT_TO_SPEECH) is BreakerState.OPEN


LONG = (
    "How would you find out why one request is slow, step by step?",
    *QUESTIONS[1:2],
    "When would you rather not use a cache at all?",
    "How do you keep two services from changing the same row?",
    QUESTIONS[-1],
)
LONG_ANSWERS = (
    "I would look at the trace first and then at its slowest query.",
    ANSWERS[1],
    "When the data changes more often than it is read it does not pay.",
    "I would lock the row or compare a version number before writing.",
)


def long_interview() -> dict[str, Any]:
    return {"partner": Interview(LONG), "answers": LONG_ANSWERS}


def test_three_faults_in_one_interview_cost_three_switches_and_no_word() -> None:
    first = FaultyRealtimeModel("first", {2: Strike.CUT})
    second = FaultyRealtimeModel("second", {2: Strike.STALL})
    ear = FaultySpeechToText("ear", {3: Strike.CUT})

    stage = FailoverStage(realtime=(first, second), ears=(ear,), **long_interview()).play()

    assert_whole(stage)
    switches = [(one.capability, one.from_provider, one.fault) for one in stage.partner.failovers]
    assert (Capability.REALTIME, "first", Fault.CUT) in switches
    assert (Capability.REALTIME, "second", Fault.SILENT) in switches
    assert (Capability.SPEECH_TO_TEXT, "ear", Fault.CUT) in switches


def test_a_chain_of_three_faults_in_one_question_is_bridged_and_spoken_to_its_end() -> None:
    first = FaultyRealtimeModel("first", {2: Strike.CUT})
    second = FaultyRealtimeModel("second", {1: Strike.CUT})
    voice = FaultyTextToSpeech("third", {1: Strike.CUT})

    stage = FailoverStage(realtime=(first, second), voices=(voice,)).play()

    assert_whole(stage)
    assert [one.from_provider for one in stage.partner.failovers[:3]] == ["first", "second", "third"]
    assert stage.longest_gap_s(struck_at=first.script.struck_at[0]) <= 1.0 + FRAMES_S


def test_after_a_while_the_preferred_model_speaks_again() -> None:
    first = FaultyRealtimeModel("first", {1: Strike.CUT})
    second = FaultyRealtimeModel("second")

    stage = FailoverStage(realtime=(first, second), **long_interview()).play()

    assert_whole(stage)
    assert stage.partner.failovers[-1].to_provider == "first"
    assert first.sessions[-1].spoken[-1] == QUESTIONS[-1]
