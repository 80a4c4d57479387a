"""Photographs every page of the fixture in three widths and two themes, and runs axe on each: `look.py OUT [NAME …]`."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

BASE = "http://127.0.0.1:8765"
AXE = Path(__file__).parent.parent / "node_modules" / "axe-core" / "axe.min.js"
WIDTHS = {360: 740, 768: 1024, 1440: 900}
BROWSER = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    "--allow-loopback-in-peer-connection",
    "--autoplay-policy=no-user-gesture-required",
]


def press(name: str) -> Callable[[Page], None]:
    def act(page: Page) -> None:
        page.get_by_role("button", name=name).first.click()
        page.wait_for_timeout(700)

    return act


def wait(ms: int) -> Callable[[Page], None]:
    return lambda page: page.wait_for_timeout(ms)


def choose_pack(page: Page) -> None:
    page.get_by_role("radio").first.check()
    page.wait_for_timeout(500)


def edit_pack(page: Page) -> None:
    choose_pack(page)
    page.get_by_role("button", name="Edit as YAML").click()
    page.wait_for_timeout(500)
    box = page.get_by_role("textbox", name="Role pack")
    box.fill(box.input_value().replace("tier: 1", "tier: 9", 1).replace("language: en", "langage: en", 1))
    page.get_by_role("button", name="Check").click()
    page.wait_for_timeout(1500)


def invite(page: Page) -> None:
    page.get_by_label("Candidate’s name").fill("Amara Okafor")
    page.get_by_role("button", name="Create the link").click()
    page.wait_for_timeout(700)


def choose_pace(page: Page) -> None:
    own = page.get_by_role("button", name="Pace")
    (own if own.is_visible() else page.get_by_role("button", name="More")).click()
    page.wait_for_timeout(700)


SHOTS: dict[str, tuple[str, Callable[[Page], None] | None]] = {
    "invitation": ("/i/open", None),
    "wishes": ("/i/open", press("Make it work for you")),
    "help": ("/i/open", press("Help")),
    "choices": ("/i/open/choices", None),
    "choices-missing": ("/i/open/choices", press("Save my choices")),
    "check": ("/i/decided/check", None),
    "check-on": ("/i/decided/check", press("Turn on the microphone")),
    "check-typed": ("/i/typed/check", None),
    "human": ("/i/human/check", None),
    "interview": ("/i/live/interview", wait(8_000)),
    "interview-typing": ("/i/live/interview", press("Type instead")),
    "interview-more": ("/i/live/interview", press("More")),
    "interview-pace": ("/i/live/interview", choose_pace),
    "interview-typed": ("/i/typed/interview", wait(2_500)),
    "interview-loading": ("/i/loading/interview", wait(1_500)),
    "after": ("/i/open/after", None),
    "used": ("/i/done", None),
    "expired": ("/i/expired", None),
    "unknown": ("/i/unknown", None),
    "elsewhere": ("/i/live/elsewhere", None),
    "nowhere": ("/nowhere", None),
    "practice-start": ("/practice", None),
    "practice": ("/practice/mine", None),
    "practice-new": ("/practice/new", None),
    "practice-progress": ("/practice/mine/progress", wait(500)),
    "practice-feedback": ("/practice/mine/sessions/ses_1", None),
    "practice-choices": ("/practice/mine/talk/talk/choices", None),
    "practice-check": ("/practice/mine/talk/talk/check", None),
    "interview-practice": ("/practice/mine/talk/talk/live", wait(8_000)),
    "sign-in": ("/sign-in", None),
    "setup": ("/setup?token=x", None),
    "interviews": ("/", None),
    "report": ("/interviews/ses_1", wait(500)),
    "report-none": ("/interviews/ses_2", None),
    "roles": ("/roles", None),
    "role-new": ("/roles/new", choose_pack),
    "role-edit": ("/roles/new", edit_pack),
    "invitations": ("/invitations", None),
    "invited": ("/invitations", invite),
}


def main() -> None:
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    names = sys.argv[2:] or list(SHOTS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=BROWSER)
        for name in names:
            path, act = SHOTS[name]
            for width, height in WIDTHS.items():
                for theme in ("light", "dark"):
                    context = browser.new_context(
                        viewport={"width": width, "height": height},
                        color_scheme=theme,
                        permissions=["microphone"],
                        bypass_csp=False,
                    )
                    page = context.new_page()
                    said: list[str] = []
                    page.on(
                        "console",
                        lambda message, said=said: (
                            said.append(message.text)
                            if message.type in {"error", "warning"} and "status of" not in message.text
                            else None
                        ),
                    )
                    page.on("pageerror", lambda error, said=said: said.append(str(error)))
                    page.goto(BASE + path)
                    page.wait_for_selector("h1", state="attached")
                    page.wait_for_timeout(400)
                    if act:
                        act(page)
                    dialog = page.get_by_role("dialog").count() > 0
                    live = name.startswith("interview-") or name == "interview"
                    page.screenshot(
                        path=out / f"{name}-{width}-{theme}.png",
                        full_page=not (dialog or live) and (width != 1440 or "report" in name),
                    )
                    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
                    page.evaluate(AXE.read_text())
                    faults = page.evaluate(
                        "axe.run().then(r => r.violations.map(v => [v.impact, v.id, v.nodes.length, v.nodes[0].html.slice(0, 160)]))"
                    )
                    for line in [
                        *(json.dumps(fault) for fault in faults),
                        *said,
                        *(["SCROLLS SIDEWAYS"] if wide else []),
                    ]:
                        print(f"{name} {width} {theme}: {line}")
                    context.close()
        browser.close()


if __name__ == "__main__":
    main()
