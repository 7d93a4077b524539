import math

import numpy as np
import pytest

from whytwitch.benchmark.cases import (
    CaseResult,
    StageResult,
    calibration_error,
    document_json,
    normal_name,
    read_benchmark,
    run_stage,
    summarise,
)
from whytwitch.benchmark.table import as_csv, as_text, reliability_svg
from whytwitch.core.errors import InputError


def result(rank, said, urgency="soon", given="soon"):
    return CaseResult("x", "g", rank, 0.0, "leader", said, urgency, given)


def test_figures_by_hand():
    rows = [
        result(1, 0.9, "emergency", "emergency"),
        result(3, 0.5, "emergency", "soon"),
        result(None, 0.3, "routine", "urgent"),
        result(2, 0.7, "soon", "routine"),
    ]
    figures = summarise(rows)
    assert figures["top1"] == 0.25
    assert figures["top3"] == 0.75
    assert figures["mrr"] == pytest.approx((1 + 1 / 3 + 1 / 2) / 4)
    assert figures["urgency_exact"] == 0.25
    assert figures["urgency_safe"] == 0.75
    assert figures["urgency_below"] == 0.5
    assert figures["urgency_two_or_more_high"] == 0.25
    assert figures["emergency_recall"] == 0.5
    assert figures["brier"] == pytest.approx((0.1**2 + 0.5**2 + 0.3**2 + 0.7**2) / 4)


def test_calibration_is_zero_when_said_is_right():
    right = np.array([1.0, 0.0])
    assert calibration_error(right, np.array([0.5, 0.5])) == 0.0
    assert calibration_error(np.array([1.0]), np.array([0.25])) == pytest.approx(0.75)


def test_names_meet_whatever_their_spelling():
    assert normal_name("Isaacs' syndrome") == normal_name("Isaac Syndrome")
    assert normal_name("Guillain-Barré syndrome") == normal_name("guillain barre syndrome")
    assert normal_name("hypocalcaemia") == normal_name("Hypocalcemia")
    assert normal_name("tremor") != normal_name("essential tremor")


def test_what_must_not_be_shown_is_not_read(model, published):
    """Turning every answer upside down changes no ranking."""
    few = published[:5]
    blind = [{**c, "diagnosis": {"name": "none"}, "urgency": "routine", "group": "x"} for c in few]
    for stage in ("history", "work-up"):
        seen = [(c.leader, c.leader_probability, c.urgency_given) for c in run_stage(model, few, stage).cases]
        unseen = [
            (c.leader, c.leader_probability, c.urgency_given) for c in run_stage(model, blind, stage).cases
        ]
        assert seen == unseen


def test_the_table_in_every_form():
    stage = StageResult("history", (result(1, 0.9), result(None, 0.2)))
    assert "top-3" in as_text([stage])
    assert as_csv([stage]).count("\n") == 3
    assert reliability_svg([stage]).endswith("</svg>")
    assert "NaN" not in document_json([stage])
    assert math.isnan(summarise([result(1, 1.0)])["emergency_recall"])


def test_a_file_without_answers_is_refused(tmp_path):
    path = tmp_path / "x.json"
    path.write_text('[{"present": ["tremor"]}]')
    with pytest.raises(InputError, match="diagnosis"):
        read_benchmark(path)
    path.write_text("[]")
    with pytest.raises(InputError, match="list of cases"):
        read_benchmark(path)


def test_the_open_benchmark_holds_its_floor(model, published):
    """What issue-level promises rest on; the README carries the figures of the day."""
    history = summarise(run_stage(model, published, "history").cases)
    work_up = summarise(run_stage(model, published, "work-up").cases)
    assert history["top3"] >= 0.45
    assert work_up["top3"] >= 0.55
    assert history["urgency_safe"] >= 0.95
    assert history["emergencies_rated_routine_or_lower"] == 0
