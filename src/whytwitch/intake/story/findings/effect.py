"""What a medicine did, what its end did, and what had no effect: "magnesium cured her cramps"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from whytwitch.intake.story.said import Said
from whytwitch.intake.story.text.anchor import Anchored
from whytwitch.intake.story.text.bounds import sentence_of
from whytwitch.intake.story.text.split import Words
from whytwitch.model.store import Model

__all__ = ["read_effects", "without_effect"]

Read = tuple[str, bool, tuple[int, int]]  # item, present, span

#: What is given -> the term for its help, and the term for its being none.
_GIVEN: dict[str, tuple[str, str]] = {
    r"(?:cortico)?steroids?|cortisone|prednisolone|prednisone|methylprednisolone|dexamethasone|"
    r"hydrocortisone": ("WT:better_with_steroids", ""),
    r"levodopa|l-?dopa|sinemet|madopar|co-?careldopa|co-?beneldopa": (
        "WT:levodopa_helps_strongly",
        "WT:levodopa_no_help",
    ),
    r"magnesium": ("WT:better_with_magnesium", ""),
    r"calcium": ("WT:better_with_calcium", ""),
    r"glucose|dextrose|sugar|sweet drinks?|something sweet": ("WT:better_with_sugar", ""),
    r"biperiden|benza?tropine|procyclidine|diphenhydramine|trihexyphenidyl|promethazine|akineton|cogentin|"
    r"benadryl": ("WT:eased_by_anticholinergic", ""),
}
_TERMS = tuple(_GIVEN.values())
_DRUG = "|".join(f"(?P<d{i}>{names})" for i, names in enumerate(_GIVEN))
_DRUG_WORDS = (
    "steroid* corticosteroid* cortisone prednisolone prednisone methylprednisolone dexamethasone "
    "hydrocortisone levodopa l ldopa sinemet madopar co cocareldopa cobeneldopa magnesium calcium glucose "
    "dextrose sugar sweet something biperiden benztropine benzatropine procyclidine diphenhydramine "
    "trihexyphenidyl promethazine akineton cogentin benadryl"
)
#: A level is no remedy: "with a glucose of 2", "calcium was low".
_NO_LEVEL = (
    r"\b(?![\s-]*(?:of|level|levels|concentration|free|channel|\d|(?:is|was|were)\s(?:low|high|normal)))"
)
_A = r"(?:(?:a|an|the|some|high|low|small|dose|doses|course|of|oral|intravenous|iv|her|his|my|more|with)\s+)"
_GOOD = (
    r"(?:better|improved?|improves|recovered|recovers|cleared|clears|resolved|resolves|stopped|stops|ceased|"
    r"eased|vanished|disappeared|settled|subsided|went away|gone|well again|came round)"
)
_MEND = (
    r"(?:brought\s+(?:(?:a|an|about|her|him)\s+)?(?:\w+\s+)?(?:recovery|improvement|relief)|"
    r"cured|cures|stopped|stops|ended|ends|took away|abolished|cleared|relieved|relieves|settled|ended)"
)
_MUCH = (
    r"(?:dramatically|strongly|excellently|strikingly|markedly|greatly|beautifully|very well|well|promptly|"
    r"quickly|at once)"
)
#: Words between the medicine and what it did, in the same clause.
_MEANS = r"(?:\s+(?!(?:but|and|not|no|never|nothing|for|when|because)\b)[\w'’-]+){0,4}?"
_HELPED = (
    # "Prednisolone was stopped" is no help of it.
    Anchored(
        rf"\b(?:{_DRUG}){_NO_LEVEL}{_MEANS}(?<!was)(?<!were)(?<!been)(?<!being)\s+{_MEND}\b"
        r"(?!\s+(?:working|helping))",
        _DRUG_WORDS,
    ),
    Anchored(
        rf"\b{_GOOD}\s+(?:(?:\w+ly|soon|at once)\s+)?(?:after|with|on|under|"
        rf"by)\s+{_A}{{0,4}}(?:{_DRUG}){_NO_LEVEL}",
        "better improve improved improves recovered recovers cleared clears resolved resolves stopped stops "
        "ceased eased vanished disappeared settled subsided went gone well came >9 " + _DRUG_WORDS,
    ),
    Anchored(
        rf"\bresponded\s+{_MUCH}\s+to\s+{_A}{{0,4}}(?:{_DRUG}){_NO_LEVEL}",
        "responded >9 " + _DRUG_WORDS,
    ),
    Anchored(
        rf"\b(?:after|with|on|under|once|given|gave|(?:injection|drip|infusion)s?\s+of)\s+"
        rf"(?:(?:him|her|me)\s+)?{_A}{{0,4}}(?:{_DRUG}){_NO_LEVEL}[^.;:!?\n]{{0,60}}?(?<!not)(?<!never)\s"
        rf"(?:got\s+|was\s+|were\s+|began to get\s+)?{_GOOD}\b(?!\s+(?:taking|working|breathing|by itself))",
        "after with on under once given gave injection* drip* infusion* >9 " + _DRUG_WORDS,
    ),
)
_OF_NO_HELP = (
    Anchored(
        rf"\b(?:{_DRUG}){_NO_LEVEL}(?:\s+[\w'’-]+){{0,3}}?\s+(?:(?:did|does|do|has|have|had)(?:\s+not|n['’]t)"
        r"\s+(?:help|work|change|improve|ease|stop|make)\w*|(?:did|does|changed|has done)\s+nothing|"
        r"(?:made|makes) no difference|(?:had|has|was without|without) (?:any |no |little "
        r")?(?:effect|benefit|"
        r"success)|(?:brought|gave|was of|were of|of) (?:no|little) (?:benefit|relief|improvement|use|help|"
        r"avail|gain)|failed)\b",
        _DRUG_WORDS,
    ),
    Anchored(
        r"\b(?:(?:did|does|do|has|have|had|would)(?:\s+not|n['’]t)|never|failed to|fails to)\s+(?:respond|"
        rf"responded|improve|improved|react|get better|got better)\s+(?:to|with|on|after|under)\s+{_A}{{0,4}}"
        rf"(?:{_DRUG}){_NO_LEVEL}",
        "did didn didnt does doesn doesnt do don dont has hasn hasnt have haven havent had hadn hadnt would "
        "wouldn wouldnt never failed fails >12 " + _DRUG_WORDS,
    ),
    Anchored(
        rf"\b(?:no|little|without|hardly any|poor)\s+(?:response|benefit|improvement|relief|effect|"
        rf"reaction)\s+"
        rf"(?:to|from|with|on|of|after)\s+{_A}{{0,4}}(?:{_DRUG}){_NO_LEVEL}",
        "no little without hardly poor >9 " + _DRUG_WORDS,
    ),
)
#: A fast needle, without which such a medicine is another kind of treatment.
_BY_NEEDLE = re.compile(
    r"\b(?:minutes?|at once|immediately|straight away|hour|needle|inject\w*|vein|IV|intraven\w+|"
    r"intramus\w+)\b",
    re.I,
)
_STRONGLY = re.compile(
    r"\b(?:dramatic\w*|strong\w*|excellent\w*|striking\w*|marked\w*|great\w*|beautiful\w*|very well|a lot|"
    r"completely|took away|abolished|cured|vanished|disappeared|gone)\b",
    re.I,
)
#: What is only planned or thought of, somebody else's, or another illness that was treated.
_UNSURE = re.compile(
    r"\b(?:if|would|might|may|could|should|hop(?:e|ed|ing)|whether|mother|father|brother|sister|son|daughter|"
    r"uncle|aunt|asthma|rash|eczema|arthritis|cough|skin|diabetes|nausea|fever)\b",
    re.I,
)

_ENDED = (
    r"(?:stopped|withdrawn|discontinued|cut\s+down|cut|lowered|reduced|halved|tapered|taken\s+away|"
    r"taken\s+off|weaned)"
)
_WENT = (
    r"(?:went(?:\s+away)?|stopped|ceased|vanished|disappeared|resolved|settled|cleared|(?:was|were)\s+gone|"
    r"improved|subsided|faded|got\s+better|eased)"
)
#: "When lithium was cut down, the shaking went away", "he took her off it and the movements were gone".
_OFF = (
    Anchored(
        rf"\b(?:when|after|once|as\s+soon\s+as)\s+(?P<what>(?:[\w-]+\s+){{1,4}}?)(?:was|were|had\s+been)\s+{_ENDED}\b"
        rf"[^.;:!?\n]{{0,50}}?(?<!not)\s{_WENT}\b(?!\s+(?:to|for|on|out|home|back|up|down|working|the)\b)",
        "when after once as >20 was were had >3 stopped withdrawn discontinued cut lowered reduced "
        "halved tapered taken weaned",
    ),
    Anchored(
        rf"\b{_WENT}\s+(?:(?:\w+ly|soon|completely|within\s+\w+\s+\w+)\s+)?(?:when|after|once|as\s+soon\s+as)\s+"
        rf"(?P<what>(?:[\w-]+\s+){{1,4}}?)(?:was|were|had\s+been)\s+{_ENDED}\b",
        "went stopped ceased vanished disappeared resolved settled cleared was were improved "
        "subsided faded got "
        "eased >9 when after once as",
    ),
    Anchored(
        r"\b(?:when|after|once|as\s+soon\s+as)\s+(?:he|she|i)\s+(?:had\s+)?(?:stopped(?:\s+taking)?|gave\s+up|"
        r"given\s+up|quit|came\s+off|left\s+off)\s+(?P<what>(?:[\w-]+,?\s+){1,3})"
        rf"[^.;:!?\n]{{0,40}}?(?<!not)\b{_WENT}\b(?!\s+(?:to|for|on|out|home|back|up|down|working|the)\b)",
        "when after once as >5 stopped gave given quit came left",
    ),
    Anchored(
        r"\b(?:took|taking|taken|came|coming|went|weaned)\s+(?:(?:him|her|me)\s+)?off\s+(?P<what>(?:[\w-]+\s+){1,3}?)"
        rf"(?:and|,)\s*[^.;:!?\n]{{0,40}}?(?<!not)\s{_WENT}\b(?!\s+(?:to|for|on|out|home|back|up|down)\b)",
        "took taking taken came coming went weaned >2 off",
    ),
)
_ANY_DRUG = re.compile(
    r"\b(?:drugs?|medicines?|medications?|tablets?|pills?|treatment|dose|infusion|injections?|capsules?|it|"
    r"them|patch(?:es)?)\b",
    re.I,
)
_OFF_TERM, _BEGAN_TERM = "WT:resolves_off_medicine", "WT:began_after_stopping"

#: "Lying down made no difference": what was tried is then denied.
_NOTHING_CAME = re.compile(
    r"(?:\s+(?!(?:and|but|or|which|because|then)\b)[\w'’-]+){0,3}?\s+(?:(?:made|makes)\s+no\s+difference|"
    r"(?:had|has)\s+no\s+(?:effect|influence)|(?:did|does)\s*(?:not|n['’]t)\s+(?:bring|set|trigger|provoke|"
    r"cause|change|alter|affect|influence|ease|help)\b|(?:caused|brought|provoked|triggered)\s+(?:no|nothing)\b)",
    re.I,
)
_TRIED = re.compile(
    r"WT:(?:twitch_on_|twitch_relieved_|twitch_worse|twitch_after_|jerk_on_|on_|nose_tap|stops_when|"
    r"heat_sensitivity|attack_after_)"
)


def read_effects(
    model: Model, words: Words, findings: list[Said], taken: Sequence[tuple[int, int]]
) -> list[Said]:
    """The findings, with what was given and helped or did not, and what went with the end of a medicine.

    Parameters
    ----------
    taken : sequence of tuple
        Letters of the medicines that are named.
    """
    findings = [said for said in findings if not _is_withdrawn_drug(words.text, said, taken)]
    known = {(said.id, said.present) for said in findings}
    found: dict[str, Said] = {}
    text = words.text
    for item, present, span in (*_given(words), *_off(words, taken)):
        if model.feature(item) is not None and (item, present) not in known:
            shown = text[span[0] : span[1]]
            found.setdefault(item, Said("finding", item, model.label(item), span, shown, present))
    if _OFF_TERM in found:
        first, last = sentence_of(text, found[_OFF_TERM].span[0])
        findings = [s for s in findings if s.id != _BEGAN_TERM or not first <= s.span[0] < last]
    return [*findings, *found.values()]


def without_effect(text: str, findings: list[Said]) -> list[Said]:
    """The findings; what was tried and changed nothing is denied.

    Examples
    --------
    >>> said = Said("finding", "WT:jerk_on_lying_down", "", (0, 10), "Lying down", True)
    >>> [s.present for s in without_effect("Lying down made no difference.", [said])]
    [False]
    """
    findings = [said for said in findings if not (_is_no_coma(text, said) or _is_no_answer(text, said))]
    return [
        replace(said, present=False)
        if said.present and _TRIED.match(said.id) and _NOTHING_CAME.match(text, said.span[1])
        else said
        for said in findings
    ]


#: "It does not wake her" is said of a complaint, "did not wake" of a person.
_WAKES_NOT = re.compile(
    r"\b(?:it|they|this|pain|twitch\w*|cramps?|spasms?|jerks?|jerking|movements?|tingling|numbness|attacks?)\s+"
    r"(?:does|do|did)(?:\s+not|n['’]t)\s+wake\s+(?:her|him|me|us|them)\b",
    re.I,
)


#: "Did not respond to Sinemet" is no clouded mind.
_TO_A_DRUG = re.compile(
    rf"\s+(?:\w+\s+)?to\s+(?:\w+\s+){{0,3}}?(?:{_DRUG}|treatment|therapy|medication|medicines?|drugs?|antibiotics?|"
    r"immunoglobulins?|plasma exchange|tablets?|injections?|fluids?)\b",
    re.I,
)


def _is_no_answer(text: str, said: Said) -> bool:
    if said.id != "HP:0004372" or "respon" not in text[said.span[0] : said.span[1]].lower():
        return False
    return _TO_A_DRUG.match(text, said.span[1]) is not None


def _is_no_coma(text: str, said: Said) -> bool:
    return (
        said.id == "HP:0001259"
        and _WAKES_NOT.search(text, max(0, said.span[0] - 30), said.span[1] + 8) is not None
    )


#: "The baclofen was withdrawn" tells of no withdrawn person.
_BEING = re.compile(
    r"(?P<who>[\w-]+)\s+(?:(?:has|had|have|was|were|been|being|is)\s+){1,3}(?:\w+ly\s+)?\Z", re.I
)


def _is_withdrawn_drug(text: str, said: Said, taken: Sequence[tuple[int, int]]) -> bool:
    if said.id != "HP:0000751" or text[said.span[0] : said.span[1]].lower() != "withdrawn":
        return False
    being = _BEING.search(text, max(0, said.span[0] - 50), said.span[0])
    if being is None:
        return False
    first, _ = being.span("who")
    named = any(at <= first < end for at, end in taken)
    return named or (_ANY_DRUG.fullmatch(being["who"]) is not None and being["who"].lower() != "it")


def _given(words: Words) -> Iterator[Read]:
    text = words.text
    for pattern in _OF_NO_HELP:
        for match in pattern.finditer(words):
            helps, none = _terms(match)
            if not _is_unsure(text, match):
                yield helps, False, match.span()
                if none:
                    yield none, True, match.span()
    for pattern in _HELPED:
        for match in pattern.finditer(words):
            helps, none = _terms(match)
            first, last = sentence_of(text, match.start())
            if _is_unsure(text, match):
                continue
            if helps == "WT:eased_by_anticholinergic" and _BY_NEEDLE.search(text, first, last) is None:
                continue
            if none and _STRONGLY.search(text, match.start(), last) is None:
                continue
            yield helps, True, match.span()


def _terms(match: re.Match[str]) -> tuple[str, str]:
    return next(terms for i, terms in enumerate(_TERMS) if match[f"d{i}"])


def _is_unsure(text: str, match: re.Match[str]) -> bool:
    return _UNSURE.search(text, sentence_of(text, match.start())[0], match.end()) is not None


def _off(words: Words, taken: Sequence[tuple[int, int]]) -> Iterator[Read]:
    text = words.text
    for pattern in _OFF:
        for match in pattern.finditer(words):
            first, last = match.span("what")
            named = any(first <= at < last for at, _ in taken) or _ANY_DRUG.search(text, first, last)
            if named and not _is_unsure(text, match):
                yield _OFF_TERM, True, match.span()
