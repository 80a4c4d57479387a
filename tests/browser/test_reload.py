"""A page that goes away in the middle of an answer and comes back."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser_interview import ANSWERS, begin, captions, until_asked
from tests.support.browser_pages import Pages
from tests.support.browser_platform import Platform
from tests.support.browser_voice import MICROPHONE, say
from tests.support.words import share_heard

pytestmark = pytest.mark.browser

AWAY_S = 8
MOSTLY = 0.6
ANSWER_BEGINS_S = 2.5
CLOCK_ROUNDS_S = 4.0
"""Connecting anew, what is said on coming back, and the clock's whole seconds."""


def test_a_reload_in_the_middle_of_an_answer_goes_on_with_the_same_question_and_the_clock_stood_still(
    platform: Platform, pages: Pages, voice: dict[str, bytes]
) -> None:
    (invited,) = platform.invite("Hana Reload")
    page = pages.open(scripts=(MICROPHONE,))
    begin(page, invited)
    until_asked(page, "tested so far")
    questions = len(captions(page, "Interviewer"))
    say(page, voice["technical"], to_the_end=False)
    page.wait_for_timeout(ANSWER_BEGINS_S * 1000)
    before_s = time_left_s(page)

    page.goto("about:blank")
    page.wait_for_timeout(AWAY_S * 1000)
    page.goto(f"{invited.page}/interview")

    expect(page.get_by_role("log").get_by_text("tested so far").first).to_be_visible()
    assert time_left_s(page) >= before_s - CLOCK_ROUNDS_S
    until_asked_again(page, questions)
    expect(page.get_by_role("heading", level=2)).to_have_text(re.compile("^Part 1 of 4"))
    say(page, voice["intro"])
    until_asked(page, "login form")
    assert share_heard(ANSWERS["intro"], " ".join(captions(page, "You"))) >= MOSTLY


def until_asked_again(page: Page, questions: int) -> None:
    """Wait until the interviewer has come back to the question that was open."""
    page.wait_for_timeout(1000)
    until_asked(page, "tested so far")
    theirs = captions(page, "Interviewer")
    assert len(theirs) > questions
    assert re.search("tested so far|looked for faults", " ".join(theirs[questions:])), theirs
    assert not any("login form" in text for text in theirs)


def time_left_s(page: Page) -> float:
    shown = page.get_by_text(re.compile(r"\d+:\d\d left")).inner_text()
    minutes, seconds = re.findall(r"(\d+):(\d\d)", shown)[0]
    return 60 * int(minutes) + int(seconds)
