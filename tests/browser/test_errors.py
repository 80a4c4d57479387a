"""What people see when something is wrong: what it means, and what to do next."""

import signal
import time
from dataclasses import replace
from datetime import timedelta

import psutil
import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import CAPTURE_SPY
from tests.support.browser_interview import choose, interviewer
from tests.support.browser_pages import Pages
from tests.support.browser_platform import Account, Platform, running_platform
from tests.support.browser_reviewer import fill_in

pytestmark = pytest.mark.browser

NO_CALLS = "delete window.RTCPeerConnection;"
VOICE_WORKER = "vivavoce.providers.local.voice_worker"
CONTACT = "people@example.org"


def heading(page: Page) -> str:
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    return page.get_by_role("heading", level=1).inner_text()


def test_a_mutilated_link_says_so_and_asks_for_the_whole_one(platform: Platform, pages: Pages) -> None:
    (invited,) = platform.invite("Ines Mutilated")
    page = pages.open(invited.page[:-3], scripts=(CAPTURE_SPY,))

    assert heading(page) == "This link is not known"
    expect(page.get_by_text("Open the whole link from your invitation")).to_be_visible()
    assert page.evaluate("() => window.microphonesAsked") == 0


def test_an_expired_link_says_whom_to_ask_for_a_new_one(platform: Platform, pages: Pages) -> None:
    (invited,) = platform.invite("Jon Late", expires_in=-timedelta(minutes=1))
    page = pages.open(f"{invited.page}/interview")

    assert heading(page) == "This link has expired"
    expect(page.get_by_text(f"Ask for a new one at {CONTACT}")).to_be_visible()


def test_a_used_link_leads_to_what_happens_next(platform: Platform, pages: Pages) -> None:
    (invited,) = platform.invite("Kaya Finished", over=True)
    page = pages.open(f"{invited.page}/choices")

    assert heading(page).startswith("Thank you")
    expect(page.get_by_role("heading", name="What happens next")).to_be_visible()


def test_an_address_that_leads_nowhere_says_what_candidates_should_open(platform: Platform, pages: Pages) -> None:
    page = pages.open(f"{platform.url}/no/such/page")

    assert heading(page) == "There is nothing at this address"
    expect(page.get_by_text("open the whole link from your invitation")).to_be_visible()


def test_a_browser_that_cannot_call_names_those_that_can(platform: Platform, pages: Pages) -> None:
    (invited,) = platform.invite("Lale Oldbrowser")
    page = pages.open(f"{invited.page}/choices", scripts=(NO_CALLS,))
    choose(page)

    expect(page.get_by_role("alert")).to_contain_text("This browser cannot make calls")
    expect(page.get_by_role("alert")).to_contain_text("Chrome, Edge, Firefox or Safari")
    expect(page.get_by_role("button", name="Turn on the microphone")).to_have_count(0)
    expect(page.get_by_role("button", name="Try again")).to_have_count(0)

    page.get_by_role("button", name="Type my answers instead").click()
    page.get_by_role("link", name="Begin the interview").click()
    expect(interviewer(page)).to_have_attribute("data-state", "failed")
    expect(page.get_by_role("alert")).to_contain_text("This browser cannot make calls")


def test_a_server_that_cannot_be_reached_is_tried_again(platform: Platform, pages: Pages) -> None:
    (invited,) = platform.invite("Mara Offline")
    page = pages.open()
    page.route("**/api/**", lambda route: route.abort())
    page.goto(invited.page)

    assert heading(page) == "You are offline, or the server is"
    page.unroute_all(behavior="wait")
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Web tester")


def test_who_is_not_signed_in_signs_in_and_lands_where_they_wanted_to_go(
    platform: Platform, pages: Pages, colleague: Account
) -> None:
    page = pages.open(f"{platform.url}/roles")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    fill_in(page, replace(colleague, password="not the password"))
    expect(page.get_by_role("alert")).to_be_visible()

    fill_in(page, colleague)

    expect(page.get_by_role("heading", level=1)).to_have_text("Roles")


def test_an_interviewer_that_is_still_loading_is_waited_for_and_begins_by_itself(pages: Pages) -> None:
    with running_platform() as starting:
        voice = frozen_voice(starting)
        (invited,) = starting.invite("Nora Early")
        page = pages.open(f"{invited.page}/choices")
        choose(page)
        page.get_by_role("button", name="Turn on the microphone").click()
        page.get_by_role("link", name="Begin the interview").click()
        expect(interviewer(page)).to_have_attribute("data-state", "waiting")
        waits_for = page.get_by_role("region", name="What is being prepared")
        expect(waits_for.get_by_role("listitem").filter(has_text="The interviewer's voice")).to_contain_text("loading")

        voice.send_signal(signal.SIGCONT)

        expect(interviewer(page)).to_have_attribute("data-state", "speaking", timeout=60_000)
        page.close()


def frozen_voice(platform: Platform) -> psutil.Process:
    """Stop the worker that speaks as soon as it has been started, so that it is loading until it is let go on."""
    server, deadline = psutil.Process(platform.process.pid), time.monotonic() + 30.0
    while time.monotonic() < deadline:
        for child in server.children():
            if VOICE_WORKER in child.cmdline():
                child.suspend()
                return child
        time.sleep(0.02)
    raise AssertionError("the worker that speaks was not started")
