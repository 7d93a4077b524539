"""Cups, cans, tablets and milligrams to an amount of caffeine."""

import pytest

from whytwitch.intake.caffeine import Menu, read_intake
from whytwitch.intake.timing import days_in, is_recent
from whytwitch.knowledge.load import load_knowledge


@pytest.fixture(scope="module")
def menu():
    return Menu(load_knowledge().drinks.values())


@pytest.mark.parametrize(
    ("text", "milligrams", "daily"),
    [
        ("five cups of coffee a day", 450, True),
        ("coffee, 5 cups daily", 450, True),
        ("3-4 espressos a day", 280, True),
        ("2 large coffees and one red bull", 740, False),
        ("caffeine 600 mg a day", 600, True),
        ("20 caffeine tablets of 200 mg", 4000, False),
        ("half a litre of cola", 34 * round(500 / 355, 2), False),
        ("two decaf coffees", 10, False),
    ],
)
def test_amounts_are_added_up(menu, text, milligrams, daily):
    intake = read_intake(text, menu)
    assert intake is not None
    assert intake.milligrams == pytest.approx(milligrams, abs=0.1)
    assert intake.daily is daily


@pytest.mark.parametrize(
    "text", ["coffee", "coffee for 10 years", "no amount of tea", "", "aspirin 100 mg", "7 beers a day"]
)
def test_no_amount_is_no_guess(menu, text):
    assert read_intake(text, menu) is None


@pytest.mark.parametrize(
    ("text", "recent"),
    [
        ("begun two weeks before", True),
        ("20 mg daily for one month", True),
        ("first dose, 18 mg, five hours before", True),
        ("dose doubled", True),
        ("for over 20 years", False),
        ("long-term", False),
        ("500 mg twice a day", None),
        ("for pain", None),
        ("when 30 years old", None),
    ],
)
def test_a_start_is_recent_or_not_or_not_said(text, recent):
    assert is_recent(text) is recent


def test_how_often_a_dose_is_taken_is_no_span_of_time():
    assert days_in("5 mg every day for 3 weeks") == [21.0]
