"""Paired differences: closed forms, coverage by simulation, what was sampled."""

import numpy as np
import pytest

from experiments.statistics.interval import crossed_band, crossed_variance, mean_band, whole
from experiments.statistics.paired import bootstrap_band, by_year, paired, sign_test
from experiments.statistics.sampled import Sampled
from sim.faults import InputError


def test_differences_of_pairs_have_their_closed_forms():
    reference = np.array([10.0, 12.0, 9.0, 11.0])
    gaps = np.array([1.0, 2.0, -1.0, 4.0])
    found = paired(reference + gaps, reference)
    half = 2.353363434801823 * gaps.std(ddof=1) / 2.0  # t(0.95, 3)
    assert found.mean == 1.5 and found.median == 1.5
    assert found.t_low == pytest.approx(1.5 - half) and found.t_high == pytest.approx(1.5 + half)
    assert (found.low, found.high) == pytest.approx(tuple(np.quantile(gaps, (0.05, 0.95))))
    assert found.same_sign == 0.75
    assert found.sign_p == pytest.approx(2 * (1 + 4) / 16)  # at most one of four the other way
    assert found.sampled.text() == "4 seeds, noise only"
    assert not found.shown


def test_common_noise_cancels_in_pairs():
    noise = np.random.default_rng(1).normal(0.0, 100.0, 30)
    found = paired(noise + 3.0, noise)
    assert found.mean == pytest.approx(3.0) and found.shown and found.same_sign == 1.0


def test_crossed_variance_is_that_of_two_way_random_effects():
    rng = np.random.default_rng(2)
    seeds, draws, rest = 1.0, 2.0, 0.5
    n, m = 12, 8
    true = seeds**2 / n + draws**2 / m + rest**2 / (n * m)
    means, told = [], []
    for _ in range(2000):
        table = (
            rng.normal(0, seeds, (n, 1))
            + rng.normal(0, draws, (1, m))
            + rng.normal(0, rest, (n, m))
        )
        means.append(table.mean())
        told.append(crossed_variance(table)[0])
    assert np.var(means) == pytest.approx(true, rel=0.1)
    assert np.mean(told) == pytest.approx(true, rel=0.05)


@pytest.mark.parametrize("spread", [(1.0, 2.0, 0.5), (0.0, 0.0, 1.0), (2.0, 0.1, 1.0)])
def test_crossed_interval_covers_the_mean_where_independent_pairs_would_not(spread):
    rng = np.random.default_rng(3)
    covered = naive = 0
    trials = 600
    for _ in range(trials):
        table = (
            rng.normal(0, spread[0], (10, 1))
            + rng.normal(0, spread[1], (1, 10))
            + rng.normal(0, spread[2], (10, 10))
        )
        _, low, high = crossed_band(table)
        covered += low <= 0.0 <= high
        _, low, high = mean_band(table.ravel())
        naive += low <= 0.0 <= high
    assert covered / trials >= 0.87
    if spread[1] > 1.0:
        assert naive / trials < 0.6


def test_crossed_values_with_one_draw_are_plain_replicates():
    gaps = np.array([[1.0], [3.0], [4.0]])
    one, two = paired(gaps, np.zeros_like(gaps)), paired(gaps[:, 0], np.zeros(3))
    assert (one.mean, one.t_low, one.bootstrap_low) == (two.mean, two.t_low, two.bootstrap_low)
    assert one.sampled == Sampled(3, 1) and two.sampled == Sampled(3, 0)


def test_bootstrap_interval_agrees_with_student_for_normal_values():
    values = np.random.default_rng(4).normal(5.0, 2.0, 200)
    _, low, high = mean_band(values)
    assert bootstrap_band(values) == pytest.approx((low, high), abs=0.05)
    table = values[:, None] + np.random.default_rng(5).normal(0.0, 0.5, (1, 40))
    _, low, high = crossed_band(table)
    assert bootstrap_band(table) == pytest.approx((low, high), abs=0.06)


def test_values_without_spread_have_no_width():
    found = paired(np.full(5, 3.0), np.full(5, 1.0))
    assert (found.t_low, found.t_high, found.bootstrap_low, found.bootstrap_high) == (2.0,) * 4
    assert paired(np.ones(3), np.ones(3)).sign_p == 1.0
    one = paired(np.array([2.0]), np.array([1.0]))
    assert one.mean == 1.0 and np.isnan([one.t_low, one.bootstrap_low]).all() and not one.shown


def test_sign_test_of_crossed_pairs_counts_seeds_and_draws_not_pairs():
    gaps = np.ones((3, 40))
    assert sign_test(gaps) == 0.25  # three seeds: 2 / 2 ** 3


def test_failed_runs_are_refused_or_left_out_with_their_seed():
    gaps = np.array([[1.0, 2.0], [np.nan, 2.0], [3.0, 4.0]])
    with pytest.raises(InputError, match="1 of 6 are missing"):
        paired(gaps, np.zeros_like(gaps))
    found = paired(gaps, np.zeros_like(gaps), drop=True)
    assert found.pairs == 4 and found.left_out == 2 and found.mean == 2.5
    with pytest.raises(InputError, match="none is left"):
        whole(np.array([np.nan]), drop=True)
    with pytest.raises(ValueError, match="differ in shape"):
        paired(np.ones(3), np.ones(2))


def test_years_are_compared_one_by_one():
    scenario = np.arange(12.0).reshape(2, 3, 2)
    first, last = by_year(scenario, np.zeros_like(scenario))
    assert (first.mean, last.mean) == (
        5.0,
        6.0,
    ) and last.sampled.text() == "2 seeds x 3 table draws"


def test_what_was_sampled_is_counted_from_the_pairs():
    assert Sampled.of([1, 2, 3]).text() == "3 seeds, noise only"
    assert Sampled.of([1, 2], [7, 8]) == Sampled(2, 2, crossed=False)
    assert Sampled.of([1, 1, 2, 2], [0, 0, 0, 0]) == Sampled(2, 0)
    assert "2 次参数表抽样" in Sampled(3, 2).text("zh") and "仅含随机噪声" in Sampled(3).text("zh")
