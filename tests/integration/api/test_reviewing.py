"""Packs, roles, invitations, interviews, and decisions by people who looked."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.integration.api.stage import Stage
from tests.support.records import a_report
from vivavoce.domain.consent import Purpose
from vivavoce.domain.events import (
    CandidateTurnEnded,
    Flagged,
    HumanRequested,
    InterviewerSpoke,
    LineAttached,
    LineLost,
    Paused,
    QuestionClosed,
    SectionEntered,
    SessionStarted,
    UtteranceHeard,
)
from vivavoce.domain.latency import LatencyLedger
from vivavoce.domain.ports.recordings import Track
from vivavoce.domain.session import Accommodations, EndReason, SessionStatus
from vivavoce.domain.transcript import Speaker, Turn, Word
from vivavoce.knowledge.packs import shipped_pack_text

pytestmark = pytest.mark.anyio

SPOKEN = Turn(
    id="trn_0", speaker=Speaker.INTERVIEWER, text="How would you scale it?", start_s=1.0, end_s=3.0, question_id="q1"
)
ANSWER = Turn(
    id="trn_1",
    speaker=Speaker.CANDIDATE,
    text="I would shard by tenant",
    start_s=4.0,
    end_s=6.0,
    words=(Word(text="I", start_s=4.0, end_s=4.1),),
    question_id="q1",
)
LATER = Turn(id="utt_2", speaker=Speaker.CANDIDATE, text="And then", start_s=8.0, end_s=9.0)
LEDGER = LatencyLedger(endpoint_ms=300, transcript_ms=0, brain_ms=10, first_audio_ms=0, playout_ms=40)


async def _held(stage: Stage, *, status: SessionStatus = SessionStatus.REPORTED) -> str:
    """Hold an interview as its events tell it; return its id."""
    token, session_id = await stage.invite()
    await stage.consent(token)
    at = stage.clock.now()
    await stage.log(
        session_id,
        SessionStarted(
            at=at,
            at_s=0.0,
            versions={"code": "0.1.0", "speech_to_text": "scripted"},
            accommodations=Accommodations(patience_factor=2.0),
        ),
        LineAttached(at=at, at_s=0.0, line_id="line-0", resumed=False),
        SectionEntered(at=at, at_s=0.5, section="technical"),
        InterviewerSpoke(at=at, at_s=3.0, turn=SPOKEN, ledger=LEDGER),
        UtteranceHeard(at=at, at_s=6.0, utterance=ANSWER),
        CandidateTurnEnded(at=at, at_s=6.0, turn=ANSWER, act="answer", covered=("sharding",)),
        QuestionClosed(at=at, at_s=6.5, question_id="q1", reason="covered"),
        Paused(at=at, at_s=7.0, by="candidate"),
        Flagged(at=at, at_s=7.5, flag="inaudible", message="Some words were not understood.", turn_id="trn_1"),
        HumanRequested(at=at, at_s=7.6, message="I would rather talk to a person"),
        UtteranceHeard(at=at, at_s=9.0, utterance=LATER),
        LineLost(at=at, at_s=9.5, line_id="line-0", reason="gone"),
    )
    await stage.set_session(session_id, status, reason=EndReason.COMPLETED)
    return session_id


async def _report(stage: Stage, session_id: str) -> None:
    await stage.services.reports.save(replace(a_report(), session_id=session_id))


async def test_packs_can_be_chosen_and_read(stage: Stage) -> None:
    await stage.sign_in()

    packs = (await stage.client.get("/api/packs")).json()
    detail = (await stage.client.get("/api/packs/backend-engineer")).json()
    missing = await stage.client.get("/api/packs/astronaut")

    assert {"backend-engineer"} <= {pack["id"] for pack in packs}
    assert all(pack["questions"] >= 12 and pack["minutes"] > 0 for pack in packs)
    assert detail["yaml"] == shipped_pack_text("backend-engineer")
    assert [level["level"] for level in detail["rubric"][0]["levels"]] == [1, 2, 3, 4, 5]
    assert missing.status_code == 404


async def test_the_linter_names_line_field_and_reason(stage: Stage) -> None:
    await stage.sign_in()

    faulty = (await stage.post("/api/packs/lint", {"yaml": "id: 7\ntitle: [1"})).json()
    sound = (await stage.post("/api/packs/lint", {"yaml": shipped_pack_text("backend-engineer")})).json()

    assert faulty["faults"]
    assert set(faulty["faults"][0]) == {"line", "field", "message"}
    assert sound == {"faults": []}


async def test_a_pack_that_cannot_be_used_makes_no_role_and_says_every_fault(stage: Stage) -> None:
    await stage.sign_in()
    text = shipped_pack_text("backend-engineer").replace("title:", "titel:", 1)

    refused = await stage.post("/api/roles", {"title": "Backend", "pack_yaml": text})

    assert refused.status_code == 422
    assert refused.json()["error"]["code"] == "pack_invalid"
    assert refused.json()["error"]["faults"][0]["line"] >= 1
    assert (await stage.client.get("/api/roles")).json() == []


@pytest.mark.parametrize("body", [{"title": "x"}, {"title": "x", "pack_id": "a", "pack_yaml": "b"}, {"title": " "}])
async def test_a_role_needs_a_title_and_exactly_one_pack(stage: Stage, body: dict[str, str]) -> None:
    await stage.sign_in()

    refused = await stage.post("/api/roles", body)

    assert refused.status_code == 422
    assert refused.json()["error"]["faults"]


async def test_a_role_from_ones_own_pack_keeps_its_text_and_who_made_it(stage: Stage) -> None:
    await stage.sign_in()
    text = shipped_pack_text("backend-engineer")

    made = (await stage.post("/api/roles", {"title": "Ingénieure", "pack_yaml": text})).json()
    read = (await stage.client.get(f"/api/roles/{made['id']}")).json()
    missing = await stage.client.get("/api/roles/rol_none")

    assert read == made
    assert read["title"] == "Ingénieure"
    assert read["pack_yaml"] == text
    assert read["created_by"] == "Rosa Reviewer"
    assert missing.status_code == 404


async def test_an_invitations_link_is_shown_once_and_only_its_hash_is_kept(stage: Stage) -> None:
    token, session_id = await stage.invite()

    listed = (await stage.client.get("/api/invitations")).json()
    invitation = await stage.services.sessions.invitation(session_id)

    assert [one["session_id"] for one in listed] == [session_id]
    assert "url" not in listed[0]
    assert listed[0]["created_by"] == "Rosa Reviewer"
    assert invitation is not None
    assert token not in repr(invitation)
    assert invitation.expires_at == stage.clock.now() + timedelta(days=7)


@pytest.mark.parametrize(
    "wrong",
    [{"expires_in_days": 0}, {"expires_in_days": 91}, {"candidate_name": ""}, {"candidate_name": "a\nb"}, {"more": 1}],
)
async def test_an_invitation_that_makes_no_sense_is_refused(stage: Stage, wrong: dict[str, object]) -> None:
    await stage.sign_in()

    body = {"role_id": "rol_1", "candidate_name": "Ada", "expires_in_days": 7} | wrong
    refused = await stage.post("/api/invitations", body)

    assert refused.status_code == 422


async def test_nobody_is_invited_to_a_role_that_is_not_there(stage: Stage) -> None:
    await stage.sign_in()

    refused = await stage.post("/api/invitations", {"role_id": "rol_none", "candidate_name": "Ada"})

    assert refused.status_code == 404


async def test_the_list_shows_state_report_and_decision(stage: Stage) -> None:
    session_id = await _held(stage)
    await _report(stage, session_id)
    await stage.post(f"/api/interviews/{session_id}/decisions", {"verdict": "hold", "reason": "Wait for Friday."})
    stage.clock.advance(seconds=60)
    await stage.invite("Ben Candidate")

    newest, held = (await stage.client.get("/api/interviews")).json()

    assert newest["candidate_name"] == "Ben Candidate"
    assert newest["status"] == "invited"
    assert newest["has_report"] is False
    assert newest["decision"] is None
    assert held["id"] == session_id
    assert held["has_report"] is True
    assert held["decision"] == "hold"
    assert held["end_reason"] == "completed"


async def test_the_detail_holds_transcript_ledger_consents_versions_and_flags(stage: Stage) -> None:
    session_id = await _held(stage)
    await _report(stage, session_id)
    stage.recordings.hold(session_id, Track.CANDIDATE, b"OggS")

    detail = (await stage.client.get(f"/api/interviews/{session_id}")).json()

    assert [turn["id"] for turn in detail["transcript"]["turns"]] == ["trn_0", "trn_1", "utt_2"]
    assert detail["transcript"]["turns"][1]["words"] == [{"text": "I", "start_s": 4.0, "end_s": 4.1}]
    assert detail["turns"][0]["question_id"] == "q1"
    assert detail["turns"][0]["ledger"]["total_ms"] == 350
    assert detail["turns"][0]["ledger"]["band"] == "responsive"
    assert {record["purpose"] for record in detail["consents"]} == set(Purpose)
    assert all(record["id"] for record in detail["consents"])
    assert detail["versions"]["code"] == "0.1.0"
    assert detail["versions"]["pack_sha256"]
    assert detail["flags"] == [{"kind": "inaudible", "message": "Some words were not understood.", "turn_id": "trn_1"}]
    assert detail["report"]["criteria"][0]["evidence"][0]["quote"] == "I would shard by tenant"
    assert detail["tracks"][0]["url"] == f"/api/interviews/{session_id}/audio/candidate"
    assert detail["rubric"][0]["levels"][0]["anchor"]
    assert detail["questions"][0]["text"]
    assert "interview.read" in stage.audited()


async def test_what_a_candidate_asked_for_is_not_in_what_reviewers_see(stage: Stage) -> None:
    session_id = await _held(stage)

    text = (await stage.client.get(f"/api/interviews/{session_id}")).text

    assert "patience" not in text
    assert "accommodation" not in text
    assert "paused" not in text


async def test_what_happened_around_the_words_is_summed_up(stage: Stage) -> None:
    session_id = await _held(stage)

    summary = (await stage.client.get(f"/api/interviews/{session_id}")).json()["events_summary"]

    assert summary == {
        "sections": [{"section": "technical", "at_s": 0.5}],
        "questions_closed": {"q1": "covered"},
        "connections": 1,
        "connections_lost": 1,
        "failovers": [],
        "human_requested": True,
        "messages_to_humans": ["I would rather talk to a person"],
    }


async def test_an_interview_without_a_report_reads_as_one(stage: Stage) -> None:
    session_id = await _held(stage, status=SessionStatus.EVALUATING)

    detail = (await stage.client.get(f"/api/interviews/{session_id}")).json()

    assert detail["report"] is None
    assert detail["has_report"] is False
    assert detail["tracks"] == []


@pytest.mark.parametrize("path", ["", "/audio/mix"])
async def test_an_interview_that_is_not_there_is_not_found(stage: Stage, path: str) -> None:
    await stage.sign_in()

    assert (await stage.client.get(f"/api/interviews/ses_none{path}")).status_code == 404


async def test_nobody_is_rejected_by_someone_who_opened_no_evidence(stage: Stage) -> None:
    session_id = await _held(stage)

    refused = await stage.post(f"/api/interviews/{session_id}/decisions", {"verdict": "reject", "reason": "No."})

    assert refused.status_code == 409
    assert "evidence" in refused.json()["error"]["message"]
    assert refused.json()["error"]["fix"]
    assert await stage.services.reports.decisions(session_id) == []


@pytest.mark.parametrize("evidence", ["trn_1", "transcript"])
async def test_who_opened_evidence_may_reject_and_is_named(stage: Stage, evidence: str) -> None:
    session_id = await _held(stage)

    viewed = await stage.post(f"/api/interviews/{session_id}/views", {"evidence": evidence})
    decided = await stage.post(f"/api/interviews/{session_id}/decisions", {"verdict": "reject", "reason": "No depth."})

    detail = (await stage.client.get(f"/api/interviews/{session_id}")).json()
    assert viewed.json() == {"viewed": [evidence]}
    assert decided.status_code == 201
    assert detail["viewed"] == [evidence]
    assert detail["decisions"][0]["decided_by"]["name"] == "Rosa Reviewer"
    assert detail["decisions"][0]["reason"] == "No depth."
    assert stage.audited()[-3:] == ["evidence.opened", "decision.made", "interview.read"]


async def test_a_page_that_asks_again_and_again_is_one_reading_an_hour(stage: Stage) -> None:
    session_id = await _held(stage)

    for _ in range(5):
        await stage.client.get(f"/api/interviews/{session_id}")
    at_once = stage.audited().count("interview.read")
    stage.clock.advance(seconds=3600)
    await stage.client.get(f"/api/interviews/{session_id}")

    assert at_once == 1
    assert stage.audited().count("interview.read") == 2


async def test_somebody_elses_reading_does_not_count(stage: Stage) -> None:
    session_id = await _held(stage)
    await stage.services.reports.add_view(session_id, user_id="usr_other", evidence="trn_1", at=stage.clock.now())

    refused = await stage.post(f"/api/interviews/{session_id}/decisions", {"verdict": "reject", "reason": "No."})

    assert refused.status_code == 409


async def test_only_evidence_that_exists_can_be_opened(stage: Stage) -> None:
    session_id = await _held(stage)

    refused = await stage.post(f"/api/interviews/{session_id}/views", {"evidence": "trn_99"})

    assert refused.status_code == 404


async def test_advancing_needs_no_reading_but_a_reason(stage: Stage) -> None:
    session_id = await _held(stage)

    without = await stage.post(f"/api/interviews/{session_id}/decisions", {"verdict": "advance", "reason": "  "})
    with_one = await stage.post(f"/api/interviews/{session_id}/decisions", {"verdict": "advance", "reason": "Clear."})

    assert without.status_code == 422
    assert with_one.status_code == 201


@pytest.mark.parametrize("status", [SessionStatus.INVITED, SessionStatus.LIVE, SessionStatus.WITHDRAWN])
async def test_nothing_is_decided_about_an_interview_that_is_not_over_or_was_withdrawn(
    stage: Stage, status: SessionStatus
) -> None:
    _, session_id = await stage.invite()
    await stage.set_session(session_id, status)

    refused = await stage.post(f"/api/interviews/{session_id}/decisions", {"verdict": "advance", "reason": "Yes."})

    assert refused.status_code == 409
