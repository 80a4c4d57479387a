"""hotato, an independent judge of turn-taking, on the two-channel recordings of the cases.

It finds speech by energy alone and knows no words. Over the interviewer it says whether the agent yielded; behind an answer,
how long the agent took, or by how much it came too early. Silences up to the longest pause of a case are part of the answer.
"""

from collections.abc import Sequence
from statistics import median
from typing import Any

from bench.turn_caller import CaseResult
from bench.turn_judging import NOTICED_S

type Json = dict[str, Any]

_LONGER_THAN_ANY_PAUSE_S = 0.15


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
            "premature_starts": sum(bool(verdict["premature_start_ms"]) for verdict in answers),
        },
        "cases": verdicts,
    }


def _verdict(result: CaseResult) -> Json:
    from hotato import run_single
    from hotato._engine.score import ScoreConfig

    case, starts_s = result.case, result.recorded_from_s + result.case.spans_s[0][0]
    pause_s = max(case.pauses_s, default=0.0)
    said_s = case.spans_s[-1][1] - case.spans_s[0][0]
    config = ScoreConfig(turn_end_silence_sec=pause_s + _LONGER_THAN_ANY_PAUSE_S, max_search_sec=said_s + NOTICED_S)
    try:
        envelope = run_single(
            stereo=str(result.recording),
            onset_sec=starts_s,
            expect="yield" if case.agent_stops else "hold",
            cfg=config,
        )
    except ValueError as error:
        return {"not_judged": str(error)}
    event = envelope["events"][0]
    if case.while_agent_speaks:
        barge_in = event["signals"]["barge_in"]
        return {
            "agrees_with_expectation": bool(event["verdict"]["passed"]),
            "did_yield": barge_in["did_yield"],
            "time_to_yield_ms": _ms(barge_in["time_to_yield_sec"]),
            "talk_over_ms": _ms(barge_in["talk_over_sec"]),
        }
    latency = event["signals"]["latency"]
    return {
        "response_gap_ms": _ms(latency["response_gap_sec"]),
        "premature_start_ms": _ms(latency["premature_start_sec"]),
    }


def _ms(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds * 1000)
