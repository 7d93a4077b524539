"""Whether a relative who is named has a thing, or only saw, heard or told of it."""

from __future__ import annotations

from bisect import bisect_left

from whytwitch.intake.story.text.split import Words

__all__ = [
    "BY_MARRIAGE",
    "complains_of",
    "has_it_too",
    "is_company",
    "is_kin_called_so",
    "is_owner",
    "is_witness",
    "is_writer",
    "tells_of_the_other_sex",
]

_SEEING = frozenset(
    (
        "see sees saw seen notice notices noticed film films filmed videoed record records recorded hear "
        "hears heard watch watches watched mention mentions mentioned describe describes described "
        "report reports reported say says said tell tells told find finds found observe observes "
        "observed worry worries worried bring brings brought complain complains complained think thinks "
        "thought fear fears feared wonder wonders wondered witness witnesses witnessed remark remarks "
        "remarked recall recalls recalled remember remembers remembered believe believes believed "
        "suspect suspects suspected show shows showed woken"
    ).split()
)
#: "He was told", "he was found": what is done to somebody tells of that one.
_BEING, _HAVING = frozenset("is are was were be been".split()), frozenset("has have had".split())
_BETWEEN = frozenset("also often first now both sometimes once then already never himself herself".split())
_COMPLAINING = frozenset("complain complains complained".split())
_REACH = 7
_PERSON = frozenset("girl boy man woman he she i patient child baby infant old".split())
_BEFORE = frozenset("her his my the a one twin older younger elder little big".split())


def is_witness(words: Words, at: int) -> bool:
    """Whether a verb of seeing or telling is the first that follows: "her parents had seen"."""
    normal = words.normal
    having = False
    for i in range(at, min(len(normal), at + _REACH)):
        word = normal[i]
        if words.clause[i] != words.clause[at - 1] or word in _BEING:
            return word in _BEING and i + 1 < len(normal) and normal[i + 1] == "worried"
        if word in _SEEING:
            return True
        if having and word not in _BETWEEN:
            return False
        having = having or word in _HAVING
    return False


_OF_A = frozenset("a an one two three four the my this".split())


def is_writer(words: Words, at: int) -> bool:
    """ "Mum of a 4 y/o", "mum here": who writes, not who has it."""
    following = words.normal[at : at + 2]
    return following[:1] == ["here"] or (
        len(following) == 2 and following[0] in ("of", "to") and following[1] in _OF_A
    )


def complains_of(words: Words, at: int) -> bool:
    """ "His brother complained of cramps": they are the brother's."""
    near = words.normal[at : at + 3]
    return "of" in near[1:] and not _COMPLAINING.isdisjoint(near[:-1])


def has_it_too(words: Words, first: int) -> bool:
    """ "A girl and her twin sister have pains": the person has them as well."""
    i = first - 1
    while i > 0 and words.normal[i] in _BEFORE:
        i -= 1
    return i > 0 and words.normal[i] == "and" and words.normal[i - 1] in _PERSON


_COMING = frozenset(
    "lives live lived living came comes come attends attended accompanied brought married seen shares shared "
    "stays stayed moved referred found".split()
)
_WITH = frozenset(("with", "by", "to"))


def is_company(words: Words, first: int) -> bool:
    """ "Lives with his wife", "brought by her husband": what follows is not theirs."""
    i = first - 1
    while i > 0 and words.normal[i] in _BEFORE:
        i -= 1
    return i > 0 and words.normal[i] in _WITH and not _COMING.isdisjoint(words.normal[max(0, i - 2) : i])


#: Things of somebody's, which say nothing of his health.
_THINGS = frozenset(
    "tablet tablets pill pills capsule capsules medicine medicines medication medications meds drops "
    "patch patches "
    "inhaler insulin drink beer wine coffee tea vape cigarettes house home flat place kitchen garden shed "
    "garage car "
    "van farm room bed bedroom cupboard bag handbag drawer phone dog cat birthday wedding funeral party "
    "death house "
    "cooking food garden door".split()
)


def is_owner(words: Words, last: int) -> bool:
    """ "Grandma's tablets", "my dad's old car": whose it is, who has nothing else to do with it."""
    text, end = words.text, words.end[last - 1]
    owns = text[max(0, end - 2) : end + 2].lower().replace("\u2019", "'")
    return ("'s" in owns or "s'" in owns) and not _THINGS.isdisjoint(words.normal[last : last + 2])


_WOMEN = frozenset(
    "mother mothers mum mummy mom sister sisters aunt aunts auntie grandmother gran granny nan nanna niece "
    "nieces wife girlfriend daughter daughters".split()
)
_MEN = frozenset(
    "father fathers dad daddy brother brothers uncle uncles grandfather grandad granddad grandpa nephew "
    "nephews husband boyfriend son sons".split()
)
#: Of these it is not known, or they are many.
_EITHER = frozenset(
    "family parents parent cousin cousins twin twins child children baby relative relatives sibling siblings "
    "grandparents partner spouse".split()
)
_HE, _SHE = frozenset(("he", "his")), frozenset(("she", "her"))


def tells_of_the_other_sex(words: Words, first: int, last: int) -> bool:
    """Whether a pronoun between kin and a phrase can be none of theirs: "his mother is ill and he jerks"."""
    sentence = words.normal[bisect_left(words.sentence, words.sentence[first]) : last]
    women, men = _WOMEN.intersection(sentence), _MEN.intersection(sentence)
    if bool(women) == bool(men) or not _EITHER.isdisjoint(sentence):
        return False
    behind = max(len(sentence) - sentence[::-1].index(word) for word in women or men)
    return not (_HE if women else _SHE).isdisjoint(sentence[behind:])


#: Those who share a home and no blood.
BY_MARRIAGE = frozenset("husband wife partner spouse boyfriend girlfriend".split())
_WHOSE = frozenset("his her my our their a an the".split())


def is_kin_called_so(words: Words, first: int, last: int) -> str | None:
    """Of whom an adjective is said: "family" in "his demented mother", "other" in "my paralysed husband"."""
    behind, before = words.normal[last : last + 1], words.normal[max(0, first - 1) : first]
    if last - first > 1 or not (behind and before) or before[0] not in _WHOSE:
        return None
    if not words.clause[first - 1] == words.clause[first] == words.clause[last]:
        return None
    if behind[0] in BY_MARRIAGE:
        return "other"
    return "family" if behind[0] in _WOMEN | _MEN else None
