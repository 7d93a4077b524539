"""What causes like it lend a record: never what it says itself, never against what it brings."""

from __future__ import annotations

import numpy as np

from whytwitch.inference.likelihood import column, is_lent


def _lent(model):
    arrays = model.arrays
    feature = np.repeat(np.arange(len(arrays.lent_end) - 1), np.diff(arrays.lent_end))
    return feature, arrays.lent_hyp, arrays.lent_rate


def test_only_findings_are_lent_at_most_half_and_to_causes_themselves(model):
    feature, hyp, rate = _lent(model)
    assert len(rate) > 10_000
    assert feature.max() < model.arrays.n_findings
    assert rate.min() >= 0.01
    assert rate.max() <= 0.5
    assert set(hyp.tolist()) <= set(model.arrays.base_of.tolist())


def test_what_a_record_says_is_never_lent(model):
    feature, hyp, _ = _lent(model)
    arrays = model.arrays
    worth_keeping = arrays.upward_rate > 0.012  # less is left out of what is asked of a record anyway
    by_feature = np.repeat(np.arange(len(arrays.upward_end) - 1), np.diff(arrays.upward_end))
    stated = set(
        zip(
            by_feature[worth_keeping].tolist(),
            arrays.upward_hyp[worth_keeping].tolist(),
            strict=True,
        )
    )
    assert stated.isdisjoint(zip(feature.tolist(), hyp.tolist(), strict=True))


def test_a_lent_finding_speaks_for_what_is_there_and_not_against_what_is_denied(model):
    feature, hyp, rate = _lent(model)
    strongest = np.argsort(-rate)[:200]
    for k in strongest.tolist():
        col = column(model.arrays, int(feature[k]))
        at = int(col.hyp.searchsorted(hyp[k]))
        assert col.hyp[at] == hyp[k]
        assert col.named[at] == rate[k]
        assert col.rate[at] == 0.0
        assert is_lent(model.arrays, int(feature[k]), int(hyp[k]))


def test_who_has_brisk_reflexes_is_not_lent_lost_ones(model):
    arrays = model.arrays
    brisk, lost = model.feature("HP:0001347"), model.feature("HP:0001284")
    a, b = int(arrays.upward_end[brisk]), int(arrays.upward_end[brisk + 1])
    sure = set(arrays.upward_hyp[a:b][arrays.upward_rate[a:b] >= 0.75].tolist())
    feature, hyp, rate = _lent(model)
    lent = [float(r) for f, h, r in zip(feature, hyp, rate, strict=True) if f == lost and h in sure]
    assert max(lent, default=0.0) <= 0.5 * 0.25


def test_of_what_only_a_test_shows_little_is_lent(model):
    feature, _, rate = _lent(model)
    for name in ("WT:mri_ms_lesions", "HP:0002925", "WT:eeg_periodic_slow_complexes"):
        assert rate[feature == model.feature(name)].max(initial=0.0) <= 0.15
