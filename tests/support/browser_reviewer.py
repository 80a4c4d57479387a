"""How a reviewer goes through the pages: the first account, a role, an invitation; and an interview from end to end."""

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from playwright.sync_api import Page, expect

from tests.support.browser_interview import Seen, answer_to_the_end, choose, interviewer
from tests.support.browser_pages import Pages
from tests.support.browser_platform import SHORT_PACK, Account, Platform
from tests.support.browser_voice import MICROPHONE, say

CANDIDATE = "Amara Okafor"
ADMIN = Account(name="Rosa Reviewer", email="rosa@example.org", password="a sentence for the tests")
ROLE = "Web tester, northern team"
REPORTED_WITHIN_S = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldInterview:
    """An interview that is over, and what its candidate saw."""

    id: str
    link: str
    practised: str
    """What the sound check said of the microphone."""
    seen: Seen
    closing: str
    """The heading of the page it ended on."""


def set_up(page: Page, link: str) -> None:
    """Make the first account."""
    page.goto(link)
    page.get_by_label("Your name").fill(ADMIN.name)
    page.get_by_label("E-mail address").fill(ADMIN.email)
    page.get_by_label("Password").fill(ADMIN.password)
    page.get_by_role("button", name="Make the account").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Interviews")


def sign_in(page: Page, platform: Platform, account: Account, *, to: str = "/") -> None:
    """Sign in on the way to a path."""
    page.goto(f"{platform.url}/sign-in?{urlencode({'to': to})}")
    fill_in(page, account)
    expect(page.get_by_role("button", name=f"Sign out {account.name}")).to_be_visible()


def fill_in(page: Page, account: Account) -> None:
    """Fill in and send the sign-in form."""
    page.get_by_label("E-mail address").fill(account.email)
    page.get_by_label("Password").fill(account.password)
    page.get_by_role("button", name="Sign in").click()


def make_role(page: Page) -> None:
    """Make a role from a pack pasted as YAML; the page goes on to the invitations."""
    page.get_by_role("link", name="Roles").click()
    page.get_by_role("link", name="New role").click()
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Edit as YAML").click()
    page.get_by_role("textbox", name="Role pack").fill(SHORT_PACK)
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_text("This pack can be used.")).to_be_visible()
    page.get_by_label("Title").fill(ROLE)
    page.get_by_role("button", name="Create the role").click()


def invite(page: Page) -> str:
    """Invite the candidate to the role just made; return their link."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Invitations")
    expect(page.get_by_role("combobox", name="Role").locator("option:checked")).to_have_text(ROLE)
    page.get_by_label("Candidate’s name").fill(CANDIDATE)
    page.get_by_role("button", name="Create the link").click()
    return page.get_by_role("textbox", name="Link").input_value()


def hold_interview(platform: Platform, pages: Pages, voice: Mapping[str, bytes]) -> HeldInterview:
    """Set up, invite, be interviewed by voice, and wait for the report."""
    desk = pages.open()
    set_up(desk, platform.setup_link())
    make_role(desk)
    link = invite(desk)

    page = pages.open(link, scripts=(MICROPHONE,))
    expect(page.get_by_role("heading", level=1)).to_contain_text(ROLE)
    page.get_by_role("link", name="Continue to your choices").first.click()
    choose(page)
    practised = _practise(page, voice)
    page.get_by_role("link", name="Begin the interview").click()
    expect(interviewer(page)).to_be_visible()
    seen = answer_to_the_end(page, voice)
    page.wait_for_url(re.compile("/after$"))
    closing = page.get_by_role("heading", level=1).inner_text()
    return HeldInterview(id=_reported(desk), link=link, practised=practised, seen=seen, closing=closing)


def _practise(page: Page, voice: Mapping[str, bytes]) -> str:
    """Turn on the microphone, be heard, hear the practice question, answer it; return what the page says of the microphone."""
    page.get_by_role("button", name="Turn on the microphone").click()
    say(page, voice["intro"], to_the_end=False)
    heard = page.get_by_text("We can hear you.")
    expect(heard).to_be_visible()
    page.get_by_role("button", name="Play a sound").click()
    expect(page.get_by_text("Did you hear two notes?")).to_be_visible()
    page.get_by_role("button", name="Hear the question").click()
    page.get_by_role("button", name="Stop").click()
    page.get_by_role("button", name="Answer it").click()
    say(page, voice["nothing"])
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("button", name="Hear your answer")).to_be_visible()
    return heard.inner_text()


def _reported(desk: Page) -> str:
    """Wait for the report as a reviewer does, on its page; return the interview's id."""
    desk.get_by_role("link", name="Interviews").click()
    desk.get_by_role("link", name=CANDIDATE).click()
    expect(desk.get_by_role("heading", level=1)).to_have_text(CANDIDATE)
    deadline = time.monotonic() + REPORTED_WITHIN_S
    while desk.get_by_text("Weighted mean of what was scored").count() == 0:
        assert time.monotonic() < deadline, f"no report within {REPORTED_WITHIN_S:.0f} s: {desk.inner_text('main')}"
        desk.wait_for_timeout(500)
    return desk.url.rsplit("/", 1)[1]
