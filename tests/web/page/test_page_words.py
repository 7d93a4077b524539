"""The words of the public pages: easy to read, calm, and never a verdict."""

from __future__ import annotations

import html
import re

import httpx
import pytest

from whytwitch.core.reading import reading_grade
from whytwitch.model.store import Model
from whytwitch.report.words import LEVEL_PLAIN, LEVEL_TITLE
from whytwitch.web.choices import MOVEMENTS, SPOTS, sentences
from whytwitch.web.emergency import emergency_numbers

STORIES = (
    "My left eyelid has been twitching for two weeks. I sleep badly. I am 32 and a woman.",
    "I am a 58 year old man. My right hand is weak since six months and twitches. I choke when I drink.",
    "Since this morning my left arm is weak and jerks, and my speech is slurred.",
    "My hands shake when I hold a cup. I take salbutamol. I am 70.",
)
# Names of works, of illnesses and of tests are other people's words; the page says whose they are.
_QUOTED = (
    re.compile(r'<section id="sources".*?</section>', re.S),
    re.compile(r'<span class="tech">Doctors call it.*?</span>', re.S),
    re.compile(r"<h3>What a doctor may look for or test</h3>.*?</ul>", re.S),
    re.compile(r"<h4>What care usually consists of</h4>.*?</ul>", re.S),
    re.compile(r"<(script|style|svg|head|title)\b.*?</\1>", re.S),
)
_BLOCK = re.compile(r"</(?:p|h\d|li|td|th|button|label|summary|legend|option|dt|dd|div|span|a)>")


def lines(page: str) -> list[str]:
    for quoted in _QUOTED:
        page = quoted.sub(" ", page)
    page = re.sub(r"</?(?:strong|b|bdi|mark|em)\b[^>]*>", "", page)
    page = re.sub(r"<a [^>]*>(.*?)</a>", r"\1", page, flags=re.S)
    text = html.unescape(re.sub(r"<[^>]+>", "", _BLOCK.sub("\n", page)))
    return [line for line in (" ".join(part.split()) for part in text.split("\n")) if len(line.split()) >= 4]


@pytest.fixture(scope="module")
def pages(server: str) -> dict[str, str]:
    found = {}
    with httpx.Client(base_url=server, follow_redirects=True, timeout=30) as client:
        for path in ("/", "/about", "/emergency", "/nowhere", "/c/x/answer"):
            found[path] = client.get(path).text
        for n, story in enumerate(STORIES):
            started = client.post("/start", data={"story": story})
            key = str(started.url).split("/")[-2]
            for name in ("understood", "ask", "answer"):
                found[f"{name} {n}"] = client.get(f"/c/{key}/{name}").text
    return found


def test_every_public_page_can_be_read_at_grade_eight(pages: dict[str, str]) -> None:
    grades = {name: round(reading_grade(lines(page)), 1) for name, page in pages.items()}
    assert {name: grade for name, grade in grades.items() if grade > 8.0} == {}


def test_every_sentence_of_the_fixed_pages_is_easy(pages: dict[str, str]) -> None:
    hard = [
        (round(reading_grade(line), 1), line)
        for name in ("/", "/about", "/emergency", "/nowhere", "/c/x/answer")
        for line in lines(pages[name])
        if len(line.split()) >= 7 and reading_grade(line) > 8.0
    ]
    assert hard == []


def test_the_advice_itself_is_easy() -> None:
    assert max(reading_grade(text) for text in (*LEVEL_TITLE.values(), *LEVEL_PLAIN.values())) <= 8.0


def test_nothing_says_what_a_person_has(pages: dict[str, str]) -> None:
    for name, page in pages.items():
        text = " ".join(lines(page)).lower()
        assert "you have got" not in text, name
        assert not re.search(
            r"\byou (?:probably |likely )?(?:have|suffer from) (?:als|ms|motor neuron|multiple)", text
        )
        assert "not a diagnosis" in text, name


def test_numbers_to_call_stand_for_many_countries() -> None:
    numbers = {n.country: n.number for n in emergency_numbers()}
    assert numbers["European Union"] == "112"
    assert numbers["United States"] == "911"
    assert all(re.fullmatch(r"\d{3,5}", n) for n in numbers.values())


def test_every_number_to_call_stands_with_its_source(pages: dict[str, str]) -> None:
    page = html.unescape(pages["/emergency"])
    for row in emergency_numbers():
        assert row.source.startswith(("https://", "http://")), row.country
        assert row.title, row.country
        assert f'href="{row.source}"' in page, row.country
        assert f'href="tel:{row.number}"' in page, row.country
    countries = [row.country for row in emergency_numbers()]
    assert len(countries) == len(set(countries))
    assert "your local emergency number" in page


def test_every_choice_of_the_first_page_is_read_as_something(model: Model) -> None:
    from whytwitch.service.understand import understand

    for movement in MOVEMENTS:
        (said,) = sentences([], [movement])
        facts = understand(model, said).case.facts
        assert facts, said
        assert all(f.present for f in facts)
    for spot in SPOTS:
        (said,) = sentences([spot], [])
        assert understand(model, said).case.facts, said


def test_every_movement_of_the_knowledge_can_be_chosen(model: Model) -> None:
    assert set(MOVEMENTS) == set(model.meta["movements"])
