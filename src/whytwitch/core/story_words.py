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
from itertools import product

import numpy as np

from whytwitch.core.words import inflected_key, stem

__all__ = [
    "DROPPED",
    "DROPPED_OWN",
    "MULTIPLIER",
    "PLAIN",
    "SALT_CONTENT",
    "SALT_LOOSE",
    "SALT_RAW",
    "SALT_SINGLE",
    "WORD",
    "carries_meaning",
    "expanded",
    "inflections",
    "kept_code",
    "loose_code",
    "normal_word",
    "phrase_code",
    "single_code",
    "spelled_code",
    "word_code",
    "written_out",
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

#: The same for our own descriptions, in which beginning, size and duration carry meaning.
DROPPED_OWN = DROPPED - frozenset("begin still little always both bilateral just".split())

#: Words that say nothing by themselves, however many stand together: "took all", "ten a day", "arm and
#: leg". A phrase made of such words alone is found only as it is written, with its small words.
PLAIN = DROPPED | frozenset(
    "about across after again ago all along and around away back bad before between big both but "
    "came come comes day days during each early eight else end ends even every few first five four full "
    "gave give given gives good great half held help helped helps her here hold holds hour hours how if "
    "know large last late later least leave leaves less let lets long look looked looks made main mainly "
    "make makes many minute minutes month months more most move moves moved moving much need needs never "
    "next nine no not now off once one only or other others out over own part parts past people person "
    "place places put round said same saw say says second seconds see sees set seven several short side "
    "sides since six small soon stay stays still take taken takes tell ten than that then there thing "
    "things "
    "think third this three through time times together told took turn turned turns twenty twice two under "
    "until up use used uses want way ways week weeks well what when where while whole why within without "
    "year years arm arms baby body eye eyes face finger fingers foot hand hands head leg legs limb "
    "limbs man "
    "toe toes woman night nights "
    "ankle ankles belly bottom buttock buttocks button calf calves cheek cheeks chest chin ear ears elbow "
    "elbows eyelid eyelids forearm forearms forehead hair heart heel heels hip hips knee knees lid lids "
    "lip lips nail nails neck nose palm palms shin shins shoulder shoulders sole soles stomach thigh "
    "thighs throat thumb thumbs trunk wrist wrists".split()
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
    "wouldnt": "wont",
    "theres": "there",
    "hes": "he",
    "shes": "she",
    "ive": "i",
    "im": "i",
    "thats": "that",
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
    "bilat": "bilateral",
    "neurones": "neuron",
    "twitchings": "twitching",
    "constantly": "always",
    "constant": "always",
}
_SAME |= dict.fromkeys("start starts started starting begins beginning began begun".split(), "begin")
#: Forms of verbs that no rule of spelling makes one; "bit", "felt", "lost" and "bent" are words of their own.
_VERBS = {
    "bleed": "bled",
    "blow": "blew blown",
    "break": "broke broken",
    "creep": "crept",
    "dream": "dreamt",
    "feed": "fed",
    "fight": "fought",
    "freeze": "froze frozen",
    "hang": "hung",
    "leap": "leapt",
    "shoot": "shot",
    "shrink": "shrank shrunk shrunken",
    "sink": "sank sunk",
    "sleep": "slept",
    "slide": "slid",
    "smell": "smelt",
    "spill": "spilt",
    "spin": "spun",
    "stick": "stuck",
    "sting": "stung",
    "strike": "struck",
    "swell": "swollen",
    "swing": "swung",
    "throw": "threw thrown",
    "wear": "wore worn",
    "weep": "wept",
}
_SAME |= {form: verb for verb, forms in _VERBS.items() for form in forms.split()}
#: Sides as letters write them; in capitals alone.
_SIDES = {"L": "left", "R": "right"}
#: Limbs in capitals, of which the reader keeps the side apart: "LUE", "RLL".
_SIDES |= {f"{side}{limb}": "arm" for side in "LRB" for limb in ("UE", "UL")}
_SIDES |= {f"{side}{limb}": "leg" for side in "LRB" for limb in ("LE", "LL")}
_NEGATED = ("n't", "n’t")
_NEGATED_PLAIN = frozenset("dont doesnt dosent didnt isnt wasnt arent werent hasnt havent hadnt".split())


@lru_cache(maxsize=100_000)
def normal_word(word: str) -> str:
    """A word in lower case, accents and possessives off, contractions written out.

    Examples
    --------
    >>> [normal_word(w) for w in ("Can't", "isn't", "mother's", "I'm", "Ménière", "feet")]
    ['cannot', 'not', 'mother', 'i', 'meniere', 'foot']
    """
    if word in _SIDES:
        return _SIDES[word]
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
    return int(inflected_key(word)) ^ _SINGLE


_CHOICE = re.compile(r"\{([^{}]*)\}")


def expanded(phrase: str, bare: bool = True, least: int = 0) -> list[str]:
    """Phrases that one line with choices stands for; an empty choice leaves the word out.

    Choices that differ in words of no meaning or in endings alone are found by one another, and only the
    first of them is kept.

    Parameters
    ----------
    bare : bool
        Keep also phrases made of choices in which a single word carries meaning ("cramps in").
    least : int
        Words that must carry meaning in a phrase made of choices.

    Examples
    --------
    >>> expanded("heart {races|pounds}"), expanded("{the |my |}head {nods|nodding}"), expanded("numb toes")
    (['heart races', 'heart pounds'], ['the head nods'], ['numb toes'])
    >>> expanded("{mum|dad} too"), expanded("{mum|dad} too", bare=False)
    (['mum too', 'dad too'], [])
    """
    parts = _CHOICE.split(phrase)
    if len(parts) == 1:
        return [phrase]
    choices = [part.split("|") if i % 2 else [part] for i, part in enumerate(parts)]
    keyed = [[(_content(word), word) for word in group] for group in choices]
    if sum(min(len(key) for key, _ in group) for group in keyed) > 1:
        keyed = [list(dict(reversed(group)).items())[::-1] for group in keyed]
    made: list[tuple[tuple[str, ...], str]] = [((), "")]
    for group in keyed:
        made = [(before + key, text + word) for before, text in made for key, word in group]
    found: dict[tuple[str, ...], str] = {}
    for key, text in made:
        if len(key) < least:
            continue
        if len(key) > 1:
            found.setdefault((text,) if _PLAIN_STEMS.issuperset(key) else key, text)
        elif bare or len(text.split()) == 1:
            found.setdefault((text,), text)
    return [" ".join(text.split()) for text in found.values()]


def written_out(line: str) -> list[str]:
    """Every phrase that one line stands for, none left out: each is found only as it is written.

    Examples
    --------
    >>> written_out("{just|only} sits there")
    ['just sits there', 'only sits there']
    """
    groups = [part.split("|") if i % 2 else [part] for i, part in enumerate(_CHOICE.split(line))]
    return [" ".join("".join(parts).split()) for parts in product(*groups)]


@lru_cache(maxsize=20_000)
def _content(words: str) -> tuple[str, ...]:
    normal = (normal_word(word) for word in WORD.findall(words))
    return tuple(stem(word) for word in normal if word and word not in DROPPED)


_PLAIN_STEMS = frozenset(stem(word) for word in PLAIN)


def carries_meaning(kept: Sequence[str]) -> bool:
    """Whether words that are left of a phrase say enough to be found without the small ones between.

    Examples
    --------
    >>> [carries_meaning(w.split()) for w in ("calf twitching", "took all", "twitching")]
    [True, False, False]
    """
    return len(kept) >= 2 and not PLAIN.issuperset(kept)


def phrase_code(words: Sequence[str]) -> int | None:
    """Code of a phrase of normal words; None when nothing can be found by it."""
    if not words or not all(words):
        return None
    if len(words) == 1:
        return single_code(words[0])
    kept = [w for w in words if w not in DROPPED]
    if carries_meaning(kept):
        return _folded(kept) ^ _CONTENT
    return _folded(words) ^ _RAW


def kept_code(words: Sequence[str]) -> int | None:
    """The same in less time, for words of which hardly one is dropped."""
    if len(words) < 2:
        return phrase_code(words)
    code, plain = 0, True
    for word in words:
        one = _kept(word)
        if one is None:
            return phrase_code(words)
        code = (code * _FACTOR + one[0]) & _MASK
        plain = plain and one[1]
    return code ^ (_RAW if plain else _CONTENT)


@lru_cache(maxsize=200_000)
def _kept(word: str) -> tuple[int, bool] | None:
    """Code of a word that a phrase is known by, and whether it says nothing by itself."""
    return (word_code(word), word in PLAIN) if word and word not in DROPPED else None


def inflections(word: str, is_exposure: bool) -> set[str]:
    """Forms in which the one word of a phrase may stand: "fast" is no fasting, "spine" no spinning.

    Examples
    --------
    >>> sorted(inflections("fasting", True)), "club" in inflections("clubbing", False)
    (['fasting', 'fastings'], False)
    """
    if is_exposure:
        # "Statins" is listed, "a statin" is said; "virus" and "abscess" are no plurals.
        singular = {word[:-1]} if word.endswith("s") and word[-2:] not in ("ss", "us", "is") else set()
        return {word, word + "s"} | (singular if len(word) > _PLURAL else set())
    forms = {word + end for end in ("", "s", "es", "d", "ed", "ing")} | {word.removesuffix("e") + "ing"}
    if word.endswith("s") and len(word) > _PLURAL:
        forms |= {word[:-1], word.removesuffix("es")}
    return forms


_PLURAL = 5


def spelled_code(word: str, index: int) -> int:
    """Code of a normal word as it is spelled, for the feature that it may stand for."""
    return _hash(f"={word} {index}")


def loose_code(words: Sequence[str]) -> int:
    """Code of some words whatever their order; two or three words that carry meaning."""
    return (sum(word_code(word) for word in words) & _MASK) ^ int(SALT_LOOSE)


_MASK = (1 << 64) - 1
#: As whole numbers of Python, which single codes are made of.
_FACTOR, _CONTENT, _RAW, _SINGLE = (int(n) for n in (MULTIPLIER, SALT_CONTENT, SALT_RAW, SALT_SINGLE))


def _folded(words: Sequence[str]) -> int:
    code = 0
    for word in words:
        code = (code * _FACTOR + word_code(word)) & _MASK
    return code


def _hash(text: str) -> int:
    digest = hashlib.blake2b(text.encode("ascii", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "little")
