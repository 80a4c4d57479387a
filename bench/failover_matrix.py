"""Holds a short interview for every realtime vendor with every fault, warm standbys and chains of three faults among them.

    python bench/failover_matrix.py --json OUT [--only TEXT] [--real-time N]

Conductor, voice engine, router, breakers and adapters are the real ones; the vendors are their simulators, on sockets behind
wires of 50 ms there and back, and begin each reply after 0.3 s. Ears and the cascade's voice are scripted, so that every word
can be read back. Each interview has to be completed without a lost word on either side, its log has to name the fault, its
vendor's breaker has to be in the right state, and nobody may hear nothing for longer than the fault's class allows. A gap is
counted from the fault to the next audible speech, the phrase that covers a switch included; the longest silence of all that
followed is told beside it, breaths between sentences among them. Exits with an error when one of them did not.

Time is virtual: gaps are what deadlines, round trips and our own waits add up to, without the machine's noise. `--real-time N`
holds N at once on the machine's clock instead; a quiet machine needs about 20 minutes with N = 8.
"""

import argparse
import asyncio
import json
import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

if not __package__:  # started as a file
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.support.failing_interviews import FailingInterview
from tests.support.failover_matrix import Gap, Trial, complaints, trials
from tests.support.virtual_time import run_virtual

from vivavoce.voice.ledger import percentiles

type Json = dict[str, Any]


def main() -> int:
    arguments = _arguments()
    logging.disable(logging.ERROR)  # plugins log every failure with its stack: here they are the point
    wanted = [trial for trial in trials() if arguments.only in trial.name]
    if arguments.real_time:
        results = asyncio.run(_at_once(wanted, most=arguments.real_time))
    else:
        results = [_result(trial, run_virtual(trial.interview().hold(), sockets=True)[0]) for trial in wanted]
    gaps = {gap.value: _spread(results, gap) for gap in Gap if any(one["class"] == gap for one in results)}
    failed = [one for one in results if one["complaints"]]
    result: Json = {
        "time": "real" if arguments.real_time else "virtual",
        "interviews": len(results),
        "failed": len(failed),
        "gaps": gaps,
        "trials": results,
    }
    arguments.json.parent.mkdir(parents=True, exist_ok=True)
    arguments.json.write_text(json.dumps(result, indent=2) + "\n")
    print(f"{len(results)} interviews, {len(failed)} not as they have to be")
    for name, spread in gaps.items():
        print(f"gap, {name}: " + ", ".join(f"{key} {value}" for key, value in spread.items()))
    for one in failed:
        print(f"{one['name']}: {'; '.join(one['complaints'])}", file=sys.stderr)
    return 1 if failed else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path, required=True, help="where to write the result")
    parser.add_argument("--only", default="", help="interviews whose name has this, such as gemini or cut@turn2")
    parser.add_argument("--real-time", type=int, default=0, metavar="N", help="hold N at once on the machine's clock")
    return parser.parse_args()


async def _at_once(wanted: Sequence[Trial], *, most: int) -> list[Json]:
    places = asyncio.Semaphore(most)

    async def hold(trial: Trial) -> Json:
        async with places:
            return _result(trial, await trial.interview().hold())

    return await asyncio.gather(*(hold(trial) for trial in wanted))


def _result(trial: Trial, held: FailingInterview) -> Json:
    wrong = complaints(trial, held)
    print(f"{'FAILED' if wrong else 'ok':6} {trial.name}", flush=True)
    return {
        "name": trial.name,
        "vendors": [{"vendor": one.vendor, "faults": list(one.faults)} for one in trial.vendors],
        "class": trial.gap.value,
        "gap_ms": round(1000 * held.gap_s),
        "longest_gap_ms": round(1000 * held.longest_gap_s),
        "failovers": [
            {
                "slot": one.capability.value,
                "from": one.from_provider,
                "to": one.to_provider,
                "fault": one.fault.value,
                "gap_ms": round(one.gap_ms),
            }
            for one in held.failovers
        ],
        "complaints": wrong,
    }


def _spread(results: Sequence[Json], gap: Gap) -> Json:
    gaps_ms = [one["gap_ms"] for one in results if one["class"] == gap]
    of = percentiles(gaps_ms)
    return {
        "n": len(gaps_ms),
        "p50_ms": of.p50_ms,
        "p95_ms": of.p95_ms,
        "max_ms": max(gaps_ms),
        "limit_ms": round(1000 * gap.limit_s),
    }


if __name__ == "__main__":
    sys.exit(main())
