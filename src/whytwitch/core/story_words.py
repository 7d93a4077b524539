"""Running text to words with their places, in the normal form that the reading table is made of.

Two streams of words are looked up: all of them, and those that carry meaning, so that "my left calf
keeps twitching" and "calf twitching" meet. Codes are combined by a rolling product, which is what
makes every window of a long text one array operation.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from whytwitch.core.words import inflected_key, stem

__all__ = [
    "DROPPED",
    "MULTIPLIER",
    "SALT_CONTENT",
    "SALT_LOOSE",
    "SALT_RAW",
    "SALT_SINGLE",
    "WORD",
    "joined",
    "loose_code",
    "normal_word",
    "phrase_code",
    "single_code",
    "word_code",
]

#: One word; "3+", "4/5" and contractions are one, a hyphen parts two.
WORD = re.compile(r"\d+/\d+|\d+\+|[^\W_]+(?:['’][^\W\d_]+)?")

MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
SALT_SINGLE, SALT_CONTENT, SALT_RAW = np.uint64(0x51), np.uint64(0xC0), np.uint64(0xA4)
SALT_LOOSE = np.uint64(0x100)

#: Words that a phrase is known without: articles, pronouns, helpers of verbs, degree, side.
DROPPED = frozenset(
    "a an the my his her their your our its this that these those of in on at to from for by with i he "
    "she it they we you me him them is are was were be been being am has have had having do does did "
    "very quite really rather somewhat slightly slight mild mildly severe severely severely a bit "
    "little so too just also still own keep keeps kept keeping get gets got getting gotten go goes "
    "went going gone become becomes became becoming start starts started starting begin begins began "
    "begun feel feels felt feeling seem seems left right marked markedly almost constantly constant "
    "always occasional occasionally often sometimes bilateral bilaterally increasingly some any as "
    "which who both significant prominent profound intense new newly can could".split()
)

#: What contractions and irregular words stand for.
_SAME = {
    "can't": "cannot",
    "cant": "cannot",
    "couldn't": "cannot",
    "couldnt": "cannot",
    "unable": "cannot",
    "won't": "wont",
    "wouldn't": "wont",
    "feet": "foot",
    "calves": "calf",
    "teeth": "tooth",
    "fingertips": "finger",
    "fingertip": "finger",
    "tablets": "tablet",
    "dtrs": "dtr",
    "extremities": "limb",
    "extremity": "limb",
    "tummy": "belly",
    "stomach": "belly",
    "abdomen": "belly",
    "cos": "because",
    "neurone": "neuron",
    "neurones": "neuron",
    "twitchings": "twitching",
}
_NEGATED = ("n't", "n’t")
_NEGATED_PLAIN = frozenset("dont doesnt didnt isnt wasnt arent werent hasnt havent hadnt".split())


@lru_cache(maxsize=100_000)
def normal_word(word: str) -> str:
    """A word in lower case, accents and possessives off, contractions written out.

    Examples
    --------
    >>> [normal_word(w) for w in ("Can't", "isn't", "mother's", "I'm", "Ménière", "feet")]
    ['cannot', 'not', 'mother', 'i', 'meniere', 'foot']
    """
    plain = word.lower().replace("’", "'")
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode("ascii")
    if plain in _SAME:
        return _SAME[plain]
    if plain.endswith(_NEGATED) or plain in _NEGATED_PLAIN:
        return "not"
    return plain.split("'")[0]


@lru_cache(maxsize=200_000)
def word_code(word: str) -> int:
    """Code of a normal word's stem."""
    return _hash(stem(word))


@lru_cache(maxsize=200_000)
def single_code(word: str) -> int:
    """Code of a normal word that is a phrase by itself: inflection off, derivation kept."""
    return int(inflected_key(word)) ^ int(SALT_SINGLE)


_FELT = frozenset(("feeling", "feel"))
_LACKS = frozenset("no cannot lost lose loss losing without less reduced".split())


def joined(words: list[str]) -> list[str]:
    """Normal words in which "no feeling" is "no sensation": elsewhere "feeling" carries no meaning.

    Examples
    --------
    >>> joined("no feeling in the leg".split()), joined("feeling sick".split())
    (['no', 'sensation', 'in', 'the', 'leg'], ['feeling', 'sick'])
    """
    if _FELT.isdisjoint(words):
        return words
    mended = list(words)
    for i, word in enumerate(words):
        if word in _FELT and i and (words[i - 1] in _LACKS or (i > 1 and words[i - 2 : i] == ["loss", "of"])):
            mended[i] = "sensation"
    return mended


def phrase_code(words: Sequence[str]) -> int | None:
    """Code of a phrase of normal words; None when nothing can be found by it."""
    if not words or not all(words):
        return None
    if len(words) == 1:
        return single_code(words[0])
    kept = [w for w in words if w not in DROPPED]
    if len(kept) >= 2:
        return _folded(kept) ^ int(SALT_CONTENT)
    return _folded(words) ^ int(SALT_RAW)


def loose_code(words: Sequence[str]) -> int:
    """Code of some words whatever their order; two or three words that carry meaning."""
    return (sum(word_code(word) for word in words) & _MASK) ^ int(SALT_LOOSE)


_MASK = (1 << 64) - 1


def _folded(words: Sequence[str]) -> int:
    code = 0
    for word in words:
        code = (code * int(MULTIPLIER) + word_code(word)) & _MASK
    return code


def _hash(text: str) -> int:
    digest = hashlib.blake2b(text.encode("ascii", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "little")
