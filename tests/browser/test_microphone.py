"""Candidates whose microphone does not work: told why, and interviewed all the same."""

import pytest
from playwright.sync_api import Browser, Route, ViewportSize, expect

from tests.support.browser_interview import captions, choose, interviewer, until_asked
from tests.support.browser_pages import DESKTOP, PHONE, Pages
from tests.support.browser_platform import Platform

pytestmark = pytest.mark.browser

ANSWER = "I have tested the web shop of a small company."


def test_a_denied_microphone_is_explained_and_the_interview_goes_on_in_writing(
    platform: Platform, pages: Pages, deaf_browser: Browser
) -> None:
    (invited,) = platform.invite("Farid Denied")
    page = pages.open(f"{invited.page}/choices", browser=deaf_browser)
    choose(page)
    page.get_by_role("button", name="Turn on the microphone").click()

    help_shown = page.get_by_role("alert")
    expect(help_shown).to_contain_text("Your browser does not let this page use the microphone")
    expect(help_shown).to_contain_text("allow the microphone for this page")
    expect(page.get_by_role("button", name="Try again")).to_be_visible()
    expect(page.get_by_role("link", name="Begin the interview")).to_have_count(0)

    page.get_by_role("button", name="Type my answers instead").click()
    page.get_by_role("link", name="Begin the interview").click()
    until_asked(page, "tested so far")
    page.get_by_role("textbox", name="Your answer in writing").fill(ANSWER)
    page.get_by_role("button", name="Send answer").click()
    expect(page.get_by_role("log").get_by_text(ANSWER)).to_be_visible()
    until_asked(page, "login form")
    assert captions(page, "You") == [ANSWER]


def test_a_microphone_lost_on_the_way_into_the_interview_offers_writing_there(
    platform: Platform, pages: Pages, deaf_browser: Browser
) -> None:
    (invited,) = platform.invite("Gita Unplugged")
    page = pages.open(f"{invited.page}/choices", browser=deaf_browser)
    choose(page)
    page.goto(f"{invited.page}/interview")

    expect(interviewer(page)).to_have_attribute("data-state", "failed")
    expect(page.get_by_role("alert")).to_contain_text("Your browser does not let this page use the microphone")
    page.get_by_role("button", name="Type my answers instead").click()
    expect(page.get_by_role("textbox", name="Your answer in writing")).to_be_visible()
    expect(interviewer(page)).to_have_attribute("data-state", "speaking")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_late_practice_question_does_not_move_the_way_into_the_interview(
    platform: Platform, pages: Pages, deaf_browser: Browser, size: ViewportSize
) -> None:
    (invited,) = platform.invite("Hugo Prompt")
    page = pages.open(f"{invited.page}/choices", browser=deaf_browser)
    page.set_viewport_size(size)
    held_back: list[Route] = []

    def hold_back(route: Route) -> None:
        held_back.append(route)

    page.route("**/practice-question", hold_back)
    choose(page)
    page.get_by_role("button", name="Type my answers instead").click()
    begin = page.get_by_role("link", name="Begin the interview")
    expect(page.get_by_text("The practice question is on its way.")).to_be_visible()
    expect(begin).to_be_visible()
    before = begin.bounding_box()

    held_back[0].continue_()
    expect(page.get_by_role("blockquote")).to_be_visible()
    assert begin.bounding_box() == before
