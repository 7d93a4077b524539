"""Everyday words that lie a letter from words of the lexicon: none of them is a slip of the pen.

Without them "cooked" is mended to "choked", "jobless" to "hopeless" and "contused" to "confused". They are
those words of the SCOWL lists of American and British English (size 50; see NOTICE) that would be mended to
a word of another root, but for some that are common slips ("tinkling" for "tingling").
"""

from __future__ import annotations

from importlib.resources import files

__all__ = ["EVERYDAY"]

EVERYDAY: frozenset[str] = frozenset(
    files("whytwitch.model").joinpath("everyday_words.txt").read_text("ascii").split()
)
