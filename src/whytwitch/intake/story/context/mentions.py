"""Who has it, when, and whether at all: clinical context of each phrase in a running text.

The rules follow ConText (Harkema 2009, PMID 19435614): a cue reaches forward or backward in its
sentence until another word ends it. Cues stand in the lexicon beside the findings, so one pass finds
both.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache, partial
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from whytwitch.intake.story.context.fear import (
    CONDITION,
    end_of_condition,
    ends_fear,
    is_aside,
    is_owned,
    names_illness,
)
from whytwitch.intake.story.context.marks import queried_words, sentences_answered_no, words_with_minus
from whytwitch.intake.story.context.normal import calls_healthy, is_beside, is_healthy
from whytwitch.intake.story.context.reach import (
    NEW_STATEMENT,
    first_of_clause,
    goes_on_anew,
    is_contrast,
    is_over,
    is_relative,
    is_shut,
    is_told,
    is_undone,
    says_more,
)
from whytwitch.intake.story.context.witness import (
    BY_MARRIAGE,
    complains_of,
    has_it_too,
    is_company,
    is_kin_called_so,
    is_owner,
    is_witness,
    is_writer,
    tells_of_the_other_sex,
)
from whytwitch.intake.story.text.match import Items, Match, Words, kinds_of
from whytwitch.intake.story.text.segments import SAID_ANEW
from whytwitch.model.reading_cues import CUES
from whytwitch.model.reading_grammar import PART_OF_WORD
from whytwitch.model.reading_table import CAUSE, CUE, DENIAL, FEATURE, FUNCTION, PART

__all__ = ["IS_NOT", "IS_SO", "Mention", "in_context"]

#: Polarity, person and time of what is so, and of what is not.
IS_SO, IS_NOT = ("present", "person", "present"), ("absent", "person", "present")

_CUE_NAMES = tuple(CUES)
_RELATIVES = frozenset(
    "mother father brother sister uncle aunt cousin grandmother grandfather family fhx fh".split()
)
_KIN = _RELATIVES | BY_MARRIAGE
#: Words that a negation reaches on, and those it reaches after each comma of a list.
_REACH, _LIST_REACH = 12, 8
_NEAR = 5
#: Phrases behind one in which a cue for it is looked for.
_FARTHEST = 24
_OWN = frozenset("he she i patient my me".split())
#: "Her mother has fits, and she herself has jerks".
_SELF = frozenset("himself herself myself".split())
#: "Previous seizures": the word belongs to its noun.
_BESIDE, _NEAR_PAST = frozenset(("previous",)), 2
_NOT, _BESIDE_NOT = frozenset(("not", "never")), 2
_INSIDE_NOT = frozenset(("not", "no"))
_NEGATED = frozenset("no not never nor neither without".split())
_AND = frozenset("and or nor plus".split())
_BEING = frozenset("is are was were has have had".split())
_AGED = frozenset(("of", "aged"))
_TENS = frozenset("twenty thirty forty fifty sixty seventy eighty ninety".split())


class Mention(NamedTuple):
    """One phrase with what its sentence says of it.

    ``polarity`` is present or absent; ``who`` is person, family or other; ``when`` is present, past,
    feared; ``normal`` when a function is called normal; ``diagnosed`` after words such as "known";
    ``described`` for a description of ours, which may stand over other phrases.
    """

    match: Match
    polarity: str = "present"
    who: str = "person"
    when: str = "present"
    normal: bool = False
    diagnosed: bool = False
    impaired: bool = False
    described: bool = False


def cues_of(match: Match) -> frozenset[str]:
    """Names of the cues that a phrase is."""
    return _cues(match.items) if match.kinds & _IS_CUE else _NO_CUES


@lru_cache(maxsize=10_000)
def _cues(items: Items) -> frozenset[str]:
    return frozenset(_CUE_NAMES[i] for kind, i, _ in items if kind == CUE)


_NO_CUES: frozenset[str] = frozenset()
_IS_CUE, _IS_FUNCTION, _IS_BESIDE = kinds_of((CUE,)), kinds_of((FUNCTION,)), kinds_of((FUNCTION, PART))
_IS_CAUSE, _IS_DENIAL, _IS_FEATURE = kinds_of((CAUSE,)), kinds_of((DENIAL,)), kinds_of((FEATURE,))
_MAY_TURN = kinds_of((CUE, DENIAL, FUNCTION))


def in_context(
    words: Words,
    matches: list[Match],
    patients: frozenset[str],
    own: Sequence[Match] = (),
    illnesses: Set[int] = frozenset(),
) -> list[Mention]:
    """Every phrase that is no mere cue, with its context; sentences apart.

    Parameters
    ----------
    patients : frozenset of str
        Words of relatives who are the person told of ("my son" in a mother's letter).
    own : sequence of Match
        Descriptions of ours; a cue inside one turns nothing that stands behind it.
    illnesses : set of int
        Features that are illnesses by name, which worry reaches as it does diseases.
    """
    if not (own or matches):
        return []
    ends = {i: match.last for match in own for i in range(match.first, match.last)}
    lines = {words.sentence[match.first] for match in own}
    matches = sorted([*own, *matches], key=itemgetter(0)) if own else matches
    sentence = words.sentence
    kin = {sentence[i] for i in words.places(_KIN)}
    queried = queried_words(words)
    in_doubt: dict[int, set[int]] = defaultdict(set)
    for i in queried:
        in_doubt[sentence[i]].add(i)
    turned = lines.union(in_doubt, (sentence[i] for i in words.places(_TURN_WITHIN)))
    mentions: list[Mention] = []
    done = 0
    known = [_roles_of(items) if bits & _MAY_TURN else _NO_ROLE for _, _, items, bits in matches]
    kinds = [cues for _, cues in known]
    if own:
        described = {id(match) for match in own}
        kinds = [
            _OURS if id(match) in described else cues for match, cues in zip(matches, kinds, strict=True)
        ]
    for first, last, number, role in _sentences(words, matches, [role for role, _ in known], turned):
        mentions += [_AS_MENTION((match, *_AS_SAID)) for match in matches[done:first] if match[3] != _IS_CUE]
        done = last
        told = _Sentence(number in lines, number in kin, role)
        said = _sentence(words, matches[first:last], kinds[first:last], told, patients, ends, illnesses)
        mentions += _queried(words, said, asked) if (asked := in_doubt.get(number)) else said
    mentions += [_AS_MENTION((match, *_AS_SAID)) for match in matches[done:] if match[3] != _IS_CUE]
    return _marked(words, mentions)


def _marked(words: Words, mentions: list[Mention]) -> list[Mention]:
    """Mentions with a minus behind them, or in a question that is answered with no, as denied."""
    minus, asked = words_with_minus(words), sentences_answered_no(words)
    if not (minus or asked):
        return mentions
    return [
        m._replace(polarity="absent")
        if m.match.last - 1 in minus or words.sentence[m.match.first] in asked
        else m
        for m in mentions
    ]


def _sentences(
    words: Words, matches: list[Match], roles: list[int], turned: Set[int]
) -> Iterator[tuple[int, int, int, int]]:
    """Places among the matches of those in sentences in which one may turn another, their number and role.

    They are those of ``turned``, and those that a cue, a denial or a function with its cue is in.
    """
    number = words.line[np.fromiter(map(itemgetter(0), matches), np.intp, len(matches))]
    first = np.flatnonzero(np.append(True, number[1:] != number[:-1]))
    last, number = np.append(first[1:], len(matches)), number[first]
    role = np.bitwise_or.reduceat(np.array(roles, np.uint8), first)
    turns = (role & _TURNS_OTHERS > 0) | (role & _TURNED == _TURNED)
    if turned:
        turns |= np.isin(number, list(turned))
    return zip(*(column[turns].tolist() for column in (first, last, number, role)), strict=True)


@lru_cache(maxsize=10_000)
def _roles_of(items: Items) -> tuple[int, frozenset[str]]:
    """What a phrase does in its sentence: it turns others, is turned, or turns what may be; and its cues."""
    cues = _cues(items)
    denies = any(kind == DENIAL for kind, _, _ in items)
    role = _TURNS_OTHERS if denies or not _HEEDED.isdisjoint(cues) else 0
    if any(kind == FUNCTION for kind, _, _ in items):
        role |= _IS_TURNED
    if not _OF_FUNCTIONS.isdisjoint(cues) or calls_healthy(items):
        role |= _TURNS_FUNCTIONS
    if not _BACK.isdisjoint(cues):
        role |= _TURNS_BACK
    return role, cues


_NO_ROLE = (0, _NO_CUES)
#: In the place of the cues of a description of ours, told apart by what it is.
_OURS = frozenset(("ours",))
_TURNS_OTHERS, _IS_TURNED, _TURNS_FUNCTIONS, _TURNS_BACK = 1, 2, 4, 8
_TURNED = _IS_TURNED | _TURNS_FUNCTIONS


#: A mention in a sentence in which nothing turns another.
_AS_SAID = ("present", "person", "present", False, False, False, False)
#: Words that turn the phrase they stand in.
_TURN_WITHIN = _RELATIVES | _INSIDE_NOT


class _Sentence(NamedTuple):
    """What else is known of a sentence.

    ``described`` says that descriptions of ours are in it, ``kin`` that it names kin; ``role`` is what its
    phrases do together.
    """

    described: bool
    kin: bool
    role: int


#: Behind all words.
_FAR = sys.maxsize


@dataclass(slots=True)
class _Reach:
    """How far the cues of a sentence reach, while it is read from left to right."""

    no_until: int = -1
    no_clause: int = -1
    no_list: bool = True
    no_from: int = -1
    family: bool = False
    other: bool = False
    #: Where the last thing that was denied ends.
    no_hit: int = -1
    feared_until: int = -1
    feared_clause: int = -1
    worried_until: int = -1
    past_until: int = -1
    past_clause: int = -1
    diagnosed_until: int = -1

    def end(self) -> int:
        """The last word that something reaches."""
        if self.family or self.other:
            return _FAR
        return max(
            self.no_until, self.feared_until, self.worried_until, self.past_until, self.diagnosed_until
        )


def _sentence(
    words: Words,
    every: list[Match],
    cues_of_every: list[frozenset[str]],
    told: _Sentence,
    patients: frozenset[str],
    ends: dict[int, int],
    illnesses: Set[int],
) -> list[Mention]:
    """Phrases of a sentence, each with its cues, and their context."""
    reach = _Reach()
    mentions = []
    described, kin, role = told
    matches, kinds = every, cues_of_every
    if described:
        kinds = [cues for cues in cues_of_every if cues is not _OURS]
        matches = [m for m, cues in zip(every, cues_of_every, strict=True) if cues is not _OURS]
    behind = -1
    if role & _TURNS_BACK:
        behind = max((k for k, cues in enumerate(kinds) if not _BACK.isdisjoint(cues)), default=-1)
    # Up to which word a phrase may be turned by what stands before it; that of kin by what stands beside it.
    reached = _FAR if kin else -1
    normal = words.normal
    i = -1
    for match, cues in zip(every, cues_of_every, strict=True):
        if reach.family and tells_of_the_other_sex(words, match.first, match.last):
            reach.family = False
        if cues is _OURS:
            if match.first > reached:
                mentions.append(_AS_MENTION((match, *_AS_SAID[:-1], True)))
                continue
            absent, past = _is_denied(words, match, reach, False), _is_past(words, match.first, reach)
            who = "family" if reach.family else "other" if reach.other else "person"
            # "If I get up they stop": what a condition brings is there, though its words begin in it.
            feared = match.first <= reach.feared_until and match.last - 1 <= reach.feared_until
            when = "feared" if feared else "past" if past else "present"
            mentions.append(Mention(match, "absent" if absent else "present", who, when, described=True))
            continue
        i += 1
        first, last, _, bits = match
        if (
            cues
            and (
                reach.family
                or reach.other
                or not _BEGINS.isdisjoint(cues)
                or ("stop" in cues and first <= reached)
            )
            and "nothing" not in cues
        ):
            before = reach.no_until
            _turn(words, matches, kinds, i, reach, patients)
            if first in ends and ends[first] >= last:
                reach.no_until = min(reach.no_until, max(ends[first] - 1, before))
            reached = _FAR if kin else reach.end()
        if bits == _IS_CUE:
            continue
        inside = last - first > 2 and not _INSIDE_NOT.isdisjoint(normal[first + 1 : last - 1])
        if first > reached and i >= behind and not (inside or bits & _TURNED_ALONE):
            mentions.append(_AS_MENTION((match, *_AS_SAID)))
            continue
        of_family = kin and bits & _IS_FEATURE > 0 and _tells_of_family(words, match, patients)
        denies = bits & _IS_DENIAL > 0
        if denies:
            # "Not feeding well": only a "not" beside it turns what denies by itself, no list before it.
            absent = any(
                normal[k] in _NOT and words.clause[k] == words.clause[first]
                for k in range(max(0, first - _BESIDE_NOT), first)
            )
        else:
            absent = (
                first <= reach.no_until
                and not _says_not_itself(normal, first, last)
                and _is_denied(words, match, reach)
            )
            absent = absent or (i < behind and _denied_after(words, matches, kinds, i))
            absent = absent or (inside and _is_loose(match))
        of_kin = is_kin_called_so(words, first, last) if kin else None
        if of_kin is not None and not patients.isdisjoint(normal[last : last + 1]):
            of_kin = None
        past = _is_past(words, first, reach) or (i < behind and _past_after(words, matches, kinds, i))
        is_function = bits & _IS_FUNCTION > 0
        turned = is_function and role & _TURNS_FUNCTIONS > 0
        if first <= reach.feared_until and ends_fear(words, first, reach.feared_clause, reach.no_from):
            reach.feared_until = -1
        feared = (first <= reach.feared_until and not is_owned(words, match)) or (
            first <= reach.worried_until and (bits & _IS_CAUSE > 0 or names_illness(match, illnesses))
        )
        mentions.append(
            _AS_MENTION(
                (
                    match,
                    "absent" if absent else "present",
                    "family" if reach.family else "other" if reach.other else of_kin or "person",
                    "feared" if feared else "past" if past else "present",
                    turned and is_beside(words, matches, kinds, i, "normal"),
                    first <= reach.diagnosed_until,
                    turned and is_beside(words, matches, kinds, i, "impaired"),
                    False,
                )
            )
        )
        negated = (denies or is_function) and not _NEGATED.isdisjoint(normal[first:last])
        if negated and (denies or is_healthy(match)) and not _NO_EFFECT.intersection(normal[last : last + 1]):
            # "Does not smoke, drink or take drugs": what denies one thing goes on over the list.
            reach.no_until, reach.no_clause = last + _LIST_REACH, words.clause[first]
            reach.no_list, reach.no_from = True, last
        if of_family:
            reach.family = True
        if reach.no_until > reached:
            reached = reach.no_until
    return mentions


#: "Coffee makes no difference to the twitching": nothing is denied but what coffee does.
_NO_EFFECT = frozenset("difference odds change effect better worse".split())
#: Mention._make without a call of Python for each.
_AS_MENTION: Callable[[tuple[object, ...]], Mention] = partial(tuple.__new__, Mention)
#: Cues that turn what stands before them, and phrases that are more than what such ones make of them.
_BACK, _TURNED_ALONE = frozenset(("no_back", "past_back")), _IS_DENIAL | _IS_FUNCTION
#: Cues that :func:`_turn` heeds in a sentence of the person alone, besides a "stop" of what reaches on.
_BEGINS = frozenset("no feared worried past diagnosed family other".split())
#: Cues of which a sentence without denials is free; others are heeded by functions alone.
_HEEDED = _BEGINS | _BACK
_OF_FUNCTIONS = frozenset(("normal", "impaired"))


def _tells_of_family(words: Words, match: Match, patients: frozenset[str]) -> bool:
    """ "Father and sister" is an exposure; what follows is theirs."""
    if not match.kinds & _IS_FEATURE or _RELATIVES.isdisjoint(words.normal[match.first : match.last]):
        return False
    return not cues_of(match) and any(
        w in _RELATIVES and w not in patients for w in words.normal[match.first : match.last]
    )


def _turn(
    words: Words,
    matches: list[Match],
    kinds: list[frozenset[str]],
    i: int,
    reach: _Reach,
    patients: frozenset[str],
) -> None:
    """Let one cue begin or end the reach of others."""
    match, cues = matches[i], kinds[i]
    word = words.normal[match.first]
    if "stop" in cues:
        reach.no_until = -1
        if word in ("but", "however", "although", "though"):
            reach.feared_until = reach.past_until = -1
        elif word == "now":
            reach.past_until = -1
    undone = "no" in cues and is_undone(words, match.first)
    if undone:
        reach.no_until = -1
    if (
        "no" in cues
        and not undone
        and not ("no_back" in cues and _ends_clause(words, match) and not _is_heading(words, match))
    ):
        reach.no_until, reach.no_clause = match.last + _REACH, words.clause[match.first]
        reach.no_from = match.last
        # "Absent knee jerks, extensor plantars": the word belongs to its noun alone. "Eyes that would not
        # turn, a racing heart": what a relative clause denies ends with it.
        reach.no_list = word != "absent" and not is_relative(words, match.first)
    if words.normal[match.last : match.last + 1] and words.normal[match.last] in _RECORDS:
        following = words.normal[match.last + 1 : match.last + 2]
        if "no" in cues and following not in (["of"], ["for"]):
            reach.no_until = -1  # "no PMH, hand tremor"
    if "feared" in cues and "no" not in cues and not is_aside(words, match):
        reach.feared_until = match.last + _REACH
        reach.feared_clause = words.clause[match.first]
        if word == CONDITION:
            reach.feared_until = end_of_condition(words, match, reach.feared_until)
    if "worried" in cues:
        reach.worried_until = match.last + _REACH
    if "past" in cues:
        reach.past_until = match.last + (_REACH if word not in _BESIDE else _NEAR_PAST)
        reach.past_clause = words.clause[match.first]
    if "diagnosed" in cues:
        reach.diagnosed_until = match.last + 6
        if word in _SETTLED:
            reach.feared_until = reach.worried_until = -1
    if (reach.family or reach.other) and word in _OWN and not cues & {"family", "other"}:
        following = words.normal[match.last : match.last + 1]
        reach.family = reach.family and word in ("he", "she") and _SELF.isdisjoint(following)
        reach.other = False
    # "Other medicines" are nobody else.
    if (
        cues & {"family", "other"}
        and patients.isdisjoint(words.normal[match.first : match.last])
        and word != "other"
        and not _only_tells(words, matches, kinds, i)
    ):
        reach.family = reach.family or "family" in cues
        # "A woman of 38 ...", "for four years a woman of 36 has ...".
        patient = word == "a" and (match.first == 0 or _has_an_age(words, match.last))
        reach.other = reach.other or ("other" in cues and not patient)


#: What a letter has none of, and no complaint.
_RECORDS = frozenset("pmh pmhx phx meds medication medications medicines allergies dhx comorbidities".split())


#: A doctor's word that ends what was only feared.
_SETTLED = frozenset("diagnosed diagnosis confirmed".split())


def _has_an_age(words: Words, i: int) -> bool:
    """ "Of 36", "aged 36": whom a text gives an age is the one it tells of."""
    following = words.normal[i : i + 2]
    return (
        len(following) == 2
        and following[0] in _AGED
        and (following[1][:1].isdigit() or following[1] in _TENS)
    )


def _queried(words: Words, mentions: list[Mention], queried: Set[int]) -> list[Mention]:
    """ "?MS": a letter's mark before what is thought of, "?early MS" with an adjective between."""
    firsts = {m.match.first for m in mentions}
    reached = {i + (i not in firsts) for i in queried}
    reached = {
        i
        for i in reached
        if i < len(words.clause) and (i in queried or words.clause[i] == words.clause[i - 1])
    }
    return [m._replace(when="feared") if m.match.first in reached else m for m in mentions]


def _ends_clause(words: Words, match: Match) -> bool:
    return match.last >= len(words.clause) or words.clause[match.last] != words.clause[match.first]


def _is_heading(words: Words, match: Match) -> bool:
    """ "Denies: fever, cough"."""
    return words.text[words.end[match.last - 1] :].lstrip(" ")[:1] == ":"


def _only_tells(words: Words, matches: list[Match], kinds: list[frozenset[str]], i: int) -> bool:
    """ "His mother noticed": she speaks of the person; so do "the parents of a girl mention"."""
    if complains_of(words, matches[i].last):
        return False
    if is_writer(words, matches[i].last) or is_owner(words, matches[i].last):
        return True
    following = next((k for k in range(i + 1, min(i + 3, len(matches))) if kinds[k]), None)
    if (
        following is not None
        and matches[following].first - matches[i].last <= 2
        and "tells" in kinds[following]
    ):
        return True
    first = matches[i].first
    return is_witness(words, matches[i].last) or has_it_too(words, first) or is_company(words, first)


def _is_denied(words: Words, match: Match, reach: _Reach, goes_on: bool = True) -> bool:
    """Whether a cue before reaches a match; a term of a list carries the reach on."""
    if match.first > reach.no_until:
        return False
    told_anew = reach.no_from < reach.no_hit < match.first and words.normal[reach.no_hit] in _TELLERS
    if told_anew or goes_on_anew(words, match.first):
        reach.no_until = -1
        return False  # "rather than weakness it is stiffness"
    if not SAID_ANEW.isdisjoint(words.normal[max(0, match.first - 1) : match.first + 1]):
        verb = match.first - (words.normal[match.first] not in SAID_ANEW)
        if verb and words.normal[verb - 1] == "and":
            reach.no_until = -1
            return False  # "no fever and sees double"
    clause = words.clause[match.first]
    if says_more(words, reach.no_from, match.first) or is_over(words, reach.no_from, match.first):
        reach.no_until = -1
        return False
    if clause != reach.no_clause:
        if not reach.no_list:
            reach.no_until = -1
            return False
        # Over a comma the negation lives on in a list only.
        opening = first_of_clause(words, match.first)
        word = words.normal[opening]
        if "still" in words.normal[opening : match.last]:
            reach.no_until = -1
            return False  # "negative for myasthenia, the lid still droops"
        if is_shut(words, reach.no_from, opening) or is_contrast(words, reach.no_from, opening):
            reach.no_until = -1
            return False
        if (
            word in NEW_STATEMENT
            or word[:1].isdigit()
            or match.first - opening > _NEAR
            or is_told(words, match.first, match.last)
            or (
                not _PLAIN_NO.isdisjoint(words.normal[max(0, reach.no_from - 3) : reach.no_from])
                and _is_predicate(words, match)
            )
        ):
            reach.no_until = -1
            return False
        if word == "and" and (words.normal[opening + 1] in _BEING or not _list_before(words, opening)):
            reach.no_until = -1
            return False
        reach.no_clause = clause
    following = words.normal[match.last : match.last + 2]
    so_far = words.normal[reach.no_from - 1] in _SO_FAR and not _UNTIL.isdisjoint(following)
    if so_far or "unless" in following:
        reach.no_until = -1
        return False  # "never had cramps till I took the statin", "does not shake unless he holds a cup"
    if goes_on:
        reach.no_until = max(reach.no_until, match.last + _LIST_REACH)
        reach.no_hit = match.last
    return True


def _says_not_itself(normal: Sequence[str], first: int, last: int) -> bool:
    """Whether a phrase opens with its own "not" behind an "and": "no sweat and does not know his wife"."""
    opening = first
    while opening > first - _MAY_DO and opening > 0 and normal[opening - 1] in _DOES:
        opening -= 1
    if opening == 0 or normal[opening - 1] not in _AND_BUT:
        return False
    return not _NEGATED.isdisjoint(normal[opening : min(first + 2, last)])


#: Words that stand before the "not" of a verb, and how many of them.
_DOES, _MAY_DO = (
    frozenset("does do did is are was were has have had can could will would he she i".split()),
    3,
)
_AND_BUT = frozenset("and but".split())


def _is_predicate(words: Words, match: Match) -> bool:
    """Whether a phrase says of a part what it does or is: "no fever, hands shaking, legs weak"."""
    said = [word for word in words.normal[match.first : match.last] if word not in _WHOSE]
    if len(said) < 2 or said[0] not in PART_OF_WORD:
        return False
    return any(word.endswith("ing") or word in _IS_SUCH for word in (said[1], said[-1]))


_PLAIN_NO = frozenset(("no", "not"))
_WHOSE = frozenset("my his her the both all left right two".split())
_IS_SUCH = frozenset("weak numb stiff cold heavy jumpy shaky twitchy sore tight hot clumsy restless".split())


def _is_past(words: Words, first: int, reach: _Reach) -> bool:
    """Whether a cue of the past reaches a phrase: not into "had spasms as a baby, and he is far behind"."""
    if first > reach.past_until:
        return False
    if words.clause[first] == reach.past_clause:
        return True
    opening = first_of_clause(words, first)
    if not _NOW.isdisjoint(words.normal[opening : opening + _NEAR]):
        reach.past_until = -1
        return False
    return True


#: Words by which a clause tells of now.
_NOW = frozenset("is are am do does don't dont doesn't doesnt now".split())
_SO_FAR, _UNTIL = frozenset("never had no".split()), frozenset(("until", "till"))
_TELLERS = frozenset("i it he she they".split())


def _is_loose(match: Match) -> bool:
    """Whether other words stand between those of a phrase: "the lids do not droop"."""
    return any(rank == 0 for _, _, rank in match.items)


def _list_before(words: Words, opening: int) -> bool:
    """Whether the clause before is short, as an item of a list is."""
    return opening > 0 and opening - first_of_clause(words, opening - 1) <= _NEAR


def _denied_after(words: Words, matches: list[Match], kinds: list[frozenset[str]], i: int) -> bool:
    """ "Reflexes were absent", "fever was denied": a cue behind, in the same clause or list."""
    return _cue_after(words, matches, kinds, i, "no_back")


def _past_after(words: Words, matches: list[Match], kinds: list[frozenset[str]], i: int) -> bool:
    return _cue_after(words, matches, kinds, i, "past_back")


def _cue_after(words: Words, matches: list[Match], kinds: list[frozenset[str]], i: int, wanted: str) -> bool:
    reached = matches[i].last
    for k in range(i + 1, min(len(matches), i + _FARTHEST)):
        gap = matches[k].first - reached
        if gap > 3:
            return False
        if wanted in kinds[k]:
            if wanted == "past_back" and k > i + 1 and words.normal[matches[k].first] in ("is", "has", "was"):
                return False  # "the foot is numb and the pain is gone"
            if wanted == "past_back" and _goes_on(words, matches[k].last):
                return False
            opens_another = wanted == "no_back" and "no" in kinds[k]
            return not opens_another or _ends_clause(words, matches[k])
        if kinds[k] and not kinds[k] <= {"own", "has", "past_back", "no_back", "normal", "tells", "impaired"}:
            return False
        reached = matches[k].last
    return False


def _goes_on(words: Words, last: int) -> bool:
    """ "Cramps at night, had them as a kid too": what was there then as well is there now."""
    following = words.normal[last : last + 2]
    if not following or words.clause[last] != words.clause[last - 1]:
        return False
    return following[0] in ("too", "also") or following == ["as", "well"]
