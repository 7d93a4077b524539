from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from assessments import plain_assessment

from real_browser import opened_browser
from whytwitch.core.assessment import Assessment
from whytwitch.core.case import URGENCIES
from whytwitch.report.as_html import assessment_html

pytestmark = pytest.mark.browser
CONTRAST = """selector => {
  const light = c => { const v = c.match(/[\\d.]+/g).slice(0, 3).map(x => x / 255)
    .map(x => x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4);
    return 0.2126 * v[0] + 0.7152 * v[1] + 0.0722 * v[2] };
  const ground = e => { for (; e; e = e.parentElement) {
    const c = getComputedStyle(e).backgroundColor; if (!/^rgba.*, 0\\)$/.test(c)) return c }
    return 'rgb(255,255,255)' };
  return [...document.querySelectorAll(selector)].map(e => {
    const [a, b] = [light(getComputedStyle(e).color), light(ground(e))];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) }) }"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with opened_browser() as opened:
        yield opened


def show(browser: Any, folder: Path, assessment: Assessment, **settings: Any) -> Any:
    file = folder / "page.html"
    file.write_text(assessment_html(assessment), encoding="utf-8")
    page = browser.new_context(**settings).new_page()
    page.requests, page.complaints = [], []
    page.on("request", lambda r: page.requests.append(r.url))
    page.on("console", lambda m: page.complaints.append(m.text))
    page.on("dialog", lambda d: page.complaints.append(d.message))
    page.goto(file.as_uri())
    return page


def unfold(page: Any) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true })")


@pytest.mark.parametrize("width", [360, 768, 1280])
@pytest.mark.parametrize("which", ["plain", "hostile"])
def test_nothing_scrolls_sideways(
    browser: Any, tmp_path: Path, width: int, which: str, request: pytest.FixtureRequest
) -> None:
    page = show(browser, tmp_path, request.getfixturevalue(which), viewport={"width": width, "height": 740})
    unfold(page)
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_no_request_is_made_and_nothing_runs(browser: Any, tmp_path: Path, hostile: Assessment) -> None:
    page = show(browser, tmp_path, hostile)
    unfold(page)
    page.wait_for_timeout(200)
    assert page.requests == [page.url]
    assert page.complaints == []


@pytest.mark.parametrize("width", [360, 1280])
def test_urgency_is_the_first_thing_in_view(
    browser: Any, tmp_path: Path, plain: Assessment, width: int
) -> None:
    page = show(browser, tmp_path, plain, viewport={"width": width, "height": 640})
    box = page.locator("#urgency").bounding_box()
    assert (box["x"], box["y"], box["width"]) == (0, 0, width)
    assert box["height"] < 640 / 2
    assert page.locator("h1").is_visible()
    notice = page.locator(".notice strong").first.bounding_box()
    assert notice["y"] + notice["height"] < 640


def test_it_prints_with_everything_unfolded(browser: Any, tmp_path: Path, plain: Assessment) -> None:
    page = show(browser, tmp_path, plain)
    assert not page.get_by_text("Compression of a root.").first.is_visible()
    assert page.pdf(format="A4").startswith(b"%PDF-")
    page.emulate_media(media="print")
    assert page.get_by_text("Compression of a root.").first.is_visible()
    assert page.get_by_text("https://doi.org/10.1/1").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("level", URGENCIES)
def test_text_stands_out_from_its_ground(browser: Any, tmp_path: Path, level: Any, scheme: str) -> None:
    page = show(browser, tmp_path, plain_assessment(level), color_scheme=scheme)
    unfold(page)
    assert min(page.evaluate(CONTRAST, "h1, .banner .do, .kicker, .ladder li")) >= 7
    others = "main p, main li, a, summary, .tech, .small, .chip, .ground, .tag, td, th, dt, dd"
    assert min(page.evaluate(CONTRAST, others)) >= 4.5


def test_the_keyboard_reaches_a_fold_and_its_outline_is_seen(
    browser: Any, tmp_path: Path, plain: Assessment
) -> None:
    page = show(browser, tmp_path, plain)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator(".skip").bounding_box()["x"] == 0
    second = page.locator("#cause-2 > summary")
    second.focus()
    page.keyboard.press("Enter")
    assert page.locator("#cause-2 .cause-body").is_visible()
    assert second.evaluate("e => getComputedStyle(e).outlineStyle") == "solid"
    assert second.evaluate("e => getComputedStyle(e).outlineWidth") == "3px"


def test_no_two_labels_of_the_drawing_overlap(browser: Any, tmp_path: Path, plain: Assessment) -> None:
    page = show(browser, tmp_path, plain, viewport={"width": 360, "height": 740})
    boxes = [b.bounding_box() for b in page.locator(".drawing .label").all()]
    frame = page.locator(".drawing").bounding_box()
    assert len(boxes) == 9
    for i, a in enumerate(boxes):
        assert a["x"] >= frame["x"]
        assert a["x"] + a["width"] <= frame["x"] + frame["width"]
        for b in boxes[i + 1 :]:
            apart_x = a["x"] + a["width"] <= b["x"] or b["x"] + b["width"] <= a["x"]
            apart_y = a["y"] + a["height"] <= b["y"] or b["y"] + b["height"] <= a["y"]
            assert apart_x or apart_y
    size = page.locator(".drawing .label").first.evaluate(
        "t => parseFloat(getComputedStyle(t).fontSize) * t.getCTM().a"
    )
    assert size >= 11
