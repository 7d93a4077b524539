"""What befell a person, by a verb and what it struck: "a crate fell on his foot", "in bed for five weeks"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from whytwitch.intake.story.exposures.deeds import DENIED, OF_KIN
from whytwitch.intake.story.exposures.offered import is_offered
from whytwitch.intake.story.text.anchor import Anchored
from whytwitch.intake.story.text.split import Words

__all__ = ["befallen_in"]

_WHOSE = r"(?:(?:his|her|my|the|both|left|right)\s+){1,3}"
_HEAD = r"(?:head|skull|temple|forehead)"
_SPINE = r"(?:back|neck|spine|tailbone|bottom|buttocks|backside)"
_LIMB = (
    r"(?:foot|feet|toes?|hand|fingers?|thumb|arm|forearm|elbow|wrist|leg|shin|calf|knee|thigh|ankle|shoulder)"
)
_N = (
    r"(?:\d{1,2}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fourteen|fifteen|sixteen|"
    r"eighteen|twenty|several|many|some|a few)"
)
_FELL = (
    r"(?:fell|fallen|dropped|came down|come down|crashed|landed|toppled|rolled)(?: down)? (?:on|onto|on to)"
)
_STRUCK = r"(?:struck|hit|kicked|caught) (?:him|her|me)"
_SHARP = (
    r"(?:fork|nail|knife|wire|spike|blade|screwdriver|chisel|needle|thorn|splinter|skewer|stake|pitchfork)"
)
_HEAVY = r"(?:wall|roof|tree|beam|ceiling|ladder|wardrobe|bookcase|tractor|car|lorry|load|rock|rocks|boulder)"
_LOVED = r"(?:husband|wife|partner|boyfriend|girlfriend|fianc[eé]e?|spouse)"
_KEPT = r"(?:kept|been|lay|lain|stayed|confined|put|was|spent|nursed)"
_RIDE = r"(?:coach|bus|train|plane|aeroplane|airplane|car|lorry|flight|drive|journey|aircraft)"
_CAST = r"(?:(?:leg|arm|foot|ankle|long|plaster|walking)[ -]){0,2}(?:plaster cast|plaster|cast|splint|brace)"
_BLOOD_GERM = (
    r"(?:staph\w*|strep\w*|E\.? ?coli|bacteria|germs?|klebsiella|pseudomonas|pneumococc\w+|meningococc\w+|"
    r"listeria|candida)"
)
_SOLVENT = (
    r"(?:lighter (?:fuel|gas|fluid)|petrol|gasoline|glue|solvents?|thinners?|lacquer|paint fumes|"
    r"butane|toluene)"
)
_DRINK = r"(?:vodka|wine|beer|whisky|whiskey|gin|rum|brandy|spirits?|cider|schnapps|drink)"

_WHAT = {
    # "A plank fell on his head"; "was struck on the temple"
    "head_injury": rf"\b(?:{_FELL}|{_STRUCK} (?:on|over|in)) {_WHOSE}{_HEAD}\b",
    "neck_or_back_injury": (
        rf"\b(?:{_FELL} {_WHOSE}{_SPINE}|{_STRUCK} (?:on|in|across|between) "
        rf"(?:{_WHOSE}{_SPINE}|(?:the|his|her) shoulder blades)|jarred {_WHOSE}{_SPINE})\b"
    ),
    # "Shut her hand in a car door"; "a crate fell on his foot"
    "nerve_or_limb_injury": (
        rf"\b(?:(?:shut|caught|trapped|jammed|crushed|slammed|pinched|stuck|mangled) {_WHOSE}{_LIMB} "
        r"(?:in|under|between|beneath) (?:an?|the|his|her|two) (?:\w+ )?(?:doors?|machine|press|lid|gate|"
        r"drawer|"
        rf"car|wheel|rollers?|belt|lift|boat|rocks?|spokes)\b|{_FELL} {_WHOSE}{_LIMB}\b|"
        rf"(?:put out|dislocated|wrenched|yanked) {_WHOSE}{_LIMB}\b)"
    ),
    "lying_or_crush": rf"\b{_HEAVY} (?:had |has )?{_FELL} (?:him|her|me)\b",
    # "Had run a fork through his foot"
    "wound": rf"\b(?:run|ran|stuck|drove|driven|put|pushed|jabbed|got) an? (?:\w+ )?{_SHARP} (?:through|"
    "into|in) "
    rf"{_WHOSE}{_LIMB}\b",
    # "With one knee over the other"
    "nerve_pressure": r"\bone (?:leg|knee|thigh) (?:crossed |slung )?over the other\b",
    # "Kept in bed for five weeks", "six weeks in a leg cast", "twenty hours on a coach"
    "long_immobility": (
        rf"\b(?:{_KEPT} (?:in|to) bed (?:for )?(?:about |some |over |nearly )?{_N} (?:days|weeks|months)|"
        rf"{_N} (?:weeks|months) (?:in|with) (?:an? |his leg in (?:a )?|her leg in (?:a )?)?{_CAST}|"
        rf"in (?:an? )?{_CAST} for {_N} (?:weeks|months)|"
        rf"{_N} (?:hours|hrs) (?:in|on) (?:an?|the) (?:\w+ )?{_RIDE}|"
        rf"{_RIDE} (?:of|for|after|lasting) {_N} (?:hours|hrs))\b"
    ),
    "cardiac_arrest": (
        r"\b(?:heart|pulse) (?:had |has )?(?:stood still|given out|ceased to beat)\b|"
        r"\bdrown(?:ed|ing) (?:and|but|he|she)[^.;\n]{0,20}\b(?:brought|revived|resuscitated|saved)\b"
    ),
    "psychological_stressor": (
        rf"\b{_LOVED} (?:had |has )?(?:just |suddenly )?(?:left|walked out on|deserted|abandoned) (?:him|"
        rf"her|me)\b|"
        r"\b(?:firm|business|company|shop) (?:had |has )?(?:gone under|failed|gone bankrupt|folded)\b"
    ),
    "stress": (
        r"\b(?:looks?|looking|looked) after (?:his|her|my) (?:\w+ )?(?:demented|sick|dying|ill|disabled|"
        r"frail|old) "
        r"(?:mother|father|husband|wife|parents|son|daughter|child|mum|dad)\b"
    ),
    "ear_sinus_dental_infection": (
        r"\bears? (?:(?:had|has|have|is|was|been|were) ){0,2}(?:draining|running|weeping|discharging|"
        r"oozing)\b|"
        r"\b(?:draining|discharging|weeping|runny|running) ears?\b"
    ),
    "herpes_zoster": (
        r"\b(?:crop|row|band|strip|belt|line) of (?:\w+ )?(?:blisters|vesicles)\b|"
        r"\bblisters (?:had )?(?:come|came|broke|broken) (?:up|out) on one side\b"
    ),
    "sepsis_or_severe_infection": (
        rf"\b{_BLOOD_GERM} (?:was|were|had been) (?:grown|cultured|found|isolated) (?:from|in) (?:his|"
        rf"her|the) blood\b|"
        rf"\bblood cultures? (?:grew|were positive|was positive|showed|yielded)\b"
    ),
    "recent_vaccination": (
        rf"\b(?:inoculated|vaccinated|immunised|immunized)\b(?! parents)[^.;\n]{{0,40}}\b{_N} (?:days?|"
        rf"weeks?) "
        r"(?:before|earlier|ago|previously)\b"
    ),
    "toluene_or_solvents": rf"\b(?:breath(?:ed|es|ing) in|inhal(?:ed|es|ing)) {_SOLVENT}\b",
    "alcohol_stopped": rf"\b(?:none|nothing) of (?:his|her) usual [^.;\n]{{0,25}}\b{_DRINK}\b|"
    rf"\bwithout (?:his|her) (?:usual |daily )(?:\w+ ){{0,4}}{_DRINK}\b",
    "intensive_care_stay": rf"\b{_N} (?:days|weeks|months) of (?:sedation|ventilation|artificial coma|"
    r"induced coma)\b",
    "sleep_loss": r"\b(?:hardly|barely|not|scarcely|never) (?:been|gone|went) to bed\b|\bsat up all night\b",
    "birth_problem": rf"\bcame into the world {_N} weeks (?:early|too early|too soon|before)\b",
    "zinc_excess": r"\b(?:fixing|fixative|denture|adhesive) (?:paste|cream|powder)\b",
    "plant_based_diet": r"\bneither meat nor (?:fish|eggs?|milk|dairy)\b",
}
_OPENS = {
    "head_injury": "fell fallen dropped crashed landed toppled rolled struck hit kicked caught; came "
    "come >1 down",
    "neck_or_back_injury": (
        "fell fallen dropped crashed landed toppled rolled struck hit kicked caught jarred; came come >1 down"
    ),
    "nerve_or_limb_injury": (
        "shut caught trapped jammed crushed slammed pinched stuck mangled fell fallen dropped crashed "
        "landed toppled "
        "rolled dislocated wrenched yanked; came come >1 down; put >1 out"
    ),
    "lying_or_crush": (
        "wall roof tree beam ceiling ladder wardrobe bookcase tractor car lorry load rock rocks boulder "
        ">2 fell fallen "
        "dropped came come crashed landed toppled rolled"
    ),
    "wound": "run ran stuck drove driven put pushed jabbed got >3 fork nail knife wire spike blade "
    "screwdriver chisel "
    "needle thorn splinter skewer stake pitchfork",
    "nerve_pressure": "one >1 leg knee thigh",
    "long_immobility": (
        "kept been lay lain stayed confined put was spent nursed >2 bed; # a an one two three four five "
        "six seven eight "
        "nine ten eleven twelve fourteen fifteen sixteen eighteen twenty several many some >2 weeks "
        "months hours hrs >1 in with on; "
        "in >5 plaster cast splint brace; coach bus train plane aeroplane airplane car lorry flight "
        "drive journey "
        "aircraft >1 of for after lasting"
    ),
    "cardiac_arrest": "heart pulse >2 stood given ceased; drowned drowning",
    "psychological_stressor": (
        "husband wife partner boyfriend girlfriend fiancé fiancée fiance fiancee spouse firm business "
        "company shop "
        ">3 left walked deserted abandoned gone failed folded"
    ),
    "stress": "look looks looking looked >1 after",
    "ear_sinus_dental_infection": "ear ears draining discharging weeping runny running",
    "herpes_zoster": "crop row band strip belt line >1 of; blisters >3 up out",
    "sepsis_or_severe_infection": (
        "staph* strep* e ecoli bacteria germ germs klebsiella pseudomonas pneumococc* meningococc* listeria "
        "candida "
        ">5 grown cultured found isolated; blood >1 culture cultures"
    ),
    "recent_vaccination": "inoculated vaccinated immunised immunized",
    "toluene_or_solvents": "breath* inhal*",
    "alcohol_stopped": "none nothing >3 usual; without >2 usual daily",
    "intensive_care_stay": (
        "# a an one two three four five six seven eight nine ten eleven twelve fourteen fifteen sixteen "
        "eighteen twenty "
        "several many some >4 sedation ventilation artificial induced"
    ),
    "sleep_loss": "hardly barely not scarcely never >2 to; sat >1 up",
    "birth_problem": "came >1 into",
    "zinc_excess": "fixing fixative denture adhesive",
    "plant_based_diet": "neither >1 meat",
}
_ANCHORED = tuple(Anchored(pattern, _OPENS[item]) for item, pattern in _WHAT.items())
_NOT_BEFALLEN = re.compile(
    r"\b(?:nothing|nobody|no one|wonder\w*|suspect\w*|fear\w*|afraid|might|may|could (?:be|have)|if|whether|"
    r"in case|nearly|almost|dreamt|dreamed|as though|as if|feels? like|felt like|dog|cat|horse)\b"
    r"[^.;\n]{0,30}$",
    re.I,
)
_BACK = 48


def befallen_in(words: Words) -> Iterator[tuple[str, tuple[int, int]]]:
    """What befell the person, each with its letters."""
    text = words.text
    for item, anchored in zip(_WHAT, _ANCHORED, strict=True):
        for match in anchored.finditer(words):
            before = text[max(0, match.start() - _BACK) : match.start()]
            if item not in _SAYS_NO and DENIED.search(before):
                continue
            if OF_KIN.search(before) or _NOT_BEFALLEN.search(before) or is_offered(text, *match.span()):
                continue
            yield item, match.span()


#: What is told by a denial.
_SAYS_NO = frozenset(("alcohol_stopped", "sleep_loss", "plant_based_diet"))
