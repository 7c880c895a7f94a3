"""The programme on cases small enough to solve by hand."""

from __future__ import annotations

import numpy as np
import pytest

from experiments.symbiosis.programme import NET_BENEFIT, REUSE
from tests.experiments.symbiosis.handmade import programme

TWO_BY_TWO = [(0, 0, 5.0), (0, 1, 4.0), (1, 0, 4.0), (1, 1, 1.0)]


def test_the_best_pair_is_not_always_in_the_best_plan() -> None:
    # the greedy 5 + 1 is worth 60, the cross of 4 + 4 is worth 80
    plan = programme(TWO_BY_TWO, supply=[10.0, 10.0], need=[10.0, 10.0])
    assert plan.solve(NET_BENEFIT) == pytest.approx([0.0, 10.0, 10.0, 0.0])
    assert plan.measure(plan.solve(NET_BENEFIT))[NET_BENEFIT] == pytest.approx(80.0)


def test_a_pair_that_loses_is_left_out_unless_tonnes_count() -> None:
    plan = programme([(0, 0, -2.0)], [10.0], [6.0], reuse=[0.001])
    assert plan.solve(NET_BENEFIT) == pytest.approx([0.0])
    assert plan.solve(REUSE) == pytest.approx([6.0])
    assert plan.measure(plan.solve(REUSE))[NET_BENEFIT] == pytest.approx(-12.0)


def test_of_plans_with_equal_tonnes_the_most_profitable_is_taken() -> None:
    plan = programme(TWO_BY_TWO, [10.0, 10.0], [10.0, 10.0], reuse=[1.0] * 4)
    best = plan.measure(plan.solve(REUSE))
    assert best[REUSE] == pytest.approx(20.0)
    assert best[NET_BENEFIT] == pytest.approx(80.0)


@pytest.mark.parametrize(
    ("ratio", "option_share", "amount"), [(1.0, 1.0, 8.0), (0.5, 1.0, 10.0), (0.5, 0.5, 8.0)]
)
def test_ratio_and_largest_share_bound_what_is_given(
    ratio: float, option_share: float, amount: float
) -> None:
    plan = programme([(0, 0, 1.0)], [10.0], [8.0], ratio=ratio, option_share=option_share)
    assert plan.solve(NET_BENEFIT) == pytest.approx([amount])


def test_what_stands_bears_no_annuity_and_what_is_new_does() -> None:
    # 3 more than the annuity of 2 leaves 1 for new units; 4 of 10 units stand
    plan = programme([(0, 0, 1.0)], [10.0], [10.0], standing=[4.0], annuity=2.0)
    amount = plan.solve(NET_BENEFIT)
    assert amount == pytest.approx([10.0])
    assert plan.measure(amount)[NET_BENEFIT] == pytest.approx(4.0 * 3.0 + 6.0 * 1.0)
    dear = programme([(0, 0, -1.0)], [10.0], [10.0], standing=[4.0], annuity=2.0)
    assert dear.solve(NET_BENEFIT) == pytest.approx([4.0])


def test_what_must_stay_stays_and_the_rest_is_arranged_around_it() -> None:
    plan = programme(TWO_BY_TWO, [10.0, 10.0], [10.0, 10.0])
    kept = np.array([10.0, 0.0, 0.0, 0.0])
    assert plan.solve(NET_BENEFIT, at_least=kept) == pytest.approx([10.0, 0.0, 0.0, 10.0])
    assert plan.free(kept) == pytest.approx([0.0, 0.0, 0.0, 10.0])


def test_more_than_there_is_cannot_stay() -> None:
    plan = programme([(0, 0, 1.0)], [10.0], [8.0])
    assert plan.excess(np.array([12.0])) == pytest.approx(0.5)
    with pytest.raises(ValueError, match="exceeds a limit by 50"):
        plan.solve(NET_BENEFIT, at_least=np.array([12.0]))


def test_without_pairs_there_is_an_empty_optimum() -> None:
    plan = programme([(0, 0, 1.0)], [0.0], [8.0])
    assert plan.solve(NET_BENEFIT) == pytest.approx([0.0])
