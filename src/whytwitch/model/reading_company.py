"""What a description of ours must stand beside before it is believed."""

from __future__ import annotations

__all__ = ["AFTER_A_MEDICINE", "MOVEMENTS", "OF_ONE_SIDE", "is_circumstance"]

_OTHER_CIRCUMSTANCES = frozenset(
    "WT:attack_under_a_minute WT:one_side_onset WT:comes_and_goes_free_spells WT:wakes_from_sleep "
    "WT:normal_between_attacks WT:worse_through_day WT:sudden_full_onset WT:both_sides_alike".split()
)
_PLACES = frozenset(
    "WT:twitch_one_side_face WT:twitch_eyelid_only WT:twitch_calves WT:twitch_thumb_or_finger "
    "WT:twitch_trunk "
    "WT:twitch_wandering WT:twitch_one_spot WT:twitch_eye_then_mouth WT:twitch_wormlike WT:twitch_flicker "
    "WT:twitch_jerk WT:twitch_in_one_nerve_area WT:twitch_spreading_march WT:twitch_felt_not_seen".split()
)
#: Terms whose kinds are movements, cramps, attacks: what "at night" or "when cold" may be said of.
MOVEMENTS = frozenset(
    "HP:0100022 HP:0003394 HP:0001250 HP:0001281 HP:0002486 HP:0003552 HP:0001276 HP:0031785 HP:0003768 "
    "HP:0001324 HP:0100033 HP:0000733 HP:0003763 HP:0100247 HP:0002267 HP:0002326".split()
)
#: Told only of what began or ended with a medicine; one must be named near.
AFTER_A_MEDICINE = frozenset(
    "WT:began_after_medicine WT:began_after_stopping WT:resolves_off_medicine".split()
)


#: Told of one side alone; "arms and legs" are both.
OF_ONE_SIDE = frozenset("WT:unilateral_limbs WT:hemichorea WT:one_side_onset WT:twitch_one_side_face".split())


def is_circumstance(item: str) -> bool:
    """Whether a description of ours says when or how a movement comes, and no more."""
    return (item.startswith("WT:twitch_") and item not in _PLACES) or item in _OTHER_CIRCUMSTANCES
