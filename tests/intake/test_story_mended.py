"""Words that once read as nothing or as their contrary, with look-alikes that must stay unread."""

import pytest

from whytwitch.intake.coded import Collector
from whytwitch.intake.story.reader import read_story
from whytwitch.service.assess import observe


def _present(model, text):
    story = read_story(model, text)
    return {said.id for said in (*story.findings, *story.exposures) if said.present}


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("I got electrocuted by a faulty kettle yesterday.", "electric_shock"),
        ("I had an electric shock from the mains at work a week ago.", "electric_shock"),
        ("Touched a live wire, got thrown back.", "electric_shock"),
        ("Since I got shocked by an electric fence on Saturday my arm jumps.", "electric_shock"),
        ("My brother was struck by lightning and now his legs jerk.", "lightning_strike"),
        ("A lightning strike hit near me last month.", "lightning_strike"),
        ("Police tasered him last night.", "stun_gun"),
        ("During a marathon in the heat my calves cramped.", "dehydration_heat"),
        ("My gran's flat was like an oven all week.", "dehydration_heat"),
        ("His skin is boiling hot.", "HP:0001945"),
        ("She doesn't know where she is.", "HP:0001289"),
        ("I smoked weed every day for ten years and quit five days ago.", "cannabis_stopped"),
        ("Since giving up pot a week ago I shake.", "cannabis_stopped"),
        ("A heavy marijuana user, stopped four days ago.", "cannabis_stopped"),
        ("My friend started cramping in the heat, then talked nonsense and collapsed.", "HP:0001289"),
    ],
)
def test_what_was_told_is_read(model, text, item):
    assert item in _present(model, text)


@pytest.mark.parametrize(
    "text",
    [
        "It feels like being electrocuted.",
        "As if I had been tasered.",
        "I get electric shock feelings down my arm.",
        "I get electric shocks down my arm from the neck.",
        "A feeling like an electric shock in my leg.",
        "He was given electric shock therapy.",
        "I am afraid of being electrocuted.",
        "I was shocked by the news.",
        "The pain is like lightning striking my cheek.",
    ],
)
def test_what_only_feels_like_a_shock_is_none(model, text):
    assert _present(model, text).isdisjoint({"electric_shock", "lightning_strike", "stun_gun"})


@pytest.mark.parametrize(
    "text",
    [
        "I smoke pot and quit my job.",
        "I smoke weed but stopped drinking last week.",
        "She doesn't know who did it. I don't know where the twitch comes from.",
        "My feet are burning hot at night.",
        "My friend says it is nothing. Twitching in the left calf.",
    ],
)
def test_look_alikes_are_not_read(model, text):
    assert _present(model, text).isdisjoint({"cannabis_stopped", "HP:0001289", "HP:0001945"})


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("She is very hot, not sweating and does not know where she is.", "HP:0001289"),
        ("He does not sweat and does not recognise his wife.", "HP:0001289"),
        ("No fever and not sleeping.", "HP:0100785"),
    ],
)
def test_a_denial_ends_where_a_verb_has_its_own_not(model, text, item):
    assert item in _present(model, text)


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Gave up alcohol two years ago, for a week my hands shake.", False),
        ("I came off diazepam a year ago. For three days my hands shake.", False),
        ("I stopped diazepam four months ago and have been twitching ever since.", True),
        ("I stopped drinking three days ago, my hands shake.", True),
    ],
)
def test_what_was_left_off_long_before_is_no_withdrawal(model, text, counts):
    collected = Collector(model)
    collected.plain_words(text, "narrative")
    seen = observe(model, collected.case()).present
    stopped = {model.feature(name) for name in ("alcohol_stopped", "benzodiazepine_stopped")}
    assert bool(seen & stopped) is counts


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("My stomach hurts, both arms tingle.", {"HP:0002027", "HP:0003401"}),
        ("I'm tired, eyes heavy, legs jumpy at night.", {"HP:0012378", "HP:0002329", "HP:0012452"}),
        ("Head aches, neck stiff, left eyelid twitching.", {"HP:0002315", "HP:0025258", "HP:0030826"}),
        ("No fever, hands shaking, feet cold.", {"HP:0002378"}),
        ("No weakness, legs jumpy at night.", {"HP:0012452"}),
        ("Not dizzy, both arms tingling.", {"HP:0003401"}),
    ],
)
def test_each_item_of_a_list_is_read(model, text, items):
    assert items <= _present(model, text)


@pytest.mark.parametrize(
    "text",
    [
        "No facial droop, arm weakness or slurred speech.",
        "Denies headache, hands tingling, fits.",
        "No numbness, tingling or twitching.",
    ],
)
def test_a_list_of_what_is_not_there_goes_on(model, text):
    assert not _present(model, text)
