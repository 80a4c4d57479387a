"""How a candidate goes through the pages: choices, sound check, and answering each question that is asked."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page, expect

from tests.support.browser_platform import Invited
from tests.support.browser_voice import say

PURPOSES = ("Talk with an AI interviewer", "Answer with your voice", "Keep the sound of the interview", "Let a program")
ANSWERS = {
    "intro": "I have tested the web shop of a small company, mostly by hand.",
    "technical": (
        "I try wrong passwords, empty fields and very long names, because invalid input is where forms break. "
        "Then I check that the account is locked after repeated failures, "
        "so that nobody can guess a password by brute force."
    ),
    "question": "What are the working hours?",
    "nothing": "No, thank you, that was everything.",
    "fillers": (
        "Well, you know, there was an outage of the queue, and, I mean, we did not see it, you know, because the alarm was,"
        " I mean, switched off, you know."
    ),
    "done": "That's all I have.",
    "listen": "Let's listen to that.",
}
"""By name; the texts of `short-pack.yaml` decide which is given."""
ASKED = {
    "tested so far": "intro",
    "looked for faults in?": "intro",
    "login form": "technical",
    "like to know about the role": "question",
}
HEARD_OUT_S = 0.7
"""The interviewer has finished when it has been listening for so long."""
TURN_WITHIN_S = 45.0
WHOLE_WITHIN_S = 210.0


@dataclass(slots=True)
class Seen:
    """What the interview page showed."""

    captions: dict[str, list[str]] = field(default_factory=lambda: {"Interviewer": [], "You": []})
    sections: list[str] = field(default_factory=list)
    states: list[str] = field(default_factory=list)
    time_left: list[str] = field(default_factory=list)


def choose(page: Page, refusing: tuple[str, ...] = ()) -> None:
    """Answer each purpose by itself, and save."""
    for purpose in PURPOSES:
        group = page.get_by_role("group", name=purpose)
        group.get_by_role("radio", name="No" if purpose in refusing else "Yes, I agree").check()
    page.get_by_role("button", name="Save my choices").click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Your choices")


def begin(page: Page, invited: Invited) -> None:
    """Go the whole way from the invitation into the interview."""
    page.goto(invited.page)
    page.get_by_role("link", name="Continue to your choices").first.click()
    choose(page)
    page.get_by_role("button", name="Turn on the microphone").click()
    page.get_by_role("link", name="Begin the interview").click()
    expect(interviewer(page)).to_be_visible()


def interviewer(page: Page) -> Locator:
    """Return what shows the interviewer's state."""
    return page.get_by_test_id("interviewer")


def captions(page: Page, speaker: str) -> list[str]:
    """Return the finished captions of "Interviewer" or "You"."""
    texts: list[str] = page.get_by_role("log").evaluate(
        """(log, speaker) => [...log.children]
             .filter(one => one.querySelector("span")?.textContent.trim() === speaker)
             .map(one => one.querySelector("p").textContent)""",
        speaker,
    )
    return texts


def until_asked(page: Page, question: str) -> None:
    """Wait until a question with these words has been asked and the interviewer listens."""
    expect(page.get_by_role("log").get_by_text(question).last).to_be_visible(timeout=TURN_WITHIN_S * 1000)
    until_listening(page)


def until_listening(page: Page) -> None:
    """Wait until the interviewer has said what it says and has been listening for a moment."""
    deadline = time.monotonic() + TURN_WITHIN_S
    since: float | None = None
    while time.monotonic() < deadline:
        if interviewer(page).get_attribute("data-state") != "listening":
            since = None
        elif since is None:
            since = time.monotonic()
        elif time.monotonic() - since >= HEARD_OUT_S:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"the interviewer did not come to listen: {interviewer(page).get_attribute('data-state')}")


def answer_to_the_end(page: Page, voice: Mapping[str, bytes]) -> Seen:
    """Answer each question by voice when it has been asked, until the interview is over; return what was shown."""
    seen, answered, deadline = Seen(), 0, time.monotonic() + WHOLE_WITHIN_S
    given: set[str] = set()
    while "/interview" in page.url:
        assert time.monotonic() < deadline, f"the interview went on for too long: {seen}"
        if not _note(page, seen):
            break
        theirs = seen.captions["Interviewer"]
        if len(theirs) > answered and _has_listened(page):
            name = _answer_to(" ".join(theirs[answered:]), given)
            answered = len(theirs)
            given.add(name)
            say(page, voice[name])
        page.wait_for_timeout(200)
    return seen


def _answer_to(said: str, given: set[str]) -> str:
    name = next((name for words, name in ASKED.items() if words in said), "nothing")
    return "nothing" if name in given else name


def _has_listened(page: Page) -> bool:
    """Return whether it listens now and after a moment."""
    for _ in range(2):
        if page.locator('[data-testid="interviewer"][data-state="listening"]').count() == 0:
            return False
        page.wait_for_timeout(HEARD_OUT_S * 1000)
    return page.locator('[data-testid="interviewer"][data-state="listening"]').count() > 0


def _note(page: Page, seen: Seen) -> bool:
    """Remember what the page shows; False when it is no longer the interview's page."""
    shown = page.evaluate(
        """() => {
          const log = document.querySelector('[role="log"]');
          const stage = document.querySelector('[data-testid="interviewer"]');
          if (!log || !stage) return null;
          return {
            state: stage.dataset.state,
            section: document.querySelector("main h2")?.textContent ?? "",
            left: document.querySelector("main h2 + p")?.textContent ?? "",
            captions: [...log.children].map(
              one => [one.querySelector("span").textContent.trim(), one.querySelector("p").textContent]),
          };
        }"""
    )
    if shown is None:
        return False
    for speaker in seen.captions:
        seen.captions[speaker] = [text for by, text in shown["captions"] if by == speaker]
    for values, value in ((seen.states, shown["state"]), (seen.sections, shown["section"])):
        if not values or values[-1] != value:
            values.append(value)
    seen.time_left.append(shown["left"])
    return True
