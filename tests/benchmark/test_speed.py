import json
from pathlib import Path

from whytwitch.benchmark.reading_speed import long_text, random_text, told
from whytwitch.benchmark.speed import SpeedRow, drawn_cases, speed_text

WORK = Path(__file__).resolve().parents[2] / "benchmarks" / "words" / "work.json"


def test_a_ratio_below_one_is_within_the_bound():
    assert SpeedRow("x", 2.0, 4.0, "ms").ratio == 0.5
    assert SpeedRow("x", 2000.0, 1000.0, "/s").ratio == 0.5
    assert SpeedRow("x", 2.0, None, "ms").ratio is None
    assert "0.50" in speed_text([SpeedRow("x", 2.0, 4.0, "ms")])


def test_made_up_people_are_the_same_every_time(model):
    people = drawn_cases(model, 12)
    assert people == drawn_cases(model, 12)
    assert all(2 <= len(case.facts) <= 7 for case in people)


def test_long_texts_are_the_same_every_time(model):
    stories = told(drawn_cases(model, 12))
    text = long_text(stories, 5000)
    assert len(text) == 5000
    assert text == long_text(stories, 5000)
    assert text != long_text(stories, 5000, seed=2)
    assert len(random_text(300)) == 300


def test_sentences_of_a_long_text_are_new_and_of_old_words():
    stories = [row["narrative"] for row in json.loads(WORK.read_text("utf-8"))]
    text = long_text(stories, 300_000)
    told = text.split(". ")
    assert len(set(told)) > 0.8 * len(told)
    words = set(" ".join(stories).split())
    assert 0.9 < sum(word in words for word in text.split()) / len(text.split()) < 0.99


def test_speed_from_the_command_line(run_cli):
    done = run_cli("benchmark", "speed", "--format", "json")
    assert done.returncode == 0, done.stderr
    rows = json.loads(done.stdout)
    assert len(rows) == 17
    assert all(row["value"] > 0 for row in rows)
    assert run_cli("benchmark", "speed", "--format", "x").returncode == 2
