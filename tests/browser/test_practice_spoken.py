"""Practice aloud: the coach is heard to say one thing that it measured, and the candidate hears their own moment again."""

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser_ear import EAR, recorded
from tests.support.browser_interview import ANSWERS, captions, until_asked, until_listening
from tests.support.browser_pages import Pages
from tests.support.browser_platform import Platform
from tests.support.browser_voice import MICROPHONE, say, transcribed
from tests.support.words import share_heard

pytestmark = pytest.mark.browser

MOSTLY = 0.6
"""Share of the words that a small model on a busy machine writes down."""


def _enter(page: Page) -> None:
    """Agree to everything, and go from the space into the talk."""
    page.get_by_role("button", name="Begin to practise").click()
    for purpose in ("Practise with an AI coach", "Answer with your voice", "Keep the sound"):
        page.get_by_role("group", name=purpose).get_by_role("radio", name="Yes, I agree").check()
    page.get_by_role("button", name="Save my choices").click()
    page.get_by_role("button", name="Turn on the microphone").click()
    page.get_by_role("link", name="Begin the practice").click()


def _say_and_hear_out(page: Page, wav: bytes) -> None:
    """Say something, and wait until the coach has said what it says to that."""
    before = len(captions(page, "Coach"))
    say(page, wav)
    expect(page.get_by_role("log").get_by_text("Coach", exact=True).nth(before)).to_be_visible()
    until_listening(page)


def test_a_candidate_hears_the_coachs_one_remark_and_their_own_moment(
    platform: Platform, pages: Pages, voice: dict[str, bytes]
) -> None:
    page = pages.open(platform.practice_link(), scripts=(MICROPHONE, EAR))
    _enter(page)
    until_asked(page, "production incident")
    _say_and_hear_out(page, voice["fillers"])
    _say_and_hear_out(page, voice["done"])
    card = page.get_by_role("region", name="What was measured")
    moment = card.locator("q").inner_text()
    _say_and_hear_out(page, voice["listen"])
    expect(card.get_by_role("button", name="Stop")).to_be_visible()
    expect(page.get_by_role("button", name="Microphone off")).to_be_visible()
    expect(page.get_by_role("log")).to_contain_text("Here is the question again")
    expect(page.get_by_role("button", name="Microphone on")).to_be_visible()
    (interviewer,), (played,) = recorded(page, "voice"), recorded(page, "file")

    heard, heard_again = transcribed([interviewer, played])

    assert " ".join(captions(page, "Coach")).count("I counted") == 1
    assert "fillers" in heard
    assert share_heard("A short silence in their place works just as well.", heard) >= MOSTLY
    assert share_heard(moment, ANSWERS["fillers"]) >= MOSTLY
    assert share_heard(moment, heard_again) >= MOSTLY
    assert share_heard(moment, heard) < MOSTLY
