"""Every page, on a phone and a desktop, light and dark: axe finds nothing serious, nothing scrolls sideways, keys suffice."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.browser import look_at, tab_to
from tests.support.browser_interview import PURPOSES, choose, interviewer, until_asked
from tests.support.browser_pages import Pages
from tests.support.browser_platform import Account, Platform
from tests.support.browser_reviewer import HeldInterview, sign_in

pytestmark = pytest.mark.browser

KEY_TRIES = 30


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).first.click()


def close_dialog(page: Page) -> None:
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def settled(page: Page, heading: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(heading)


def test_the_pages_before_the_interview(platform: Platform, pages: Pages) -> None:
    (invited,) = platform.invite("Oda Before")
    page = pages.open(invited.page)
    settled(page, "Your interview")
    faults = look_at(page, "invitation")
    press(page, "Make it work for you")
    faults += look_at(page, "wishes")
    close_dialog(page)
    press(page, "Help")
    faults += look_at(page, "help")
    close_dialog(page)
    page.goto(f"{invited.page}/choices")
    settled(page, "Your choices")
    faults += look_at(page, "choices")
    press(page, "Save my choices")
    faults += look_at(page, "choices-open")
    choose(page)
    settled(page, "Sound check")
    faults += look_at(page, "check")
    press(page, "Turn on the microphone")
    expect(page.get_by_text("We can hear you.")).to_be_visible()
    faults += look_at(page, "check-on")

    assert faults == []


def test_the_interview(platform: Platform, pages: Pages) -> None:
    (invited,) = platform.invite("Pola During")
    page = pages.open(f"{invited.page}/choices")
    choose(page, refusing=("Answer with your voice",))
    settled(page, "Before you begin")
    faults = look_at(page, "check-typed")
    page.get_by_role("link", name="Begin the interview").click()
    until_asked(page, "tested so far")
    faults += look_at(page, "interview-typed")
    press(page, "More")
    faults += look_at(page, "interview-more")
    page.get_by_role("menuitem", name="End the interview").click()
    faults += look_at(page, "interview-leave")
    page.get_by_role("dialog").get_by_role("button", name="End the interview").click()
    settled(page, "Thank you")
    faults += look_at(page, "after")

    assert faults == []


def test_the_interview_by_voice_and_its_devices(platform: Platform, pages: Pages) -> None:
    (invited,) = platform.invite("Quim Voice")
    page = pages.open(f"{invited.page}/choices")
    choose(page)
    page.goto(f"{invited.page}/interview")
    expect(interviewer(page)).to_have_attribute("data-state", re.compile("speaking|listening"))
    faults = look_at(page, "interview")
    press(page, "Type instead")
    faults += look_at(page, "interview-typing")
    press(page, "Pause")
    faults += look_at(page, "interview-paused")
    for entry in ("Sound devices", "Keys", "Talk to a person"):
        press(page, "More")
        page.get_by_role("menuitem", name=entry).click()
        faults += look_at(page, f"interview-{entry.split()[0].lower()}")
        close_dialog(page)

    assert faults == []


def test_the_pages_that_say_what_is_wrong(platform: Platform, pages: Pages) -> None:
    (expired,) = platform.invite("Rui Late", expires_in=-timedelta(minutes=1))
    (human,) = platform.invite("Sena Human")
    page = pages.open(f"{human.page}/choices")
    choose(page, refusing=(PURPOSES[0],))
    settled(page, "A person will take over")
    faults = look_at(page, "person-instead")
    for name, address, heading in (
        ("link-expired", expired.page, "expired"),
        ("link-unknown", f"{platform.url}/i/unknown", "not known"),
        ("nowhere", f"{platform.url}/nowhere", "nothing at this address"),
    ):
        page.goto(address)
        settled(page, heading)
        faults += look_at(page, name)

    assert faults == []


def test_the_pages_of_reviewers(platform: Platform, pages: Pages, held: HeldInterview, colleague: Account) -> None:
    page = pages.open(f"{platform.url}/setup#token=none")
    settled(page, "Set up")
    faults = look_at(page, "setup")
    page.goto(f"{platform.url}/sign-in")
    settled(page, "Sign in")
    faults += look_at(page, "sign-in")
    sign_in(page, platform, colleague)
    settled(page, "Interviews")
    faults += look_at(page, "interviews")
    page.goto(f"{platform.url}/interviews/{held.id}")
    expect(page.get_by_role("heading", name="Levels")).to_be_visible()
    faults += look_at(page, "report")
    press(page, "Read the transcript")
    faults += look_at(page, "report-transcript")
    page.goto(f"{platform.url}/roles")
    settled(page, "Roles")
    faults += look_at(page, "roles")
    page.goto(f"{platform.url}/operations")
    settled(page, "Reply times")
    faults += look_at(page, "operations")

    assert faults == []


def test_making_a_role_and_inviting(platform: Platform, pages: Pages, colleague: Account) -> None:
    page = pages.open()
    sign_in(page, platform, colleague, to="/roles/new")
    page.get_by_role("radio").first.check()
    expect(page.get_by_role("button", name="Edit as YAML")).to_be_visible()
    faults = look_at(page, "role-new")
    press(page, "Edit as YAML")
    box = page.get_by_role("textbox", name="Role pack")
    box.fill(box.input_value().replace("tier: 1", "tier: 9", 1))
    press(page, "Check")
    expect(page.get_by_role("alert")).to_contain_text("fault")
    faults += look_at(page, "role-faults")
    page.goto(f"{platform.url}/invitations")
    settled(page, "Invitations")
    faults += look_at(page, "invitations")
    page.get_by_label("Candidate’s name").fill("Tove Invited")
    press(page, "Create the link")
    expect(page.get_by_role("textbox", name="Link")).to_be_visible()
    faults += look_at(page, "invited")

    assert faults == []


def test_the_keyboard_alone_leads_from_the_invitation_into_the_interview(platform: Platform, pages: Pages) -> None:
    (invited,) = platform.invite("Uma Keys")
    page = pages.open(invited.page)
    settled(page, "Your interview")
    tab_to(page, "Continue to your choices")
    page.keyboard.press("Enter")
    settled(page, "Your choices")
    for _ in PURPOSES:
        tab_to(page, "Yes, I agree")
        page.keyboard.press("Space")
    tab_to(page, "Save my choices")
    page.keyboard.press("Enter")
    settled(page, "Sound check")
    tab_to(page, "Turn on the microphone")
    page.keyboard.press("Enter")
    expect(page.get_by_text("We can hear you.")).to_be_visible()
    tab_to(page, "Begin the interview")
    page.keyboard.press("Enter")
    expect(interviewer(page)).to_have_attribute("data-state", re.compile("speaking|listening"))

    page.keyboard.press("m")
    expect(page.get_by_role("button", name="Microphone off")).to_have_attribute("aria-pressed", "true")
    tab_to(page, "Pause")
    page.keyboard.press("Enter")
    expect(interviewer(page)).to_have_attribute("data-state", "paused")
    tab_to(page, "More")
    page.keyboard.press("Enter")
    press_until_focused(page, "End", page.get_by_role("menuitem").last)
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="End the interview?")).to_be_visible()
    tab_to(page, "End the interview")
    page.keyboard.press("Enter")
    settled(page, "Thank you")


def press_until_focused(page: Page, key: str, wanted: Locator) -> None:
    """Press a key until it has led there: a menu that is still opening takes none."""
    expect(wanted).to_be_visible()
    for _ in range(KEY_TRIES):
        page.keyboard.press(key)
        if wanted.evaluate("item => item === document.activeElement"):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{key} did not lead to {wanted}")
