"""LMDI: parts add up whatever the numbers; worked on paper where that is easy."""

from __future__ import annotations

import math

import numpy as np
import pytest

from experiments.decompose import lmdi


@pytest.mark.parametrize("seed", range(40))
def test_parts_add_up_for_any_ladders(seed: int) -> None:
    rng = np.random.default_rng(seed)
    shape = int(rng.integers(2, 10)), int(rng.integers(1, 60))
    before, after = (np.exp(rng.normal(0.0, 6.0, shape)) for _ in range(2))
    for end in (before, after):
        end[rng.random(shape) < 0.15] = 0.0
        end[-1] *= rng.choice([-1.0, 1.0], shape[1])
    effects = lmdi(before, after)
    change = after[-1] - before[-1]
    scale = np.abs(before[-1]) + np.abs(after[-1])
    assert (np.abs(effects.sum(axis=0) - change) <= 1e-9 * scale).all()


def test_the_worked_example_of_two_factors() -> None:
    before, after = np.array([[10.0], [20.0]]), np.array([[20.0], [30.0]])
    mean = (30.0 - 20.0) / math.log(30.0 / 20.0)
    expected = [mean * math.log(2.0), mean * math.log(1.5 / 2.0)]
    assert lmdi(before, after).ravel() == pytest.approx(expected, rel=1e-12)


def test_swapping_the_ends_turns_every_sign() -> None:
    rng = np.random.default_rng(1)
    before, after = (np.exp(rng.normal(0.0, 1.0, (5, 8))) for _ in range(2))
    assert lmdi(after, before) == pytest.approx(-lmdi(before, after), rel=1e-9)


def test_the_zero_limit_is_what_a_small_value_tends_to() -> None:
    before, after = np.array([[2.0], [0.0], [0.0]]), np.array([[3.0], [5.0], [7.0]])
    small = np.array([[2.0], [1e-250], [1e-250 * 7.0 / 5.0]])
    assert lmdi(before, after).ravel().tolist() == [0.0, 7.0, 0.0]
    assert lmdi(small, after).ravel() == pytest.approx([0.0, 7.0, 0.0], abs=0.01)


def test_what_does_not_change_has_no_effect() -> None:
    ladder = np.array([[3.0, 0.0], [2.0, 0.0], [-1.0, 0.0]])
    assert not lmdi(ladder, ladder).any()
