"""Robustness metrics against closed forms."""

import numpy as np
import pytest

from experiments.statistics.robustness import peakedness, regret, robustness, satisfied, skewness
from sim.faults import InputError

VALUES = np.array([[4.0, 6.0, 8.0, 10.0], [5.0, 5.0, 5.0, 9.0], [1.0, 2.0, 9.0, 20.0]])
NAMES = ("even", "low", "bold")


def test_metrics_of_small_tables_by_hand():
    found = robustness(NAMES, VALUES, better="-", threshold=8.0)
    assert found.metrics["worst"].tolist() == [10.0, 9.0, 20.0] and found.best["worst"] == "low"
    assert found.metrics["best_case"].tolist() == [4.0, 5.0, 1.0]
    assert found.best["best_case"] == "bold"
    assert found.metrics["hurwicz"].tolist() == [7.0, 7.0, 10.5]
    assert found.metrics["mean"].tolist() == [7.0, 6.0, 8.0] and found.best["mean"] == "low"
    assert found.metrics["mean_deviation"][0] == pytest.approx(7.0 + 5**0.5)
    gaps = [[3.0, 4.0, 3.0, 1.0], [4.0, 3.0, 0.0, 0.0], [0.0, 0.0, 4.0, 11.0]]
    assert regret(VALUES).tolist() == gaps
    assert found.metrics["regret"].tolist() == [4.0, 4.0, 11.0]
    assert found.metrics["regret_mean"].tolist() == [2.75, 1.75, 3.75]
    assert found.metrics["regret_percentile"] == pytest.approx(
        [np.percentile(row, 90) for row in gaps]
    )
    assert found.metrics["satisfied"].tolist() == [0.75, 0.75, 0.5]
    assert found.metrics["shortfall"].tolist() == [2.0, 4.0, 9.0]  # beyond the medians 7, 5, 5.5
    assert found.states == 4 and found.rows()[1]["option"] == "low"


def test_more_is_better_mirrors_less_is_better():
    less = robustness(NAMES, VALUES, better="-", threshold=8.0)
    more = robustness(NAMES, -VALUES, better="+", threshold=-8.0)
    assert less.best == more.best
    for name in ("worst", "mean", "percentile", "mean_deviation", "hurwicz"):
        assert more.metrics[name] == pytest.approx(-less.metrics[name])
    for name in ("regret", "regret_percentile", "satisfied", "shortfall", "skewness"):
        assert more.metrics[name] == pytest.approx(less.metrics[name])


def test_normal_values_have_the_percentiles_of_theory():
    values = np.random.default_rng(1).normal(10.0, 2.0, (1, 200_000))
    found = robustness(("one",), values, better="+", level=90.0)
    assert found.metrics["percentile"][0] == pytest.approx(10.0 - 1.2816 * 2.0, abs=0.03)
    assert skewness(values, "+")[0] == pytest.approx(0.0, abs=0.02)
    assert peakedness(values)[0] == pytest.approx(1.2816 / 0.6745, abs=0.02)


def test_a_long_good_tail_is_a_good_skew():
    values = np.random.default_rng(1).exponential(1.0, (1, 100_000))
    ends = np.log([1 / 0.9, 2.0, 10.0])
    expected = ((ends[0] + ends[2]) / 2 - ends[1]) / ((ends[2] - ends[0]) / 2)
    assert skewness(values, "+")[0] == pytest.approx(expected, abs=0.02)
    assert skewness(values, "-")[0] == pytest.approx(-expected, abs=0.02)


def test_one_option_has_no_regret_and_thresholds_include_their_value():
    assert regret(VALUES[:1]).max() == 0.0
    assert satisfied(np.array([8.0, 8.1]), 8.0).tolist() == [True, False]
    assert satisfied(np.array([8.0, 8.1]), 8.1, "+").tolist() == [False, True]


def test_states_of_seeds_and_draws_are_taken_together():
    table = np.stack([VALUES.reshape(3, 2, 2)])[0]
    assert robustness(NAMES, table).metrics["regret"].tolist() == [4.0, 4.0, 11.0]


def test_failed_states_are_refused_or_left_out_for_all():
    lost = VALUES.copy()
    lost[0, 3] = np.nan
    with pytest.raises(InputError, match="1 of 4 states"):
        robustness(NAMES, lost)
    found = robustness(NAMES, lost, drop=True)
    assert found.states == 3 and found.metrics["worst"].tolist() == [8.0, 5.0, 9.0]
    with pytest.raises(InputError, match="no state is left"):
        robustness(NAMES, np.full((3, 2), np.nan), drop=True)
    with pytest.raises(ValueError, match="options need"):
        robustness(NAMES, VALUES[:2])
