"""Fits that a medicine is taken for."""

from __future__ import annotations

from whytwitch.intake.story.text.anchor import Anchored
from whytwitch.intake.story.text.split import Words

__all__ = ["treated_fits"]

_FOR_FITS = r"for (?:his |her |my |the |their )?(?:fits|seizures|convulsions)\b"
#: "Takes valproate for fits": an epilepsy that is known and treated.
_TREATED = Anchored(
    rf"\b(?:takes?|taking|tak(?:es|ing)|prescribed|uses?|using)\s+(?:[\w-]+\s+){{1,4}}?{_FOR_FITS}|"
    r"\b(?:been )?on (?:[\w-]+ )?(?:valpro\w+|epilim|keppra|tegretol|lamictal|tablets|medication|"
    rf"medicines?|\w+(?:epam|azam|azepine|toin|gine|amate|cetam|barb|barbital))\s+{_FOR_FITS}",
    "take takes taking prescribed use uses using been on >9 fits seizures convulsions",
)


def treated_fits(words: Words) -> list[tuple[int, int]]:
    """Where a text says that a medicine is taken for fits."""
    return [match.span() for match in _TREATED.finditer(words)]
