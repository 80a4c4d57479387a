"""hotato, an independent judge of turn-taking, on the two-channel recordings of the cases.

It finds speech by energy alone and knows no words. Over the interviewer it says whether the agent yielded; behind an answer,
how long the agent took. A pause is taken for an end as well, so each stretch of speech is judged by itself: an agent who
replies to one before the pause behind it is over has cut in.
"""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import Any

from bench.turn_caller import CaseResult
from bench.turn_judging import NOTICED_S

type Json = dict[str, Any]

_TURN_END_S = 0.25
"""hotato adds 0.15 s of its own: silences of 0.4 s and more, so that a comma is no end."""
_SAME_MOMENT_S = 0.1


def second_opinions(results: Sequence[CaseResult]) -> Json:
    """Return hotato's verdict on every case by id and what they add up to; says so when it is not installed."""
    try:
        import hotato
    except ImportError:
        return {"judge": "hotato is not installed: pip install hotato"}
    verdicts = {result.case.id: _verdict(result) for result in results}
    overlaps = [verdict for verdict in verdicts.values() if "agrees_with_expectation" in verdict]
    answers = [verdict for verdict in verdicts.values() if "response_gap_ms" in verdict]
    gaps_ms = [verdict["response_gap_ms"] for verdict in answers if verdict["response_gap_ms"] is not None]
    return {
        "judge": f"hotato {hotato.__version__}",
        "summary": {
            "overlaps": len(overlaps),
            "overlaps_as_expected": sum(verdict["agrees_with_expectation"] for verdict in overlaps),
            "answers": len(answers),
            "response_gap_p50_ms": round(median(gaps_ms)) if gaps_ms else None,
            "pauses": sum(verdict["pauses"] for verdict in answers),
            "pauses_cut_into": sum(verdict["pauses_cut_into"] for verdict in answers),
            "came_before_the_end": sum(verdict["came_before_the_end"] for verdict in answers),
        },
        "cases": verdicts,
    }


def _verdict(result: CaseResult) -> Json:
    try:
        return _overlap(result) if result.case.while_agent_speaks else _answer(result)
    except ValueError as error:
        return {"not_judged": str(error)}


def _overlap(result: CaseResult) -> Json:
    case = result.case
    said_s = case.spans_s[-1][1] - case.spans_s[0][0]
    event = _event(result, case.spans_s[0][0], search_s=said_s + NOTICED_S)
    barge_in = event["signals"]["barge_in"]
    return {
        "agrees_with_expectation": bool(event["verdict"]["passed"]),
        "did_yield": barge_in["did_yield"],
        "time_to_yield_ms": _ms(barge_in["time_to_yield_sec"]),
        "talk_over_ms": _ms(barge_in["talk_over_sec"]),
    }


def _answer(result: CaseResult) -> Json:
    spans_s = result.case.spans_s
    signals = [_event(result, start_s)["signals"]["latency"] for start_s, _ in spans_s]
    gaps_s = [signal["response_gap_sec"] for signal in signals]
    pauses_s = [after[0] - before[1] for before, after in pairwise(spans_s)]
    return {
        "response_gap_ms": _ms(gaps_s[-1]),
        "came_before_the_end": bool(signals[-1]["premature_start_sec"]),
        "pauses": len(pauses_s),
        "pauses_cut_into": sum(
            gap_s is not None and gap_s < pause_s - _SAME_MOMENT_S
            for gap_s, pause_s in zip(gaps_s[:-1], pauses_s, strict=True)
        ),
    }


def _event(result: CaseResult, starts_s: float, *, search_s: float = NOTICED_S) -> Json:
    """Return what hotato makes of one stretch of the candidate's speech that begins here in the case's file."""
    from hotato import run_single
    from hotato._engine.score import ScoreConfig

    envelope = run_single(
        stereo=str(result.recording),
        onset_sec=result.recorded_from_s + starts_s,
        expect="yield" if result.case.agent_stops else "hold",
        cfg=ScoreConfig(turn_end_silence_sec=_TURN_END_S, max_search_sec=search_s),
    )
    event: Json = envelope["events"][0]
    return event


def _ms(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds * 1000)
