"""What a candidate says in a turn-taking measurement: recorded cases with exact spans, read from a directory.

A `manifest.json` beside the audio files lists the cases: per case its `kind`, the `spans_s` of speech, the `pauses_s` between
them, `when` to play it (`after_question` or `while_agent_speaks`), and what is `expected`. Only an `id` and the audio are
needed: what is missing is worked out from the kind and from the sound itself.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import numpy as np

from bench.turn_judging import audible_spans
from vivavoce.domain.audio import LINE_RATE_HZ, Pcm

OVERLAPS = frozenset({"backchannel", "barge_in", "noise"})
"""Kinds that are played over the interviewer when a manifest does not say when."""
_NOT_A_TURN = frozenset({"backchannel", "noise"})


class CaseError(Exception):
    """A directory of cases cannot be used; the message says which file and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnCase:
    """One thing a candidate says. Times are seconds from the beginning of `audio`, which is mono at the line's rate."""

    id: str
    kind: str
    audio: Pcm
    spans_s: tuple[tuple[float, float], ...]
    pauses_s: tuple[float, ...]
    while_agent_speaks: bool
    candidate_turns: int
    agent_stops: bool
    condition: str = ""


def read_cases(folder: Path, *, kinds: Sequence[str] = ()) -> list[TurnCase]:
    """Return the cases of these kinds (all, when none are named) in the manifest's order; raise `CaseError`."""
    listed = _listed(folder)
    cases = _told_apart([_case(folder, entry, place) for place, entry in enumerate(listed) if _wanted(entry, kinds)])
    if not cases:
        found = ", ".join(sorted({str(_kind(entry)) for entry in listed})) or "none"
        raise CaseError(f"{folder}: no case of kind {', '.join(kinds) or 'any'}; kinds in the manifest: {found}.")
    return cases


def _told_apart(cases: Sequence[TurnCase]) -> list[TurnCase]:
    """Number the later ones of several cases with the same id."""
    seen: Counter[str] = Counter()
    apart = []
    for case in cases:
        seen[case.id] += 1
        apart.append(case if seen[case.id] == 1 else replace(case, id=f"{case.id}.{seen[case.id]}"))
    return apart


def _listed(folder: Path) -> list[Any]:
    file = folder / "manifest.json"
    try:
        manifest = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise CaseError(
            f"{file} is missing. Name a directory with a manifest.json and its audio files; bench/cases is one."
        ) from None
    except (OSError, ValueError) as error:
        raise CaseError(f"{file} cannot be read as JSON: {error}.") from error
    listed = manifest.get("cases") if isinstance(manifest, dict) else manifest
    if not isinstance(listed, list):
        raise CaseError(f'{file}: expected a list of cases under "cases".')
    return listed


def _wanted(entry: object, kinds: Sequence[str]) -> bool:
    return not kinds or _kind(entry) in kinds


def _kind(entry: object) -> object:
    if not isinstance(entry, dict):
        return None
    return entry.get("kind") or str(entry.get("id", "")).rsplit("-", 1)[0]


def _case(folder: Path, entry: object, place: int) -> TurnCase:
    if not isinstance(entry, dict) or not entry.get("id"):
        raise CaseError(f'{folder / "manifest.json"}: case {place + 1} has no "id".')
    case_id, kind = str(entry["id"]), str(_kind(entry))
    audio = _decoded(folder / str(entry.get("file") or f"{case_id}.flac"), case_id)
    try:
        spans_s = _spans_s(entry, audio)
        pauses_s = tuple(float(pause) for pause in entry.get("pauses_s") or _between(spans_s))
    except (TypeError, ValueError) as error:
        raise CaseError(f"{folder / 'manifest.json'}: case {case_id}: spans_s or pauses_s: {error}.") from error
    if not spans_s:
        raise CaseError(f"{folder}: case {case_id} has no spans_s and nothing audible.")
    when = entry.get("when") or ("while_agent_speaks" if kind in OVERLAPS else "after_question")
    expected: Mapping[str, Any] = entry.get("expected") or {}
    return TurnCase(
        id=case_id,
        kind=kind,
        audio=audio,
        spans_s=spans_s,
        pauses_s=pauses_s,
        while_agent_speaks=when == "while_agent_speaks",
        candidate_turns=int(expected.get("candidate_turns", 0 if kind in _NOT_A_TURN else 1)),
        agent_stops=bool(expected.get("agent_stops", kind == "barge_in")),
        condition=str(entry.get("condition") or ""),
    )


def _spans_s(entry: Mapping[str, Any], audio: Pcm) -> tuple[tuple[float, float], ...]:
    if entry.get("spans_s"):
        return tuple((float(start), float(end)) for start, end in entry["spans_s"])
    sound = np.frombuffer(audio.samples, "<i2")
    return tuple((span.start_s, span.end_s) for span in audible_spans(sound))


def _between(spans_s: Sequence[tuple[float, float]]) -> list[float]:
    return [round(after[0] - before[1], 3) for before, after in pairwise(spans_s)]


def _decoded(file: Path, case_id: str) -> Pcm:
    """Return any audio file as mono at the line's rate."""
    resampler = av.AudioResampler(format="s16", layout="mono", rate=LINE_RATE_HZ)
    samples = bytearray()
    try:
        with av.open(str(file)) as container:
            for frame in container.decode(audio=0):
                samples += _joined(resampler.resample(frame))
        samples += _joined(resampler.resample(None))
    except FileNotFoundError:
        raise CaseError(f"{file} is missing, but case {case_id} of the manifest names it.") from None
    except (OSError, IndexError, av.error.FFmpegError) as error:
        raise CaseError(f"{file} of case {case_id} is not audio that can be decoded: {error}.") from error
    return Pcm(samples=bytes(samples), sample_rate_hz=LINE_RATE_HZ)


def _joined(frames: Sequence[av.AudioFrame]) -> bytes:
    return b"".join(bytes(frame.planes[0])[: 2 * frame.samples] for frame in frames)
