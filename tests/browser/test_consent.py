"""Nothing is captured before consent: the page does not ask for the microphone, the server does not take the call."""

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import CAPTURE_SPY
from tests.support.browser_interview import choose, interviewer
from tests.support.browser_pages import Pages
from tests.support.browser_platform import Invited, Platform

pytestmark = pytest.mark.browser

OFFER = """async () => {
  const connection = new RTCPeerConnection();
  connection.addTransceiver("audio", {direction: "recvonly"});
  await connection.setLocalDescription(await connection.createOffer());
  const sdp = connection.localDescription.sdp;
  connection.close();
  return sdp;
}"""
SEND = """async ([address, sdp]) => {
  const answer = await fetch(address, {
    method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify({sdp, type: "offer"})});
  return [answer.status, await answer.json()];
}"""


def test_no_page_asks_for_the_microphone_and_no_call_is_taken_before_consent(platform: Platform, pages: Pages) -> None:
    (invited,) = platform.invite("Bela Early")
    page = pages.open(scripts=(CAPTURE_SPY,))
    for path in ("", "/choices", "/check", "/interview"):
        page.goto(invited.page + path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your choices")

    assert refusal(page, invited) == (httpx.codes.FORBIDDEN, "consent_missing")
    assert asked(page) == 0

    choose(page)
    assert asked(page) == 0
    page.get_by_role("button", name="Turn on the microphone").click()
    expect(page.get_by_text("Say something: the bars move").or_(page.get_by_text("We can hear you."))).to_be_visible()
    assert asked(page) == 1


def test_half_the_choices_are_not_consent_and_the_page_says_which_are_open(platform: Platform, pages: Pages) -> None:
    (invited,) = platform.invite("Chidi Halfway")
    page = pages.open(f"{invited.page}/choices", scripts=(CAPTURE_SPY,))
    page.get_by_role("group", name="Talk with an AI interviewer").get_by_role("radio", name="Yes").check()
    page.get_by_role("button", name="Save my choices").click()

    expect(page.get_by_role("alert")).to_contain_text("3 of 4 are still open")
    expect(page.get_by_role("group", name="Answer with your voice").get_by_role("radio", name="Yes")).to_be_focused()
    assert refusal(page, invited) == (httpx.codes.FORBIDDEN, "consent_missing")


def test_who_refuses_the_microphone_is_interviewed_without_ever_being_asked_for_it(
    platform: Platform, pages: Pages
) -> None:
    (invited,) = platform.invite("Dunja Quiet")
    page = pages.open(f"{invited.page}/choices", scripts=(CAPTURE_SPY,))
    choose(page, refusing=("Answer with your voice",))
    expect(page.get_by_role("heading", level=1)).to_have_text("Before you begin")
    expect(page.get_by_role("button", name="Turn on the microphone")).to_have_count(0)
    page.get_by_role("link", name="Begin the interview").click()

    expect(interviewer(page)).to_have_attribute("data-state", "speaking")
    expect(page.get_by_role("textbox", name="Your answer in writing")).to_be_visible()
    assert asked(page) == 0


def test_who_refuses_an_ai_is_led_to_a_person_and_no_call_is_taken(platform: Platform, pages: Pages) -> None:
    (invited,) = platform.invite("Emre Human")
    page = pages.open(f"{invited.page}/choices", scripts=(CAPTURE_SPY,))
    choose(page, refusing=("Talk with an AI interviewer",))

    expect(page.get_by_role("heading", level=1)).to_have_text("A person will take over")
    assert refusal(page, invited)[0] == httpx.codes.FORBIDDEN
    assert asked(page) == 0


def asked(page: Page) -> int:
    """Return how often this page has asked for capture since it was loaded."""
    times: int = page.evaluate("() => window.microphonesAsked")
    return times


def refusal(page: Page, invited: Invited) -> tuple[int, str]:
    """Offer a call as the page would; return what the server says to it."""
    status, body = page.evaluate(SEND, [f"{invited.api}/offer", page.evaluate(OFFER)])
    return status, body["error"]["code"]
