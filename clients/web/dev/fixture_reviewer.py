"""Invented interviews: what reviewers see."""

from typing import Any

from vivavoce.knowledge.packs import shipped_pack_text, shipped_packs

PACKS = shipped_packs()
PACK = PACKS["backend-engineer"]

_ANSWERS = (
    (
        "intro",
        "I worked on the booking service of a travel company for about four years, first alone and later with three others.",
    ),
    (
        "technical",
        "First I look at the query plan with explain analyze, because guessing an index is how you end up with ten of them. "
        "Then I add a covering index if the reads justify the slower writes.",
    ),
    (
        "technical",
        "Retries need an idempotency key. The server stores the key with the result, so the second request gets the first "
        "answer instead of a second booking. And the client backs off with jitter, otherwise everybody comes back in the same second.",
    ),
    (
        "system_design",
        "I would shard by tenant, because almost every query carries the tenant anyway. It stops working when one tenant "
        "is larger than a shard, and then I would split that one by date.",
    ),
    (
        "behavioral",
        "I broke the search for forty minutes. I rolled back, wrote down what happened, and we added a canary, so the next "
        "bad release reached two percent of the traffic and not everybody.",
    ),
    ("candidate_questions", "How is the on-call duty shared in the team?"),
)
_QUESTIONS = ("Which system have you worked on most?", "A query became slow in production. How do you find out why?",
              "How do you make a payment endpoint safe to retry?", "How would you store bookings for ten thousand agencies?",
              "Tell me about a time a change of yours broke something.", "What would you like to know about us?")  # fmt: skip


def _words(text: str, start_s: float, end_s: float) -> list[dict[str, Any]]:
    parts = text.split()
    step_s = (end_s - start_s) / len(parts)
    return [
        {"text": part, "start_s": start_s + index * step_s, "end_s": start_s + (index + 1) * step_s}
        for index, part in enumerate(parts)
    ]


def _turns() -> list[dict[str, Any]]:
    turns: list[dict[str, Any]] = []
    at_s = 2.0
    for index, ((section, answer), question) in enumerate(zip(_ANSWERS, _QUESTIONS, strict=True)):
        for speaker, text in (("interviewer", question), ("candidate", answer)):
            end_s = at_s + len(text.split()) / 2.6
            turns.append(
                {
                    "id": f"turn_{index}_{speaker}",
                    "speaker": speaker,
                    "text": text,
                    "start_s": at_s,
                    "end_s": end_s,
                    "words": _words(text, at_s, end_s),
                    "marks": [],
                    "section": section,
                    "question_id": f"question-{index}",
                }
            )
            at_s = end_s + 0.7
    turns[6]["marks"] = ["interrupted"]
    return turns


TURNS = _turns()
DURATION_S = TURNS[-1]["end_s"] + 3


def _quote(turn_index: int, quote: str, supports: str) -> dict[str, Any]:
    turn = TURNS[turn_index]
    words = turn["words"]
    first = next(i for i, word in enumerate(words) if quote.startswith(word["text"]))
    count = len(quote.split())
    return {
        "quote": quote,
        "turn_id": turn["id"],
        "start_s": words[first]["start_s"],
        "end_s": words[min(first + count, len(words)) - 1]["end_s"],
        "supports": supports,
        "question_id": turn["question_id"],
    }


_RESULTS: dict[str, tuple[float, tuple[float, float], list[dict[str, Any]], bool]] = {
    "data-and-storage": (4.0, (3.5, 4.5), [
        _quote(3, "First I look at the query plan with explain analyze, because guessing an index is how you end up with ten of them.",
               "Measures before changing anything."),
        _quote(3, "Then I add a covering index if the reads justify the slower writes.", "Names what an index costs."),
    ], False),
    "service-design": (3.5, (2.5, 4.5), [
        _quote(7, "I would shard by tenant, because almost every query carries the tenant anyway.", "Derives the split from the queries."),
    ], True),
    "reliability": (4.5, (4.0, 5.0), [
        _quote(5, "Retries need an idempotency key.", "Makes a repeated request safe."),
        _quote(5, "And the client backs off with jitter, otherwise everybody comes back in the same second.", "Names the side effect of retries."),
    ], False),
    "ownership": (3.0, (2.5, 3.5), [
        _quote(9, "I rolled back, wrote down what happened, and we added a canary,", "Own action and what changed afterwards."),
    ], False),
}  # fmt: skip


def rubric() -> list[dict[str, Any]]:
    return [
        {
            "id": one.id,
            "title": one.title,
            "description": one.description,
            "weight": one.weight,
            "levels": [{"level": level.level, "anchor": level.anchor} for level in one.levels],
        }
        for one in PACK.rubric
    ]


def _criteria() -> list[dict[str, Any]]:
    results = []
    for one in PACK.rubric:
        level, interval, evidence, discrepancy = _RESULTS.get(one.id, (None, None, [], False))
        scored = level is not None
        reason = (
            "Covers most of what the question asks for, with its cost."
            if scored
            else "No answer speaks to this criterion."
        )
        status = "scored" if scored else "not_scored"
        other = level - 1.0 if level is not None and discrepancy else level
        runs = [
            {"evaluator": name, "status": status, "level": value, "reason": reason, "evidence": evidence}
            for name, value in (("points-v1", level), ("anchors-v1", other))
        ]
        results.append(
            {
                "id": one.id,
                "title": one.title,
                "weight": one.weight,
                "status": status,
                "level": level,
                "interval": interval,
                "confidence": 0.8 if scored else 0.0,
                "discrepancy": discrepancy,
                "reason": reason,
                "evidence": evidence,
                "runs": runs,
            }
        )
    return results


_VERSIONS = {
    "pack_sha256": PACK.sha256,
    "persona": "interviewer-1",
    "evaluators": "points-v1, anchors-v1",
    "speech_to_text": "whisper-tiny.en",
    "code": "0.1.0",
}
_FLAGS = [
    {
        "kind": "discrepancy",
        "message": "Service and API design: the evaluators gave 3.5 and 2.5. Read its quotes first.",
        "turn_id": "",
    },
    {"kind": "bad_audio", "message": "Two stretches of the answers could not be heard.", "turn_id": TURNS[7]["id"]},
]


def summaries() -> list[dict[str, Any]]:
    rows = (
        ("ses_1", "Amara Okafor", "reported", "completed", True, None),
        ("ses_2", "Jonas Lindqvist", "live", None, False, None),
        ("ses_3", "Mei Tanaka", "invited", None, False, None),
        ("ses_4", "Oluwaseun Adeyemi-Hernández", "left", "candidate_left", True, "hold"),
        ("ses_5", "Priya Raman", "needs_human", "human_requested", False, None),
        ("ses_6", "Tomás Silva", "evaluating", "completed", False, None),
        ("ses_7", "Ida Berg", "withdrawn", "withdrawn", False, None),
    )
    return [
        {
            "id": id_,
            "candidate_name": name,
            "role_title": "Backend engineer, bookings",
            "status": status,
            "created_at": "2026-11-18T09:00:00Z",
            "started_at": None if status == "invited" else "2026-11-20T13:02:00Z",
            "ended_at": "2026-11-20T13:36:00Z" if ended else None,
            "end_reason": ended,
            "has_report": has_report,
            "decision": decision,
        }
        for id_, name, status, ended, has_report, decision in rows
    ]


def coverage() -> list[dict[str, Any]]:
    """Return what became of the pack's questions: the first of each section asked, the others not."""
    found = []
    for section in PACK.sections:
        for index, question in enumerate(section.questions):
            points = [point.id for point in question.expected]
            asked = index < 2
            found.append(
                {
                    "question_id": question.id,
                    "section": section.kind.value,
                    "asked": asked,
                    "reason_not_asked": "" if asked else "not_enough_time",
                    "follow_ups": index if asked else 0,
                    "covered": points[:2] if asked else [],
                    "missing": points[2:] if asked else [],
                }
            )
    return found


def detail(interview_id: str, decisions: list[dict[str, Any]], viewed: list[str]) -> dict[str, Any]:
    summary = next(one for one in summaries() if one["id"] == interview_id)
    criteria = _criteria()
    report = {
        "session_id": interview_id,
        "created_at": "2026-11-20T13:37:10Z",
        "criteria": criteria,
        "overall": 3.8,
        "coverage": coverage(),
        "flags": _FLAGS,
        "versions": _VERSIONS,
    }
    ledger = {"endpoint_ms": 410.0, "transcript_ms": 0.0, "brain_ms": 12.0, "first_audio_ms": 0.0, "playout_ms": 140.0}
    spoken = summary["ended_at"] is not None
    return {
        **summary,
        "role_id": "role_1",
        "report": report if summary["has_report"] else None,
        "transcript": {"turns": TURNS if spoken else []},
        "turns": [
            {
                "turn_id": turn["id"],
                "section": turn["section"],
                "question_id": turn["question_id"],
                "ledger": {**ledger, "total_ms": 562.0 + 60 * index, "band": "noticeable"} if index else None,
            }
            for index, turn in enumerate(turn for turn in TURNS if turn["speaker"] == "interviewer")
        ],
        "tracks": [
            {"track": track, "media_type": "audio/wav", "size_bytes": 1, "duration_s": DURATION_S,
             "url": f"/api/interviews/{interview_id}/audio/{track}"}
            for track in ("candidate", "interviewer", "mix")
        ] if spoken else [],
        "decisions": decisions,
        "rubric": rubric(),
        "questions": [
            {"id": question.id, "section": section.kind.value, "text": question.text,
             "expected": [{"id": point.id, "text": point.text} for point in question.expected]}
            for section in PACK.sections for question in section.questions
        ],
        "consents": [
            {"id": f"con_{purpose}", "purpose": purpose, "version": "2026-11", "granted": True, "at": "2026-11-20T13:00:00Z"}
            for purpose in ("ai_interview", "voice_processing", "recording", "automated_evaluation")
        ],
        "flags": _FLAGS if spoken else [],
        "versions": _VERSIONS,
        "events_summary": {
            "sections": [{"section": section.kind.value, "at_s": 10.0 * index} for index, section in enumerate(PACK.sections)],
            "questions_closed": {},
            "connections": 2,
            "connections_lost": 1,
            "human_requested": interview_id == "ses_5",
            "messages_to_humans": ["I would rather talk with a person, please."] if interview_id == "ses_5" else [],
        },
        "viewed": viewed,
    }  # fmt: skip


def pack_summary(pack_id: str) -> dict[str, Any]:
    pack = PACKS[pack_id]
    questions = sum(len(section.questions) for section in pack.sections)
    return {
        "id": pack_id,
        "title": pack.title,
        "summary": pack.summary,
        "minutes": pack.minutes,
        "questions": questions,
    }


def pack_detail(pack_id: str) -> dict[str, Any]:
    pack = PACKS[pack_id]
    return pack_summary(pack_id) | {
        "version": pack.version,
        "language": pack.language,
        "sections": [
            {"kind": one.kind.value, "title": one.title, "minutes": one.minutes, "questions": len(one.questions)}
            for one in pack.sections
        ],
        "rubric": [
            {
                "id": one.id,
                "title": one.title,
                "description": one.description,
                "weight": one.weight,
                "levels": [{"level": level.level, "anchor": level.anchor} for level in one.levels],
            }
            for one in pack.rubric
        ],
        "yaml": shipped_pack_text(pack_id),
    }
