"""Side and part of each finding, in a person's own words; what is taken no more."""

from __future__ import annotations

import pytest

from whytwitch.model.store import Model
from whytwitch.service.understand import understand

PLACES = {
    "My right hand has been twitching for three weeks; no weakness.": {"HP:0007289": "right hand"},
    "My right hand is weak and my left calf twitches.": {
        "HP:0030237": "right hand",
        "HP:0007289": "left calf",
    },
    "Weakness of the right arm, twitching of the left leg.": {
        "HP:0003484": "right arm",
        "HP:0007289": "left leg",
    },
    "Twitching in my left calf, right thigh and both eyelids.": {
        "HP:0007289": "left calf and right thigh",
        "HP:0030826": "both eyelids",
    },
    "Twitching in the right hand. Later twitching in the left calf. I sleep badly.": {
        "HP:0007289": "right hand and left calf"
    },
    "Fasciculations R hand. On the other hand I sleep well.": {"HP:0007289": "right hand"},
    "Twitching in the left-eyelid and the right-calf.": {
        "HP:0030826": "left eyelid",
        "HP:0007289": "right calf",
    },
    "My father's right hand shook. I came back in May. My calf twitches.": {"HP:0007289": "calf"},
    "I am tired and sleep badly.": {},
}


@pytest.mark.parametrize("text", PLACES)
def test_each_place_stands_with_its_own_finding(model: Model, text: str) -> None:
    assert dict(understand(model, text).places) == PLACES[text]


@pytest.mark.parametrize(
    ("text", "ended"),
    [
        ("I took salbutamol until May.", {"salbutamol": "I took salbutamol until May"}),
        ("I used to take salbutamol.", {"salbutamol": "I used to take salbutamol"}),
        ("I stopped salbutamol in May.", {"salbutamol": "I stopped salbutamol in May"}),
        ("I take salbutamol until I can sleep.", {}),
        ("I take salbutamol and drink coffee.", {}),
    ],
)
def test_what_is_taken_no_more_is_told_with_its_words(model: Model, text: str, ended: dict[str, str]) -> None:
    read = understand(model, text)
    assert dict(read.ended) == ended
    assert "salbutamol" in {f.id for f in read.case.facts if f.present}, "it counts all the same"


def test_any_long_text_without_sense_has_its_places_found_in_time(model: Model) -> None:
    assert isinstance(understand(model, "left hand right " * 1200).places, tuple)
