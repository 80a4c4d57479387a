"""What a rehearsal found, as one JSON document."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from vivavoce.rehearsal.measure import MeasuredTurn
from vivavoce.rehearsal.platform import Json

_CLOSED_IN_ORDER = frozenset({"completed", "time"})
_SAME_MOMENT_S = 2.0
"""The session clock and the candidate's start within a second of each other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RehearsedTurn:
    """One answer: how long until the interviewer was heard, and where that time went."""

    question_id: str
    answer_start_s: float
    answer_end_s: float
    voice_to_voice_ms: float | None
    """Last candidate sample as sent to first interviewer sample as received; None when no reply came."""
    ledger: Json | None
    cut_ins: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RehearsalResult:
    """Times are seconds: the transcript's on the session clock, the turns' since the call was connected."""

    session_id: str
    pack_id: str
    candidate: str
    seed: int
    completed: bool
    end_reason: str | None
    cut_ins: int
    sections: tuple[str, ...]
    questions: tuple[Json, ...]
    """Every planned question: asked or why not, points covered and missing."""
    transcript: tuple[Json, ...]
    turns: tuple[RehearsedTurn, ...]
    voice_to_voice_ms: Json
    """n, p50, p95."""
    report: Json
    recording: Json
    consents: tuple[Json, ...]
    failovers: tuple[Json, ...] = ()
    """Providers that gave way to others on the platform's side, in order."""
    recoveries: tuple[Json, ...] = ()
    """Calls that broke and were made again."""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def result_of(
    interview: Json,
    measured: Sequence[MeasuredTurn],
    *,
    pack_id: str,
    candidate: str,
    seed: int,
    recoveries: Sequence[Json] = (),
) -> RehearsalResult:
    """Join what the candidate measured with what the platform recorded."""
    report = interview.get("report") or {}
    transcript = tuple(_spoken(turn) for turn in interview["transcript"]["turns"])
    turns = _with_ledgers(measured, interview)
    return RehearsalResult(
        session_id=interview["id"],
        pack_id=pack_id,
        candidate=candidate,
        seed=seed,
        completed=interview["end_reason"] in _CLOSED_IN_ORDER,
        end_reason=interview["end_reason"],
        cut_ins=sum(turn.cut_ins for turn in turns),
        sections=tuple(dict.fromkeys(turn["section"] for turn in transcript if turn["section"])),
        questions=tuple(report.get("coverage", ())),
        transcript=transcript,
        turns=turns,
        voice_to_voice_ms=_summary([turn.voice_to_voice_ms for turn in turns if turn.voice_to_voice_ms is not None]),
        report={
            "status": interview["status"],
            "overall": report.get("overall"),
            "criteria": [_criterion(criterion) for criterion in report.get("criteria", ())],
            "flags": report.get("flags", []),
            "versions": report.get("versions", {}),
        },
        recording={"tracks": interview["tracks"]},
        consents=tuple(interview["consents"]),
        failovers=tuple(interview["events_summary"]["failovers"]),
        recoveries=tuple(recoveries),
    )


def _spoken(turn: Json) -> Json:
    kept = ("speaker", "text", "start_s", "end_s", "section", "question_id")
    return {name: turn[name] for name in kept}


def _criterion(criterion: Json) -> Json:
    evidence = [{name: one[name] for name in ("quote", "start_s", "end_s")} for one in criterion["evidence"]]
    return {**{name: criterion[name] for name in ("id", "status", "level", "reason")}, "evidence": evidence}


def _with_ledgers(measured: Sequence[MeasuredTurn], interview: Json) -> tuple[RehearsedTurn, ...]:
    starts_s = {turn["id"]: turn["start_s"] for turn in interview["transcript"]["turns"]}
    replies = [
        (starts_s[turn["turn_id"]], turn["ledger"])
        for turn in interview["turns"]
        if turn["ledger"] is not None and turn["turn_id"] in starts_s
    ]
    return tuple(
        RehearsedTurn(
            question_id=turn.question_id,
            answer_start_s=turn.answer.start_s,
            answer_end_s=turn.answer.end_s,
            voice_to_voice_ms=turn.voice_to_voice_ms,
            ledger=_nearest(turn.reply_start_s, replies),
            cut_ins=len(turn.cut_ins),
        )
        for turn in measured
    )


def _nearest(reply_start_s: float | None, replies: Sequence[tuple[float, Json]]) -> Json | None:
    if reply_start_s is None or not replies:
        return None
    at_s, ledger = min(replies, key=lambda reply: abs(reply[0] - reply_start_s))
    return ledger if abs(at_s - reply_start_s) <= _SAME_MOMENT_S else None


def _summary(values: Sequence[float]) -> Json:
    ordered = sorted(values)
    if not ordered:
        return {"n": 0, "p50": None, "p95": None}
    return {"n": len(ordered), "p50": percentile(ordered, 0.5), "p95": percentile(ordered, 0.95)}


def percentile(ordered: Sequence[float], share: float) -> float:
    """Return the value below which this share of the ordered values lies, interpolated."""
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)
