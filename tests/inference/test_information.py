"""What answers tell, against every answer worked out one by one."""

import itertools

import numpy as np
import pytest

from whytwitch.inference.information import Answers, answers_of, best_list, gain_of
from whytwitch.inference.posterior import Weights

P = np.array([0.4, 0.3, 0.2, 0.1])
YES = np.array(
    [
        [0.9, 0.1, 0.5, 0.2],
        [0.2, 0.8, 0.3, 0.6],
        [0.05, 0.1, 0.9, 0.4],
    ]
)


def answers(yes, up=1.0, down=1.0):
    log_up, log_down = up * np.log(yes), down * np.log1p(-yes)
    return Answers(yes, np.exp(log_up), np.exp(log_down), yes * log_up + (1 - yes) * log_down)


def told_by_all(yes, up=1.0, down=1.0):
    """Expected gain in log score of a whole list, over every set of answers."""
    total = 0.0
    for said in itertools.product((True, False), repeat=len(yes)):
        true, held = P.copy(), P.copy()
        for line, is_yes in zip(yes, said, strict=True):
            true = true * (line if is_yes else 1 - line)
            held = held * (line**up if is_yes else (1 - line) ** down)
        total += float((true * np.log2(held / held.sum() / P)).sum())
    return total


def test_alone_a_question_tells_the_mutual_information(model):
    rows = np.arange(4)
    gain = gain_of(model.arrays, P, rows, answers(YES), 3)
    assert gain.bits == pytest.approx([told_by_all(YES[[i]]) for i in range(3)])


def test_a_tempered_answer_tells_what_the_engine_makes_of_it(model):
    weights = Weights()
    up, down = weights.temperature, weights.temperature * weights.absent
    gain = gain_of(model.arrays, P, np.arange(4), answers(YES, up, down), 3)
    assert gain.bits == pytest.approx([told_by_all(YES[[i]], up, down) for i in range(3)])


def test_a_list_tells_what_all_its_answers_tell_together():
    chosen, bits = best_list(P, answers(YES), np.zeros(3), 3)
    assert sorted(chosen) == [0, 1, 2]
    assert bits.sum() == pytest.approx(told_by_all(YES), rel=0.05)
    assert bits[0] == pytest.approx(max(told_by_all(YES[[i]]) for i in range(3)))


def test_what_one_line_has_told_another_does_not_tell_again():
    sure = np.array([[0.999, 0.001, 0.001, 0.001], [0.999, 0.001, 0.001, 0.001]])
    _, bits = best_list(P, answers(sure), np.zeros(2), 2)
    assert bits[0] > 0.9
    assert bits[1] < 0.02


def test_a_list_is_the_same_each_time_and_no_longer_than_asked():
    first, again = (best_list(P, answers(YES), np.zeros(3), 2) for _ in range(2))
    assert first[0].tolist() == again[0].tolist()
    assert len(first[0]) == 2


def test_what_a_line_is_worth_besides_counts_in_the_choice():
    chosen, _ = best_list(P, answers(YES), np.array([0.0, 0.0, 5.0]), 1)
    assert chosen.tolist() == [2]


def test_a_line_that_is_seldom_ticked_comes_after_one_that_is():
    plain, bits = best_list(P, answers(YES), np.zeros(3), 1)
    least = 1 - min(bits) / 10
    weighed, _ = best_list(P, answers(YES), np.zeros(3), 1, np.where(np.arange(3) == plain[0], 0.1, least))
    assert weighed.tolist() != plain.tolist()


def test_a_part_of_what_is_there_is_likelier_than_by_itself(model):
    whole, part, other = (model.feature(i) for i in ("HP:0001324", "HP:0003690", "HP:0001945"))
    rows, asked = np.arange(40), np.array([part, other], np.int64)
    alone = answers_of(model.arrays, rows, asked, 0).yes
    given = answers_of(model.arrays, rows, asked, 0, present=frozenset({whole})).yes
    assert (given[0] >= alone[0]).all()
    assert given[0].mean() > alone[0].mean() + 0.05
    assert given[1] == pytest.approx(alone[1])
    assert ((given > 0.0) & (given < 1.0)).all()
