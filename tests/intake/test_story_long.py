import gc
import importlib
import json
import pkgutil
import random
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import yaml

from whytwitch.benchmark.reading_speed import long_text, random_text
from whytwitch.intake import story
from whytwitch.intake.story import portions, reader
from whytwitch.intake.story.context import lists
from whytwitch.intake.story.facts import story_document
from whytwitch.intake.story.findings import frames
from whytwitch.intake.story.findings.reader import FindingReader
from whytwitch.intake.story.reader import read_story
from whytwitch.intake.story.text import match, tokens
from whytwitch.intake.story.text.anchor import Anchored
from whytwitch.intake.story.text.split import split_words
from whytwitch.model.reading_table import OWN_TABLE

HERE = Path(__file__).resolve().parent
TEXTS = [
    row["text"]
    for name in ("lay_sentences.yaml", "vignettes.yaml", "grammar_sentences.yaml")
    for row in yaml.safe_load((HERE / name).read_text("utf-8"))
]
STORIES = [
    row["narrative"]
    for row in json.loads((HERE.parents[1] / "benchmarks" / "words" / "work.json").read_text("utf-8"))
]
TEXTS += [
    "MRI brain: no focal lesion. Opinion: normal study.",
    "The tendon reflexes were absent at the ankles. The arms could not be lifted. The weakness spared "
    "the face. He drinks six litres of water. Pressure 130/80 lying and 90/60 standing; lying 130/80, "
    "standing 90/60. Visual acuity was 6/60.",
    "He is unable to breathe. She finds it hard to hear. He has trouble swallowing, sucking and chewing. "
    "Smelling is hard. She sleeps badly. He hears well. Breathing is no problem. She can still hear, and "
    "can see, hear and swallow well. It is hard for him to sleep.",
    "She sat at 14 months, crawled at 16 months and took her first steps at two. He spoke his first words "
    "at four and talked in sentences at 30 months. His body temperature was 31. She did not walk until two.",
    "The cuff brings no cramp. When a cuff is blown up her fingers curl. They draw together when the cuff is "
    "tight. It began in the legs and reached the arms. Pain runs down the leg. The muscles, mainly those of "
    "the calves, have become thin, and they flicker.",
    "EMG showed fibrillations, QTc 510 ms. NCS and MRI of the head and neck were normal. There was "
    "a decrement at 3 Hz, and a clean EEG. Nothing was found on the MRI of the brain. He drinks 20 units/wk.",
]
MODULES = [
    importlib.import_module(found.name)
    for found in pkgutil.walk_packages(story.__path__, f"{story.__name__}.")
]
ANCHORED = {
    id(value): (f"{module.__name__.removeprefix(story.__name__)}.{name}.{i}", value)
    for module in MODULES
    for name, several in vars(module).items()
    for i, value in enumerate(several if isinstance(several, tuple) else (several,))
    if isinstance(value, Anchored)
}
#: Every sentence that a test of reading holds: each pattern finds something in them.
SENTENCES = [
    row["text"]
    for file in sorted(HERE.glob("*.yaml"))
    for row in yaml.load(file.read_text("utf-8"), Loader=yaml.CSafeLoader)
    if isinstance(row, dict) and isinstance(row.get("text"), str)
]
_PIECES = (
    "temp T fever's T's x'T temperature 38.2 °C was of pulse HR 48 BP 190/110 blood pressure GCS 12 "
    "pupils 6 mm sleep slept ſleep only four 4 hours a night h 16/40 ab16/40 3/16/40 at 20 weeks, a "
    "gestation fit an very so is well and fits 9fit _fit x'fit in the fall fell asleep falls of tired "
    "sick leave weak tea pain clinic no gain stiff drink rash decision ½ ٣ / + _ ' ’ . , ; \n - RR 24 "
    "99 104 F degrees"
).split(" ")


def _mixed(seed, n=400):
    draw = random.Random(seed)
    return "".join(draw.choice(_PIECES) + draw.choice(("", " ", " ", " ")) for _ in range(n))


def _hostile():
    return [_mixed(seed) for seed in range(60)] + [random_text(20_000)]


@pytest.fixture(scope="module")
def cut_texts(model):
    """The sentences as one text, letters that hold pieces of them, and stories one by one."""
    return [split_words(model, text) for text in ("\n\n".join(SENTENCES), *_hostile(), *STORIES)]


@pytest.mark.parametrize(("name", "anchored"), ANCHORED.values(), ids=[name for name, _ in ANCHORED.values()])
def test_what_is_tried_at_opening_words_alone_finds_what_is_tried_at_every_letter(cut_texts, name, anchored):
    for k, words in enumerate(cut_texts):
        expected = [m.span() for m in anchored.pattern.finditer(words.text)]
        assert [m.span() for m in anchored.finditer(words)] == expected, words.text[:200]
        assert expected or k, "no sentence of the tests opens it"


def test_all_patterns_with_openings_are_known():
    assert len(ANCHORED) > 300


@pytest.mark.parametrize("table", ["reading", "reading_cause", OWN_TABLE, "reading_laboratory"])
def test_the_sieve_of_long_texts_loses_nothing(model, monkeypatch, table):
    for text in (long_text(STORIES, 60_000), "\n".join(TEXTS), random_text(30_000)):
        found = []
        for many in (0, 10**9):
            monkeypatch.setattr(match, "MANY", many)
            words = split_words(model, text)
            matches = match.find_matches(model, words, table)
            found.append((matches, match.find_loose(model, words, matches)))
        assert found[0] == found[1]


_LISTED = (
    "arms legs leg hands face tongue speech swallowing walk swallow speak weak stiff numb cramps twitching "
    "pain muscle muscles change trouble cannot could not no nor and or but he that without is are feels lost "
    "poor all every daily over in the her left vision hearing bladder sleep slow hard then"
).split()
_BETWEEN = [" "] * 12 + [", ", "/", " & ", "-", ". ", "; ", " (", "\n", ", and ", " or ", ", no "]


def test_what_is_asked_of_lists_of_long_texts_loses_nothing(model, monkeypatch):
    draw = random.Random(4)
    texts = ["".join(draw.choice(_LISTED) + draw.choice(_BETWEEN) for _ in range(60)) for _ in range(400)]
    changed = 0
    for text in (*TEXTS, *STORIES, *texts, long_text(STORIES, 60_000), "cannot hear him, he is slow"):
        words = split_words(model, text)
        matches = match.find_matches(model, words)
        found = []
        for many in (0, 10**9):
            monkeypatch.setattr(match, "MANY", many)
            found.append(lists.spread_lists(model, words, matches))
        assert found[0] == found[1], text
        changed += found[0] != matches
    assert changed > 100


_TIED = "a b é ß 1 99 3+ 4/5 / + ' ’ ₂ ٣ Ⅷ _ - , . \n can't O’Neil x'y'z 3/4/5 12/ab ++ '' 5+5 ½".split(" ")
_TIED += ["手", "足が", "😀", "ｷ", "\ufffd"]


def test_a_long_text_is_cut_as_a_short_one(monkeypatch):
    draw = random.Random(6)
    texts = [
        "".join(draw.choice([*_TIED, " ", " "]) for _ in range(draw.randint(0, 25))) for _ in range(4000)
    ]
    texts += [
        "".join(chr(draw.randrange(0, top)) for _ in range(40))
        for top in (0x3100, 0x20000)
        for _ in range(400)
    ]
    for text in (*TEXTS, *STORIES, *_hostile(), *texts, "\ud800 a"):
        found = []
        for long in (0, 10**9):
            monkeypatch.setattr(tokens, "LONG", long)
            cut = tokens.cut(text)
            distinct, which, start, end, *_ = cut
            found.append([part if isinstance(part, list) else part.tolist() for part in cut])
            assert [distinct[i] for i in which] == [text[a:b] for a, b in zip(start, end, strict=True)]
        assert found[0] == found[1], text


def test_frames_are_missed_by_no_word_that_they_need(model, monkeypatch):
    found = 0
    texts = [
        *TEXTS,
        *STORIES,
        "He cannot feel pin prick. She could not lift the arms or tell where the toes are.",
    ]
    for text in (*texts, "\n".join(texts)):
        words = split_words(model, text)
        with_needed = frames.read_frames(model, words)
        with monkeypatch.context() as patch:
            patch.setattr(Anchored, "may_open", lambda *_: True)
            assert frames.read_frames(model, words) == with_needed
        found += len(with_needed[0])
    assert found > 20


def test_of_runs_of_words_each_ends_what_begins_inside_it():
    draw = random.Random(3)
    for _ in range(300):
        first = sorted(draw.sample(range(60), draw.randrange(0, 30)))
        last = [a + draw.randint(1, 6) for a in first]
        expected, reached = [], 0
        for a, b in zip(first, last, strict=True):
            expected.append(a >= reached)
            reached = b if a >= reached else reached
        found = match._free_of_others(*(np.array(c, int) for c in (first, last)))
        assert found.tolist() == expected


def test_blank_lines_are_no_story(model):
    document = story_document(model, read_story(model, "\n" * 20_000))
    assert not any(document[key] for key in ("present", "absent", "exposures", "history", "not_understood"))


def test_the_collector_is_at_work_again_after_a_long_text(model):
    assert gc.isenabled()
    read_story(model, "\n" * 150_000)
    assert gc.isenabled()


def test_where_no_mark_ends_a_sentence_it_reaches_no_farther_than_one_does(model):
    between = "and so it went on and on " * 20
    for told, there in ((f"Her mother spoke {between}", True), ("Her mother spoke ", False)):
        story_ = read_story(model, f"{told}she became slow and stiff")
        assert ("HP:0002063" in {s.id for s in story_.findings}) == there


def test_a_text_read_in_parts_tells_what_it_tells_as_a_whole(model, monkeypatch):
    text = "\n\n".join(STORIES)
    whole = read_story(model, text)
    monkeypatch.setattr(portions, "_PART", 6_000)
    assert [text[a - 2 : a] for a, _ in portions.parts_of(text)[1:]] == ["\n\n"]
    parts = read_story(model, text)
    for told in ("findings", "exposures", "history"):
        once, again = ([(s.id, s.present, s.who, s.when) for s in getattr(s, told)] for s in (whole, parts))
        # Some words mean one thing or another by what else a text tells, here of ninety-five people.
        assert len(set(again) ^ set(once)) <= 0.02 * len(once)
        assert len(set(again)) == len(again), told
    assert [v.span for v in parts.values] == [v.span for v in whole.values]
    assert parts.person == whole.person
    assert len(set(parts.not_understood) ^ set(whole.not_understood)) <= 2
    assert [q.question for q in parts.questions] == [q.question for q in whole.questions]
    for said in (*parts.findings, *parts.exposures):
        assert text[slice(*said.span)] == said.words


@pytest.mark.parametrize("workers", [1, 2, 3, 4, 9])
def test_how_many_read_side_by_side_changes_nothing(model, monkeypatch, workers):
    text = "\n\n".join(STORIES)
    monkeypatch.setattr(portions, "_PART", 6_000)
    monkeypatch.setattr(reader, "workers", lambda: 1)
    alone = story_document(model, read_story(model, text))
    monkeypatch.setattr(reader, "workers", lambda: workers)
    assert story_document(model, read_story(model, text)) == alone


@pytest.mark.parametrize(
    ("end", "n"), [("", 1), (" ", 1), (". ", 1), (". A", 4), ("\n", 4), ("\n\n", 4), ("?", 4)]
)
def test_a_text_is_cut_where_a_sentence_ends_and_else_nowhere(end, n):
    text = ("twitch " * 30 + end) * 5_000
    parts = portions.parts_of(text)
    assert len(parts) == n
    assert "".join(text[a:b] for a, b in parts) == text


def test_a_long_file_is_read_to_its_end(tmp_path):
    letter = "My calf twitches. " + "Nothing else is to be told. " * 14_000 + "My left eyelid twitches.\n"
    (tmp_path / "long.txt").write_text(letter)
    done = subprocess.run(
        [sys.executable, "-m", "whytwitch", "read", str(tmp_path / "long.txt"), "--format", "json"],
        capture_output=True,
        text=True,
        check=True,
    )
    told = {letter[slice(*row["span"])] for row in json.loads(done.stdout)["present"]}
    assert told == {"calf twitches", "eyelid twitches"}


def test_a_circumstance_is_held_against_what_stands_near_it(model, monkeypatch):
    looked_at = []
    terms = FindingReader._terms

    def counted(self, mentions, backwards=False):
        return terms(self, (looked_at.append(1) or mention for mention in mentions), backwards)

    monkeypatch.setattr(FindingReader, "_terms", counted)
    once, more = (read_story(model, "not at rest " * n) and len(looked_at) for n in (200, 400))
    assert more - once < 3 * once  # with the length, not with its square
