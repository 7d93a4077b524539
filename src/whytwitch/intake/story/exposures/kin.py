"""What a relative had, where a verb ties the two: "his mother's brother died of wasted muscles"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from whytwitch.intake.story.exposures.deeds import DENIED_OF_LIST
from whytwitch.intake.story.person import patients_of
from whytwitch.intake.story.text.anchor import Anchored
from whytwitch.intake.story.text.split import Words

__all__ = ["kin_in", "kin_shares"]

_KIN = (
    r"(?:(?:great-?)?(?:grand)?(?:mothers?|fathers?|parents?|ma|pa)|mum|mom|dad|granny|brothers?|sisters?|"
    r"siblings?|uncles?|aunts?|"
    r"cousins?|nephews?|nieces?|twins?|relatives?|sons?|daughters?)"
)
_KIN_VERB = (
    r"(?:(?:also|both|had|has|have|once|was|were|is|are|too|who|all) )*"
    r"(?:died (?:of|from|with|in|at|aged|young)|wasted away|goes|gets?|"
    r"suffer\w* (?:from|with)|takes?|took|used to|had|has|have|was|were|is|"
    r"are|lost|shuffl\w+|walk\w*|stagger\w*|sat|ended|shook|developed|got|became|grew|went)\b"
)
_NO_KIN_TALE = (
    r"(?:(?!\b(?:notic\w+|said|says|saw|seen|told|tells|thought|found|feared|worried|brought|"
    r"his|her|my|whose|he|she|i|no|nor|without|never|denies|denied)\b)[^.;\n])"
)
_IN_FAMILY = (
    ("family_history_neuromuscular",
     r"(?:wast(?:ing|ed)|weak(?:ness)?|thin|dying)\s(?:\w+ ){0,2}muscles?|"
     r"muscles?[\s-](?:\w+ ){0,2}?(?:wast\w+|weak\w*|disease|dystrophy)|"
     r"muscular dystrophy|high[- ]arched feet|"
     r"(?:in|used?|uses|using|needs?|needed) a wheelchair"),
    ("family_history_ataxia",
     r"(?:lost|lose|losing) (?:their|his|her) balance|unstead(?:y|ily|iness)|(?:like|"
     r"as if) (?:a )?drunk\w*|staggered|lurch\w*|ataxia"),
    ("family_history_parkinson",
     r"shuffl\w+|shak(?:en|ing) and (?:slow|stiff|shuffl)\w*|(?<=shuffled )and shook"),
    ("family_history_mnd", r"motor neurone?(?: disease)?|Lou Gehrig\S*|ALS|MND"),
    ("family_history_prion", r"CJD|Creutzfeldt\S*|mad cow\w*|fatal (?:familial )?insomnia"),
    ("family_history_migraine", r"migraines?"),
    ("family_history_periodic_paralysis",
     r"(?:attacks|spells|bouts|episodes) of (?:paralysis|weakness|being paralysed)|"
     r"(?:attacks|spells|bouts|times) (?:in which|where|when) (?:he|she|they) (?:can|could)(?:not| not|n't) "
     r"(?:move|stand|walk|rise|get (?:up|out of bed))|(?:wake|woke|waking)(?: up)? (?:unable to move|"
     r"paralysed)|"
     r"weak as a (?:rag|kitten)"),
    ("family_history_epilepsy",
     r"(?:an? )?(?:fits|convulsions|seizures)(?! of)|(?:tablets|medicines?|treatment|pills) for "
     r"(?:epilepsy|fits)"),
    ("family_history_same",
     r"(?:(?:exactly |just |much )?the same(?=\s*(?:[.,;)]|too\b|as well|thing|troubles?|problems?|illness|"
     r"disease|gait|way|shak\w+|twitch\w*|weak\w*|cramps?|from|since|at\b|when|all|and\b|but\b|$))|"
     r"it (?:too|as well)|something (?:very |quite |rather )?(?:similar|like (?:it|this|that))|"
     r"similar (?:symptoms|troubles?|problems?|twitch\w*|shak\w*|cramps?|attacks?))"),
)  # fmt: skip
_FAMILY_TALE = Anchored(
    rf"\b{_KIN}(?:['’]s? (?:brothers?|sisters?|mother|father|sons?|daughters?|cousins?|uncle|aunt|"
    rf"side))?(?: on [^.;,\n]{{0,20}}? side)?"
    rf"(?:(?:, | and |, and | or )(?:an? |his |her |my |the |two |one of his |"
    rf"one of her )?(?:\w+ )?{_KIN}(?: on [^.;,\n]{{0,20}}? side)?){{0,4}}"
    rf"(?:, (?:aged |now )?\d{{1,2}})?,? {_KIN_VERB}{_NO_KIN_TALE}{{0,45}}?(?:"
    + "|".join(rf"(?P<{item}>\b(?:{words})\b)" for item, words in _IN_FAMILY)
    + r")",
    "mother* father* grand* great* parent* ma pa mum mom dad granny brother* sister* sibling* uncle* aunt* "
    "cousin* nephew* niece* twin* relative* son sons daughter*",
)
_KNOWN_IN_FAMILY = Anchored(
    r"\b(?:(?P<family_history_huntington>Huntington\S*|chorea)|(?P<family_history_parkinson>Parkinson\S*)|"
    r"(?P<family_history_ataxia>ataxia)|"
    r"(?P<family_history_dystonia>dystonia)|(?P<family_history_tics>tics)|"
    r"(?P<family_history_migraine>migraines?)|(?P<family_history_epilepsy>epilepsy|fits|seizures)|"
    r"(?P<family_history_tremor>tremors?)|"
    r"(?P<family_history_same>(?:others|relatives|several people|other members)))"
    r"(?: (?:disease|chorea|too|have|has|had|are|were))?(?: (?:is|was|has been))?(?: (?:known|present|"
    r"common))? (?:(?:runs?|exists?|is|are) )?in "
    r"(?:the|his|her|my|their|our) family\b(?P<same> (?:have|has|had|are|were|suffer from) (?:it|the same|"
    r"this|likewise|similar\w*|affected))?",
    "huntington* chorea parkinson* ataxia dystonia tics migraine* epilepsy fits seizures tremor* others "
    "relatives several other >9 family",
)


_ONE_KIN = (
    r"(?:(?:great[- ]?)?(?:grand)?(?:mother|father|parent|ma|pa|dad)s?|mum(?:my)?|mom|dad(?:dy)?|nan|"
    r"gran(?:ny|dad)?|"
    r"brothers?|sisters?|siblings?|uncles?|aunt(?:ie|y)?s?|cousins?|nephews?|nieces?|twin|"
    r"half-(?:brother|sister)|"
    r"(?:mother|father|mum|dad|brother|sister)['’]s (?:mother|father|mum|dad|brother|sister))"
)
_TOO = r"(?:\s+(?:too|as well|also))"
#: "My uncle had it", "but my sister did", "Dad's did too", "so did my mum's", "like my gran".
_SHARES = Anchored(
    rf"\b{_ONE_KIN}(?:['’]s)?(?:\s+(?:also|both|all))?\s+(?:(?:has|had|have|got|gets?|died of|"
    rf"died from|died with|"
    rf"suffers? from|suffered from|lived with|was diagnosed with)\s+(?:it|that|this|them|those|one|"
    rf"the same)\b{_TOO}?"
    rf"|(?:(?:is|was|are|were|also|both|similarly|likewise)\s+){{0,2}}affected(?=\s*(?:[.,;)]|$|by\b|"
    rf"too\b|as well))"
    rf"|(?:did|does|do|has|had|was|were|is|are)(?:{_TOO}|(?=\s*(?:[.,;!)]|$))))"
    rf"|\bso (?:did|does|do|has|had|was|were|is|are)\s+(?:(?:my|his|her|our|their|both|"
    rf"one of my)\s+){{0,2}}{_ONE_KIN}\b"
    rf"|\b(?:just |exactly )?like (?:my|his|her) (?:own |late )?{_ONE_KIN}(?:['’]s)?\b(?:\s+(?:did|"
    rf"does|had|has))?"
    rf"(?=\s*(?:[.,;!)]|$|and\b|but\b))",
    "mother* father* grand* great* parent* ma pa mum* mom dad* nan gran* brother* sister* sibling* "
    "uncle* aunt* "
    "cousin* nephew* niece* twin* half*; so >1 did does do has had was were is are; just exactly like",
)


#: "My sister and I both get shaky hands": what they share follows.
_WITH_KIN = Anchored(
    rf"\b(?:my|our) (?:\w+ )?{_ONE_KIN} and (?:I|me)(?: (?:both|all|each))? (?:get|have|had|got|"
    rf"suffer|twitch|shake|jerk|"
    rf"cramp)\b|\b(?:me|I) and my (?:\w+ )?{_ONE_KIN}(?: (?:both|all|each))? (?:get|have|had|got|"
    rf"suffer|twitch|shake|jerk|"
    rf"cramp)\b",
    "my our >8 and; me i >1 and",
)


#: "It can be traced through four generations".
_GENERATIONS = Anchored(
    r"\b(?:through|in|over|across|for|back) (?:at least )?(?:two|three|four|five|six|several|many) "
    r"generations\b",
    "through in over across for back >4 generations",
)


def kin_shares(words: Words) -> Iterator[tuple[int, int, bool]]:
    """Where kin is said to have what is not named there, and whether it is named behind."""
    text, patients = words.text, patients_of(words)
    for match in _WITH_KIN.finditer(words):
        yield *match.span(), True
    for match in _SHARES.finditer(words):
        kin = {re.sub(r"['’]s?$", "", word) for word in match.group().lower().split()}
        before = text[max(0, match.start() - 40) : match.start()]
        if patients.isdisjoint(kin) and not DENIED_OF_LIST.search(before.rpartition(" but ")[2]):
            yield *match.span(), False


def kin_in(words: Words) -> Iterator[tuple[str, tuple[int, int]]]:
    """What runs in the family, each with its letters."""
    text, patients = words.text, patients_of(words)
    for match in _FAMILY_TALE.finditer(words):
        before = text[max(0, match.start() - 40) : match.start()]
        item, kin = match.lastgroup, match.group().split(maxsplit=1)[0].lower()
        if item is None or DENIED_OF_LIST.search(before) or kin in patients:
            continue
        if not (kin.startswith(("son", "daughter", "twin")) and _OURS.search(before)):
            yield item, match.span()
    for match in _GENERATIONS.finditer(words):
        if not DENIED_OF_LIST.search(text, max(0, match.start() - 40), match.start()):
            yield "family_history_same", match.span()
    for match in _KNOWN_IN_FAMILY.finditer(words):
        item = next((name for name, said in match.groupdict().items() if said and name != "same"), None)
        if item is None or (item == "family_history_same" and not match["same"]):
            continue
        if not DENIED_OF_LIST.search(text, max(0, match.start() - 40), match.start()):
            yield item, match.span()


#: A child of these is the one of whom a parent tells.
_OURS = re.compile(r"\b(?:my|our) (?:[\w-]+ ){0,3}$", re.I)
