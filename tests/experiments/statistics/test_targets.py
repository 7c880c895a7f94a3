"""Probability and year of meeting a target."""

import numpy as np
import pytest

from experiments.statistics.targets import METHODS, probability, year_met
from sim.faults import InputError


def test_wilson_and_jeffreys_give_the_published_intervals():
    """Brown, Cai and DasGupta 2001: k = 5 of n = 20 at 95 percent."""
    met = np.arange(20) < 5
    wilson = probability(met, confidence=0.95)
    assert (wilson.low, wilson.high) == pytest.approx((0.1119, 0.4687), abs=5e-4)
    jeffreys = probability(met, confidence=0.95, method="jeffreys")
    assert (jeffreys.low, jeffreys.high) == pytest.approx((0.1023, 0.4644), abs=5e-4)


@pytest.mark.parametrize("method", METHODS)
def test_all_or_none_still_leaves_doubt(method):
    none, every = (probability(np.full(10, met), method=method) for met in (False, True))
    assert none.low == 0.0 and 0.05 < none.high < 0.35
    assert every.high == 1.0 and every.low == pytest.approx(1.0 - none.high)


@pytest.mark.parametrize("method", METHODS)
def test_intervals_hold_the_true_probability(method):
    rng = np.random.default_rng(1)
    held = [
        found.low <= 0.3 <= found.high
        for found in (probability(rng.random(30) < 0.3, method=method) for _ in range(1000))
    ]
    assert 0.86 <= np.mean(held) <= 0.95


def test_runs_that_share_their_draw_count_once():
    drawn = np.arange(20) < 10
    met = np.broadcast_to(drawn, (30, 20))
    found = probability(met)
    assert found.runs == 600 and found.effective == pytest.approx(20.0, rel=0.06)
    alone = probability(drawn)
    assert found.low == pytest.approx(alone.low, abs=0.01)
    assert found.sampled.text() == "30 seeds x 20 table draws"
    assert probability(np.ones((30, 20), bool)).effective == 20.0


def test_runs_that_share_nothing_count_nearly_all():
    met = np.random.default_rng(2).random((30, 30)) < 0.5
    assert probability(met).effective > 400.0


def test_crossed_interval_holds_the_true_probability():
    rng = np.random.default_rng(3)
    held = []
    for _ in range(500):
        score = rng.normal(0, 1, (15, 1)) + rng.normal(0, 2, (1, 15)) + rng.normal(0, 1, (15, 15))
        found = probability(score > 0.0)
        held.append(found.low <= 0.5 <= found.high)
    assert np.mean(held) >= 0.85


def test_year_of_meeting_counts_runs_that_never_do():
    met = np.array(
        [
            [False, True, True, True],
            [False, False, True, False],
            [False, False, False, False],
        ]
    )
    found = year_met(met, [2020, 2021, 2022, 2023])
    assert [one.met for one in found.by_year] == [0, 1, 2, 1]
    assert (found.low, found.median, found.high) == (2021, 2022, None)
    assert found.never == pytest.approx(1 / 3)
    lasting = year_met(met, [2020, 2021, 2022, 2023], lasting=True)
    assert [one.met for one in lasting.by_year] == [0, 1, 1, 1]
    assert lasting.never == pytest.approx(2 / 3) and lasting.median is None
    assert found.as_json()["sampled"]["text"] == "3 seeds, noise only"


def test_faulty_questions_are_refused():
    with pytest.raises(InputError, match="there is no run"):
        probability(np.zeros(0, bool))
    with pytest.raises(ValueError, match="write one of wilson, jeffreys"):
        probability(np.ones(3, bool), method="wald")
