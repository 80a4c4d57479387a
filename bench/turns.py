"""Plays spoken cases to a live session over real WebRTC: whom it cuts off, what it misses, and how soon it replies.

    python bench/turns.py --json OUT [--data DIR] [--peer] [--kinds fluent,mid,…] [--sessions N] [--cores N] [--recordings DIR]

A candidate in a process of its own calls and plays every case of a directory (bench/cases, unless another is named); the
stack under measurement, with the models of this machine, replies to each with a planned question. A few fluent answers are
then played again to replies that quote them, which need the exact transcript. With `--peer`, livekit-agents with its defaults
and the same models is measured in the same run. `--sessions` holds so many conversations at once, and `--cores` keeps the
stack with all its models on so many processors and the candidates on the others. What the figures mean is written in
bench/turn_judging.py; hotato's opinion on the same recordings is added. Nothing else should run meanwhile.
"""

import argparse
import json
import multiprocessing
import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

if not __package__:  # started as a file
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.turn_caller import CaseResult, Order, call_and_play
from bench.turn_cases import CaseError, TurnCase, read_cases
from bench.turn_second_opinion import second_opinions
from bench.turn_serving import Served, StackName, serve_calls
from bench.turn_summary import Json, rows_of, spread, summary_of, table

OWN_CASES = Path(__file__).resolve().parent / "cases"
_PER_CONVERSATION = 12
_QUOTED_KINDS = ("fluent", "mid")


def main(arguments: Sequence[str] | None = None) -> None:
    asked = parser(__doc__ or "").parse_args(arguments)
    try:
        cases = read_cases(asked.data, kinds=asked.kinds)
    except CaseError as error:
        raise SystemExit(str(error)) from error
    result = measured_on(cases, asked)
    if asked.json:
        asked.json.parent.mkdir(parents=True, exist_ok=True)
        asked.json.write_text(json.dumps(result, indent=2) + "\n")
    print(table("vivavoce", result["summary"]))
    if asked.peer:
        print(table(result["peer"]["stack"], result["peer"]["summary"]))


def parser(about: str) -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("--data", type=Path, default=OWN_CASES, help="a directory of cases with a manifest.json")
    made.add_argument("--json", type=Path, help="where to write the result")
    made.add_argument("--peer", action="store_true", help="measure livekit-agents with its defaults, too")
    made.add_argument("--kinds", type=_names, default=(), help="which kinds to play, separated by commas (all)")
    made.add_argument("--sessions", type=_at_least_one, default=1, help="conversations at once (1)")
    made.add_argument("--cores", type=_at_least_one, help="processors for the stack and its models (all)")
    made.add_argument("--quotes", type=int, default=8, help="answers replied to from their exact transcript (8)")
    made.add_argument("--recordings", type=Path, help="keep the two-channel recordings of the cases here")
    return made


def measured_on(cases: Sequence[TurnCase], asked: argparse.Namespace) -> Json:
    """Measure one stack after the other; judge the recordings when nothing is measured any more."""
    with tempfile.TemporaryDirectory(prefix="turns-") as passing:
        recordings = asked.recordings or Path(passing)
        recordings.mkdir(parents=True, exist_ok=True)
        order = Order(
            cases=tuple(cases),
            quoted=_quoted(cases, asked.quotes),
            sessions=min(asked.sessions, len(cases)),
            per_conversation=max(1, min(_PER_CONVERSATION, len(cases) // asked.sessions)),
            recordings=recordings,
            title="ours",
        )
        machine = _machine() | {"stack_cores": asked.cores or os.cpu_count()}
        ours = _run("ours", order, cores=asked.cores)
        peer = _run("peer", replace(order, quoted=(), title="peer"), cores=asked.cores) if asked.peer else None
        result: Json = {"data": asked.data.name, "machine": machine, **_told(*ours, sessions=order.sessions)}
        if peer is not None:
            about = {"stack": f"livekit-agents {version('livekit-agents')} with its defaults"}
            result["peer"] = {**about, **_told(*peer, sessions=order.sessions)}
        return result


def _machine() -> Json:
    """Return what is measured on, and warn when it is busy already: figures of a busy machine are its own, not a stack's."""
    cores, (load, _, _) = os.cpu_count() or 1, os.getloadavg()
    if load > cores / 2:
        print(f"This machine is busy (load {load:.1f} on {cores} cores): figures will be worse.", file=sys.stderr)
    return {"cores": cores, "load_before": round(load, 2)}


def _told(results: Sequence[CaseResult], served: Served, *, sessions: int) -> Json:
    rows = rows_of([result for result in results if not result.quoted], served)
    quoted = rows_of([result for result in results if result.quoted], served)
    summary = summary_of(rows, served, sessions=sessions)
    if quoted:
        summary["voice_to_voice_by_reply_ms"] = {
            "planned_question": summary["voice_to_voice_ms"]["all"],
            "exact_transcript": spread([row["voice_to_voice_ms"] for row in quoted]),
        }
    opinion = second_opinions([result for result in results if not result.quoted])
    told: Json = {"summary": summary, "cases": rows, "second_opinion": opinion}
    return told | ({"exact_transcript_cases": quoted} if quoted else {})


def _quoted(cases: Sequence[TurnCase], count: int) -> tuple[TurnCase, ...]:
    """Return whole answers whose words a reply can take up, fluent ones first."""
    fit = [case for kind in _QUOTED_KINDS for case in cases if case.kind == kind and not case.while_agent_speaks]
    return tuple(fit[: max(0, count)])


def _run(stack: StackName, order: Order, *, cores: int | None) -> tuple[list[CaseResult], Served]:
    """Run one stack and its candidates, each side in its own process; return what both noticed."""
    context = multiprocessing.get_context("spawn")
    stack_signalling, caller_signalling = context.Pipe()
    stack_reports, report_from_stack = context.Pipe(duplex=False)
    caller_reports, report_from_caller = context.Pipe(duplex=False)
    served_on = (order.sessions, cores)
    serving = context.Process(target=serve_calls, args=(stack, stack_signalling, report_from_stack, *served_on))
    calling = context.Process(target=call_and_play, args=(caller_signalling, report_from_caller, order, cores))
    try:
        serving.start()
        report_from_stack.close()  # so that a process that dies is noticed, not waited for
        stack_signalling.close()
        print(f"{order.title}: loading models …", file=sys.stderr, flush=True)
        stack_reports.recv()
        calling.start()
        report_from_caller.close()
        caller_signalling.close()
        results: list[CaseResult] = caller_reports.recv()
        served: Served = stack_reports.recv()
    except EOFError:
        raise SystemExit(f"The {order.title} run broke off; what went wrong is written above.") from None
    finally:
        for process in (calling, serving):
            if process.pid is not None:
                process.join(20.0 if sys.exc_info()[0] is None else 0.0)
                process.kill()
    return results, served


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _at_least_one(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least one session")
    return number


if __name__ == "__main__":
    main()
