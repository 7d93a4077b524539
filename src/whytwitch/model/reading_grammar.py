"""The grammar of how people tell of symptoms: which words make which finding at which part of the
body, which words turn a finding round (no, used to, my mother has), and which could mean two things.

Everything here is general English; the knowledge's own phrases are in ``data/lexicon``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import lru_cache
from itertools import product

from whytwitch.core.words import stem

__all__ = [
    "BARE",
    "PARTS",
    "PART_OF_WORD",
    "REFINED",
    "composed",
    "head_of",
    "part_of",
    "term_at",
    "terms_like",
]

#: Part of the body -> the words for it.
PARTS: dict[str, str] = {
    "eyelid": "eyelid|eye lid|lid|eye|eyebrow",
    "face": "face|cheek|chin|facial muscle|facial|forehead",
    "lip": "lip|mouth",
    "jaw": "jaw",
    "tongue": "tongue",
    "voice": "voice",
    "neck": "neck",
    "head": "head",
    "shoulder": "shoulder|deltoid|shoulder girdle|shoulder blade",
    "arm": "arm|upper limb|upper arm|bicep|tricep|forearm|elbow",
    "hand": "hand|finger|thumb|wrist|index finger|little finger|palm|knuckle",
    "leg": "leg|lower limb|knee|shin|quadriceps|quad|hamstring|hip|lower leg",
    "thigh": "thigh",
    "calf": "calf|calf muscle",
    "foot": "foot|toe|ankle|sole|big toe|heel",
    "chest": "chest|rib|pec",
    "belly": "belly|abdominal wall|abdominal muscle|abdominal",
    "back": "back|spine|trunk",
    "buttock": "buttock|bum",
    "limb": "limb|arms and legs|hands and feet",
    "muscle": "muscle",
    "joint": "joint",
    "body": "body|whole body|all over|everywhere",
}

#: One word for a part, as it stands in a text -> the part.
PART_OF_WORD: dict[str, str] = {
    word: part
    for part, words in PARTS.items()
    for one in words.split("|")
    for word in (one, one + "s", "feet" if one == "foot" else one)
}

_LIMB = ("arm", "hand", "leg", "thigh", "calf", "foot", "limb", "shoulder")

#: What is felt or seen -> its words, and the term by part of the body ("" for any other named part).
_HEADS: dict[str, tuple[str, dict[str, str]]] = {
    "twitch": (
        "twitch|twitching|twitchy|fasciculation|fasciculating|flicker|flickering|jumping|jump|flutter|"
        "fluttering|quivering|pulsing|pulsating",
        {"eyelid": "HP:0030826", "face": "HP:0004305", "tongue": "HP:0001308", "lip": "HP:0004305"}
        | dict.fromkeys(_LIMB, "HP:0007289")
        | dict.fromkeys(("neck", "chest", "belly", "back", "buttock", "muscle", "body"), "HP:0002380"),
    ),
    "weak": (
        "weak|weakness|weaker|weakened|paresis|no strength|lost strength|loss of strength|no power|"
        "loss of power|lost power|floppy",
        {
            "face": "HP:0030319",
            "neck": "HP:0000467",
            "tongue": "HP:0000183",
            "jaw": "HP:0001324",
            "shoulder": "HP:0003547",
            "arm": "HP:0003484",
            "hand": "HP:0030237",
            "leg": "HP:0007340",
            "thigh": "HP:0007340",
            "calf": "HP:0007340",
            "foot": "HP:0009027",
            "back": "HP:0003327",
            "limb": "HP:0003690",
            "muscle": "HP:0001324",
            "body": "HP:0003324",
        },
    ),
    "cramp": (
        "cramp|cramping|crampy|charley horse|spasm|seizing up|locking up|seize up|lock up",
        dict.fromkeys(("arm", "leg", "thigh", "calf", "foot", "limb", "muscle", "neck", "back"), "HP:0003394")
        | {"shoulder": "HP:0003394", "body": "HP:0003394", "buttock": "HP:0003394", "jaw": "HP:0000211"},
    ),
    "shake": (
        "shake|shaking|shook|shaky|tremor|tremble|trembling|trembly|wobble",
        {
            "hand": "HP:0002378",
            "head": "HP:0002346",
            "voice": "HP:0012477",
            "lip": "HP:0032006",
            "tongue": "HP:0031947",
            "arm": "HP:0200085",
            "leg": "HP:0200085",
            "thigh": "HP:0200085",
            "foot": "HP:0200085",
            "limb": "HP:0200085",
            "jaw": "HP:0001337",
            "face": "HP:0001337",
            "body": "HP:0001337",
        },
    ),
    "jerk": (
        "jerk|jerking|jerky|jolt|jolting|myoclonus|myoclonic jerk|jump violently",
        dict.fromkeys(_LIMB, "HP:0001336")
        | dict.fromkeys(("face", "neck", "head", "belly", "back", "chest", "body", "muscle"), "HP:0001336"),
    ),
    "numb": (
        "numb|numbness|loss of feeling|no feeling|cannot feel|dead|lost feeling|loss of sensation|"
        "reduced sensation|decreased sensation|sensory loss|hypoesthesia",
        dict.fromkeys(("hand", "foot"), "HP:0002936")
        | dict.fromkeys(("face", "arm", "leg", "thigh", "calf", "back", "chest", "limb"), "HP:0033748")
        | {"lip": "WT:perioral_tingling", "tongue": "HP:0033748", "shoulder": "HP:0033748"},
    ),
    "tingle": (
        "tingle|tingling|tingly|pins and needles|prickling|prickly|paresthesia|paraesthesia|fizzing",
        dict.fromkeys(("hand", "foot"), "HP:0031006")
        | dict.fromkeys(("face", "arm", "leg", "thigh", "calf", "limb", "shoulder", "body"), "HP:0003401")
        | {"lip": "WT:perioral_tingling", "tongue": "HP:0003401", "head": "HP:0003401"},
    ),
    "waste": (
        "wasting|wasted|atrophy|atrophied|thinner|shrunken|shrinking|loss of bulk|lost muscle|withered|"
        "muscle loss|muscle wasting|muscle atrophy",
        {
            "tongue": "HP:0012473",
            "shoulder": "HP:0003724",
            "arm": "HP:0009129",
            "hand": "HP:0009130",
            "leg": "HP:0007210",
            "thigh": "HP:0007210",
            "calf": "HP:0007210",
            "foot": "HP:0007210",
            "limb": "HP:0003202",
            "muscle": "HP:0003202",
        },
    ),
    "stiff": (
        "stiff|stiffness|tight|tightness",
        {
            "leg": "HP:0008969",
            "thigh": "HP:0008969",
            "calf": "HP:0008969",
            "foot": "HP:0008969",
            "back": "HP:0006921",
            "belly": "HP:0006921",
            "arm": "HP:0003552",
            "limb": "HP:0003552",
            "muscle": "HP:0003552",
            "shoulder": "HP:0003552",
            "hand": "HP:0003552",
            "body": "HP:0003552",
            "face": "HP:0003552",
            "jaw": "HP:0000211",
            "joint": "HP:0001387",
        },
    ),
    "pain": (
        "pain|painful|hurt|hurting|ache|aching|achy|sore|soreness",
        dict.fromkeys(("arm", "hand", "leg", "foot", "limb"), "HP:0009763")
        | {
            "back": "HP:0003418",
            "neck": "HP:0030833",
            "chest": "HP:0100749",
            "belly": "HP:0002027",
            "shoulder": "HP:0030834",
            "muscle": "HP:0003326",
            "thigh": "HP:0003326",
            "calf": "HP:0003326",
            "joint": "HP:0002829",
            "head": "HP:0002315",
            "eyelid": "HP:0200026",
        },
    ),
    "rigid": ("rigid|rigidity", dict.fromkeys(("arm", "hand", "leg", "limb"), "HP:0002063")),
    "swell": (
        "swollen|swelling|puffy",
        {"foot": "HP:0010741", "leg": "HP:0000969", "face": "HP:0000282", "hand": "HP:0000969"},
    ),
    "dystonia": (
        "dystonia|dystonic|twisting|dystonic posturing|posturing|turning in",
        {
            "arm": "HP:0031960",
            "hand": "HP:0031960",
            "leg": "HP:0031959",
            "foot": "HP:0031959",
            "neck": "HP:0000473",
            "limb": "HP:0002451",
            "face": "HP:0012179",
        },
    ),
    "paralysed": (
        "paralysed|paralyzed|paralysis|cannot move",
        {"face": "HP:0007209", "arm": "HP:0003470", "leg": "HP:0003470", "limb": "HP:0003470"}
        | {"hand": "HP:0003470", "body": "HP:0003470"},
    ),
}

#: Part by part, cramps have a description of their own besides the term.
_CRAMP_AT = {"calf": "WT:cramp_calves", "foot": "WT:cramp_feet", "hand": "WT:cramp_hands"}


@lru_cache(maxsize=64)
def _stems_once(words: str) -> tuple[str, ...]:
    """Words of a list, one of each stem: phrases are looked up by stems."""
    found: dict[tuple[str, ...], str] = {}
    for word in words.split("|"):
        found.setdefault(tuple(stem(w) for w in word.split()), word)
    return tuple(found.values())


def composed() -> Iterator[tuple[str, str]]:
    """Every phrase of a head word and a part of the body, in both orders, with its item."""
    for words, terms in _HEADS.values():
        for part, item in terms.items():
            for word, place in product(_stems_once(words), _stems_once(PARTS[part])):
                yield f"{place} {word}", item
                yield f"{word} {place}", item
    yield from _reflexes()
    for item, grades in _TONES.items():
        for grade in grades.split("|"):
            yield f"tone {grade}", item
            yield f"muscle tone {grade}", item
            yield f"{grade} tone", item
    for part, item in _CRAMP_AT.items():
        for word, place in product(_HEADS["cramp"][0].split("|"), PARTS[part].split("|")):
            yield f"{place} {word}", item
            yield f"{word} {place}", item


_JERKS = "{} reflex|{} jerk|{} tendon reflex"
_TENDONS = {
    "ankle|achilles": ("HP:0003438", "HP:0009072", "HP:0001347"),
    "knee|patellar|quadriceps": ("HP:0001284", "HP:0011808", "HP:0001347"),
    "lower limb|leg": ("HP:0002522", "HP:0001265", "HP:0002395"),
    "biceps|triceps|supinator|brachioradialis|arm|upper limb|limb": (
        "HP:0001284",
        "HP:0001265",
        "HP:0001347",
    ),
    "tendon|deep tendon|muscle stretch|myotatic|osteotendinous|": ("HP:0001284", "HP:0001265", "HP:0001347"),
    "jaw": ("", "", "HP:0033683"),
}
_GRADES = (
    "absent|lost|abolished|unobtainable|not elicitable|could not be elicited|missing|0|"
    "unelicitable|could not be obtained|extinguished|cannot be found|could not be found|cannot be obtained|"
    "cannot be elicited|not found|not obtained",
    "reduced|diminished|decreased|depressed|weak|sluggish|hypoactive|attenuated|1+|"
    "subdued|difficult to elicit|feeble|faint|poor|hard to get|hard to find|hard to elicit|hard to obtain|"
    "difficult to get|difficult to obtain|quiet",
    "brisk|exaggerated|increased|hyperactive|lively|pathologically brisk|3+|4+|"
    "overactive|accentuated|very brisk|abnormally brisk|markedly brisk|heightened|brisker|hyper-reflexic|"
    "strong|jumpy|quick|too quick|very strong|overbrisk",
)


_TONES = {
    "HP:0001252": "low|poor|slack|floppy|soft|lax|reduced|decreased",
    "HP:0001276": "high|raised|increased|stiff|excessive",
}


def _reflexes() -> Iterator[tuple[str, str]]:
    """Each tendon reflex by how it is graded, in both orders."""
    for tendons, items in _TENDONS.items():
        for grades, item in zip(_GRADES, items, strict=True):
            for tendon, grade in product(tendons.split("|"), grades.split("|")) if item else ():
                for jerk in _JERKS.format(*[tendon] * 3).split("|"):
                    if len(jerk.split()) > 1 or "jerk" not in jerk:
                        yield f"{jerk} {grade}", item
                        yield f"{grade} {jerk}", item


def _bare() -> dict[str, str]:
    bare = {"HP:0002380": "twitch", "HP:0001324": "weak", "HP:0003394": "cramp", "HP:0001337": "shake"}
    bare |= {"HP:0001336": "jerk", "HP:0033748": "numb", "HP:0003401": "tingle", "HP:0003202": "waste"}
    bare |= {"HP:0003552": "stiff", "HP:0012531": "pain", "HP:0001332": "dystonia"}
    return bare


#: Terms of a complaint that names no part of the body -> its head.
BARE = _bare()
_HEAD_OF = {item: head for head, (_, terms) in _HEADS.items() for item in terms.values()} | BARE
#: Heads whose place says more than the word alone.
_PLACED = ("twitch", "weak", "shake", "numb", "tingle", "waste", "stiff", "pain", "dystonia")


def term_at(item: str, part: str) -> str | None:
    """The same complaint at another part: weakness "of arms and legs" is two terms.

    Examples
    --------
    >>> term_at("HP:0003484", "leg"), term_at("HP:0002380", "tongue"), term_at("HP:0002315", "leg")
    ('HP:0007340', 'HP:0001308', None)
    """
    head = _HEAD_OF.get(item)
    if head not in _PLACED or item == "HP:0002315":
        return None
    return _HEADS[head][1].get(part)


def terms_like(item: str) -> Collection[str]:
    """The same complaint at every part, as :func:`term_at` has it.

    Examples
    --------
    >>> "HP:0007340" in terms_like("HP:0003484"), terms_like("HP:0002315")
    (True, ())
    """
    head = _HEAD_OF.get(item)
    if head not in _PLACED or item == "HP:0002315":
        return ()
    return _HEADS[head][1].values()


_PART_OF: dict[str, str] = {}
for _, _terms in _HEADS.values():
    for _part, _item in _terms.items():
        _PART_OF.setdefault(_item, _part)


def part_of(item: str) -> str | None:
    """The part of the body of a complaint.

    Examples
    --------
    >>> part_of("HP:0003484"), part_of("HP:0001250")
    ('arm', None)
    """
    return _PART_OF.get(item)


def head_of(item: str) -> str | None:
    """The complaint that a term is, whatever its part.

    Examples
    --------
    >>> head_of("HP:0003484"), head_of("HP:0001324"), head_of("HP:0001250")
    ('weak', 'weak', None)
    """
    return _HEAD_OF.get(item)


#: A complaint and a circumstance in one clause -> the term for both.
REFINED: dict[tuple[str, str], str] = {
    ("HP:0001337", "WT:twitch_at_rest"): "HP:0002322",
    ("HP:0002378", "WT:twitch_at_rest"): "HP:0002322",
    ("HP:0200085", "WT:twitch_at_rest"): "HP:0002322",
    ("HP:0001337", "WT:twitch_on_posture"): "HP:0002174",
    ("HP:0002378", "WT:twitch_on_posture"): "HP:0002174",
    ("HP:0001337", "WT:twitch_on_action"): "HP:0002345",
    ("HP:0002378", "WT:twitch_on_action"): "HP:0002345",
    ("HP:0001336", "WT:twitch_on_action"): "HP:0034360",
    ("HP:0001336", "WT:twitch_in_sleep"): "HP:0012323",
    ("HP:0001336", "WT:twitch_falling_asleep"): "HP:0012323",
    ("HP:0001336", "WT:twitch_only_in_sleep"): "HP:0012323",
    ("HP:0003394", "WT:twitch_after_exercise"): "HP:0003710",
}
