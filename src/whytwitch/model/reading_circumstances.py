"""What sets a movement off and what eases it, with every way to say "brings it on" or "helps".

The phrases go to the table of our own descriptions, where a circumstance is taken only beside a movement.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

__all__ = ["circumstances"]

#: Circumstance -> what is named by a noun, and what a clause with "when" says.
_WORSE: dict[str, tuple[str, str]] = {
    "WT:twitch_on_emotion": (
        "stress|strong feeling|emotion|excitement|anger|worry|nerves|anxiety|being upset|nervousness|"
        "tension",
        "nervous|upset|excited|stressed|anxious|angry|worked up|agitated|tense|emotional|under stress|"
        "under pressure|"
        "worried|watched",
    ),
    "WT:twitch_on_cold": ("cold|cold weather|cold air|cold water|winter|cold wind|cooling", "cold|chilled"),
    "WT:twitch_on_startle": (
        "noise|sound|loud noise|sudden noise|sudden sound|loud sound|fright|clap|bang|startle|"
        "unexpected sound|shock",
        "startled|frightened|noise|makes me jump|makes him jump|makes her jump",
    ),
    "WT:twitch_on_touch": (
        "touch|light touch|tap|tapping|handling|being touched|contact|being handled|stroking",
        "touched|handled|tapped|stroked",
    ),
    "WT:twitch_on_action": (
        "movement|action|effort|use|activity|voluntary movement|intended movement|using hand|using it|"
        "any effort|moving",
        "uses it|uses hand|tries to do something|does something|moves|tries to move|goes to do "
        "something|in use",
    ),
    "WT:twitch_on_posture": (
        "posture|holding arms out|holding arm up|holding arms up|holding a pose|holding leg up|holding "
        "a posture|"
        "keeping arms raised|outstretching arms",
        "holds arms out|holds arms up|holds arm up|holds arm out|holds hands out|arms held out|arms "
        "are raised|holds a pose|"
        "holds leg up|hold them out|holds them out|keeps arms up",
    ),
    "WT:twitch_on_light": (
        "flashing light|flashing lights|flickering light|flickering lights|bright light|strobe light|"
        "strobe lights|"
        "flicker|sunlight",
        "light flickers|sun flickers|lights flash",
    ),
    "WT:twitch_on_hyperventilation": (
        "fast breathing|hyperventilation|overbreathing|deep breathing|quick breathing|HV|blowing|"
        "panting|breathing fast",
        "breathes fast|breathes deep and fast|breathe fast|pants|hyperventilates|breathes quickly|"
        "breathes hard",
    ),
    "WT:on_sudden_movement": (
        "sudden movement|sudden start|getting up suddenly|getting up quickly|quick start|rising "
        "quickly|sudden rising|"
        "standing up suddenly|setting off suddenly|sudden change of posture",
        "gets up suddenly|gets up quickly|stands up quickly|stands up suddenly|sets off quickly|sets "
        "off suddenly|"
        "starts to run|jumps up|rises quickly",
    ),
    "WT:twitch_after_exercise": (
        "exercise|sport|running|training|exertion|long walk|football|physical effort|workout",
        "exercises|exercising|has run|after exercise",
    ),
    "WT:twitch_face_and_speaking": (
        "speech|talking|speaking|chewing|eating|laughing|smiling|speech and chewing|meals",
        "talks|speaks|eats|chews|laughs|smiles|talking|eating|speaking|chewing",
    ),
    "WT:twitch_worse_with_caffeine": (
        "coffee|caffeine|energy drink|energy drinks|cola|coke|strong tea|espresso|strong coffee|stimulants",
        "drinks coffee|has coffee|drunk coffee|had coffee",
    ),
    "WT:heat_sensitivity": ("hot bath|hot shower|heat|hot weather|fever", "hot|warm|overheated"),
}  # fmt: skip
_EASED: dict[str, tuple[str, str]] = {
    "WT:twitch_relieved_alcohol": (
        "alcohol|glass of wine|wine|beer|whisky|sherry|brandy|a drink|EtOH|spirits|a glass or two|vodka",
        "drinks alcohol|drunk alcohol|has had a drink",
    ),
    "WT:twitch_relieved_rest": (
        "rest|resting|lying down|a nap|a lie down|a night's sleep|a night of sleep|sitting down",
        "rests|lies down|rest|sits down|resting|lying down",
    ),
    "WT:twitch_relieved_stretch": (
        "stretching|stretch|stretching calf|stretching leg|standing and stretching|pulling up toes|"
        "massage|rubbing",
        "stretches it|stretches|stretch it|pulls up toes|stretched|massaged|rubs it",
    ),
    "WT:twitch_relieved_movement": (
        "walking|moving|movement|walking about|getting up|moving about",
        "walks|moves|walks about|gets up",
    ),
    "WT:twitch_relieved_food": ("eating|food|a snack|sugar|a meal|sugary drink", "eats|has eaten"),
    "WT:stops_when_held": (
        "restraint|gentle restraint|holding limb|holding leg|holding arm|holding it|gentle hand|firm grip|"
        "holding hand|being held",
        "held|restrained|foot is held|arm is held|leg is held|limb is held|hold it|hold hand|hold his "
        "leg|hold leg|hold arm",
    ),
    "WT:twitch_distractible": (
        "distraction|distracting him|counting|mental task|mental arithmetic|another task|attention "
        "elsewhere",
        "distracted|busy|busy with something|mind is elsewhere|mind on something else|attention is "
        "elsewhere|asked to count|"
        "attention drawn away|talk about something else|thinks of something else|occupied",
    ),
    "WT:sensory_trick": (
        "light touch|touching chin|touching cheek|touching face|finger on chin|finger on cheek|hand on "
        "chin|hand to face|"
        "sensory trick",
        "touches chin|touches cheek|touches face|leans head on wall|leans head back",
    ),
    "WT:twitch_stops_in_sleep": ("sleep", "asleep|sleeps|sleeping"),
}  # fmt: skip

_N_WORSE = (
    "{} brings it on|{} bring it on|{} brings on|{} sets off|{} set off|{} sets it off|{} triggers|{} "
    "trigger|"
    "{} provokes|{} makes it worse|{} make it worse|{} worsens|{} increases|{} aggravates|set off by "
    "{}|brought on by {}|"
    "triggered by {}|provoked by {}|precipitated by {}|induced by {}|elicited by {}|aggravated by {}|"
    "worsened by {}|"
    "increased by {}|worse with {}|worse w {}|worse after {}|worse in {}|worse on {}|worse during {}|"
    "worsens with {}|"
    "increases with {}|comes with {}|comes on with {}|appears with {}|comes after {}|more after {}|"
    "more with {}|"
    "{} induced|{} triggered|{} sensitive|{} provoked|after {} worse|with {} worse|triggers {}|trigger {}"
)
_C_WORSE = (
    "worse when {}|worse if {}|worse whenever {}|worse while {}|comes when {}|comes on when {}|happens "
    "when {}|"
    "occurs when {}|appears when {}|shows when {}|only when {}|more when {}|increases when {}|worsens "
    "when {}|"
    "when {} it comes|when {} worse|if {} it comes|whenever {}|comes if {}|"
    "happens if {}"
)
_N_EASED = (
    "{} helps|{} eases|{} relieves|{} stops|{} calms|{} settles|{} ends|{} abolishes|{} makes it go|{} "
    "makes it better|"
    "{} takes it away|{} brings relief|{} gives relief|{} steadies|eased by {}|relieved by {}|stopped "
    "by {}|abolished by {}|"
    "calmed by {}|helped by {}|settled by {}|suppressed by {}|improved by {}|improves with {}|better "
    "with {}|better after {}|"
    "stops with {}|stops on {}|eases with {}|eases after {}|settles with {}|settles after {}|"
    "steadier after {}|less after {}|{} responsive|after {} less|relief with {}|relief by {}"
)
_C_EASED = (
    "stops when {}|eases when {}|better when {}|settles when {}|less when {}|"
    "ceases when {}|calms when {}|vanishes when {}|disappears when {}|stops if {}|stops while {}|"
    "improves when {}|relieved when {}|eases if {}|better if {}|when {} stops|when {} ceases|absent when {}"
)


def circumstances() -> Iterator[tuple[str, str]]:
    """Every phrase of a circumstance with its item.

    Examples
    --------
    >>> ("worse with stress", "WT:twitch_on_emotion") in set(circumstances())
    True
    """
    for table, nouns, clauses in ((_WORSE, _N_WORSE, _C_WORSE), (_EASED, _N_EASED, _C_EASED)):
        for item, (named, said) in table.items():
            for form, word in product(nouns.split("|"), named.split("|")):
                yield form.format(word), item
            for form, word in product(clauses.split("|"), said.split("|")):
                yield form.format(word), item
