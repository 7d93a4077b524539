"""One phrase, one meaning: of two terms that the same words were read as, one may say all.

Phrases are listed for each term by itself, so some stand for two. Most such pairs are told apart by
nothing but the hand of a coder, and both stay. In the pairs here one term is a guess at what lies behind
the other, or the same said less closely: weighed both, one remark would count twice.
"""

from __future__ import annotations

from dataclasses import replace

from whytwitch.intake.story.said import Said
from whytwitch.model.store import Model

__all__ = ["with_one_meaning"]

#: A term that is there, and those that say it when they were read from words of its own.
_SAID_BY: dict[str, tuple[str, ...]] = {
    "HP:0003698": ("HP:0003701",),  # hardly rises from a chair: the hips are weak, he can stand
    "HP:0002527": ("HP:0002359",),  # falls often
    "HP:0007010": ("HP:0002312",),  # clumsy hands
    "HP:0002883": ("HP:0002789",),  # breathes fast
    "HP:0003388": ("HP:0012378",),  # tires easily
    "HP:0002360": ("HP:0100785", "HP:0002329", "HP:0001262"),  # sleeps badly; sleepy
    "HP:0002317": ("HP:0002066",),  # walks as if drunk
    "HP:0000709": ("HP:0100753",),  # schizophrenia
    "HP:0000953": ("HP:0010284",),  # dark gums
    "HP:0000505": ("HP:0000618",),  # cannot see at all
    "HP:0031987": ("HP:0000736",),  # cannot pay attention
    "HP:0000338": ("HP:0000298",),  # a face like a mask
    "HP:0000712": ("HP:0002193",),  # laughs and cries for nothing
    "WT:twitch_jerk": ("HP:6000040", "WT:face_pain_electric"),  # pain like an electric shock
    "WT:carpopedal_spasm": ("HP:0002356",),  # fingers that lock over writing alone
    "HP:0012164": ("HP:0100023",),  # flaps his hands, that do not sink
    "HP:0100543": ("WT:fear_of_dying",),  # "cannot breathe and think I will die"
}
#: A term that is denied, and those whose denial by the same words says it.
_DENIED_BY: dict[str, tuple[str, ...]] = {
    "HP:0001279": ("HP:0007185",),  # never passed out
}
#: "So sleepy I can't keep my eyes open": lids that fall with sleep are in no spasm.
_LIDS, _SLEEPY, _BEFORE = "HP:0000643", ("HP:0002329", "HP:0001262", "HP:0001254", "HP:0012378"), 60
#: "Slow and stiff": stiffness inside longer words for rigidity is that rigidity.
_STIFF, _RIGID = "HP:0003552", "HP:0002063"
#: "Shivering with a fever": who shivers so near a fever has chills.
_SHIVERS, _FEVER, _CHILLS, _BESIDE = "HP:0025144", "HP:0001945", "HP:0025143", 40
#: "Her hand cramps": the cramp of a hand is no tetany; "cramps into a fist" tells more than the cramp.
_TETANY, _HAND_CRAMP = "HP:0001281", "WT:cramp_hands"
#: "My hand cramps while I write and the fingers lock": that is the cramp of a task.
_LOCKS = frozenset((_TETANY, "HP:0002486", "WT:carpopedal_spasm"))
_TASKS = ("HP:0002356", "HP:0004373", "WT:task_specific")
#: "Scared it is ALS": the fear is of the disease, and no anxiety besides.
_ANXIETY, _WORRY = "HP:0000739", "WT:worry_about_mnd"
_FEARS = frozenset("scared afraid frightened terrified worried worrying worries fearful".split())


def with_one_meaning(model: Model, findings: list[Said]) -> list[Said]:
    """Findings without what another one says of the same words."""
    fevers = [said.span for said in findings if said.id == _FEVER and said.present]
    if fevers:
        findings = [_with_fever(model, said, fevers) for said in findings]
        findings = list({(said.id, said.present): said for said in reversed(findings)}.values())[::-1]
    by_id: dict[tuple[str, bool], list[Said]] = {}
    for said in findings:
        by_id.setdefault((said.id, said.present), []).append(said)
    return [said for said in findings if not _is_said(said, by_id)]


def _is_said(said: Said, by_id: dict[tuple[str, bool], list[Said]]) -> bool:
    for item in (_SAID_BY if said.present else _DENIED_BY).get(said.id, ()):
        if any(_share(said, other) for other in by_id.get((item, said.present), ())):
            return True
    if said.id == _LIDS and said.present and "open" in said.words:
        return any(
            other.span != said.span and -_BEFORE <= other.span[0] - said.span[0] <= 0
            for item in _SLEEPY
            for other in by_id.get((item, True), ())
        )
    if said.id == _STIFF and said.present:
        return any(_share(said, other) and other.span != said.span for other in by_id.get((_RIGID, True), ()))
    if said.id in _LOCKS and said.present and "lock" in said.words.lower():
        tasks = (other for item in _TASKS for other in by_id.get((item, True), ()))
        if any(-_BEFORE <= task.span[0] - said.span[0] <= _BEFORE for task in tasks):
            return True
    if said.id == _TETANY and said.present:
        cramps = by_id.get((_HAND_CRAMP, True), ())
        return any(c.span[0] <= said.span[0] and said.span[1] <= c.span[1] for c in cramps)
    if said.id == _ANXIETY and said.present and said.words.lower() in _FEARS:
        return any(
            0 <= other.span[0] - said.span[1] <= _BESIDE or _share(said, other)
            for other in by_id.get((_WORRY, True), ())
        )
    return False


def _with_fever(model: Model, said: Said, fevers: list[tuple[int, int]]) -> Said:
    if said.id != _SHIVERS or not any(_is_near(said.span, span) for span in fevers):
        return said
    return replace(said, id=_CHILLS, label=model.label(_CHILLS))


def _is_near(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return max(one[0], other[0]) - min(one[1], other[1]) <= _BESIDE


def _share(one: Said, other: Said) -> bool:
    return one.span[0] < other.span[1] and other.span[0] < one.span[1]
