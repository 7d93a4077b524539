"""How hard a text is to read: the Flesch-Kincaid grade (Kincaid 1975, Navy report 8-75)."""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["reading_grade", "syllables"]

_WORD = re.compile(r"[A-Za-z]+(?:['\u2019-][A-Za-z]+)*")
_SENTENCE_END = re.compile(r"[.!?:;]+(?:\s|$)")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT_END = re.compile(r"(?:[^laeiouy]es|[^aeioudt]ed|[^laeiouy]e|[aeiouy][^aeiouy]les)$")
_TWO_VOWELS = re.compile(r"ia|io(?!u)|eo|[iu]um|ua(?!r)|ying|iet|uou|oi(?=ng)")


def syllables(word: str) -> int:
    """Syllables of an English word, by its vowels; within one of the dictionary for most words.

    Examples
    --------
    >>> [syllables(w) for w in ("twitch", "muscle", "doctor", "emergency", "jerked")]
    [1, 2, 2, 4, 1]
    """
    return sum(_of_part(part) for part in re.split(r"['\u2019-]", word.lower()) if part) or 1


def _of_part(part: str) -> int:
    count = len(_VOWELS.findall(part)) + len(_TWO_VOWELS.findall(part))
    if _SILENT_END.search(part) and count > 1:
        count -= 1
    return max(count, 1)


def reading_grade(texts: str | Iterable[str]) -> float:
    """School grade that can read the text; several texts are taken as one, each ending a sentence.

    Grade = 0.39 x words a sentence + 11.8 x syllables a word - 15.59. Not below 0; 0 for no words.

    Examples
    --------
    >>> reading_grade("Do you see small flickers in a muscle while it rests?") < 8
    True
    """
    whole = [texts] if isinstance(texts, str) else list(texts)
    words = [w for text in whole for w in _WORD.findall(text)]
    if not words:
        return 0.0
    sentences = sum(max(len(_SENTENCE_END.findall(text.strip() + ".")), 1) for text in whole if text.strip())
    long = sum(syllables(word) for word in words)
    return max(0.39 * len(words) / sentences + 11.8 * long / len(words) - 15.59, 0.0)
