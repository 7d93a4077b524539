"""Values of the spinal fluid, which letters name once for all: "LP: WCC 2, protein 1.4, glucose 3.6"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from whytwitch.intake.story.text.anchor import Anchored
from whytwitch.intake.story.text.split import Words

__all__ = ["OF_FLUID", "fluid_proteins", "is_of_fluid"]

#: A test of the blood -> the same of the fluid.
OF_FLUID = {
    "white_cells": "csf_white_cells",
    "glucose": "csf_glucose",
    "total_protein": "csf_protein",
    "lactate": "csf_lactate",
}
_FLUID = re.compile(r"\b(?:CSF|LP|lumbar puncture|spinal fluid|cerebrospinal fluid)\b", re.I)
#: Where the blood is told of again, or another part of the text begins.
_OTHER = re.compile(
    r"\b(?:serum|plasma|blood|bloods|venous|paired|FBC|U&Es?|VBG|ABG|BM|labs?)\b|\.\s+(?=[A-Z])(?!RCC|"
    r"WCC|WBC|RBC|Prot|"
    r"Gluc|Glucose|Protein|White|Cells|Lactate|Lymph|Poly)|\n[ \t]*\n",
)
_BACK = 160
_PROTEIN = Anchored(r"\b(?:total )?(?:protein|prot)\b", "total protein prot")


def is_of_fluid(text: str, at: int) -> bool:
    """Whether what is named here was measured in the spinal fluid.

    Examples
    --------
    >>> is_of_fluid("LP: WCC 2, glucose 3.6", 11), is_of_fluid("LP: WCC 2. Serum glucose 5", 17)
    (True, False)
    """
    low = max(0, at - _BACK)
    named = list(_FLUID.finditer(text, low, at))
    return bool(named) and _OTHER.search(text, named[-1].end(), at) is None


def fluid_proteins(words: Words) -> Iterator[tuple[str, tuple[int, int]]]:
    """Where the protein of the spinal fluid is named without it."""
    for match in _PROTEIN.finditer(words):
        if is_of_fluid(words.text, match.start()):
            yield "csf_protein", match.span()
