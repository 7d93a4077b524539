from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from real_browser import opened_browser
from real_service import serving

AXE = Path(__file__).parents[1] / "axe" / "axe.min.js"


# By module: no two of Playwright's loops may run at once in one process, and other folders start theirs.
@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with serving() as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with opened_browser() as opened:
        yield opened


@dataclass
class Visitor:
    """A person at a browser: one page, what it asked for, what it complained of."""

    page: Any
    address: str
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str = "/") -> None:
        self.page.goto(self.address + path)

    def press(self, name: str, exact: bool = True) -> None:
        """Press the button or the link of that name, and wait for where it leads."""
        before = self.page.url
        self.page.locator("a, button").get_by_text(name, exact=exact).or_(
            self.page.get_by_role("button", name=name, exact=exact)
        ).or_(self.page.get_by_role("link", name=name, exact=exact)).first.click()
        self.page.wait_for_function("before => location.href !== before", arg=before)
        self.page.wait_for_load_state()
        self.page.wait_for_function("() => !document.querySelector('.htmx-request, .htmx-swapping')")

    def heading(self) -> str:
        return str(self.page.locator("h1").first.inner_text())

    def text(self) -> str:
        return str(self.page.locator("body").inner_text())

    def tell(self, words: str, path: str = "/") -> None:
        """From the first page to what was understood."""
        self.open(path)
        self.page.fill("#story", words)
        self.press("Go on")

    def answer_one(self, value: str = "unknown") -> None:
        """Press one of the answers, and wait for what comes next."""
        before = self.page.url
        self.page.locator(f'.choices button[value="{value}"]').first.click()
        self.page.wait_for_function("before => location.href !== before", arg=before)
        self.page.wait_for_load_state()

    def answer_all(self, value: str = "unknown") -> int:
        """Go through the whole interview with one answer; how many questions there were."""
        asked = 0
        while self.page.locator("form.question").count():
            asked += 1
            assert asked <= 40
            self.answer_one(value)
        return asked

    def violations(self) -> list[str]:
        """What axe-core finds on the page as it stands, folds opened."""
        self.page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
        # Through the debugger, since the page's own policy lets no script in; as an expression the
        # bundle would not find its global.
        self.page.evaluate("source => { (0, Function)(source).call(window) }", AXE.read_text("utf-8"))
        found = self.page.evaluate(
            "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa',"
            " 'best-practice'], resultTypes: ['violations']})"
        )
        return [
            f"{v['id']}: {v['help']}: {n['target']} {n['failureSummary']}"
            for v in found["violations"]
            for n in v["nodes"]
        ]


@pytest.fixture
def visit(browser: Any, server: str) -> Iterator[Any]:
    """Open a visitor; each has a browser context of its own."""
    contexts = []

    def opened(**settings: Any) -> Visitor:
        context = browser.new_context(**settings)
        contexts.append(context)
        visitor = Visitor(context.new_page(), server)
        visitor.page.set_default_timeout(15_000)
        visitor.page.on("request", lambda r: visitor.requests.append(r.url))
        visitor.page.on("console", lambda m: visitor.complaints.append(m.text))
        visitor.page.on("pageerror", lambda e: visitor.complaints.append(str(e)))
        return visitor

    yield opened
    for context in contexts:
        context.close()
