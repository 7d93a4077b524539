"""The diary in a real browser, on a real server, in a real file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from real_browser import opened_browser
from real_service import start_server, stop_server
from whytwitch.core.diary import make_entry
from whytwitch.core.reading import reading_grade
from whytwitch.keep.diary import Diary

AXE = Path(__file__).parents[1] / "axe" / "axe.min.js"
STRENGTHS = [3, 6, 2, 5, 1, 4, 0, 3, 6, 2]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(tmp_path_factory.mktemp("diary") / "diary.db")


@pytest.fixture(scope="module")
def server(place: str, home: Path) -> Iterator[str]:
    process, address = start_server("--diary", place)
    try:
        yield address
    finally:
        _, said = stop_server(process)
    assert "Traceback" not in said


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with opened_browser() as opened:
        yield opened


@pytest.fixture
def page(browser: Any, server: str) -> Iterator[Any]:
    context = browser.new_context()
    opened = context.new_page()
    opened.set_default_timeout(15_000)
    seen: list[str] = []
    complaints: list[str] = []
    opened.on("request", lambda r: seen.append(r.url))
    opened.on("console", lambda m: complaints.append(m.text))
    opened.on("pageerror", lambda e: complaints.append(str(e)))
    yield opened
    context.close()
    assert all(url.startswith(server) for url in seen)  # nothing leaves the machine
    # The browser notes every answer that refuses a form; nothing else is said.
    assert [c for c in complaints if "status of 422" not in c] == []


@pytest.fixture
def fresh(place: str) -> str:
    for ending in ("", "-wal", "-shm"):
        Path(place + ending).unlink(missing_ok=True)
    return place


@pytest.fixture
def filled(fresh: str) -> str:
    with Diary.open(fresh, start=True) as diary:
        for i, strength in enumerate(STRENGTHS):
            diary.add(
                make_entry(
                    f"2026-03-{i + 1:02d} 09:00", strength=strength, coffee_cups=strength, place="left calf"
                )
            )
    return fresh


def entries_in(place: str) -> list[Any]:
    with Diary.open(place) as diary:
        return diary.entries()


def test_nothing_is_kept_until_it_is_asked_for(page: Any, server: str, fresh: str) -> None:
    page.goto(server + "/diary")
    assert not Path(fresh).exists()
    refused = httpx.post(server + "/diary/add", data={"strength": "3"}, headers={"origin": server})
    assert refused.status_code in (200, 403, 422)
    assert not Path(fresh).exists()
    page.get_by_role("button", name="Start my diary").click()
    page.get_by_role("button", name="Save this note").wait_for()
    assert entries_in(fresh) == []


def test_a_note_in_seconds_with_the_keyboard_alone(page: Any, server: str, filled: str) -> None:
    page.goto(server + "/diary")
    page.locator("input[name=strength]").first.focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.type("right eyelid")
    page.keyboard.press("Tab")
    page.keyboard.type("2,5")
    page.keyboard.press("Enter")
    page.get_by_text("right eyelid").first.wait_for()
    added = next(e for e in entries_in(filled) if e.place == "right eyelid")
    assert (added.strength, added.coffee_cups) == (4, 2.5)


def test_the_days_are_drawn_and_read(page: Any, server: str, filled: str) -> None:
    page.goto(server + "/diary")
    assert page.locator("svg.diary-chart rect.day-strength").count() == len(STRENGTHS)
    heights = page.locator("svg.diary-chart rect.day-strength").evaluate_all(
        "bars => bars.map(b => b.getBoundingClientRect().height)"
    )
    assert sorted(heights, reverse=True)[0] == heights[1] == heights[8]
    assert "More coffee goes with stronger twitching." in page.locator(".links .holds").inner_text()
    assert "Coffee, 0–6 cups" in page.locator("svg.diary-chart").text_content()
    notes = zip(STRENGTHS[::-1], page.locator(".entry").all_inner_texts(), strict=True)
    assert all(f"strength {n} of 10" in note and f"coffee {n}" in note for n, note in notes)


def test_a_wrong_number_loses_nothing(page: Any, server: str, filled: str) -> None:
    page.goto(server + "/diary")
    page.fill("#d-place", "thumb")
    page.fill("#d-sleep_hours", "77")
    page.get_by_role("button", name="Save this note").click()
    fault = page.get_by_role("alert")
    fault.wait_for()
    assert "hours of sleep must be a number from 0 to 24" in fault.inner_text()
    assert page.input_value("#d-place") == "thumb"
    assert len(entries_in(filled)) == len(STRENGTHS)


def test_a_note_is_deleted_alone(page: Any, server: str, filled: str) -> None:
    page.goto(server + "/diary")
    page.get_by_role("button", name="Delete the note of 5 Mar 2026, 09:00").click()
    page.get_by_role("button", name="Delete the note of 5 Mar 2026, 09:00").wait_for(state="detached")
    assert [e.at.day for e in entries_in(filled)] == [1, 2, 3, 4, 6, 7, 8, 9, 10]


def test_it_is_taken_along_and_ended(page: Any, server: str, filled: str) -> None:
    page.goto(server + "/diary")
    with page.expect_download() as download:
        page.get_by_role("link", name="Take it as JSON").click()
    document = json.loads(Path(download.value.path()).read_text("utf-8"))
    assert [e["strength"] for e in document["entries"]] == STRENGTHS
    table = httpx.get(server + "/diary/export.csv")
    assert table.headers["cache-control"] == "no-store"
    assert len(table.text.splitlines()) == len(STRENGTHS) + 1
    page.get_by_role("button", name="Delete my diary").click()
    page.get_by_role("alert").wait_for()
    assert len(entries_in(filled)) == len(STRENGTHS)  # without the tick nothing is deleted
    page.get_by_label("I want to delete all of it, for good").check()
    page.get_by_role("button", name="Delete my diary").click()
    page.get_by_role("button", name="Start my diary").wait_for()
    assert not Path(filled).exists()


def test_it_goes_into_the_assessment(page: Any, server: str, filled: str) -> None:
    page.goto(server + "/diary")
    page.get_by_role("button", name="Go on with this").click()
    page.wait_for_url("**/understood")
    text = page.locator("main").inner_text()
    assert "Worse after coffee" in text
    assert "Twitching in the left calf" in text


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_violation_at_phone_width(page: Any, server: str, filled: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(server + "/diary")
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.evaluate("source => { (0, Function)(source).call(window) }", AXE.read_text("utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert [(v["id"], [n["target"] for n in v["nodes"]]) for v in found["violations"]] == []


def test_its_words_are_easy(page: Any, server: str, fresh: str) -> None:
    page.goto(server + "/diary")
    assert reading_grade(page.locator("main").inner_text().replace(fresh, "").split("\n")) <= 8
    page.get_by_role("button", name="Start my diary").click()
    page.get_by_role("button", name="Save this note").wait_for()
    assert reading_grade(page.locator("main").inner_text().replace(fresh, "").split("\n")) <= 8


def test_what_a_browser_never_sends_is_refused_politely(server: str, filled: str) -> None:
    own = {"origin": server}
    for path, data, status in (
        ("/diary/add", {"strength": "\x00"}, 422),
        ("/diary/add", {"at": "never", "strength": "1"}, 422),
        ("/diary/delete", {"entry": "' or 1=1"}, 422),
        ("/diary/delete", {}, 422),
        ("/diary/delete-all", {"sure": "maybe"}, 422),
    ):
        assert httpx.post(server + path, data=data, headers=own).status_code == status
    other = httpx.post(
        server + "/diary/delete-all", data={"sure": "yes"}, headers={"origin": "http://elsewhere.example"}
    )
    assert other.status_code == 403
    assert httpx.get(server + "/diary/export.exe").status_code == 404
    assert len(entries_in(filled)) == len(STRENGTHS)


def test_there_is_no_diary_on_a_public_service(model: Any) -> None:
    from whytwitch.web.app import create_app
    from whytwitch.web.engine import Engine
    from whytwitch.web.settings import ServeSettings

    public = ServeSettings(host="0.0.0.0", token="long-enough-to-be-no-guess", allowed_hosts=("t.example",))
    paths = {getattr(route, "path", "") for route in create_app(public, Engine(model)).routes}
    assert not any(path.startswith("/diary") for path in paths)
