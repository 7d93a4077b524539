import pytest

from whytwitch.intake.story.reader import read_story

JERKS, TREMOR = "HP:0001336", "HP:0001337"


def _read(model, text):
    story = read_story(model, text)
    found = {s.id for s in story.findings if s.present}
    above = {model.item(a) for i in found for a in model.arrays.ancestors(model.feature(i)).tolist()}
    return found | above, {s.id for s in story.exposures if s.present}


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("The parents of a two-month-old girl mention that she shakes all over.", TREMOR),
        ("Her parents had seen odd jerks of her arms.", JERKS),
        ("Her husband films the jerks of her legs.", JERKS),
        ("Her teacher saw her blink a lot.", "HP:0034776"),
        ("His wife has noticed that his hand trembles.", TREMOR),
        ("Her mother worries about the jerks of her arms.", JERKS),
        ("His parents have often watched his legs jerk at night.", JERKS),
        ("Her grandmother first heard her speech become slurred.", "HP:0001260"),
        ("He and his brother both have cramps.", "HP:0003394"),
        ("A 13-year-old girl and her twin sister have pains in arms and legs.", "HP:0009763"),
    ],
)
def test_who_sees_it_does_not_have_it(model, text, item):
    found, exposed = _read(model, text)
    assert item in found
    assert not any(e.startswith("family_") for e in exposed)


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("His mother has a tremor.", TREMOR),
        ("Her father was told that he has a tremor.", TREMOR),
        ("His brother complained of jerks of the arms.", JERKS),
        ("His wife has cramps.", "HP:0003394"),
    ],
)
def test_what_a_relative_has_stays_the_relatives(model, text, item):
    assert item not in _read(model, text)[0]


@pytest.mark.parametrize(
    "text",
    ["Her twin sister does not do it.", "Her sister, who lives with her, has none of it.",
     "She goes to a day program."],
)  # fmt: skip
def test_nothing_is_read_of_a_relative_without_it(model, text):
    assert _read(model, text) == (set(), set())


@pytest.mark.parametrize(
    ("text", "alcohol"),
    [
        ("He drinks much caffeinated soda.", False),
        ("She drinks a lot of milk and water.", False),
        ("He drinks heavily.", True),
        ("She drinks a lot of beer and some coffee.", True),
    ],
)
def test_another_drink_is_no_alcohol(model, text, alcohol):
    assert bool({"alcohol", "alcohol_use"} & _read(model, text)[1]) == alcohol
