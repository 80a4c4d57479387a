"""A real Chromium for the tests, and ways to look at a page: is it accessible, does it fit, what did it try."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Browser, Page, Playwright

WEB = Path(__file__).parents[2] / "clients" / "web"
AXE = WEB / "node_modules" / "axe-core" / "axe.min.js"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--disable-gpu",
    "--disable-background-networking",
    "--use-fake-device-for-media-stream",
    "--allow-loopback-in-peer-connection",
    "--autoplay-policy=no-user-gesture-required",
)
SERIOUS = frozenset({"serious", "critical"})
WIDTHS = {360: 740, 768: 1024, 1440: 900}
"""Phone, tablet, desktop, each with its height."""
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
MOST_TABS = 60

SCREENSHOTS = os.environ.get("VIVAVOCE_TEST_SCREENSHOTS", "")
"""A folder for pictures of every page a test looks at, in every width and theme; empty = none are taken."""

CAPTURE_SPY = """
(() => {
  window.microphonesAsked = 0;
  const media = navigator.mediaDevices;
  if (!media) return;
  for (const name of ["getUserMedia", "getDisplayMedia"]) {
    const ask = media[name].bind(media);
    media[name] = (...wanted) => { window.microphonesAsked += 1; return ask(...wanted); };
  }
})();
"""
"""An init script: counts how often a page asked for capture."""

PLAYBACK_SPY = """
(() => {
  const play = HTMLMediaElement.prototype.play;
  HTMLMediaElement.prototype.play = function () {
    window.played = {element: this, from_s: this.currentTime};
    return play.call(this);
  };
})();
"""
"""An init script: remembers the media element last played, and from where."""

FOCUSED = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return "";
  const label = element.labels?.[0]?.textContent ?? "";
  return (element.getAttribute("aria-label") || label || element.textContent || "").trim();
}"""
FOCUS_SHOWS = """() => {
  const style = getComputedStyle(document.activeElement);
  return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
}"""
VIOLATIONS = """async () => (await axe.run()).violations.map(
  ({id, impact, help, nodes}) => ({id, impact, help, nodes: nodes.map(node => node.html.slice(0, 200))}))"""


def chromium_path() -> str:
    """Return the browser to drive; empty when there is none."""
    wanted = os.environ.get("VIVAVOCE_TEST_CHROMIUM", "")
    return next((found for name in (wanted, *NAMES) if name and (found := shutil.which(name))), "")


@contextmanager
def chromium(playwright: Playwright, *, microphone: Path | None) -> Iterator[Browser]:
    """Run Chromium; its fake microphone carries the WAV file and is granted. Without one it is denied."""
    arguments = list(ARGUMENTS)
    if microphone is None:
        arguments.append("--deny-permission-prompts")
    else:
        arguments += ["--use-fake-ui-for-media-stream", f"--use-file-for-fake-audio-capture={microphone}%noloop"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        arguments.append("--no-sandbox")
    browser = playwright.chromium.launch(executable_path=chromium_path(), args=arguments)
    try:
        yield browser
    finally:
        browser.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong with a page as it stands."""

    page: str
    width: int
    theme: str
    what: str


def look_at(page: Page, name: str, *, widths: tuple[int, ...] = (360, 1440)) -> list[Fault]:
    """Return what axe finds serious and what does not fit, in each width and theme; the page keeps its state."""
    faults = []
    if page.evaluate("() => typeof axe") == "undefined":
        page.evaluate(AXE.read_text("utf-8"))
    for width in widths if not SCREENSHOTS else tuple(WIDTHS):
        page.set_viewport_size({"width": width, "height": WIDTHS[width]})
        for theme in THEMES:
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            found = [*_axe(page), *(["scrolls sideways"] if _scrolls_sideways(page) else [])]
            faults += [Fault(page=name, width=width, theme=theme, what=what) for what in found]
            if SCREENSHOTS:
                _photograph(page, f"{name}-{width}-{theme}")
    return faults


def tab_to(page: Page, label: str) -> None:
    """Move the keyboard's focus forwards to the control with this label; fail when it is never reached or never shows."""
    passed = []
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused.startswith(label):
            assert page.evaluate(FOCUS_SHOWS), f"the focus on {label!r} cannot be seen"
            return
        passed.append(focused)
    raise AssertionError(f"Tab never reached {label!r}, only {passed}")


def _axe(page: Page) -> list[str]:
    violations: list[dict[str, Any]] = page.evaluate(VIOLATIONS)
    return [f"{one['id']}: {one['help']}: {one['nodes']}" for one in violations if one["impact"] in SERIOUS]


def _scrolls_sideways(page: Page) -> bool:
    return bool(page.evaluate("() => document.documentElement.scrollWidth > innerWidth"))


def _photograph(page: Page, name: str) -> None:
    folder = Path(SCREENSHOTS)
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"{name}.png", full_page=True)
