"""What a long text says again, word for word: it is read once, and its places are told in the text as it is.

Notes of a record are carried forward from day to day, and letters are quoted under their answers: the same
sentences after the same sentences tell nothing new.
"""

from __future__ import annotations

import re

from whytwitch.intake.story.text.gaps import Shorter

__all__ = ["repeats_of"]

#: Letters from which on it is worth the look.
_LONG = 100_000
_PIECE = re.compile(r"[^.!?\n]*(?:[.!?\n]+\s*|\Z)")
#: Sentences or lines before and after one that may say what it means.
_BEFORE, _AFTER = 3, 1
_PARAGRAPH = "\n\n"
#: Where more sentences than this share of all are new, little would be spared.
_MOST_NEW = 0.85


def repeats_of(text: str) -> Shorter | None:
    """The text without what stands there a second time in the same company; None where little is so.

    What is new is read with the sentences about it, though they were there before.

    Examples
    --------
    >>> shorter = repeats_of("My calf twitches. It began in May. No weakness. I sleep well. " * 2_000)
    >>> len(shorter.text) < 1_000
    True
    >>> repeats_of("My calf twitches. " * 2) is None
    True
    """
    if len(text) < _LONG:
        return None
    rough = text.split(".")
    if len(set(rough)) > _MOST_NEW * len(rough):
        return None
    pieces = [piece for piece in _PIECE.findall(text) if piece]
    # A piece at the end of the text has no blank behind it.
    said = [piece.rstrip() for piece in pieces]
    seen: set[tuple[str, ...]] = set()
    kept = bytearray(len(pieces))
    for i in range(len(pieces)):
        company = tuple(said[max(0, i - _BEFORE) : i + _AFTER + 1])
        if company not in seen:
            seen.add(company)
            first, last = max(0, i - _BEFORE), min(len(pieces), i + _AFTER + 1)
            kept[first:last] = b"\x01" * (last - first)
    if sum(kept) == len(kept):
        return None
    parts: list[str] = []
    places: list[int] = []
    left_out: list[int] = []
    start = length = 0
    for piece, is_kept, follows in zip(pieces, kept, b"\x01" + kept[:-1], strict=True):
        if is_kept:
            if not follows:
                parts.append(_PARAGRAPH)
                length += len(_PARAGRAPH)
                places.append(length)
                left_out.append(start - length)
            parts.append(piece)
            length += len(piece)
        start += len(piece)
    return Shorter("".join(parts), tuple(places), tuple(left_out))
