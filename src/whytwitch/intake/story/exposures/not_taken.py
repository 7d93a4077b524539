"""Words for an exposure that stand for another thing: water that is drunk, an infection tested for."""

from __future__ import annotations

import re

__all__ = ["is_another_thing", "is_of_an_animal"]

#: "Drinks much caffeinated soda".
_OTHER_DRINK = re.compile(
    r"drinking (?:bottle|cup|straw|fountain|glass|water)\b|"
    r"\b(?:been )?(?:drinks?|drank|drunk|drinking)\s+(?:(?!and\b|or\b|"
    r"but\b)[a-z]+\s+){0,5}?(?:caffeinated|water|milk|tea|coffee|"
    r"cola|coke|soda|juice|lemonade|squash|energy|fluids?|fizzy|soft|broth|soup|cups?|liquorice|licorice)\b",
    re.I,
)
#: "A Covid test": what is looked for is found only where the test is positive.
_TESTED = re.compile(
    r"[\s-]+(?:\d+\s+)?(?:tests?|tested|testing|swabs?|PCRs?|LFTs?|lateral flows?|serology|antibod\w+|"
    r"screen\w*|titres?|titers?)\b"
    r"(?![^.;\n]{0,30}\b(?:positive|\+ve|came up)\b)|\s+(?:negative|neg|-ve)\b",
    re.I,
)
_TESTED_BEFORE = re.compile(
    r"\b(?:test(?:ed|s)?|swab(?:bed|s)?|screen(?:ed)?) (?:was |were |came back )?(?:negative )?for (?:\w+ "
    r")?$",
    re.I,
)
_POSITIVE = re.compile(r"\b(?:positive|\+ve)\b[^.;\n]{0,15}$", re.I)
_FOUND_BY_TEST = frozenset(
    "recent_infection hiv_infection syphilis_past strep_throat htlv1_infection tuberculosis_known".split()
)
#: "After I went cold turkey".
_TURKEY = re.compile(r"[\s-]+turkey\b", re.I)
#: "Two bottles of NyQuil" is no drink.
_BOTTLES_OF = re.compile(
    r"\b(?:bottles?|glass(?:es)?|cans?|shots?|cups?)\s+of\s+"
    r"(?!(?:\w+\s+){0,2}?(?:wine|vodka|whisk(?:e)?y|gin|rum|beer|lager|cider|spirits?|brandy|alcohol|booze|"
    r"red|white|"
    r"ros[eé]|prosecco|champagne|sherry|port|liquor|ale|stout|tequila|bourbon|scotch|schnapps|raki|ouzo|sake|"
    r"stella|guinness|the hard stuff|it)\b)",
    re.I,
)
#: "Drank little water": small words part no phrase.
_LITTLE = re.compile(r"\b(?:little|hardly|barely|no|not|less)\b", re.I)
#: "Thirty tablets a day for years" is a habit.
_DAILY = re.compile(r"\s+(?:(?:an?|per|each|every) (?:day|week|month)|daily)\b", re.I)
#: Whom a medicine was given: "the vet put their dog on fit tablets".
_ANIMAL = re.compile(
    r"\b(?:dogs?|cats?|horses?|pon(?:y|ies)|pupp(?:y|ies)|kittens?|hamsters?|vet)\b[^.;\n]{0,25}$", re.I
)
_BOTTLES_REACH, _BACK = 30, 40
#: "A bladder that does not empty by nerve damage", "diabetic nerve damage": no injury.
_NERVE_DAMAGE = re.compile(r"(?:diabetic )?nerve damage", re.I)
_BY_INJURY = re.compile(
    r" (?:from|after|in|during|at|by) (?:an? |the |his |her |my )?(?:\w+ )?"
    r"(?:operation|surgery|injury|accident|fall|crash|cut|birth|injection|needle|fracture|blow)",
    re.I,
)
#: What the same words tell of elsewhere, with what stands before (``<``), behind (``>``) or within (``=``).
_OTHER_THINGS = {
    # "Cannot drink through a straw", "has not smelled coffee in years"
    "alcohol": ((">", re.compile(r"\s*(?:through|from) an? (?:straw|cup|beaker)\b", re.I)),),
    "caffeine": (("<", re.compile(r"\b(?:smell\w*|smelt|sniff\w*)\b[^.;,\n]{0,16}$", re.I)),),
    # A thumb that beats "tick, tick, tick"
    "tick_bite": ((">", re.compile(r",?\s+tick\b", re.I)), ("<", re.compile(r"\btick,?\s+$", re.I))),
    # "The pain shoots from the neck into the thumb"
    "injected_drug_use": (
        ("=", re.compile(r"(?:shoots?|shot|shooting) (?:from|down|into|up|through)\b", re.I)),
        ("<", re.compile(r"\b(?:pain|ache|current|shock|jolt|tingling)\s+(?:that )?$", re.I)),
    ),
    # "The legs shoot out", "between them the muscles relaxed", "low on a blood test"
    "lead": (("=", re.compile(r"legs? sho", re.I)),),
    "muscle_relaxant": (("=", re.compile(r"muscles? relax(?:ed|es|ing)?\b", re.I)),),
    "upright_trigger": (("<", re.compile(r"\b(?:on|in) (?:an? |the |his |her |my )?(?:\w+ )?$", re.I)),),
    "dehydration_heat": (("=", re.compile(r"sweats a lot\b", re.I)),),
    "family_history_same": (
        (
            ">",
            re.compile(
                r"\s+(?:operation|surgery|job|name|school|doctor|teacher|tablets?|medicine)\b|"
                r"\s+(?:had|has|have) (?:polio|diabetes|cancer|an? stroke|strokes|measles|asthma|gout)\b",
                re.I,
            ),
        ),
    ),
    # "Been there since yesterday" lies there; "since yesterday there's a buzz" does not.
    "lying_or_crush": (("=", re.compile(r"since\b", re.I)),),
    "sleep_loss": (
        (
            "=",
            re.compile(
                r".*\b(?:seven|eight|nine|ten|eleven|twelve|[789]|1\d)\s?(?:hours|hrs|h)\b", re.I | re.S
            ),
        ),
    ),
}
#: "EtOH nil since 2019".
_HABITS = frozenset("alcohol nicotine cannabis caffeine recreational_drug".split())
_NIL = re.compile(
    r"\s?(?:intake|use|consumption)?\s?[:=–-]?\s?(?:nil|none|zero|never|denie[sd]|0\s?(?:u|units)\b)", re.I
)


def _behind(span: tuple[int, int]) -> tuple[int, int]:
    return max(span[0], span[1] - len("glasses")), span[1] + _BOTTLES_REACH


def is_another_thing(item: str, text: str, span: tuple[int, int], present: bool) -> bool:
    """Whether the letters that seem to tell of an exposure tell of something else.

    Examples
    --------
    >>> is_another_thing("alcohol", "drank two bottles of NyQuil", (0, 17), True)
    True
    >>> is_another_thing("recent_infection", "had a Covid test", (6, 11), True)
    True
    """
    if item in _HABITS and present and _NIL.match(text, span[1]):
        return True
    other = _OTHER_THINGS.get(item)
    if other is not None and any(_stands(pattern, text, span) for pattern in other):
        return True
    if item == "alcohol":
        return bool(_OTHER_DRINK.match(text, span[0]) or _BOTTLES_OF.search(text, *_behind(span)))
    if item == "excess_water":
        return _LITTLE.search(text, *span) is not None
    if item == "overdose":
        return _DAILY.match(text, span[1]) is not None
    if item == "nerve_or_limb_injury":
        return bool(_NERVE_DAMAGE.fullmatch(text, *span)) and not _BY_INJURY.match(text, span[1])
    if item == "herpes_zoster":
        return text[span[0] : span[1]] == "Hz"
    if item in _FOUND_BY_TEST and present and _is_only_tested(text, span):
        return True
    return item == "recent_infection" and _TURKEY.match(text, span[1]) is not None


def _stands(pattern: tuple[str, re.Pattern[str]], text: str, span: tuple[int, int]) -> bool:
    """Whether a pattern stands before, behind or within some letters."""
    where, words = pattern
    if where == "<":
        return words.search(text, max(0, span[0] - _BACK), span[0]) is not None
    first, last = (span[1], len(text)) if where == ">" else span
    return words.match(text, first, last) is not None


def _is_only_tested(text: str, span: tuple[int, int]) -> bool:
    """Whether an infection is named as what a test looked for: "had a Covid test"."""
    before = text[max(0, span[0] - _BACK) : span[0]]
    if _POSITIVE.search(before):
        return False
    return _TESTED.match(text, span[1]) is not None or _TESTED_BEFORE.search(before) is not None


def is_of_an_animal(text: str, at: int) -> bool:
    """Whether it was the dog that was given what begins here."""
    return _ANIMAL.search(text, max(0, at - 48), at) is not None
