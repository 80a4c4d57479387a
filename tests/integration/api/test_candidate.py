"""What a candidate's link opens, and what it refuses."""

import io
import wave
from dataclasses import replace

import pytest

from tests.integration.api.stage import Stage
from vivavoce.api.services import Slot
from vivavoce.domain.consent import Purpose
from vivavoce.domain.errors import ConflictError, UnavailableError
from vivavoce.domain.session import EndReason, SessionStatus
from vivavoce.interview.commands import AskHuman

pytestmark = pytest.mark.anyio


async def test_the_page_tells_everything_before_anything_is_asked_for(stage: Stage) -> None:
    token, session_id = await stage.invite("Zoë Ångström 李")

    page = (await stage.client.get(f"/api/candidate/{token}")).json()

    assert page["organisation"] == "Example Ltd"
    assert page["candidate_name"] == "Zoë Ångström 李"
    assert page["session_id"] == session_id
    assert page["contact_email"] == "people@example.org"
    assert page["readers"] == ["The hiring team"]
    assert page["retention"] == [{"what": "Recording", "kept": "30 days"}]
    assert page["measured"]
    assert page["minutes"] == pytest.approx(sum(section["minutes"] for section in page["sections"]))
    assert page["status"] == "open"
    assert page["may_start"] is False


async def test_nothing_is_decided_for_the_candidate(stage: Stage) -> None:
    token, _ = await stage.invite()

    page = (await stage.client.get(f"/api/candidate/{token}")).json()

    assert [one["purpose"] for one in page["consents"]] == list(Purpose)
    assert [one["decision"] for one in page["consents"]] == [None] * len(Purpose)
    assert page["recording"] is False


async def test_a_candidate_needs_no_sign_in_and_gets_no_cookie(stage: Stage) -> None:
    token, _ = await stage.invite()
    stage.client.cookies.clear()

    answer = await stage.client.get(f"/api/candidate/{token}")

    assert answer.status_code == 200
    assert "set-cookie" not in answer.headers


async def test_an_unknown_link_says_so(stage: Stage) -> None:
    answer = await stage.client.get("/api/candidate/no-such-token")

    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "link_unknown"
    assert answer.json()["error"]["fix"]


async def test_an_expired_link_names_whom_to_ask(stage: Stage) -> None:
    token, _ = await stage.invite()

    stage.clock.advance(seconds=7 * 24 * 3600)
    answer = await stage.client.get(f"/api/candidate/{token}")

    assert answer.status_code == 410
    assert answer.json()["error"]["code"] == "link_expired"
    assert "people@example.org" in answer.json()["error"]["fix"]


async def test_a_link_does_not_expire_in_the_middle_of_an_interview(stage: Stage) -> None:
    token, session_id = await stage.invite()
    await stage.consent(token)
    await stage.set_session(session_id, SessionStatus.LIVE)

    stage.clock.advance(seconds=8 * 24 * 3600)
    answer = await stage.client.get(f"/api/candidate/{token}")

    assert answer.status_code == 200
    assert answer.json()["status"] == "in_progress"


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (SessionStatus.EVALUATING, EndReason.COMPLETED),
        (SessionStatus.REPORTED, EndReason.COMPLETED),
        (SessionStatus.LEFT, EndReason.CANDIDATE_LEFT),
        (SessionStatus.NEEDS_HUMAN, EndReason.HUMAN_REQUESTED),
        (SessionStatus.WITHDRAWN, EndReason.WITHDRAWN),
    ],
)
@pytest.mark.parametrize("path", ["", "/practice-question", "/practice-question/audio"])
async def test_a_used_link_is_told_apart(stage: Stage, status: SessionStatus, reason: EndReason, path: str) -> None:
    token, session_id = await stage.invite()
    await stage.set_session(session_id, status, reason=reason)

    answer = await stage.client.get(f"/api/candidate/{token}{path}")

    assert answer.status_code == 410
    assert answer.json()["error"]["code"] == "link_used"


async def test_no_offer_is_answered_before_every_consent_is_stored(stage: Stage) -> None:
    token, _ = await stage.invite()

    refused = await stage.offer(token)

    assert refused.status_code == 403
    assert refused.json()["error"]["code"] == "consent_missing"
    assert stage.calls.offers == []
    assert stage.host.attached == []


@pytest.mark.parametrize("missing", list(Purpose))
async def test_one_open_choice_is_enough_to_refuse_the_offer(stage: Stage, missing: Purpose) -> None:
    token, session_id = await stage.invite()
    await stage.services.desk.decide(
        session_id, [(purpose, "1", True) for purpose in Purpose if purpose is not missing]
    )

    refused = await stage.offer(token)

    assert refused.status_code == 403
    assert stage.calls.offers == []


async def test_after_consent_the_offer_is_answered_and_its_line_handed_to_the_interview(stage: Stage) -> None:
    token, session_id = await stage.invite()

    page = (await stage.consent(token)).json()
    answer = await stage.offer(token)

    assert page["may_start"] is True
    assert page["mode"] == "voice"
    assert page["recording"] is True
    assert answer.json() == {"sdp": "v=0 answer", "type": "answer"}
    assert stage.host.attached == [(session_id, stage.calls.lines[0], True)]


async def test_without_voice_consent_the_interview_is_typed_and_the_microphone_never_heard(stage: Stage) -> None:
    token, _ = await stage.invite()

    page = (await stage.consent(token, voice_processing=False)).json()
    await stage.offer(token)

    assert page["mode"] == "typed"
    assert page["may_start"] is True
    assert [hears for _, _, hears in stage.host.attached] == [False]


async def test_refusing_the_ai_leads_to_a_human(stage: Stage) -> None:
    token, _ = await stage.invite()

    page = (await stage.consent(token, ai_interview=False)).json()
    refused = await stage.offer(token)

    assert page["mode"] == "human"
    assert page["may_start"] is False
    assert refused.status_code == 403
    assert stage.calls.offers == []


@pytest.mark.parametrize("taken_back", [Purpose.AI_INTERVIEW, Purpose.VOICE_PROCESSING, Purpose.RECORDING])
async def test_taking_a_consent_back_hangs_up_at_once(stage: Stage, taken_back: Purpose) -> None:
    token, _ = await stage.invite()
    await stage.consent(token)
    await stage.offer(token)

    await stage.consent(token, **{taken_back: False})

    assert stage.calls.lines[0].gone


async def test_granting_again_leaves_the_call_alone(stage: Stage) -> None:
    token, _ = await stage.invite()
    await stage.consent(token)
    await stage.offer(token)

    await stage.consent(token)

    assert not stage.calls.lines[0].gone


async def test_consent_to_words_that_have_changed_is_refused(stage: Stage) -> None:
    token, _ = await stage.invite()
    decision = {"purpose": "recording", "version": "old", "granted": True}

    refused = await stage.client.put(f"/api/candidate/{token}/consents", json={"decisions": [decision]})

    assert refused.status_code == 409
    assert await stage.services.consents.of_session("ses") == []


async def test_an_interviewer_that_is_still_loading_asks_for_patience(stage: Stage) -> None:
    token, _ = await stage.invite()
    await stage.consent(token)
    stage.readiness.by_slot["speech"] = Slot(state="loading", model="piper")

    refused = await stage.offer(token)

    assert refused.status_code == 503
    assert refused.json()["error"]["code"] == "unavailable"
    assert refused.headers["retry-after"]
    assert stage.calls.offers == []


async def test_full_lines_are_an_answer_with_a_time_to_come_back(stage: Stage) -> None:
    token, _ = await stage.invite()
    await stage.consent(token)
    stage.calls.refusal = UnavailableError("All 8 lines are in use.", fix="Try again in a few minutes.")

    refused = await stage.offer(token)

    assert refused.status_code == 503
    assert refused.json()["error"]["message"] == "All 8 lines are in use."


async def test_a_line_the_interview_does_not_take_is_hung_up(stage: Stage) -> None:
    token, _ = await stage.invite()
    await stage.consent(token)
    stage.host.refusal = ConflictError("This interview is driven elsewhere.", fix="Reload the page.")

    refused = await stage.offer(token)

    assert refused.status_code == 409
    assert stage.calls.lines[0].gone


async def test_extra_time_stretches_what_is_promised(stage: Stage) -> None:
    token, _ = await stage.invite()
    before = (await stage.client.get(f"/api/candidate/{token}")).json()["minutes"]
    wishes = {"patience_factor": 1.5, "typed": True, "captions": False, "slower_speech": True}

    page = (await stage.client.put(f"/api/candidate/{token}/accommodations", json=wishes)).json()

    assert page["accommodations"] == wishes
    assert page["minutes"] == pytest.approx(1.5 * before)
    assert page["mode"] == "typed"


@pytest.mark.parametrize("factor", [0.5, 1.2, 3.0, "much"])
async def test_extra_time_comes_in_three_sizes(stage: Stage, factor: object) -> None:
    token, _ = await stage.invite()

    refused = await stage.client.put(f"/api/candidate/{token}/accommodations", json={"patience_factor": factor})

    assert refused.status_code == 422
    assert refused.json()["error"]["faults"][0]["field"] == "patience_factor"


async def test_the_practice_question_is_spoken_once_and_kept_for_everyone(stage: Stage) -> None:
    token, _ = await stage.invite()
    question = (await stage.client.get(f"/api/candidate/{token}/practice-question")).json()

    audio = [await stage.client.get(question["audio_url"]) for _ in range(2)]

    assert audio[0].headers["content-type"] == "audio/wav"
    assert audio[0].content == audio[1].content
    assert stage.speech.spoken == [question["text"]]
    with wave.open(io.BytesIO(audio[0].content)) as track:
        assert track.getframerate() == stage.speech.sample_rate_hz
        assert track.getnframes() > track.getframerate()


async def test_who_asked_for_slower_speech_practises_with_it(stage: Stage) -> None:
    token, _ = await stage.invite()
    path = f"/api/candidate/{token}/practice-question/audio"

    normal = await stage.client.get(path)
    await stage.client.put(f"/api/candidate/{token}/accommodations", json={"slower_speech": True})
    slower = await stage.client.get(path)

    assert len(slower.content) > len(normal.content)


async def test_a_voice_that_fails_is_said_without_details(stage: Stage) -> None:
    token, _ = await stage.invite()
    stage.speech.broken = True

    refused = await stage.client.get(f"/api/candidate/{token}/practice-question/audio")

    assert refused.status_code == 503
    assert refused.json()["error"]["code"] == "provider"
    assert "scripted" not in refused.text


async def test_a_human_can_be_asked_for_at_any_time(stage: Stage) -> None:
    token, session_id = await stage.invite()

    asked = await stage.client.post(f"/api/candidate/{token}/human", json={"message": " I would rather talk. "})

    assert asked.json() == {"contact_email": "people@example.org"}
    assert stage.host.commands == [(session_id, AskHuman(message="I would rather talk."))]


@pytest.mark.parametrize("status", [SessionStatus.LIVE, SessionStatus.REPORTED, SessionStatus.WITHDRAWN])
async def test_withdrawing_is_possible_whenever_and_stops_the_call(stage: Stage, status: SessionStatus) -> None:
    token, session_id = await stage.invite()
    await stage.consent(token)
    await stage.offer(token)
    await stage.set_session(session_id, status)
    stage.clock.advance(seconds=30 * 24 * 3600)

    withdrawn = await stage.client.post(f"/api/candidate/{token}/withdraw")

    session = await stage.services.sessions.get(session_id)
    assert withdrawn.status_code == 200
    assert session is not None
    assert session.status is SessionStatus.WITHDRAWN
    assert stage.calls.lines[0].gone


async def test_a_link_whose_role_is_gone_is_unknown_not_an_error(stage: Stage) -> None:
    token, session_id = await stage.invite()
    session = await stage.services.sessions.get(session_id)
    assert session is not None
    await stage.services.sessions.save(replace(session, role_id="rol_gone"))

    answer = await stage.client.get(f"/api/candidate/{token}")

    assert answer.status_code == 404
