"""What a candidate's link opens, and what it refuses."""

import io
import wave
from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.integration.api.stage import Stage
from vivavoce.api.services import Slot
from vivavoce.compliance.consent import ConsentDesk
from vivavoce.domain.consent import ConsentRecord, Purpose
from vivavoce.domain.errors import ConflictError, StorageError, UnavailableError
from vivavoce.domain.ports.records import Consents
from vivavoce.domain.session import EndReason, SessionStatus
from vivavoce.interview.commands import AskHuman, Mute

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
    standing = await stage.services.desk.standing(session_id)
    texts = [one.text for one in standing if one.text.purpose is not missing]
    await stage.services.desk.decide(session_id, [(text.purpose, text.version, True) for text in texts])

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


@pytest.mark.parametrize("taken_back", [Purpose.VOICE_PROCESSING, Purpose.RECORDING])
async def test_taking_a_consent_back_reaches_the_live_session(stage: Stage, taken_back: Purpose) -> None:
    token, session_id = await stage.invite()
    await stage.consent(token)
    await stage.set_session(session_id, SessionStatus.LIVE)

    await stage.consent(token, **{taken_back: False})

    assert stage.host.consent_changes == [session_id]
    assert stage.host.ended == []
    muted = [command for _, command in stage.host.commands]
    assert muted == ([Mute()] if taken_back is Purpose.VOICE_PROCESSING else [])


async def test_no_longer_talking_with_an_ai_ends_the_interview_for_a_human(stage: Stage) -> None:
    token, session_id = await stage.invite()
    await stage.consent(token)
    await stage.set_session(session_id, SessionStatus.LIVE)

    await stage.consent(token, ai_interview=False)

    assert stage.host.ended == [(session_id, EndReason.HUMAN_REQUESTED)]


async def test_granting_again_leaves_the_live_session_alone(stage: Stage) -> None:
    token, _ = await stage.invite()
    await stage.consent(token)

    await stage.consent(token)

    assert stage.host.consent_changes == []


async def test_consent_to_words_that_have_changed_is_refused(stage: Stage) -> None:
    token, session_id = await stage.invite()
    decision = {"purpose": "recording", "version": "old", "granted": True}

    refused = await stage.client.put(f"/api/candidate/{token}/consents", json={"decisions": [decision]})

    assert refused.status_code == 409
    assert await stage.services.consents.of_session(session_id) == []


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
    assert stage.calls.lines[0].hung_up == "not_attached"


async def test_extra_time_stretches_what_is_promised(stage: Stage) -> None:
    token, _ = await stage.invite()
    before = (await stage.client.get(f"/api/candidate/{token}")).json()["minutes"]
    wishes = {"patience_factor": 1.5, "typed": True, "captions": False, "slower_speech": True}

    page = (await stage.client.put(f"/api/candidate/{token}/accommodations", json=wishes)).json()

    assert page["accommodations"] == wishes
    assert page["mode"] == "typed"
    assert page["minutes"] == pytest.approx(1.5 * 3 * before)


async def test_extra_time_for_who_speaks_is_that_time_and_no_more(stage: Stage) -> None:
    token, _ = await stage.invite()
    before = (await stage.client.get(f"/api/candidate/{token}")).json()["minutes"]
    wishes = {"patience_factor": 1.5, "typed": False, "captions": False, "slower_speech": True}

    page = (await stage.client.put(f"/api/candidate/{token}/accommodations", json=wishes)).json()

    assert page["minutes"] == pytest.approx(1.5 * before)


async def test_after_the_beginning_typing_can_be_chosen_but_not_more_time(stage: Stage) -> None:
    token, session_id = await stage.invite()
    await stage.set_session(session_id, SessionStatus.LIVE)
    path = f"/api/candidate/{token}/accommodations"

    typing = await stage.client.put(path, json={"typed": True})
    longer = await stage.client.put(path, json={"typed": True, "patience_factor": 2.0})

    assert typing.json()["mode"] == "typed"
    assert longer.status_code == 409
    assert "person" in longer.json()["error"]["fix"]


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


async def test_a_connected_candidate_who_asks_for_a_human_is_handed_over_by_the_interviewer(stage: Stage) -> None:
    token, session_id = await stage.invite()

    asked = await stage.client.post(f"/api/candidate/{token}/human", json={"message": " I would rather talk. "})

    assert asked.json() == {"contact_email": "people@example.org"}
    assert stage.host.commands == [(session_id, AskHuman(message="I would rather talk."))]


async def test_who_asks_for_a_human_before_the_interview_is_noted_and_may_still_change_their_mind(
    stage: Stage,
) -> None:
    token, session_id = await stage.invite()
    stage.host.refusal = ConflictError("nobody is connected")

    await stage.client.post(f"/api/candidate/{token}/human", json={"message": "I need an interpreter."})

    page = await stage.client.get(f"/api/candidate/{token}")
    detail = (await stage.client.get(f"/api/interviews/{session_id}")).json()
    assert page.json()["status"] == "open"
    assert detail["status"] == "needs_human"
    assert stage.host.human_requests == [(session_id, "I need an interpreter.")]


async def test_who_asks_for_a_human_while_away_ends_the_interview(stage: Stage) -> None:
    token, session_id = await stage.invite()
    await stage.set_session(session_id, SessionStatus.LIVE)
    stage.host.refusal = ConflictError("nobody is connected")

    await stage.client.post(f"/api/candidate/{token}/human", json={})

    assert stage.host.ended == [(session_id, EndReason.HUMAN_REQUESTED)]


async def test_a_human_can_be_asked_for_afterwards_too(stage: Stage) -> None:
    token, session_id = await stage.invite()
    await stage.set_session(session_id, SessionStatus.REPORTED, reason=EndReason.COMPLETED)

    asked = await stage.client.post(f"/api/candidate/{token}/human", json={"message": "About my second answer …"})

    assert asked.status_code == 200
    assert stage.host.human_requests == [(session_id, "About my second answer …")]


@pytest.mark.parametrize("status", [SessionStatus.LIVE, SessionStatus.REPORTED, SessionStatus.WITHDRAWN])
async def test_withdrawing_is_possible_whenever_and_ends_what_is_live(stage: Stage, status: SessionStatus) -> None:
    token, session_id = await stage.invite()
    await stage.consent(token)
    await stage.set_session(session_id, status)
    stage.clock.advance(seconds=30 * 24 * 3600)

    withdrawn = [await stage.client.post(f"/api/candidate/{token}/withdraw") for _ in range(2)]

    session = await stage.services.sessions.get(session_id)
    assert [answer.status_code for answer in withdrawn] == [200, 200]
    assert session is not None
    assert session.status is SessionStatus.WITHDRAWN
    assert stage.host.ended[0] == (session_id, EndReason.WITHDRAWN)


class AbsentConsents:
    """Consents in a database that has gone away after it was read."""

    def __init__(self, consents: Consents) -> None:
        self._consents = consents

    async def add(self, records: Sequence[ConsentRecord]) -> None:
        raise StorageError("gone")

    async def of_session(self, session_id: str) -> Sequence[ConsentRecord]:
        return await self._consents.of_session(session_id)


@pytest.mark.parametrize("way", ["withdraw", "consents"])
async def test_a_database_that_is_gone_keeps_no_microphone_open(stage: Stage, way: str) -> None:
    token, session_id = await stage.invite()
    await stage.consent(token)
    await stage.set_session(session_id, SessionStatus.LIVE)
    absent = AbsentConsents(stage.services.consents)
    desk = ConsentDesk(absent, stage.services.sessions, stage.audit, stage.clock)
    object.__setattr__(stage.services, "desk", desk)

    if way == "withdraw":
        answer = await stage.client.post(f"/api/candidate/{token}/withdraw")
    else:
        answer = await stage.consent(token, voice_processing=False)

    assert answer.status_code == 503
    assert stage.host.commands == [(session_id, Mute())]


async def test_a_role_whose_pack_is_refused_today_opens_no_interview(stage: Stage) -> None:
    token, session_id = await stage.invite()
    session = await stage.services.sessions.get(session_id)
    assert session is not None
    role = await stage.services.roles.get(session.role_id)
    assert role is not None
    await stage.services.roles.add(replace(role, id="rol_old", pack_yaml="id: old"))
    await stage.services.sessions.save(replace(session, role_id="rol_old"))

    page = await stage.client.get(f"/api/candidate/{token}")
    detail = await stage.client.get(f"/api/interviews/{session_id}")
    withdrawn = await stage.client.post(f"/api/candidate/{token}/withdraw")

    assert withdrawn.status_code == 200
    assert page.status_code == 500
    assert page.json()["error"]["code"] == "configuration"
    assert detail.status_code == 200
    assert detail.json()["rubric"] == []


async def test_a_link_whose_role_is_gone_is_unknown_not_an_error(stage: Stage) -> None:
    token, session_id = await stage.invite()
    session = await stage.services.sessions.get(session_id)
    assert session is not None
    await stage.services.sessions.save(replace(session, role_id="rol_gone"))

    answer = await stage.client.get(f"/api/candidate/{token}")

    assert answer.status_code == 404
