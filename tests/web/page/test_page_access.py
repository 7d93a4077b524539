"""For all eyes, hands and sheets: axe-core, keyboard, phone, dark, print, motion."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.browser

STORY = "My left eyelid twitches and I have fits. I drink coffee. I am 32. Blue birds sang a song."
PAGES = ("/", "/pro", "/about", "/emergency", "/nowhere", "/c/unknown/answer")


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_axe_finds_nothing_on_any_page(visit: Any, colours: str) -> None:
    me = visit(color_scheme=colours, bypass_csp=True)
    for path in PAGES if colours == "light" else PAGES[:2]:
        me.open(path)
        assert me.violations() == [], path
    me.tell(STORY)
    assert me.violations() == []
    me.press("Go on to the questions")
    assert me.violations() == []
    me.page.locator('.choices button[value="unknown"]').first.click()
    me.page.wait_for_function("() => document.querySelector('.so-far')")
    key = me.page.url.split("/")[-2]
    for path in (f"/c/{key}/change/0", f"/c/{key}/answer", f"/c/{key}/letter", f"/c/{key}/professional"):
        me.open(path)
        assert me.violations() == [], path
    me.tell("New confusion since today, my arm jerks and my speech is slurred.")
    assert me.page.locator("aside.flag").count() == 1
    assert me.violations() == []


def test_with_the_keyboard_alone(visit: Any) -> None:
    me = visit()
    me.open()
    keys = me.page.keyboard

    def tab_to(selector: str, most: int = 120) -> None:
        for _ in range(most):
            keys.press("Tab")
            if me.page.evaluate("s => document.activeElement.matches(s)", selector):
                return
        raise AssertionError(f"the keyboard never reaches {selector}")

    keys.press("Tab")
    assert me.page.evaluate("document.activeElement.className") == "skip"
    tab_to("#story")
    keys.type("My calf twitches.")
    tab_to('[data-spot="left-eyelid"]')
    assert me.page.evaluate("document.activeElement.getAttribute('aria-label')") == "Left eyelid"
    keys.press("Space")
    assert me.page.evaluate("document.activeElement.getAttribute('aria-checked')") == "true"
    tab_to('input[value="cramp"]')
    keys.press("Space")
    tab_to("button.main")
    keys.press("Enter")
    me.page.wait_for_url("**/understood")
    me.page.wait_for_function("() => document.activeElement.tagName === 'H1'")
    tab_to('a[href$="/ask"]')
    keys.press("Enter")
    me.page.wait_for_url("**/ask")
    tab_to('.choices button[value="unknown"]')
    before = me.page.url
    keys.press("Enter")
    me.page.wait_for_function("before => location.href !== before", arg=before)
    tab_to('.ways a[href$="/answer"]')
    keys.press("Enter")
    me.page.wait_for_url("**/answer")
    assert me.page.locator("#causes .chart li").count() >= 5


@pytest.mark.parametrize("width", [320, 390, 768])
def test_nothing_scrolls_sideways_on_a_small_screen(visit: Any, width: int) -> None:
    me = visit(viewport={"width": width, "height": 740})
    for path in ("/", "/pro", "/emergency", "/about"):
        me.open(path)
        me.page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
        assert me.page.evaluate("document.documentElement.scrollWidth") == width, path
    me.tell(STORY)
    key = me.page.url.split("/")[-2]
    for name in ("understood", "ask", "answer", "letter", "professional"):
        me.open(f"/c/{key}/{name}")
        me.page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
        assert me.page.evaluate("document.documentElement.scrollWidth") == width, name


def test_targets_are_large_enough_for_a_finger(visit: Any) -> None:
    me = visit(viewport={"width": 390, "height": 844})
    me.tell(STORY)
    me.press("Go on to the questions")
    sizes = me.page.evaluate(
        "[...document.querySelectorAll('button, .checks label')].filter(e => e.offsetParent)"
        ".map(e => e.getBoundingClientRect().height)"
    )
    assert min(sizes) >= 40


def test_in_the_dark_the_page_is_dark(visit: Any) -> None:
    light, dark = visit(color_scheme="light"), visit(color_scheme="dark")
    shades = []
    for me in (light, dark):
        me.open()
        colour = me.page.evaluate("getComputedStyle(document.body).backgroundColor")
        shades.append(sum(int(v) for v in colour[4:-1].split(",")[:3]))
    assert shades[0] > 600 > 150 > shades[1]


def test_drawings_stand_still_for_those_who_ask_for_less_motion(visit: Any) -> None:
    for motion, moving in (("no-preference", True), ("reduce", False)):
        me = visit(reduced_motion=motion)
        me.open()
        assert me.page.evaluate("document.getAnimations().length > 0") is moving


def test_the_letter_prints_on_one_page_and_the_answer_without_its_buttons(visit: Any) -> None:
    me = visit()
    me.tell(STORY)
    key = me.page.url.split("/")[-2]
    me.open(f"/c/{key}/letter")
    pdf = me.page.pdf(format="A4")
    assert pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") + pdf.count(b"/Type /Page/") == 1
    me.open(f"/c/{key}/answer")
    me.page.emulate_media(media="print")
    assert not me.page.locator(".tools").is_visible()
    assert not me.page.locator(".top").is_visible()
    assert me.page.locator("#urgency h1").is_visible()
