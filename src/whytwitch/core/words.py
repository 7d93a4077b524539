"""Words to a normal form, so that "Tumours of the leg" and "leg tumor" meet."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

import numpy as np

__all__ = [
    "MAX_PHRASE_WORDS",
    "STOP_WORDS",
    "content",
    "inflected_key",
    "ordered_key",
    "stem",
    "tokens",
    "unordered_key",
]

STOP_WORDS = frozenset(
    "a an and are as at be been by for from has have his her i in into is it its my of on or "
    "own she he him that the their them they this those to was were which who with you your "
    "very much quite some any".split()
)
#: Longer phrases are sentences; they are not looked up.
MAX_PHRASE_WORDS = 9
#: A word; also used with spans by readers of running text.
_TOKEN = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_SPELLING = (
    ("aemia", "emia"),
    ("aemic", "emic"),
    ("haem", "hem"),
    ("oedema", "edema"),
    ("oea", "ea"),
    ("oesoph", "esoph"),
    ("paed", "ped"),
    ("anaes", "anes"),
    ("gynaec", "gynec"),
    ("orthopaed", "orthoped"),
    ("faec", "fec"),
    ("caec", "cec"),
    ("aesth", "esth"),
    ("aeth", "eth"),
    ("tumour", "tumor"),
    ("colour", "color"),
    ("behaviour", "behavior"),
    ("labour", "labor"),
    ("fibre", "fiber"),
    ("litre", "liter"),
    ("centre", "center"),
    ("sulph", "sulf"),
    ("ischaem", "ischem"),
    ("leuk", "leuk"),
    ("uraem", "urem"),
    ("caesar", "cesar"),
    ("coeliac", "celiac"),
    ("phaeo", "pheo"),
    ("ization", "isation"),
    ("ized", "ised"),
    ("izing", "ising"),
    ("yse", "yze"),
    ("ysing", "yzing"),
)


_BRITISH = re.compile("|".join(british for british, _ in _SPELLING))


def _american(word: str) -> str:
    """One spelling of words that have two; most hold nothing to change."""
    if _BRITISH.search(word) is None:
        return word
    for british, american in _SPELLING:
        word = word.replace(british, american)
    return word


def tokens(text: str) -> list[str]:
    """Lower-case words of a text, accents and possessives off, in order."""
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    return [t.removesuffix("'s") for t in _TOKEN.findall(folded.lower())]


@lru_cache(maxsize=1)
def _stemmer() -> object:
    import Stemmer  # late: only reading words needs it

    return Stemmer.Stemmer("english", 0)  # its own cache is slower than ours


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Stem of one word, British and American spelling made one; abbreviations stay as they are."""
    if len(word) <= 3:
        return word
    stemmed: str = _stemmer().stemWord(_american(word))  # type: ignore[attr-defined]
    return stemmed


_INFLECTIONS = (("ies", "y"), ("ied", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("s", ""))
_INFLECTED = frozenset(ending[-1] for ending, _ in _INFLECTIONS)
#: Words that would be another word without their ending: "noted" is not "not", "scared" no "scar".
_WITH_E = {w: e for e in ("note", "scare") for w in (e, e + "s", e + "d", e[:-1] + "ing")} | {
    "nile": "nile",
    "none": "none",
}


def inflected_key(word: str) -> np.uint64:
    """Key of one word with its inflection off, but none of its derivation.

    "Cramping" is "cramp"; "painful" is not "pain" and "tendonitis" not "tendon", as their stems are.

    Examples
    --------
    >>> len({inflected_key("twitches"), inflected_key("twitching"), inflected_key("twitch")})
    1
    >>> len({inflected_key("colds"), inflected_key("coldness")})
    2
    >>> len({inflected_key("noted"), inflected_key("not")})
    2
    """
    if word in _WITH_E:
        return _hash(_WITH_E[word])
    word = _american(word)
    for ending, instead in _INFLECTIONS if word[-1:] in _INFLECTED else ():
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word.removesuffix(ending) + instead
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiouls":
        word = word[:-1]
    return _hash(word.removesuffix("e") if len(word) > 3 else word)


def _hash(text: str) -> np.uint64:
    digest = hashlib.blake2b(text.encode("ascii", "replace"), digest_size=8).digest()
    return np.uint64(int.from_bytes(digest, "little"))


def content(stems: list[str]) -> list[str]:
    """The stems that carry meaning; all of them when fewer than two do.

    "At rest" keeps both its words, or every "rest" would be read as it.
    """
    kept = [s for s in stems if s not in STOP_WORDS]
    return kept if len(kept) > 1 else stems


def ordered_key(stems: list[str]) -> np.uint64:
    """Key of a phrase as it stands, stop words left out."""
    return _hash(" ".join(content(stems)))


def unordered_key(stems: list[str]) -> np.uint64:
    """Key of a phrase whatever the order of its words, stop words left out."""
    return _hash("|".join(sorted(set(content(stems)))))
