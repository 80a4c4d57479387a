"""One platform, one Chromium and one voice for all browser tests; a fresh browser profile for each page."""

from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.support.browser import chromium, chromium_path
from tests.support.browser_interview import ANSWERS
from tests.support.browser_pages import Pages
from tests.support.browser_platform import Account, Platform, running_platform
from tests.support.browser_reviewer import HeldInterview, hold_interview
from tests.support.browser_voice import synthesised


@pytest.fixture(scope="package")
def platform() -> Iterator[Platform]:
    if not chromium_path():
        pytest.skip("no Chromium on this machine: `make chromium` installs it where it can")
    with running_platform() as platform:
        platform.until(lambda response: response.status_code == httpx.codes.OK, path="/api/ready")
        yield platform


@pytest.fixture(scope="package")
def voice() -> dict[str, bytes]:
    """What candidates say, as WAV files by name."""
    return synthesised(ANSWERS)


@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="package")
def browser(
    playwright: Playwright, voice: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Browser]:
    """A browser whose microphone says one answer whenever it is opened."""
    spoken = tmp_path_factory.mktemp("microphone") / "answer.wav"
    spoken.write_bytes(voice["technical"])
    with chromium(playwright, microphone=spoken) as browser:
        yield browser


@pytest.fixture(scope="package")
def deaf_browser(playwright: Playwright) -> Iterator[Browser]:
    """A browser that denies the microphone."""
    with chromium(playwright, microphone=None) as browser:
        yield browser


@pytest.fixture
def pages(browser: Browser) -> Iterator[Pages]:
    """Opens this test's pages; none of them may stumble."""
    pages = Pages(browser)
    yield pages
    pages.close()
    assert pages.errors == []


@pytest.fixture(scope="package")
def held(platform: Platform, browser: Browser, voice: dict[str, bytes]) -> HeldInterview:
    """A whole interview, from the set-up link to the report, through the pages."""
    pages = Pages(browser)
    try:
        interview = hold_interview(platform, pages, voice)
    finally:
        pages.close()
    assert pages.errors == []
    return interview


@pytest.fixture(scope="package")
def colleague(platform: Platform) -> Account:
    """Somebody else who reads reports."""
    return platform.account("Noor Colleague")
