"""From what candidate and stack noticed to the figures, and what a second judge makes of the same recording."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from bench.turn_caller import Candidate, CaseResult, Order
from bench.turn_cases import TurnCase
from bench.turn_second_opinion import second_opinions
from bench.turn_serving import Committed, Conversed, Served
from bench.turn_summary import rows_of, summary_of, table

from tests.support.virtual_time import run_virtual
from tests.unit.bench.recordings import Samples, pcm, track
from vivavoce.domain.latency import LatencyLedger
from vivavoce.transports.loopback.line import LoopbackLine

SPANS_S = ((0.3, 1.3), (2.3, 3.3))
ANSWER = TurnCase(
    id="mid-1",
    kind="mid",
    audio=pcm(track(3.6, SPANS_S)),
    spans_s=SPANS_S,
    pauses_s=(1.0,),
    while_agent_speaks=False,
    candidate_turns=1,
    agent_stops=False,
)
NOD = replace(
    ANSWER,
    id="nod/1",
    kind="backchannel",
    audio=pcm(track(0.9, [(0.3, 0.6)])),
    spans_s=((0.3, 0.6),),
    pauses_s=(),
    while_agent_speaks=True,
    candidate_turns=0,
)


def called(interviewer: Samples, case: TurnCase, folder: Path) -> tuple[CaseResult, Samples]:
    """Play the case to an interviewer who speaks by the clock; return the result and what was really sent."""

    async def main() -> tuple[CaseResult, Samples]:
        line = LoopbackLine()
        line.play(pcm(interviewer))
        candidate = Candidate(line)
        await candidate.play(case)
        await candidate.leave()
        order = Order(cases=(case,), sessions=1, per_conversation=1, recordings=folder, title="test")
        (result,) = candidate.results(1, order, quoted=False)
        return result, np.frombuffer(line.heard.samples, "<i2")

    return run_virtual(main())[0]


def served(*committed_at: float) -> Served:
    ledger = LatencyLedger(endpoint_ms=400, transcript_ms=0, brain_ms=50, first_audio_ms=2, playout_ms=8)
    conversed = Conversed(
        committed=tuple(Committed(at=at, text="words") for at in committed_at),
        ledgers=tuple((at, ledger) for at in committed_at),
        hangs=False,
    )
    return Served(calls={1: conversed}, cpu_share=0.5, memory_mb=900.0)


def test_a_call_gives_the_gap_that_was_really_there(tmp_path: Path) -> None:
    result, sent = called(track(12.0, [(0.2, 1.0), (7.0, 9.0)]), ANSWER, tmp_path)

    really_ms = 7000 - (np.flatnonzero(sent)[-1] + 1) / 48
    assert result.heard.voice_to_voice_ms == pytest.approx(really_ms, abs=0.1)
    assert result.heard.cut_ins == ()


def test_an_answer_begins_when_the_question_is_over_and_a_nod_while_it_is_asked(tmp_path: Path) -> None:
    _, answer = called(track(12.0, [(0.2, 1.0), (7.0, 9.0)]), ANSWER, tmp_path)
    result, nod = called(track(12.0, [(0.5, 9.0)]), NOD, tmp_path)

    assert np.flatnonzero(answer)[0] / 48_000 == pytest.approx(1.0 + 0.7 + 0.3, abs=0.08)
    assert np.flatnonzero(nod)[0] / 48_000 == pytest.approx(0.5 + 0.8 + 0.3, abs=0.08)
    assert (result.heard.paused, result.heard.stopped_for_good) == (False, False)


def test_an_interviewer_who_never_asks_has_missed_the_case(tmp_path: Path) -> None:
    result, sent = called(track(1.0, []), ANSWER, tmp_path)

    assert not sent.any()
    assert result.heard.missed


def test_more_turns_than_expected_are_split_and_a_turn_made_of_a_nod_is_a_false_stop(tmp_path: Path) -> None:
    answer, _ = called(track(12.0, [(0.2, 1.0), (7.0, 9.0)]), ANSWER, tmp_path)
    nod, _ = called(track(12.0, [(0.5, 9.0)]), NOD, tmp_path)
    inside = answer.begun_at + 1.0

    split = summary_of(rows_of([answer], served(inside, inside + 2)), served(), sessions=1)
    taken = summary_of(rows_of([nod], served(nod.begun_at + 0.5)), served(), sessions=2)

    assert split["split_turns"] == 1
    assert split["ledger_total_ms"] == {"n": 1, "p50": 460, "p95": 460}
    assert taken["false_stops"] == {"cases": 1, "for_good": 1, "paused": 1}
    assert taken["cpu_share_of_a_core_per_session"] == 0.25
    assert "backchannel" in table("vivavoce", taken)


def test_cut_ins_are_counted_by_the_length_of_the_pause(tmp_path: Path) -> None:
    result, _ = called(track(12.0, [(0.2, 1.0), (3.7, 4.0), (7.0, 9.0)]), ANSWER, tmp_path)

    summary = summary_of(rows_of([result], served(result.begun_at + 1)), served(), sessions=1)

    assert summary["false_cut_ins"] == summary["by_kind"]["mid"]["false_cut_ins"] == 1
    assert summary["false_cut_in_rates"]["mid_pauses_up_to_1.5_s"] == {"pauses": 1, "cut_in": 1}
    assert summary["split_turns"] == 0


def test_a_second_judge_finds_the_same_gap_and_the_same_cut_in(tmp_path: Path) -> None:
    good, _ = called(track(12.0, [(0.2, 1.0), (7.0, 9.0)], hiss=20), ANSWER, tmp_path)
    opinion = second_opinions([good])
    bad, _ = called(track(12.0, [(0.2, 1.0), (3.6, 4.1), (7.0, 9.0)], hiss=20), ANSWER, tmp_path)
    worse = second_opinions([bad])

    assert opinion["cases"]["mid-1"]["response_gap_ms"] == pytest.approx(good.heard.voice_to_voice_ms, abs=40)
    assert opinion["summary"]["pauses_cut_into"] == 0
    assert worse["summary"]["pauses_cut_into"] == len(bad.heard.cut_ins) == 1


def test_a_second_judge_sees_who_yielded(tmp_path: Path) -> None:
    steady, _ = called(track(12.0, [(0.5, 9.0)], hiss=20), NOD, tmp_path)
    opinion = second_opinions([steady])["cases"]["nod/1"]
    barge_in = replace(NOD, id="barge_in-1", candidate_turns=1, agent_stops=True, spans_s=((0.3, 0.6),))
    stopped, _ = called(track(12.0, [(0.5, 1.75), (4.0, 5.0)], hiss=20), barge_in, tmp_path)
    yielded = second_opinions([stopped])["cases"]["barge_in-1"]

    assert opinion["agrees_with_expectation"]
    assert yielded["did_yield"]
    assert yielded["time_to_yield_ms"] == pytest.approx(stopped.heard.barge_in_stop_ms, abs=40)
