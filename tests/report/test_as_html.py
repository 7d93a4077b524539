from __future__ import annotations

import dataclasses
import itertools
import re
from html.parser import HTMLParser

import pytest
from assessments import evil, long, plain_assessment

from whytwitch.core.assessment import Assessment, UrgencyAdvice
from whytwitch.core.case import URGENCIES, Case, NotUnderstood
from whytwitch.report.as_html import assessment_html
from whytwitch.report.words import LEVEL_PLAIN, LEVEL_TITLE

_VOID = {"meta", "br", "link", "img", "input", "hr", "rect", "path", "circle", "ellipse", "stop"}


class _Page(HTMLParser):
    """Tags, attributes and running text of a page, with unclosed tags found out."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(page)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in _VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open[-1:] != ["style"]:
            self.text += data


def read(assessment: Assessment) -> _Page:
    return _Page(assessment_html(assessment))


def test_every_hostile_text_is_shown_and_none_gets_out(hostile: Assessment) -> None:
    page = read(hostile)
    assert {t for t, _ in page.tags}.isdisjoint({"script", "img", "link", "iframe", "object"})
    assert not [a for _, attrs in page.tags for a in attrs if a.startswith("on")]
    for fact in hostile.case.facts:
        for text in (fact.label, fact.origin, fact.words, fact.id):
            assert text in page.text
    for unread in hostile.not_understood:
        for text in (unread.text, unread.where, unread.why):
            assert text in page.text
    names = (
        "mechanism why_urgent tempo treatment avoid neighbour reason name synonym chain code "
        "movement site urgency professional step criteria verdict item state title version note"
    )
    assert [n for n in names.split() if evil(n) not in page.text] == []
    for name in ("technical", "movement", "site", "urgency", "step", "identifier"):
        assert long(name) in page.text
    for name in ("plain", "self-care", "apart", "reason"):
        assert long(name).capitalize() in page.text


def test_nothing_is_loaded_from_anywhere(hostile: Assessment) -> None:
    page = assessment_html(hostile)
    style = page[page.index("<style>") : page.index("</style>")]
    assert "@import" not in style
    assert re.findall(r"url\((?!#)", style) == []
    for tag, attrs in _Page(page).tags:
        assert not {"src", "srcset", "background", "action", "poster", "data"} & set(attrs), tag
        if (link := attrs.get("href")) is not None and not link.startswith("#"):
            assert tag == "a"
            assert link.startswith("https://")
            assert attrs["rel"] == "noreferrer noopener"


def test_a_content_policy_forbids_scripts_and_calls(plain: Assessment) -> None:
    tags = read(plain).tags
    policy = next(a["content"] or "" for t, a in tags if t == "meta" and "http-equiv" in a)
    assert policy.startswith("default-src 'none'")
    assert "script" not in policy


def test_only_web_addresses_become_links(hostile: Assessment) -> None:
    links = [a["href"] for t, a in read(hostile).tags if t == "a"]
    outside = [x for x in links if x is not None and not x.startswith("#")]
    assert outside == ["https://example.org/a?b=1&c=2"]


def test_every_inner_link_has_its_target_and_every_id_is_its_own(hostile: Assessment) -> None:
    tags = read(hostile).tags
    ids = [a["id"] for _, a in tags if "id" in a]
    assert len(ids) == len(set(ids))
    inner = [(a["href"] or "")[1:] for t, a in tags if t == "a" and (a["href"] or "")[:1] == "#"]
    assert set(inner) <= set(ids)
    named = [a[k] or "" for _, a in tags for k in ("aria-labelledby",) if k in a]
    assert {n for group in named for n in group.split()} <= set(ids)


def test_the_same_input_gives_the_same_bytes(plain: Assessment, hostile: Assessment) -> None:
    for assessment in (plain, hostile):
        assert assessment_html(assessment).encode() == assessment_html(assessment).encode()


def test_characters_that_html_forbids_are_replaced(plain: Assessment) -> None:
    unread = (NotUnderstood("a\x00b\x1bc\ud800d\x85e", "history[0]"),)
    page = assessment_html(dataclasses.replace(plain, not_understood=unread))
    assert "a\ufffdb\ufffdc\ufffdd\ufffde" in page
    page.encode("utf-8")


@pytest.mark.parametrize("level", URGENCIES)
def test_urgency_comes_before_everything_else(level: str) -> None:
    page = read(plain_assessment(level))  # type: ignore[arg-type]
    text = page.text
    assert text.index(LEVEL_PLAIN[level]) < text.index("Not a diagnosis.")  # type: ignore[index]
    assert text.index("Not a diagnosis.") < text.index("Likely causes")
    assert LEVEL_TITLE[level] in text  # type: ignore[index]
    assert text.count("Not a diagnosis") == 2


def test_headings_go_down_one_step_at_a_time(plain: Assessment) -> None:
    steps = [int(t[1]) for t, _ in read(plain).tags if re.fullmatch("h[1-6]", t)]
    assert steps[0] == 1
    assert steps.count(1) == 1
    assert all(b - a <= 1 for a, b in itertools.pairwise(steps))


def test_the_rest_and_none_of_these_are_said(plain: Assessment) -> None:
    text = " ".join(read(plain).text.split())
    assert "All others together each one less likely than those above 9 %" in text
    assert "None of these something that is not on our list 5 %" in text
    assert "2 more that were weighed" in text


def test_a_reason_says_how_strong_it_is_and_what_it_rests_on(plain: Assessment) -> None:
    text = " ".join(read(plain).text.split())
    assert "Back pain 4.5 times as common 1" in text
    assert "No numbness 2.5 times as rare estimate" in text
    assert "For 2 months 1.2 times as common no source named" in text


def test_the_drawing_says_in_words_what_it_shows(plain: Assessment) -> None:
    page = assessment_html(plain)
    words = page[page.index("<desc") : page.index("</desc>")]
    assert "Nerve 30 %" in words
    assert "Whole body 1 %" in words


def test_what_was_missing_is_named(plain: Assessment) -> None:
    text = " ".join(read(plain).text.split())
    assert "For how long: not said" in text
    assert "Where the person was seen: not said" in text
    assert "Age: not said" not in text


def test_an_empty_answer_still_makes_a_page() -> None:
    empty = Assessment(Case(), (), 1.0, (), (), UrgencyAdvice("routine", ()), (), {})
    text = read(empty).text
    assert "No fact was given that could be used." in text
    assert "not given" in text


def test_the_page_never_says_certain_or_impossible(plain: Assessment) -> None:
    sure = dataclasses.replace(
        plain, causes=(dataclasses.replace(plain.causes[0], probability=1.0),), none_of_these=0.0
    )
    text = read(sure).text
    assert "> 99 %" in text
    assert not re.search(r"\b(?:100|0) %", text)


def test_a_cause_of_which_nothing_more_is_known_gets_no_card(plain: Assessment) -> None:
    ids = [a.get("id") for t, a in read(plain).tags if t == "details"]
    assert [i for i in ids if i] == ["cause-1", "cause-2", "cause-3"]
