"""From the set-up link to the decision: a candidate speaks with the interviewer, a reviewer reads and hears the report."""

import re

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import PLAYBACK_SPY
from tests.support.browser_interview import ANSWERS
from tests.support.browser_pages import Pages
from tests.support.browser_platform import Platform
from tests.support.browser_reviewer import ADMIN, HeldInterview, sign_in
from tests.support.words import share_heard

pytestmark = pytest.mark.browser

MOSTLY = 0.6
"""Share of an answer's words that a small model on a busy machine writes down."""
PLAYED = """async () => {
  const {element, from_s} = window.played;
  const stream = element.captureStream();
  for (let tries = 0; tries < 100 && stream.getAudioTracks().length === 0; tries++)
    await new Promise(done => setTimeout(done, 20));
  const context = new AudioContext();
  const analyser = new AnalyserNode(context, {fftSize: 2048});
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(2048);
  const first_s = element.currentTime;
  let loudest = 0;
  for (let tries = 0; tries < 40 && (loudest < 0.02 || element.currentTime < first_s + 0.3); tries++) {
    await new Promise(done => setTimeout(done, 50));
    analyser.getFloatTimeDomainData(samples);
    loudest = Math.max(loudest, ...samples.map(Math.abs));
  }
  await context.close();
  return {track: new URL(element.src).pathname.split("/").at(-1), from_s, now_s: element.currentTime, loudest};
}"""


def test_the_candidate_hears_reads_and_answers_every_question(held: HeldInterview) -> None:
    theirs, mine = " ".join(held.seen.captions["Interviewer"]), " ".join(held.seen.captions["You"])

    assert held.practised == "We can hear you."
    for asked in ("tested so far", "login form", "know about the role", "not talked about"):
        assert asked in theirs
    assert "thirty-two or forty hours" in theirs
    for answer in ("intro", "technical", "question"):
        assert share_heard(ANSWERS[answer], mine) >= MOSTLY
    assert {"listening", "speaking"} <= set(held.seen.states)


def test_the_progress_moves_through_every_part_and_ends_with_thanks(held: HeldInterview) -> None:
    parts = [section for section in held.seen.sections if section.startswith("Part ")]

    assert [part.split(":")[0] for part in parts] == [f"Part {n} of 4" for n in (1, 2, 3, 4)]
    assert any(re.search(r"\d:\d\d left", left) for left in held.seen.time_left)
    assert held.closing.startswith("Thank you")


def test_a_finished_link_opens_nothing_but_the_thanks(held: HeldInterview, pages: Pages) -> None:
    page = pages.open(held.link)

    expect(page.get_by_role("heading", level=1)).to_contain_text("Thank you")


def test_the_report_is_read_heard_and_decided_on(held: HeldInterview, platform: Platform, pages: Pages) -> None:
    page = pages.open(scripts=(PLAYBACK_SPY,))
    sign_in(page, platform, ADMIN, to=f"/interviews/{held.id}")
    detail = page.request.get(f"{platform.url}/api/interviews/{held.id}").json()

    every_score_rests_on_quotes(detail)
    a_rejection_is_refused_to_those_who_opened_nothing(page, platform, held)
    a_quote_plays_from_its_first_word_on_the_candidates_own_track(page, detail)
    a_word_in_the_transcript_is_a_way_into_the_recording(page)
    the_decision_carries_name_and_reason(page)


def every_score_rests_on_quotes(detail: dict[str, object]) -> None:
    report, transcript = detail["report"], detail["transcript"]
    assert isinstance(report, dict)
    assert isinstance(transcript, dict)
    turns = {turn["id"]: turn for turn in transcript["turns"]}
    scored = [criterion for criterion in report["criteria"] if criterion["status"] == "scored"]

    assert scored
    for criterion in scored:
        assert criterion["evidence"]
        for evidence in criterion["evidence"]:
            assert evidence["quote"] in turns[evidence["turn_id"]]["text"]
            assert turns[evidence["turn_id"]]["speaker"] == "candidate"


def a_rejection_is_refused_to_those_who_opened_nothing(page: Page, platform: Platform, held: HeldInterview) -> None:
    page.get_by_role("radio", name="Reject").check()
    page.get_by_role("textbox", name="Reason").fill("Too early to say.")
    page.get_by_role("button", name="Decide").click()

    expect(page.get_by_text("You have not opened any evidence yet")).to_be_visible()
    token = page.request.get(f"{platform.url}/api/auth/me").json()["csrf_token"]
    refused = page.request.post(
        f"{platform.url}/api/interviews/{held.id}/decisions",
        data={"verdict": "reject", "reason": "Too early to say."},
        headers={"X-CSRF-Token": token, "Origin": platform.url},
    )
    assert refused.status == httpx.codes.CONFLICT
    expect(page.get_by_role("list", name="Decisions so far")).to_have_count(0)


def a_quote_plays_from_its_first_word_on_the_candidates_own_track(page: Page, detail: dict[str, object]) -> None:
    report = detail["report"]
    assert isinstance(report, dict)
    first = next(evidence for criterion in report["criteria"] for evidence in criterion["evidence"])
    page.get_by_role("button", name=re.compile("^Play: ")).first.click()

    played = page.evaluate(PLAYED)
    assert played["track"] == "candidate"
    assert played["from_s"] == pytest.approx(max(0.0, first["start_s"] - 0.2), abs=0.05)
    assert first["start_s"] - 0.2 < played["now_s"] < first["end_s"] + 1.0
    assert played["loudest"] > 0.02
    expect(page.get_by_role("button", name=re.compile("^Stop: "))).to_be_visible()
    # It stops by itself behind the last word.
    expect(page.get_by_role("button", name=re.compile("^Stop: "))).to_have_count(0)
    assert page.evaluate("() => window.played.element.currentTime") == pytest.approx(first["end_s"] + 0.2, abs=0.5)


def a_word_in_the_transcript_is_a_way_into_the_recording(page: Page) -> None:
    page.get_by_role("button", name="Read the transcript").click()
    word = page.locator("[data-at]").filter(has_text=re.compile("fields", re.IGNORECASE)).first
    at_s = float(word.get_attribute("data-at") or "nan")
    word.click()

    played = page.evaluate(PLAYED)
    assert played["from_s"] == pytest.approx(at_s, abs=0.05)
    assert played["now_s"] > at_s
    assert played["loudest"] > 0.02
    page.get_by_role("button", name="Pause").click()


def the_decision_carries_name_and_reason(page: Page) -> None:
    page.get_by_role("radio", name="Reject").check()
    page.get_by_role("textbox", name="Reason").fill("Nothing was said about reports.")
    page.get_by_role("button", name="Decide").click()

    made = page.get_by_role("list", name="Decisions so far").get_by_role("listitem")
    expect(made).to_contain_text(f"Reject, by {ADMIN.name}")
    expect(made).to_contain_text("Nothing was said about reports.")
