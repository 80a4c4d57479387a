"""Practice over HTTP: a space of one's own, and no way to it for anybody who reads interviews."""

import re
from typing import Any

import httpx
import pytest

from tests.integration.api.practice import Eraser, OwnSound, begun, opened, practised
from tests.integration.api.stage import Stage
from vivavoce.api.application import contract
from vivavoce.domain.ports.recordings import Track

pytestmark = pytest.mark.anyio

JUDGING = {
    "score",
    "scores",
    "scored",
    "level",
    "levels",
    "rank",
    "ranking",
    "grade",
    "rating",
    "points",
    "verdict",
    "overall",
}


async def test_a_space_lists_what_can_be_practised_and_the_talk_opens_with_its_own_token(stage: Stage) -> None:
    space = await opened(stage.client)

    made = await begun(stage.client, space, part="behavioral")
    talk = await stage.client.get(f"/api/practice/api/candidate/{made['talk_token']}")
    shown = (await stage.client.get(f"/api/practice/spaces/{space}")).json()

    assert [pack["id"] for pack in shown["packs"]] == sorted(stage.services.packs, key=list(stage.services.packs).index)
    assert [one["id"] for one in shown["sessions"]] == [made["id"]]
    assert shown["sessions"][0]["talk_token"] == made["talk_token"]
    assert shown["sessions"][0]["part_title"]
    assert [one["purpose"] for one in talk.json()["consents"]] == ["ai_interview", "voice_processing", "recording"]


async def test_a_call_is_taken_after_the_choices_and_not_before(stage: Stage) -> None:
    space = await opened(stage.client)
    made = await begun(stage.client, space)
    path = f"/api/practice/api/candidate/{made['talk_token']}"

    before = await stage.client.post(f"{path}/offer", json={"sdp": "v=0 offer", "type": "offer"})
    texts = (await stage.client.get(path)).json()["consents"]
    decisions = [{"purpose": one["purpose"], "version": one["version"], "granted": True} for one in texts]
    decided = await stage.client.put(f"{path}/consents", json={"decisions": decisions})
    after = await stage.client.post(f"{path}/offer", json={"sdp": "v=0 offer", "type": "offer"})

    assert before.json()["error"]["code"] == "consent_missing"
    assert decided.json()["may_start"]
    assert after.status_code == 200
    assert [session_id for session_id, _, _ in stage.host.attached] == [made["id"]]


async def test_feedback_gives_facts_the_remark_and_the_sound_of_its_moment(stage: Stage) -> None:
    space = await opened(stage.client)
    made = await begun(stage.client, space, part="behavioral")
    await practised(stage.practice, made["id"])
    assert isinstance(stage.practice.recordings, OwnSound)
    stage.practice.recordings.hold(made["id"], Track.CANDIDATE, bytes(range(60)))

    path = f"/api/practice/spaces/{space}/sessions/{made['id']}"
    feedback = (await stage.client.get(path)).json()
    clip = await stage.client.get(f"{path}/clip", params={"start_s": 10, "end_s": 20})

    [answer] = feedback["answers"]
    assert answer["facts"]["words_per_minute"] == pytest.approx(120, abs=2)
    assert answer["remark"]["moment"] == {"start_s": 10.0, "end_s": 20.0, "text": "word0 word1"}
    assert feedback["practice"]["figures"]["answers"] == 1
    assert feedback["has_sound"]
    assert (clip.headers["content-type"], clip.content) == ("audio/ogg", bytes(range(10, 20)))


async def test_without_sound_the_moment_says_so(stage: Stage) -> None:
    space = await opened(stage.client)
    made = await begun(stage.client, space)

    clip = await stage.client.get(
        f"/api/practice/spaces/{space}/sessions/{made['id']}/clip", params={"start_s": 1, "end_s": 5}
    )

    assert clip.status_code == 404
    assert "recording" in clip.json()["error"]["fix"]


async def test_one_space_never_opens_what_belongs_to_another(stage: Stage) -> None:
    mine, theirs = await opened(stage.client), await opened(stage.client)
    made = await begun(stage.client, mine)

    answers = [
        await stage.client.get(f"/api/practice/spaces/{theirs}/sessions/{made['id']}"),
        await stage.client.delete(f"/api/practice/spaces/{theirs}/sessions/{made['id']}"),
        await stage.client.get(f"/api/practice/spaces/unknown/sessions/{made['id']}"),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert (await stage.client.get(f"/api/practice/spaces/{theirs}")).json()["sessions"] == []


async def test_a_deleted_practice_is_erased_and_gone(stage: Stage) -> None:
    space = await opened(stage.client)
    made = await begun(stage.client, space)

    deleted = await stage.client.delete(f"/api/practice/spaces/{space}/sessions/{made['id']}")

    assert deleted.status_code == 204
    assert isinstance(stage.practice.erasure, Eraser)
    assert stage.practice.erasure.erased == [made["id"]]
    assert (await stage.client.get(f"/api/practice/spaces/{space}")).json()["sessions"] == []


async def test_spaces_are_handed_out_where_the_operator_wants_that(closed_stage: Stage) -> None:
    refused = await closed_stage.client.post("/api/practice/spaces")
    offer = await closed_stage.client.get("/api/practice")

    assert refused.status_code == 403
    assert "people@example.org" in refused.json()["error"]["fix"]
    assert offer.json()["open_to_all"] is False


async def test_a_part_the_role_does_not_have_is_refused_at_once(stage: Stage) -> None:
    space = await opened(stage.client)

    refused = await stage.client.post(
        f"/api/practice/spaces/{space}/sessions", json={"pack_id": "backend-engineer", "part": "wrap_up"}
    )

    assert refused.json()["error"]["code"] == "invalid_input"


def _sample(schema: dict[str, Any], schemas: dict[str, Any]) -> object:
    """Return something this schema accepts, so that a refusal is about the session and not about the body."""
    if "$ref" in schema:
        return _sample(schemas[schema["$ref"].rsplit("/", 1)[-1]], schemas)
    if "enum" in schema:
        return schema["enum"][-1]
    match schema.get("type"):
        case "object":
            fields = schema.get("properties", {})
            return {name: _sample(fields[name], schemas) for name in schema.get("required", [])}
        case "number" | "integer":
            return schema.get("minimum", 1)
        case "boolean":
            return True
        case "array":
            return []
        case _:
            return "I would like to see this."


async def _asked(stage: Stage, method: str, template: str, session_id: str) -> httpx.Response:
    document = contract()
    path = re.sub(r"\{[^}]*\}", session_id, template.replace("{track}", "candidate"))
    operation = document["paths"][template][method.lower()]
    wanted = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    body = None if wanted is None else _sample(wanted, document["components"]["schemas"])
    return await stage.client.request(method, path, headers=stage.csrf, json=body)


async def test_no_route_shows_an_administrator_anything_of_a_practice(stage: Stage) -> None:
    await stage.sign_in()
    space = await opened(stage.client)
    made = await begun(stage.client, space, part="behavioral")
    await practised(stage.practice, made["id"])
    calls = [
        (method.upper(), template)
        for template, methods in contract()["paths"].items()
        for method in methods
        if not template.startswith(("/api/practice", "/api/candidate")) and "logout" not in template
    ]

    answers = [(method, template, await _asked(stage, method, template, made["id"])) for method, template in calls]

    about_it = {
        (method, template): answer.status_code for method, template, answer in answers if "interview_id" in template
    }
    assert len(about_it) >= 4
    assert set(about_it.values()) == {404}
    assert [template for _, template, answer in answers if made["id"] in answer.text and answer.is_success] == []
    assert [template for _, template, answer in answers if "word0" in answer.text] == []


async def test_a_talks_token_opens_no_interview_and_an_interviews_no_talk(stage: Stage) -> None:
    space = await opened(stage.client)
    made = await begun(stage.client, space)
    token, _ = await stage.invite()

    crossed = [
        await stage.client.get(f"/api/candidate/{made['talk_token']}"),
        await stage.client.get(f"/api/practice/api/candidate/{token}"),
        await stage.client.get(f"/api/practice/spaces/{token}"),
    ]

    assert [answer.json()["error"]["code"] for answer in crossed] == ["link_unknown"] * 3


def test_nothing_practice_says_has_a_place_for_a_score_level_or_rank() -> None:
    document = contract()
    schemas = document["components"]["schemas"]
    seen: set[str] = set()

    def collect(name: str) -> None:
        if name not in seen:
            seen.add(name)
            for reference in re.findall(r"#/components/schemas/(\w+)", str(schemas[name])):
                collect(reference)

    for path, methods in document["paths"].items():
        if path.startswith("/api/practice"):
            for reference in re.findall(r"#/components/schemas/(\w+)", str(methods)):
                collect(reference)
    fields = {part for name in seen for field in schemas[name].get("properties", {}) for part in field.split("_")}

    assert {"FeedbackView", "SpaceView"} <= seen
    assert not fields & JUDGING
