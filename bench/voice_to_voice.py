"""How long until the interviewer is heard, and whom it cuts off: over real WebRTC, with the models of this machine.

    python bench/voice_to_voice.py --json OUT [--peer] [--data DIR] [--kinds fluent,mid,…]

A candidate in a process of its own calls and plays spoken answers with exact spans; the stack under measurement replies to
each with the next planned question. Voice-to-voice is the last answer sample as sent to the first interviewer sample as
received; a false cut-in is an interviewer who becomes audible before the answer is over. With `--peer`, livekit-agents with
its defaults and the same models is measured in the same run. Without `--data`, the answers are made with this machine's voice.
"""

import argparse
import asyncio
import json
import multiprocessing
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

if not __package__:  # started as a file
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.turn_caller import CaseHeard, call_and_play
from bench.turn_cases import TurnCase, made_cases, read_cases
from bench.turn_serving import Served, StackName, serve_one_call
from vivavoce.providers.local.models import EmbeddedModels, EmbeddedModelsConfig
from vivavoce.rehearsal.result import percentile

KINDS = ("fluent", "short", "mid", "boundary", "long", "barge_in")

type Json = dict[str, Any]


def main() -> None:
    arguments = _arguments()
    cases = asyncio.run(_cases(arguments.data, arguments.kinds))
    result: Json = {"data": arguments.data.name if arguments.data else "made here", **_measured("ours", cases)}
    if arguments.peer:
        result["peer"] = _measured("peer", cases)
    if arguments.json:
        arguments.json.write_text(json.dumps(result, indent=2) + "\n")
    shown = {"vivavoce": result["summary"]}
    if arguments.peer:
        shown["livekit-agents defaults"] = result["peer"]["summary"]
    print(json.dumps(shown, indent=2))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path, help="where to write the result")
    parser.add_argument("--peer", action="store_true", help="measure livekit-agents with its defaults, too")
    parser.add_argument("--data", type=Path, help="a directory of cases with a manifest.json")
    parser.add_argument("--kinds", type=lambda text: text.split(","), default=list(KINDS), help="which cases to play")
    return parser.parse_args()


async def _cases(folder: Path | None, kinds: Sequence[str]) -> list[TurnCase]:
    if folder is not None:
        return read_cases(folder, kinds=kinds)
    models = EmbeddedModels(EmbeddedModelsConfig())
    await models.start()
    try:
        return await made_cases(models.text_to_speech(), kinds=kinds)
    finally:
        await models.aclose()


def _measured(stack: StackName, cases: Sequence[TurnCase]) -> Json:
    """Run one stack and one caller, each in its own process, and put together what both noticed."""
    context = multiprocessing.get_context("spawn")
    stack_signalling, caller_signalling = context.Pipe()
    stack_reports, report_from_stack = context.Pipe(duplex=False)
    caller_reports, report_from_caller = context.Pipe(duplex=False)
    serving = context.Process(target=serve_one_call, args=(stack, stack_signalling, report_from_stack))
    serving.start()
    stack_reports.recv()  # models are loaded
    calling = context.Process(target=call_and_play, args=(caller_signalling, report_from_caller, cases))
    calling.start()
    heard: list[CaseHeard] = caller_reports.recv()
    served: Served = stack_reports.recv()
    calling.join()
    serving.join()
    return _joined(heard, served)


def _joined(heard: Sequence[CaseHeard], served: Served) -> Json:
    rows = []
    for case in heard:
        committed = [at for at in served.committed_at if case.answer_start_at <= at < case.next_case_at]
        turns = {"turns": len(committed), "split": max(0, len(committed) - case.expected_turns)}
        rows.append(asdict(case) | turns)
    return {"summary": _summary(rows, served), "cases": rows}


def _summary(rows: Sequence[Json], served: Served) -> Json:
    answers = [row for row in rows if row["kind"] != "barge_in"]
    stops_ms = [row["barge_in_stop_ms"] for row in rows if row["barge_in_stop_ms"] is not None]
    return {
        "answers": len(answers),
        "voice_to_voice_ms": _spread([row["voice_to_voice_ms"] for row in answers]),
        "voice_to_voice_ms_by_kind": {
            kind: _spread([row["voice_to_voice_ms"] for row in answers if row["kind"] == kind])
            for kind in dict.fromkeys(row["kind"] for row in answers)
        },
        "false_cut_ins": _share(answers),
        "false_cut_ins_1.5_s_pauses": _share([row for row in answers if _longest(row) == 1.5]),
        "false_cut_ins_3_s_pauses": _share([row for row in answers if _longest(row) == 3.0]),
        "split_turns": sum(row["split"] for row in rows),
        "missed_ends": sum(row["missed"] for row in rows),
        "barge_in_stop_ms": _spread(stops_ms),
        "ledger_total_ms": _spread(served.ledger_ms),
        "hangs_when_the_line_is_gone": served.hangs,
        "cpu_share_of_a_core": round(served.cpu_share, 3),
        "memory_mb": round(served.memory_mb),
    }


def _longest(row: Json) -> float:
    return max(row["pauses_s"], default=0.0)


def _share(rows: Sequence[Json]) -> Json:
    return {"cases": len(rows), "cut_in": sum(1 for row in rows if row["cut_ins"])}


def _spread(values: Sequence[float | None]) -> Json:
    ordered = sorted(value for value in values if value is not None)
    if not ordered:
        return {"n": 0, "p50": None, "p95": None}
    return {"n": len(ordered), "p50": round(percentile(ordered, 0.5)), "p95": round(percentile(ordered, 0.95))}


if __name__ == "__main__":
    main()
