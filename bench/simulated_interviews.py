"""Holds whole interviews with simulated candidates of every temperament over the shipped packs, in virtual time.

    python bench/simulated_interviews.py --json OUT [--count 200] [--temperament NAME] [--words-only]

The conductor, the plan brain, the coverage judge, the speech linter and the session host are the real ones; the voices are
scripted, and time is virtual: 200 interviews of half an hour take minutes. Each must end in order, ask every core question or
say why not, keep each section within 15 % of its time box (an answer begun within the box is never cut short: counted apart) or
end it early with a reason on record that holds: everything was asked and followed up, what is left is too hard by the adaptive
rule, or too short for one more answer of this candidate's. It must ask one thing at a time, follow up at most as often as the
pack allows, never rush, offer help once in a silence, and say nothing that the speech linter forbids. Exits with an error when
one of them did not. `--words-only` compares words instead of meanings (no model needed).
"""

import argparse
import json
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

if not __package__:  # started as a file
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.support.blocking_embedder import BlockingEmbedder
from tests.support.interview_checks import faults, summary
from tests.support.section_times import section_times
from tests.support.simulated_candidates import CHARACTERS
from tests.support.simulated_interviews import Case, Held, a_brain, cases, hold

from vivavoce.interview.brain.port import Brain
from vivavoce.providers.scripted import ScriptedEmbedder

COUNT = 200

type Json = dict[str, Any]


def main() -> int:
    arguments = _arguments()
    wanted = [one for one in cases(arguments.count) if arguments.temperament in (None, one.temperament)]
    began = time.perf_counter()
    if arguments.words_only:
        embedder = "words only"
        held = _held(wanted, a_brain(ScriptedEmbedder()))
    else:
        meaning = BlockingEmbedder()
        embedder = meaning.name
        try:
            held = _held(wanted, a_brain(meaning))
        finally:
            meaning.close()
    result: Json = {
        "embedder": embedder,
        "took_s": round(time.perf_counter() - began, 1),
        "summary": summary(held),
        "temperaments": {name: _of_temperament(name, held) for name in CHARACTERS},
        "interviews": [_as_json(one) for one in held],
    }
    if arguments.json:
        arguments.json.write_text(json.dumps(result, indent=2) + "\n")
    print(json.dumps(result["summary"], indent=2))
    for one in held:
        for fault in faults(one):
            print(f"{one.case.number:3} {one.case.temperament} / {one.case.pack_id}: {fault}", file=sys.stderr)
    return 1 if any(faults(one) for one in held) else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path, help="where to write the result")
    parser.add_argument("--count", type=int, default=COUNT, help="how many interviews")
    parser.add_argument("--temperament", choices=list(CHARACTERS), help="only this one")
    parser.add_argument("--words-only", action="store_true", help="compare words instead of meanings")
    return parser.parse_args()


def _held(wanted: list[Case], brain: Brain) -> list[Held]:
    return [hold(one, brain) for one in wanted]


def _of_temperament(name: str, held: list[Held]) -> Json:
    own = [one for one in held if one.case.temperament == name]
    return {
        "interviews": len(own),
        "with_faults": sum(bool(faults(one)) for one in own),
        "ended": Counter(one.reason.value if one.reason else "never_ended" for one in own),
    }


def _as_json(held: Held) -> Json:
    return {
        "number": held.case.number,
        "temperament": held.case.temperament,
        "pack": held.case.pack_id,
        "ended": held.reason.value if held.reason else None,
        "minutes": round(held.took_s / 60, 1),
        "sections": {one.section.kind.value: round(one.share, 3) for one in section_times(held)},
        "faults": faults(held),
    }


if __name__ == "__main__":
    sys.exit(main())
