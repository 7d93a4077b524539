"""Where the sentence of a letter begins and ends."""

from __future__ import annotations

__all__ = ["sentence_of", "start_of"]

#: Letters to either side in which the ends of a sentence are looked for; some texts have no full stop.
_SENTENCE = 300
_STOPS = (". ", "; ", "! ", "? ", "\n")


def start_of(text: str, at: int) -> int:
    """Where the sentence of a letter begins, no farther back than a sentence is long.

    Examples
    --------
    >>> start_of("One. Two. Three.", 5)
    5
    """
    low = max(0, at - _SENTENCE)
    return max((p + len(mark) for mark in _STOPS if (p := text.rfind(mark, low, at)) >= 0), default=low)


def sentence_of(text: str, at: int) -> tuple[int, int]:
    """Where the sentence of a letter begins and ends, no farther off than a sentence is long.

    Examples
    --------
    >>> sentence_of("One. Two. Three.", 5)
    (5, 8)
    """
    stops = [p for mark in ".;!?\n" if (p := text.find(mark, at, at + _SENTENCE)) >= 0]
    return start_of(text, at), min(stops, default=min(len(text), at + _SENTENCE))
