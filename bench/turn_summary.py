"""Puts together what the candidate heard and what the stack committed: a row for each case, and the figures."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from bench.turn_caller import CaseResult
from bench.turn_serving import Conversed, Served
from vivavoce.rehearsal.result import percentile

type Json = dict[str, Any]

_PAUSES_UP_TO_S = (1.5, 3.0)
_KINDS_OF_PAUSES = ("mid", "boundary", "long")
_NOT_LONGER_S = 0.05


def rows_of(results: Sequence[CaseResult], served: Served) -> list[Json]:
    """Return one row a case; a conversation that never began has committed nothing."""
    return [_row(result, served.calls.get(result.call)) for result in results]


def _row(result: CaseResult, conversed: Conversed | None) -> Json:
    case, heard = result.case, result.heard
    committed = conversed.committed if conversed is not None else ()
    ledgers = conversed.ledgers if conversed is not None else ()
    turns = [turn.text for turn in committed if result.begun_at <= turn.at < result.over_at]
    over_it = case.while_agent_speaks and not case.agent_stops
    false_turn = over_it and len(turns) > case.candidate_turns
    return {
        "id": case.id,
        "kind": case.kind,
        "condition": case.condition,
        "pauses_s": list(case.pauses_s),
        "voice_to_voice_ms": _rounded(heard.voice_to_voice_ms),
        "missed_end": heard.missed,
        "turns": len(turns),
        "expected_turns": case.candidate_turns,
        "split_turns": max(0, len(turns) - case.candidate_turns),
        "heard": turns,
        "false_cut_ins": [asdict(cut_in) for cut_in in heard.cut_ins],
        "acknowledged": heard.acknowledged,
        "barge_in_stop_ms": _rounded(heard.barge_in_stop_ms),
        "stopped_for_good": None if heard.stopped_for_good is None else heard.stopped_for_good or false_turn,
        "paused": None if heard.paused is None else heard.paused or false_turn,
        "agent_should_stop": case.agent_stops,
        "after_question": not case.while_agent_speaks,
        "ledger_ms": next(
            (
                {hop: round(ms, 1) for hop, ms in asdict(ledger).items()}
                for at, ledger in ledgers
                if result.begun_at <= at < result.over_at
            ),
            None,
        ),
    }


def summary_of(rows: Sequence[Json], served: Served, *, sessions: int) -> Json:
    """Return the figures over all cases and by kind."""
    answers = [row for row in rows if row["after_question"]]
    kinds = list(dict.fromkeys(row["kind"] for row in rows))
    by_kind = {kind: [row for row in rows if row["kind"] == kind] for kind in kinds}
    overlaps_ms = [cut_in["overlap_ms"] for row in rows for cut_in in row["false_cut_ins"]]
    return {
        "cases": len(rows),
        "split_turns": _total(rows, "split_turns"),
        "missed_ends": _total(rows, "missed_end"),
        "false_cut_ins": sum(len(row["false_cut_ins"]) for row in rows),
        "false_cut_in_rates": false_cut_in_rates(rows),
        "cut_in_overlap_ms": {**spread(overlaps_ms), "max": max(overlaps_ms, default=None)},
        "voice_to_voice_ms": {
            "all": spread([row["voice_to_voice_ms"] for row in answers]),
            **{kind: spread([row["voice_to_voice_ms"] for row in of_kind]) for kind, of_kind in by_kind.items()},
        },
        "barge_in_stop_ms": spread([row["barge_in_stop_ms"] for row in rows]),
        "barge_ins_ignored": _count(rows, lambda row: bool(row["agent_should_stop"]) and _was_ignored(row)),
        "false_stops": _false_stops(rows),
        "by_kind": {kind: _of_kind(of_kind) for kind, of_kind in by_kind.items()},
        "ledger_total_ms": spread([sum(row["ledger_ms"].values()) for row in rows if row["ledger_ms"]]),
        "sessions_at_once": sessions,
        "conversations": len(served.calls),
        "hangs_when_the_line_is_gone": sum(call.hangs for call in served.calls.values()),
        "cpu_share_of_a_core": round(served.cpu_share, 3),
        "cpu_share_of_a_core_per_session": round(served.cpu_share / sessions, 3),
        "memory_mb": round(served.memory_mb),
    }


def _of_kind(rows: Sequence[Json]) -> Json:
    return {
        "cases": len(rows),
        "split_turns": _total(rows, "split_turns"),
        "missed_ends": _total(rows, "missed_end"),
        "false_cut_ins": sum(len(row["false_cut_ins"]) for row in rows),
        "voice_to_voice_ms": spread([row["voice_to_voice_ms"] for row in rows]),
        "barge_in_stop_ms": spread([row["barge_in_stop_ms"] for row in rows]),
        "false_stops": _false_stops(rows),
    }


def false_cut_in_rates(rows: Sequence[Json]) -> Json:
    """Return, by kind and length of the pause, how many pauses there were and in how many the interviewer cut in.

    A cut-in counts for the pause in which it began; one that began during speech belongs to no pause.
    """
    rates: Json = {}
    for kind in _KINDS_OF_PAUSES:
        own = [row for row in rows if row["kind"] == kind]
        cut_s = [cut_in["pause_s"] for row in own for cut_in in row["false_cut_ins"]]
        pauses_s = [pause for row in own for pause in row["pauses_s"]]
        for up_to_s in _PAUSES_UP_TO_S if own else ():
            limit_s = up_to_s + _NOT_LONGER_S
            rates[f"{kind}_pauses_up_to_{up_to_s:g}_s"] = {
                "pauses": sum(pause <= limit_s for pause in pauses_s),
                "cut_in": sum(pause is not None and pause <= limit_s for pause in cut_s),
            }
        if own:
            rates[f"{kind}_while_speaking"] = sum(pause is None for pause in cut_s)
    return rates


def _false_stops(rows: Sequence[Json]) -> Json:
    """Sounds that should not have stopped the interviewer: how many did, and how many made it pause at all."""
    own = [row for row in rows if row["stopped_for_good"] is not None and not row["agent_should_stop"]]
    return {
        "cases": len(own),
        "for_good": _count(own, lambda row: bool(row["stopped_for_good"])),
        "paused": _count(own, lambda row: bool(row["paused"])),
    }


def _was_ignored(row: Json) -> bool:
    return not row["stopped_for_good"] or row["turns"] < row["expected_turns"]


def spread(values: Sequence[float | None]) -> Json:
    """Return n, median and 95th percentile of what there is."""
    ordered = sorted(value for value in values if value is not None)
    if not ordered:
        return {"n": 0, "p50": None, "p95": None}
    return {"n": len(ordered), "p50": round(percentile(ordered, 0.5)), "p95": round(percentile(ordered, 0.95))}


def table(stack: str, summary: Json) -> str:
    """Return the figures by kind as text for people."""
    lines = [f"\n{stack}: {summary['cases']} cases, {summary['conversations']} conversations"]
    lines.append("kind          cases   voice-to-voice ms    split  missed  cut-ins  stopped for good / paused")
    lines.append("                       p50     p95")
    for kind, own in summary["by_kind"].items():
        gap, stops = own["voice_to_voice_ms"], own["false_stops"]
        stopped = f"{stops['for_good']} / {stops['paused']}" if stops["cases"] else "-"
        lines.append(
            f"{kind:13} {own['cases']:5}  {_shown(gap['p50'])}  {_shown(gap['p95'])}    {own['split_turns']:7} "
            f"{own['missed_ends']:7} {own['false_cut_ins']:8}  {stopped}"
        )
    stop, by_reply = summary["barge_in_stop_ms"], summary.get("voice_to_voice_by_reply_ms", {})
    lines.append(f"barge-in stop: {_shown(stop['p50'])} / {_shown(stop['p95'])} ms")
    lines += [f"{reply}: {_shown(gap['p50'])} / {_shown(gap['p95'])} ms" for reply, gap in by_reply.items()]
    lines.append(f"processor: {summary['cpu_share_of_a_core_per_session']} of a core a session")
    return "\n".join(lines)


def _shown(value: float | None) -> str:
    return "     -" if value is None else f"{value:6.0f}"


def _total(rows: Sequence[Json], name: str) -> int:
    return sum(int(row[name]) for row in rows)


def _count(rows: Sequence[Json], holds: Callable[[Json], bool]) -> int:
    return sum(holds(row) for row in rows)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)
