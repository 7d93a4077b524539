"""Where a denial ends within its sentence: at a mark, a contrary, a subject or a verb of its own."""

from __future__ import annotations

from itertools import pairwise

from whytwitch.intake.story.text.match import Words
from whytwitch.intake.story.text.segments import SAID_ANEW

__all__ = [
    "NEW_STATEMENT",
    "first_of_clause",
    "goes_on_anew",
    "is_contrast",
    "is_over",
    "is_reason",
    "is_relative",
    "is_shut",
    "is_told",
    "is_undone",
    "says_more",
]

#: A list that goes on after these is a new statement.
NEW_STATEMENT = frozenset(
    "he she it they i we there his my her the then has have had is was are were "
    "on takes taking goes going lives works".split()
)
#: What opens the contrary of what was denied.
_COUNTED = frozenset(
    "more rather still old known longstanding chronic residual preexisting usual some few just only "
    "merely occasional occasionally sometimes mainly mostly "
    "mild slight plenty "
    "lots".split()
)
_COUNTED_BY_A = frozenset("few bit little lot slight mild touch".split())
#: Words behind "and" in which a statement shows its verb.
_STATEMENT = 6
_OF_WHOM, _COPULA = frozenset("the his her my both".split()), frozenset("is are was were".split())
_SUBJECTS = frozenset("that i he she it we they ive im id hes shes theyre".split())
_RELATIVE, _TELLING = frozenset("that which who".split()), frozenset("said says told tells think".split())
_MODALS, _PASSIVE = (
    frozenset("could can cannot would will did does do".split()),
    frozenset("be been get".split()),
)
_PASTS = frozenset(
    "saw felt began came went fell lost got became ran threw woke spoke kept took gave found told said grew "
    "had has was started stopped developed complained vomited shook trembled jerked twitched slurred".split()
)
#: What a part of the body does by itself: "and both arms shake", "and her hands trembled".
_DO_ANEW = frozenset(
    "shake tremble jerk twitch quiver ache tingle burn hurt cramp shook trembled jerked twitched quivered "
    "ached tingled burned cramped".split()
)
_SINGULAR_DOES = frozenset("shakes trembles twitches quivers aches tingles hurts".split())
#: "A man with no fits took a tablet": the main verb of a sentence behind a "with no" that stands within it.
_MAIN_VERBS = frozenset(
    "took drank ate swallowed smoked sniffed injected developed begin had has came presents presented "
    "complains complained became got woke fell went".split()
)
#: "With no previous history of".
_CUE_WORDS = 5
_NO_MAIN = frozenset(
    "having had has been being ever he she i they we it you who that which to not never no".split()
)
#: "Could not rise for pain": a deed, the small word, and what does not go with it.
_DEED_WORDS, _REASONS = 2, frozenset("for from through".split())
_ASKS = frozenset(
    "suffer suffers blame look search test check tell recover come find give take treat".split()
)
_HELPING = frozenset("do does did will would can could has have had is are was were".split())


def is_relative(words: Words, i: int) -> bool:
    """ "Eyes that would not turn": the helping verb before a "not" stands behind a relative pronoun."""
    before = words.normal[max(0, i - 2) : i]
    return (
        len(before) == 2
        and before[0] in _RELATIVE
        and before[1] in _HELPING
        and i > 2
        and (words.normal[i - 3] not in _TELLING)
    )


_HELD_BACK = frozenset("cannot not never hardly barely".split())
_DENYING = frozenset("deny denies denied denying".split())
_UNDONE_REACH = 8
#: "It is not that I have no cramps".
_NOT_SO = {
    "cannot": frozenset(("say",)),
    "wont": frozenset(("say",)),
    "not": frozenset(("that", "as", "like", "true")),
}


def is_undone(words: Words, first: int) -> bool:
    """Whether a denial undoes one before it: "cannot swallow without spasms", "not that I have no pain"."""
    normal, clause, word = words.normal, words.clause[first], words.normal[first]
    if word in _DENYING:
        return first > 0 and normal[first - 1] == "not"
    low = first
    while low > max(0, first - _UNDONE_REACH) and words.clause[low - 1] == clause:
        low -= 1
        if normal[low] in ("and", "but"):
            return False
        if normal[low] == "wish" or (word == "without" and normal[low] in _HELD_BACK):
            return True
        if word != "without" and low + 2 < first and normal[low + 1] in _NOT_SO.get(normal[low], ()):
            return True
    return False


def first_of_clause(words: Words, i: int) -> int:
    """The word that the clause of another opens with."""
    while i > 0 and words.clause[i - 1] == words.clause[i]:
        i -= 1
    return i


def says_more(words: Words, first: int, last: int) -> bool:
    """ "I never smoked and I cough": behind "and" with its own subject nothing is denied any more."""
    normal = words.normal
    first, last = max(first, 0), min(last, len(normal) - 1)
    return "and" in normal[first:last] and any(
        normal[k] == "and" and _begins_anew(normal[k + 1 : k + _STATEMENT]) for k in range(first, last)
    )


def _begins_anew(following: list[str]) -> bool:
    """ "And I cough", "and that he coughs", "and the legs are weak", "and both arms shake"."""
    if following[0] in _SUBJECTS:
        return True
    if following[0] not in _OF_WHOM:
        return False
    return not _COPULA.isdisjoint(following[2:]) or any(
        verb in _SINGULAR_DOES or (verb in _DO_ANEW and subject.endswith(("s", "foot", "calf")))
        for subject, verb in pairwise(following[1:4])
    )


def is_over(words: Words, first: int, last: int) -> bool:
    """ "A man without diabetes developed cramps": the main verb ends what "without" or "with no" denies.

    Parameters
    ----------
    first : int
        The word behind the denial.
    last : int
        The first word of what may be denied.
    """
    normal = words.normal
    opened = normal[max(0, first - _CUE_WORDS) : first]
    if is_reason(words, first, last):
        return True
    inserted = "without" in opened or ("with" in opened and ("with", "no") in pairwise(opened))
    return inserted and any(
        normal[k] in _MAIN_VERBS and normal[k - 1] not in _NO_MAIN for k in range(first, last + 1)
    )


def is_reason(words: Words, first: int, last: int) -> bool:
    """ "Could not get out of bed for weakness": why a deed fails is there.

    A deed of the body stands between, and no word that goes with "for" or "from" itself.
    """
    normal = words.normal
    if last - first < _DEED_WORDS or normal[last - 1] not in _REASONS:
        return False
    fails = normal[first - 1] == "cannot" or normal[max(0, first - 2) : first] == ["could", "not"]
    return fails and _ASKS.isdisjoint(normal[first:last])


def is_shut(words: Words, first: int, opening: int) -> bool:
    """Whether a denial ends at a mark: "(I never smoked) and ...", "it would not stop: my legs ..."."""
    if not 0 < first <= opening:
        return False
    between = words.text[words.end[first - 1] : words.start[opening]]
    if ")" in between and between.count(")") > between.count("("):
        return True
    return ":" in between and ":" not in words.text[words.end[first - 1] : words.start[first]]


def is_contrast(words: Words, first: int, opening: int) -> bool:
    """ "No cramps, a few twitches": what is counted out after a denial is there."""
    word, next_ = words.normal[opening], words.normal[min(opening + 1, len(words.normal) - 1)]
    if word in _COUNTED or (word == "a" and next_ in _COUNTED_BY_A) or (word == "the" and next_ == "odd"):
        return True
    if _is_seen(words, first, opening):
        return True
    # "Could not keep his eyes open, saw two of everything": what follows a helping verb is no past tense.
    helped = first > 1 and not _MODALS.isdisjoint(words.normal[max(0, first - 4) : first])
    return helped and words.normal[first] not in _PASSIVE and (word in _PASTS or word in SAID_ANEW)


#: "No diplopia, lid twitching reported".
_SEEN = frozenset("reported noted seen present evident visible observed persists described".split())


def _is_seen(words: Words, first: int, opening: int) -> bool:
    """Whether the clause right behind that of a denial says by its last word that something is there."""
    clause = words.clause
    if clause[first - 1] + 1 != clause[opening]:
        return False
    last = opening
    while last + 1 < len(clause) and clause[last + 1] == clause[opening]:
        last += 1
    inside = words.normal[opening:last]
    return words.normal[last] in _SEEN and not _LISTING.intersection(inside) and last > opening


_LISTING = frozenset("or nor and no not".split())
_NEGATED = frozenset("no not never nor neither without".split())
#: "Takes no tablets and had cramped before": a verb of its own behind "and" begins another statement.
_VERBS_ANEW = frozenset(
    "had has have is are was were can cannot could gets got became becomes feels felt".split()
)
_LOOKED_BACK = 6
#: "No rash, reflexes sluggish": what was examined has its word behind it, an item of a list before it.
_EXAMINED = frozenset(
    "reflex reflexes jerk jerks tone power plantar plantars pupil pupils gait speech sensation pulse tongue "
    "neck skin abdomen belly limb limbs vibration proprioception".split()
)
_FOUND = frozenset(
    "brisk sluggish absent reduced increased exaggerated diminished depressed lost slurred dilated pinpoint "
    "weak raised extensor upgoing unsteady cold clammy wasted stiff hoarse rigid flaccid spastic impaired "
    "slow thick up positive present 1+ 3+ 4+".split()
)


def goes_on_anew(words: Words, first: int) -> bool:
    """Whether a verb behind "and" stands between the last denial and the word ``first``."""
    normal, clause, low = words.normal, words.clause, max(0, first - _LOOKED_BACK)
    if "and" not in normal[low:first]:
        return False
    for i in range(first, low, -1):
        if clause[i] != clause[first] or normal[i] in _NEGATED:
            return False
        if normal[i] in _VERBS_ANEW and normal[i - 1] == "and":
            return True
    return False


def is_told(words: Words, first: int, last: int) -> bool:
    """Whether a phrase is a thing that was examined with what was found behind it."""
    return last - first > 1 and words.normal[first] in _EXAMINED and words.normal[last - 1] in _FOUND
