"""What our turn path costs when models take no time, beside livekit-agents without us and asyncio without anybody.

    python bench/overhead.py --json OUT [--sessions 1,20] [--turns N]

Measured in real time, one process: from the frame that completes the silence a turn ends with, to the first frame of the
reply. Ours runs whole: resampling, voice activity, turn-taking, supervised models, synthesis that was not made ahead, playout.
Nothing else should run meanwhile.
"""

import argparse
import asyncio
import json
import sys
import time
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path

if not __package__:  # started as a file
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.overhead_line import CallerLine
from bench.overhead_stacks import BareFloor, Ours, RawLiveKit, Stack, cpu_s

STACKS: dict[str, Callable[[], Stack]] = {"vivavoce": Ours, "livekit-agents": RawLiveKit, "asyncio": BareFloor}
TARGET_P95_MS = 25.0
TARGET_RATIO = 1.3
_WARM_UP_TURNS = 2
"""The first turns pay for imports and for all sessions starting at once."""

type Json = dict[str, object]


async def measured(make: Callable[[], Stack], *, sessions: int, turns: int) -> Json:
    """Hold so many sessions at once; return the spread of all their turns."""
    stack = make()
    lines = [
        CallerLine(turns=turns + _WARM_UP_TURNS, starts_after_frames=1 + number % 16) for number in range(sessions)
    ]
    began_at, began_cpu_s = time.monotonic(), cpu_s()
    async with asyncio.TaskGroup() as talks:
        for line in lines:
            talks.create_task(stack.converse(line))
    lasted_s, used_s = time.monotonic() - began_at, cpu_s() - began_cpu_s
    await stack.aclose()
    waits_ms = sorted(1000 * wait_s for line in lines for wait_s in line.waits_s[_WARM_UP_TURNS:])
    return {
        "sessions": sessions,
        "turns": len(waits_ms),
        "missed": sum(line.missed for line in lines),
        "p50_ms": _share(waits_ms, 0.5),
        "p95_ms": _share(waits_ms, 0.95),
        "p99_ms": _share(waits_ms, 0.99),
        "cpu_percent_a_session": round(100 * used_s / lasted_s / sessions, 2),
    }


def _share(ordered: Sequence[float], share: float) -> float | None:
    return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))], 2) if ordered else None


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path, required=True, help="where to write the result")
    parser.add_argument("--sessions", default="1,20", help="how many live sessions, one run each (1,20)")
    parser.add_argument(
        "--turns", type=int, default=10, help="turns of every session (10), twice as many of a single one"
    )
    asked = parser.parse_args(arguments)
    counts = [int(count) for count in asked.sessions.split(",")]
    runs: dict[str, list[Json]] = {name: [] for name in STACKS}
    for count in counts:
        for name, make in STACKS.items():
            run = asyncio.run(measured(make, sessions=count, turns=asked.turns if count > 1 else 2 * asked.turns))
            runs[name].append(run)
            print(f"{name:16} {count:3} sessions: " + ", ".join(f"{key} {run[key]}" for key in list(run)[1:]))
    result = {"versions": {"livekit-agents": version("livekit-agents")}, "runs": runs, "targets": _targets(runs)}
    asked.json.parent.mkdir(parents=True, exist_ok=True)
    asked.json.write_text(json.dumps(result, indent=2) + "\n")


def _targets(runs: dict[str, list[Json]]) -> Json:
    """Compare the largest runs with what was aimed at."""
    ours, raw = (runs[name][-1]["p95_ms"] for name in ("vivavoce", "livekit-agents"))
    if not isinstance(ours, float) or not isinstance(raw, float):
        return {"measured": False}
    return {
        "p95_ms": ours,
        "p95_at_most_ms": TARGET_P95_MS,
        "times_livekit_agents": round(ours / raw, 2),
        "times_at_most": TARGET_RATIO,
        "met": ours <= TARGET_P95_MS and ours <= TARGET_RATIO * raw,
    }


if __name__ == "__main__":
    main()
