"""People at the page, in a real browser against a real server process."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest

pytestmark = pytest.mark.browser

EYELID = (
    "My left eyelid has been twitching for two weeks. I drink four coffees a day and sleep badly. "
    "I am a 32 year old woman. I am not weak."
)
WEAK = (
    "I am a 58 year old man. My right hand has become weak over the last six months. "
    "I see twitching in my forearm and my thigh. I choke when I drink."
)
RED = "Since this morning my left arm is weak and jerks, and my speech is slurred. I am confused."
CLINIC = (
    "58-year-old man, 6 months of right hand weakness with fasciculations in the forearm and thigh. "
    "Brisk reflexes. No sensory loss. Creatine kinase 420 U/L."
)


def test_a_first_time_user_with_a_twitching_eyelid(visit: Any) -> None:
    me = visit()
    me.open()
    assert "calmly" in me.heading()
    me.page.locator('[data-spot="left-eyelid"]').click()
    assert "left eyelid" in me.page.locator("#marked").inner_text()
    me.page.fill("#story", "I sleep badly and drink four coffees a day. I am not weak.")
    me.page.fill("#age", "32")
    me.page.select_option("#sex", "female")
    me.page.fill("[name=length]", "2")
    me.press("Go on")
    assert me.heading() == "What we understood"
    shown = me.text()
    assert "Flickering eyelid" in shown
    assert "you marked: " in shown.lower()
    assert "“four coffees" in shown or "coffees" in shown
    assert me.page.input_value("#age") == "32"
    assert "likely" not in shown, "nothing may be concluded before it is checked"
    me.press("Go on to the questions")
    assert "Question 1" in me.text()
    assert me.page.get_by_role("button", name="Don't know").count() == 1
    assert me.page.locator("details.why-asked").count() == 1
    asked = me.answer_all("unknown")
    assert 1 <= asked <= 20
    assert me.heading() == "That is enough for now"
    assert len(me.page.locator(".hero .sub").inner_text()) > 20, "it says why it stops"
    me.press("See the answer")
    assert me.page.locator(".banner.self-care, .banner.routine").count() == 1
    order = [me.text().index(part) for part in ("How soon to be seen", "When to come back", "What it may be")]
    assert order == sorted(order), "urgency comes first"
    assert "You have " not in me.page.locator("#causes").inner_text()
    assert me.complaints == []


def test_a_person_with_weakness_and_fasciculation(visit: Any) -> None:
    me = visit()
    me.tell(WEAK)
    me.press("Skip the questions")
    assert me.page.locator(".banner.urgent, .banner.soon").count() == 1
    first = me.page.locator("#causes .names").first.inner_text()
    assert "motor neuron disease" in first.lower()
    assert me.page.locator("#cause-1 .reasons.for li").count() >= 2
    assert (
        me.page.locator("#cause-1 .reasons.against").count() + me.text().count("Nothing that you told us")
        >= 1
    )
    assert me.page.locator("#where svg.drawing").count() == 1
    # A number leads to its source, which lies in a fold.
    me.page.locator("#why .refs a").first.click()
    assert me.page.locator("#sources li").first.is_visible()
    me.press("Letter for the doctor")
    letter = me.page.locator("article.letter").inner_text()
    assert "58 years, male; for 6 months" in letter
    assert "HP:" in letter
    assert "My right hand has become weak" in letter


def test_a_red_flag_is_shown_at_once(visit: Any) -> None:
    me = visit()
    me.tell(RED)
    for press in (None, "Go on to the questions"):
        if press:
            me.press(press)
        flag = me.page.locator("aside.flag.emergency")
        assert flag.is_visible()
        assert flag.bounding_box()["y"] < 200, "it is the first thing in view"
    me.press("Emergency numbers")
    assert "112" in me.text()
    assert "911" in me.text()


def test_a_red_flag_that_comes_up_in_the_interview_is_shown_with_the_next_question(visit: Any) -> None:
    me = visit()
    me.tell("My arm jerks. I am 40 and a man. It has been going on for 2 days.")
    assert me.page.locator("aside.flag").count() == 0
    me.press("Go on to the questions")
    # What is common in such a case is no alarm before what cannot wait was asked.
    assert "how soon you should be seen is not known yet" in me.text()
    assert "999" not in me.page.locator(".sofar").inner_text()
    assert "First, to be safe" in me.heading()
    for _ in range(12):
        boxes = me.page.locator('.question input[type="checkbox"]')
        if boxes.count():
            for box in boxes.all():
                box.check()
            me.press("Go on with these")
        else:
            me.answer_one("unknown")
        if me.page.locator("aside.flag").count():
            break
    assert me.page.locator("aside.flag").is_visible()
    assert me.page.locator("form.question, .hero").first.is_visible(), "and the interview can go on"


def test_a_clinician(visit: Any) -> None:
    me = visit()
    me.tell(CLINIC, "/pro")
    assert me.page.locator("body.professional").count() == 1
    me.press("Skip the questions")
    assert "/professional" in me.page.url
    assert me.page.locator("#ddx tbody tr").count() >= 10
    assert "Amyotrophic lateral sclerosis" in me.page.locator("#ddx tbody tr").first.inner_text()
    assert me.page.locator("#lr tbody tr").count() >= 4
    results = me.page.locator("#results tbody").inner_text()
    assert "if present" in results
    assert "if absent" in results
    assert me.page.locator("#criteria details").count() >= 1
    assert "HP:" in me.text() or me.page.locator("details.all-used").count() == 1
    me.page.fill("#story", "Tongue fasciculations.")
    me.press("Add and reassess")
    assert "Tongue fasciculations" in me.page.locator("#lr tbody").inner_text()


def test_the_two_audiences_are_kept_apart(visit: Any) -> None:
    me = visit()
    me.open("/")
    assert "Intended use" not in me.text()
    me.press("Use the page for professionals")
    assert "Intended use" in me.text()
    me.open("/about")
    assert "Who must not rely on it" in me.text()
    me.tell(EYELID)
    me.press("Skip the questions")
    shown = me.text()
    assert "HP:" not in shown
    assert "bits" not in shown


def test_what_was_read_is_corrected_by_a_click(visit: Any) -> None:
    me = visit()
    me.tell(EYELID + " My dog barks at the blue moon all night long.")
    assert me.page.locator("mark").count() >= 3
    me.press("Take away: Caffeine")
    assert "Taken away" in me.text()
    me.press("Put back: Caffeine")
    assert "Taken away" not in me.text()
    me.press("Not so: Flickering eyelid")
    assert me.page.get_by_role("button", name="It is so: Flickering eyelid").count() == 1
    me.page.fill("#age", "71")
    me.press("Save these")
    assert me.page.input_value("#age") == "71"
    me.page.fill("#story", "My hands shake.")
    me.press("Add this")
    assert me.page.locator("blockquote.own").count() == 2
    me.press("Skip the questions")
    me.press("Take away: Shaking hands")
    assert "/answer" in me.page.url
    assert "Shaking hands" not in me.page.locator("#told").inner_text()


def test_side_family_and_what_was_stopped_are_shown_and_reach_the_letter(visit: Any) -> None:
    visitor = visit()
    visitor.tell(
        "My right hand has been twitching for three weeks, worse after coffee; no weakness; "
        "I took salbutamol until May; my father had ALS"
    )
    text = visitor.text()
    assert "Twitching in an arm or leg: right hand" in text
    assert "I took salbutamol until May" in text.split("What you take or do, and what happened")[1]
    assert "It sounds as if this was stopped." in text
    assert "Motor neuron disease in the family" in text.split("In your family")[1]
    visitor.page.locator("details.side summary").first.click()
    visitor.press("Left")
    assert "Twitching in an arm or leg: left hand" in visitor.text()
    visitor.press("Skip the questions")
    assert "Twitching in an arm or leg: left hand" in visitor.text()
    visitor.page.goto(visitor.page.url.replace("/answer", "/letter"))
    letter = visitor.text()
    assert "Limb fasciculations (left hand)" in letter
    assert "Salbutamol (stopped, as told: “I took salbutamol until May”)" in letter
    assert "Family. Motor neuron disease in the family (“father had ALS”)" in letter
    visitor.page.go_back()
    visitor.page.get_by_role("button", name="Not so: Salbutamol").click()
    visitor.page.get_by_role("button", name="It is so: Salbutamol").wait_for()
    visitor.page.goto(visitor.page.url.replace("/answer", "/letter"))
    assert "Taken before, not counted. Salbutamol (“I took salbutamol until May”)" in visitor.text()


def test_words_that_could_mean_two_things_become_a_question(visit: Any) -> None:
    me = visit()
    me.tell("I have fits and my calf twitches.")
    assert "Which do you mean?" in me.text()
    before = me.page.locator(".facts-told li").count()
    me.press("No, something else")
    assert "Which do you mean?" not in me.text()
    assert me.page.locator(".facts-told li").count() == before - 1


def test_back_and_reload_lose_nothing(visit: Any) -> None:
    me = visit()
    me.tell(EYELID)
    me.press("Go on to the questions")
    first = me.heading()
    me.press("None of these") if me.page.get_by_role("button", name="None of these").count() else me.press(
        "No"
    )
    second, address = me.heading(), me.page.url
    assert second != first
    me.page.reload()
    assert (me.heading(), me.page.url) == (second, address)
    for script, heading in (
        ("history.back()", first),
        ("history.back()", "What we understood"),
        ("history.forward()", first),
        ("history.forward()", second),
    ):
        me.page.evaluate(script)
        me.page.wait_for_function("h => document.querySelector('h1')?.innerText === h", arg=heading)
        me.page.wait_for_load_state()
    me.press("Back")
    assert me.heading() == first
    me.page.evaluate("history.back()")
    me.page.wait_for_function("h => document.querySelector('h1')?.innerText === h", arg=second)
    me.page.wait_for_load_state()
    me.page.locator("details.so-far summary").click()
    me.press("Change")
    assert me.heading() == first
    assert me.page.locator("button.chosen").count() == 1
    me.answer_one("unknown")
    me.page.locator("details.so-far summary").click()
    assert "Don't know" in me.page.locator("details.so-far").inner_text()


def test_all_can_be_forgotten(visit: Any) -> None:
    me = visit()
    me.tell(EYELID)
    earlier = me.page.url
    me.press("Skip the questions")
    me.press("Forget all this")
    assert me.heading() == "It is forgotten"
    me.page.goto(earlier)
    assert me.heading() == "This page is not here any more"


def test_no_request_leaves_the_machine(visit: Any, server: str) -> None:
    me = visit()
    me.tell(EYELID)
    me.press("Go on to the questions")
    me.press("Stop here and see the answer")
    me.press("Letter for the doctor")
    me.open("/pro")
    me.open("/emergency")
    assert len(me.requests) > 10
    assert {urlsplit(url).netloc for url in me.requests if not url.startswith("data:")} == {
        urlsplit(server).netloc
    }
    assert me.complaints == []
    assert me.page.evaluate("Object.keys(localStorage)") == []
    assert "coffee" not in me.page.evaluate("JSON.stringify({...sessionStorage})")


def test_it_works_without_scripts(visit: Any) -> None:
    me = visit(java_script_enabled=False)
    me.open()
    me.page.fill("#story", WEAK)
    me.page.locator("summary", has_text="Choose from a list").click()
    me.page.get_by_label("Left calf", exact=True).check()
    me.page.get_by_role("button", name="Go on").click()
    assert me.heading() == "What we understood"
    assert "You marked: left calf." in me.text()
    me.page.get_by_role("link", name="Go on to the questions").click()
    me.page.get_by_role("button", name="Don't know").click()
    assert "Question 2" in me.text()
    me.page.get_by_role("link", name="Stop here and see the answer").click()
    assert me.page.locator("#causes .chart li").count() >= 5
    assert not me.page.locator(".js-print").first.is_visible()
