"""Opens pages, each in a browser profile of its own, and hears what goes wrong in them."""

from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, ViewportSize, expect

DEADLINE_MS = 20_000
DESKTOP: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 360, "height": 740}
expect.set_options(timeout=DEADLINE_MS)


@dataclass
class Pages:
    """The pages of one test."""

    browser: Browser
    errors: list[str] = field(default_factory=list)
    """Uncaught errors and what the content security policy refused."""
    _contexts: list[BrowserContext] = field(default_factory=list)

    def open(self, address: str = "", *, scripts: tuple[str, ...] = (), browser: Browser | None = None) -> Page:
        """Open a page in which these scripts run before any other."""
        context = (browser or self.browser).new_context(viewport=DESKTOP, reduced_motion="reduce")
        context.set_default_timeout(DEADLINE_MS)
        self._contexts.append(context)
        for script in scripts:
            context.add_init_script(script)
        page = context.new_page()
        page.on("pageerror", lambda error: self.errors.append(f"{error}"))
        page.on("console", self._said)
        if address:
            page.goto(address)
        return page

    def close(self) -> None:
        for context in self._contexts:
            context.close()

    def _said(self, message: ConsoleMessage) -> None:
        # A request that was refused is said here as well; tests of refusals look at the page.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.errors.append(message.text)
