"""Findings that together in one sentence are a sign of their own: tears, drooling and small pupils."""

from __future__ import annotations

from whytwitch.intake.story.said import Said
from whytwitch.intake.story.text.bounds import sentence_of
from whytwitch.model.store import Model

__all__ = ["read_together"]

_CHOLINERGIC = "WT:cholinergic_signs"
_SALIVA, _MIOSIS = "saliva", "miosis"
#: What runs when muscarine receptors are driven; tears and sweat with wide pupils are another thing.
_RUNS = {
    "HP:0003781": _SALIVA,
    "HP:0002307": _SALIVA,
    "HP:0009926": "tears",
    "HP:0000975": "sweat",
    "HP:0000616": _MIOSIS,
    "HP:0002014": "stool",
}
_ENOUGH = 3


def read_together(model: Model, text: str, findings: list[Said]) -> list[Said]:
    """The findings, and the sign that some of them make with one another."""
    runs = [said for said in findings if said.present and said.id in _RUNS]
    if len(runs) < _ENOUGH or any(said.id == _CHOLINERGIC for said in findings):
        return findings
    kinds: dict[tuple[int, int], set[str]] = {}
    for said in runs:
        kinds.setdefault(sentence_of(text, said.span[0]), set()).add(_RUNS[said.id])
    for span, kind in kinds.items():
        if len(kind) >= _ENOUGH and kind & {_SALIVA, _MIOSIS} and model.feature(_CHOLINERGIC) is not None:
            shown = text[span[0] : span[1]]
            return [*findings, Said("finding", _CHOLINERGIC, model.label(_CHOLINERGIC), span, shown, True)]
    return findings
