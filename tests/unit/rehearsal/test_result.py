"""What the candidate measured and what the platform recorded, joined into one document."""

import json
from typing import Any

import pytest

from vivavoce.rehearsal.measure import MeasuredTurn, Span
from vivavoce.rehearsal.result import percentile, result_of

LEDGER = {"endpoint_ms": 400.0, "transcript_ms": 0.0, "brain_ms": 5.0, "first_audio_ms": 0.0, "playout_ms": 30.0}


def spoken(turn_id: str, speaker: str, start_s: float, end_s: float) -> dict[str, Any]:
    return {
        "id": turn_id,
        "speaker": speaker,
        "text": f"words of {turn_id}",
        "start_s": start_s,
        "end_s": end_s,
        "words": [],
        "marks": [],
        "section": "technical",
        "question_id": "slow-query",
    }


def interview(**changes: Any) -> dict[str, Any]:
    evidence = {"quote": "an index", "start_s": 11.0, "end_s": 12.0, "turn_id": "c1", "supports": "add-index"}
    criterion = {
        "id": "data",
        "title": "Data",
        "status": "scored",
        "level": 4.0,
        "reason": "named",
        "evidence": [evidence],
        "runs": [],
    }
    return {
        "id": "ses_1",
        "status": "reported",
        "end_reason": "completed",
        "report": {"overall": 4.0, "criteria": [criterion], "coverage": [], "flags": [], "versions": {"pack": "sha"}},
        "transcript": {
            "turns": [
                spoken("i1", "interviewer", 1, 9),
                spoken("c1", "candidate", 10, 20),
                spoken("i2", "interviewer", 20.6, 25),
            ]
        },
        "turns": [
            {"turn_id": "i1", "section": "technical", "question_id": "slow-query", "ledger": None},
            {"turn_id": "i2", "section": "technical", "question_id": "slow-query", "ledger": LEDGER},
        ],
        "tracks": [{"track": "candidate", "media_type": "audio/ogg", "duration_s": 25.0, "url": "/x", "size_bytes": 9}],
        "events_summary": {"failovers": []},
        "consents": [{"id": "con_1", "purpose": "recording", "version": "1", "granted": True, "at": "2026-11-22"}],
    } | changes


def measured(*, reply_start_s: float | None = 20.9, cut_ins: tuple[float, ...] = ()) -> MeasuredTurn:
    return MeasuredTurn(
        question_id="slow-query",
        answer=Span(start_s=10.2, end_s=20.3),
        reply_start_s=reply_start_s,
        cut_ins=cut_ins,
    )


def result(platform: dict[str, Any], *turns: MeasuredTurn) -> dict[str, Any]:
    joined = result_of(platform, turns, pack_id="backend-engineer", candidate="strong", seed=1)
    return json.loads(json.dumps(joined.as_json()))  # type: ignore[no-any-return]  # JSON


def test_the_document_holds_what_a_reader_looks_for() -> None:
    found = result(interview(), measured(cut_ins=(15.0,)))

    assert found["completed"] is True
    assert found["cut_ins"] == 1
    assert found["transcript"][1] == {
        "speaker": "candidate",
        "text": "words of c1",
        "start_s": 10,
        "end_s": 20,
        "section": "technical",
        "question_id": "slow-query",
    }
    assert found["report"]["criteria"] == [
        {
            "id": "data",
            "status": "scored",
            "level": 4.0,
            "reason": "named",
            "evidence": [{"quote": "an index", "start_s": 11.0, "end_s": 12.0}],
        }
    ]
    assert found["consents"][0]["id"] == "con_1"
    assert found["recording"]["tracks"][0]["track"] == "candidate"
    assert found["failovers"] == found["recoveries"] == []


def test_a_turn_has_the_latency_heard_and_the_ledger_of_the_reply_heard() -> None:
    (turn,) = result(interview(), measured())["turns"]

    assert turn["voice_to_voice_ms"] == pytest.approx(600)
    assert turn["ledger"] == LEDGER


def test_a_turn_without_a_reply_has_neither() -> None:
    (turn,) = result(interview(), measured(reply_start_s=None))["turns"]

    assert turn["voice_to_voice_ms"] is None
    assert turn["ledger"] is None


def test_a_ledger_of_another_moment_is_not_taken() -> None:
    (turn,) = result(interview(), measured(reply_start_s=30.0))["turns"]

    assert turn["ledger"] is None


@pytest.mark.parametrize("end_reason", [None, "candidate_left", "no_answer", "abuse"])
def test_an_interview_that_was_not_closed_in_order_is_not_completed(end_reason: str | None) -> None:
    assert result(interview(end_reason=end_reason))["completed"] is False


def test_without_a_report_the_rest_is_there() -> None:
    found = result(interview(report=None), measured())

    assert found["report"]["criteria"] == []
    assert len(found["turns"]) == 1


def test_percentiles_are_interpolated() -> None:
    assert percentile([100.0, 200.0, 300.0], 0.5) == 200.0
    assert percentile([100.0, 200.0], 0.95) == pytest.approx(195.0)


def test_a_provider_that_gave_way_is_told_with_its_gap() -> None:
    failover = {"at_s": 61.0, "from_provider": "a", "to_provider": "b", "fault": "cut", "gap_ms": 412.0}

    found = result(interview(events_summary={"failovers": [failover]}), measured())

    assert found["failovers"] == [failover]
