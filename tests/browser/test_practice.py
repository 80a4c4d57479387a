"""Practice in the browser: from the space's link through a typed talk with the coach to what was measured."""

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import look_at
from tests.support.browser_pages import Pages
from tests.support.browser_platform import Platform

pytestmark = pytest.mark.browser

ANSWER = (
    "There was an outage of the queue, and I looked at the graphs with a colleague, found the full disk, made room, and in"
    " the end the messages were sent again within the hour."
)


def _refuse_voice(page: Page) -> None:
    for purpose, answer in (
        ("Practise with an AI coach", "Yes, I agree"),
        ("Answer with your voice", "No"),
        ("Keep the sound", "No"),
    ):
        page.get_by_role("group", name=purpose).get_by_role("radio", name=answer).check()
    page.get_by_role("button", name="Save my choices").click()


def test_a_candidate_practises_and_looks_back(platform: Platform, pages: Pages) -> None:
    page = pages.open(platform.practice_link())
    expect(page.get_by_role("heading", level=1)).to_have_text("Your practice space")
    faults = look_at(page, "practice")
    page.get_by_role("button", name="Begin to practise").click()
    _refuse_voice(page)
    page.get_by_role("link", name="Begin the practice").click()
    expect(page.get_by_role("log")).to_contain_text("I am an AI coach", timeout=60_000)
    page.get_by_role("button", name="Pace").click()
    faults += look_at(page, "practice-pace", widths=(1440,))
    page.get_by_role("menuitemradio", name="Unhurried").click()
    page.get_by_role("button", name="Pace").click()
    expect(page.get_by_role("menuitemradio", name="Unhurried")).to_be_checked()
    page.keyboard.press("Escape")
    page.get_by_label("Your answer in writing").fill(ANSWER)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("log")).to_contain_text("full disk")
    page.get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="End the interview").click()
    page.get_by_role("dialog").get_by_role("button", name="End the interview").click()
    expect(page.get_by_role("link", name="Practise again")).to_be_visible()
    faults += look_at(page, "practice-feedback")
    page.get_by_role("link", name="See your progress").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your progress")
    faults += look_at(page, "practice-progress")

    assert faults == []
