"""Where a text tells of the complaint, and where of what is no part of it: what a span of time may be of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from whytwitch.model.reading_company import MOVEMENTS

__all__ = ["Told", "told_in"]

#: What a complaint is most often about: movements, strength, gait, feeling, speech, swallowing.
_NERVES = MOVEMENTS | frozenset(
    "HP:0001288 HP:0003202 HP:0003474 HP:0012531 HP:0003401 HP:0002167 HP:0002015 HP:0001251".split()
)
#: Old illnesses that the ontology has among its findings: "diabetic for ten years" dates no complaint.
_OLD_ILLNESSES = frozenset(
    "HP:0000819 HP:0000822 HP:0002099 HP:0001997 HP:0000821 HP:0000836 HP:0006510 HP:0012622 HP:0002076 "
    "HP:0001635 HP:0005110 HP:0001658 HP:0002664 HP:0003077 HP:0003124 HP:0001513 HP:0000939 HP:0010535 "
    "HP:0000518 HP:0001370 HP:0002725 HP:0100280 HP:0001394 HP:0001677 HP:0100753 HP:0002608 HP:0000501 "
    "HP:0100279 HP:0002758 HP:0007302 HP:0002020 HP:0003774 HP:0100626".split()
)
#: What shows within the day.
_AT_ONCE = frozenset(
    "overdose elapid_bite funnel_web_bite rattlesnake_bite scorpion_sting spider_bite jellyfish_sting "
    "pufferfish_or_shellfish water_hemlock poison_hemlock aconite muscimol_mushroom strychnine nerve_agent "
    "carbamate_insecticide cyanide hydrogen_sulfide ethylene_glycol methanol datura belladonna "
    "antimuscarinic_plant nbome synthetic_cannabinoid_product malignant_hyperthermia_trigger "
    "general_anaesthetic volatile_anaesthetic suxamethonium nerve_block local_anaesthetic naloxone "
    "cardiac_arrest asthma_attack_arrest oxygen_high_flow".split()
)


@dataclass(frozen=True, slots=True)
class Told:
    """Where things are told in a text, in order: the complaint, other findings, and what is apart from both.

    ``apart`` are exposures, diagnoses and what relatives have; ``at_once`` says that something was taken or
    done which shows within the day.
    """

    movements: Sequence[int] = ()
    findings: Sequence[int] = ()
    apart: Sequence[int] = ()
    at_once: bool = False


def told_in(
    found: Iterable[tuple[int, str]],
    apart: Iterable[int],
    exposed: Iterable[str],
    above: Callable[[str], frozenset[str]],
) -> Told:
    """Sort what was read, at its first letters; ``above`` gives a finding with all that it is a kind of."""
    found = [(at, item) for at, item in found if item.startswith(("HP:", "WT:"))]
    old = {at for at, item in found if not _OLD_ILLNESSES.isdisjoint(above(item))}
    return Told(
        sorted(at for at, item in found if at not in old and not _NERVES.isdisjoint(above(item))),
        sorted(at for at, _ in found if at not in old),
        sorted(old.union(apart)),
        not _AT_ONCE.isdisjoint(exposed),
    )
