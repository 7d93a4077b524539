"""A child who got at what is not for children: some of it, by anybody's word, is too much."""

from __future__ import annotations

from collections.abc import Iterator

from whytwitch.intake.story.text.anchor import Anchored
from whytwitch.intake.story.text.split import Words

__all__ = ["taken_by_a_child"]

_UP_TO_NINE = r"(?:[1-9]|one|two|three|four|five|six|seven|eight|nine)"
_CHILD = (
    r"(?:toddler|baby|infant|little (?:one|boy|girl)|"
    rf"(?:son|daughter|child|boy|girl|grandson|granddaughter|nephew|niece)(?=,? (?:aged |who is |who's |"
    rf"of |is )?"
    rf"{_UP_TO_NINE}\b(?! (?:days|weeks|months|years) ago))|"
    rf"{_UP_TO_NINE}[\s-](?:years?|yrs?|months?)[\s-]old|[1-9] ?yo)"
)
_GOT_AT = (
    r"(?:swallow(?:ed|ing|s)?|ate|eaten|eating|chew(?:ed|ing)|drank|drunk|drinking|licked|suck(?:ed|"
    r"ing)(?: on)?|"
    r"got (?:into|hold of|at)|getting into|been (?:in|into|at)|raided|"
    r"(?:took|taken|had|found|opened|helped (?:him|her)self to)(?= (?:some|several|a few|one|two|three|"
    r"four|five|"
    r"a handful|the (?:whole )?(?:bottle|packet|box))\b))"
)
_NOT_FOR_CHILDREN = (
    r"(?:tablets?|pills?|capsules?|medicines?|medications?|meds|eye ?drops|nose ?drops|patch(?:es)?|"
    r"inhalers?|"
    r"cough (?:syrup|mixture|medicine)|e-?liquid|vape (?:juice|liquid)|nicotine (?:gum|liquid|pouch\w*)|"
    r"gummies|gummy|edibles?|antidepressants?|blood pressure \w+|painkillers?|sleeping pills?|mothballs?|"
    r"slug pellets|rat poison|antifreeze|cigarette (?:butts?|ends?)|button batter(?:y|ies))"
)
#: "My toddler swallowed some of grandma's tablets".
_OF_A_CHILD = Anchored(
    rf"\b{_CHILD}\b[^.;!?\n]{{0,50}}?\b{_GOT_AT}\b[^.;!?\n]{{0,40}}?\b{_NOT_FOR_CHILDREN}\b",
    "toddler baby infant little son daughter child boy girl grandson granddaughter nephew niece #* "
    "one two three four five six seven eight nine "
    ">40 swallow* ate eaten eating chew* drank drunk drinking licked suck* got getting been raided took "
    "taken had found opened helped "
    ">40 tablet* pill* capsule* medic* meds eye* nose* patch* inhaler* cough e eliquid vape nicotine gummies "
    "gummy edible* antidepressant* blood painkiller* sleeping mothball* slug rat antifreeze cigarette button",
)
#: "Swallowed three of his granddad's pills": what is another's and was swallowed by the piece.
_OF_ANOTHER = Anchored(
    r"\b(?:swallowed|ate|eaten|chewed|got (?:into|hold of|at))\b(?: (?:some|several|a few|one|two|three|"
    r"four|five|"
    r"ten|a handful|\d+|all))?(?: of)? (?:(?:his|her|my|our|the) )?(?:\w+ )?"
    r"(?:gran|grandma|grandpa|grandad|granddad|nan|nana|mum|mom|dad|mother|father|grandmother|grandfather|"
    r"brother|sister|parent|dog|cat)(?:'s|’s|s'|s’) (?:[\w-]+ ){0,3}?(?:tablets?|pills?|capsules?|medicines?|"
    r"medications?|meds)\b",
    "swallowed ate eaten chewed got",
)


def taken_by_a_child(words: Words) -> Iterator[tuple[int, int]]:
    """Where a text tells that a small child swallowed a medicine or a poison, or somebody another's tablets.

    Examples
    --------
    >>> bool(_OF_A_CHILD.pattern.search("My toddler got into the eye drops"))
    True
    """
    for pattern in (_OF_A_CHILD, _OF_ANOTHER):
        for match in pattern.finditer(words):
            yield match.span()
