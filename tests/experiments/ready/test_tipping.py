"""The threshold of an aim: known from its shape, found with few strengths, with its interval."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import norm

from experiments.figures.style import drawing
from experiments.ready.asking import ask
from experiments.ready.threshold import (
    crossing,
    first_steps,
    half_way,
    isotonic,
    merged,
    refined,
    threshold,
)
from experiments.ready.tipping import EXPERIMENT
from experiments.scenario import Scenario
from policies.package import Package
from sim.faults import InputError
from tests.experiments.ready.direct import Direct


def searched(reach, probability, tolerance=0.02, pairs=400):
    """Refine as the experiment does; the aim of pair u is met where reach(strength) >= u."""
    level = (np.arange(pairs) + 0.5) / pairs
    strengths = first_steps(2.0, 5)
    for _ in range(8):
        share = np.array([np.mean(reach(s) >= level) for s in strengths])
        more = refined(strengths, share, share, probability, tolerance, 1)
        if not len(more):
            break
        strengths = merged(strengths.tolist(), more)
    return strengths, np.array([reach(s) >= level for s in strengths])


@pytest.mark.parametrize(("middle", "probability"), [(0.7, 0.5), (1.3, 0.9), (1.0, 0.1)])
def test_the_threshold_of_a_known_response_is_found_with_few_strengths(middle, probability):
    strengths, met = searched(lambda s: norm.cdf(s, middle, 0.2), probability)
    tip = threshold(strengths, met, probability)
    assert tip.strength == pytest.approx(norm.ppf(probability, middle, 0.2), abs=0.02)
    assert tip.low <= tip.strength <= tip.high < tip.low + 0.12
    assert tip.above - tip.below <= 0.02 + 1e-9 and tip.monotone
    assert len(strengths) < 40


def test_the_interval_holds_the_threshold_as_often_as_it_says():
    rng, held = np.random.default_rng(4), 0
    strengths = first_steps(2.0, 41)
    truth = norm.ppf(0.5, 1.0, 0.3)
    for _ in range(60):
        own = rng.normal(1.0, 0.3, 30)
        tip = threshold(strengths, strengths[:, None] >= own, 0.5)
        held += tip.low - 0.05 <= truth <= tip.high
    assert held >= 46


def test_an_aim_never_or_always_reached_says_so():
    strengths = first_steps(2.0, 3)
    never = threshold(strengths, np.zeros((3, 6), dtype=bool), 0.9)
    assert math.isinf(never.strength) and math.isinf(never.low) and never.below == 2.0
    always = threshold(strengths, np.ones((3, 6), dtype=bool), 0.9)
    assert always.strength == 0.0 == always.low and math.isnan(always.below)
    assert math.isinf(always.high), "six pairs are too few for nine in ten"


def test_a_share_that_falls_again_is_told_and_smoothed():
    strengths = first_steps(2.0, 5)
    share = np.array([0.0, 0.8, 0.4, 0.9, 1.0])
    met = np.arange(10)[None, :] < 10 * share[:, None]
    tip = threshold(strengths, met, 0.85)
    assert not tip.monotone
    assert isotonic(share).tolist() == pytest.approx([0.0, 0.6, 0.6, 0.9, 1.0])
    assert tip.strength == crossing(strengths, share, 0.85) == pytest.approx(1.0 + 0.25 / 0.3 * 0.5)


def test_a_bend_is_refined_even_far_from_the_threshold():
    strengths = first_steps(2.0, 5)
    response = np.minimum(strengths, 0.5)
    more = refined(strengths, np.zeros(5), response, 0.9, 0.1, bends=1)
    assert more.tolist() == [0.25, 0.75]
    assert refined(strengths, np.zeros(5), strengths * 2.0, 0.9, 0.1, bends=1).tolist() == []
    assert half_way(strengths, response) == pytest.approx(0.25)


def test_drawn_tables_widen_the_interval_by_whole_draws():
    strengths = first_steps(2.0, 21)
    by_draw = np.broadcast_to(np.linspace(0.3, 1.7, 6), (5, 6))
    crossed = threshold(strengths, strengths[:, None, None] >= by_draw, 0.5)
    flat = threshold(strengths, strengths[:, None] >= by_draw.ravel(), 0.5)
    assert crossed.high - crossed.low > 1.3 * (flat.high - flat.low)


def small(**options):
    given = {"levers": "cleaner_production_audit", "steps": 3, "rounds": 2, **options}
    return ask(EXPERIMENT, ["guitang"], until=2022, seeds=3, options=given)


def test_a_small_question_is_answered_by_its_runs():
    runner = Direct()
    found = EXPERIMENT.run(small(gain=0.05, probability=0.6), runner)
    table = found.tables["response"]

    def co2(strength):
        package = Package("x", strength={"cleaner_production_audit": strength} if strength else {})
        return np.array(
            [Scenario("guitang", package, s, 2022).run().series("co2").sum() for s in (1, 2, 3)]
        )

    bare = co2(0.0)
    for row in table[table.strength.isin([0.0, 1.0, 2.0])].itertuples():
        gains = (bare - co2(row.strength)) / bare.mean() * 100.0
        assert row.gain == pytest.approx(gains.mean(), abs=1e-9)
        assert row.share == pytest.approx((gains >= 0.05).mean())
    assert table.strength.is_monotonic_increasing and len(table) >= 3
    assert found.tables["thresholds"].sampled[0] == "3 seeds, noise only"
    again = EXPERIMENT.run(small(gain=0.05, probability=0.6), runner)
    assert again.tables["response"].equals(table) and again.said == found.said
    for draw in found.figures.values():
        for lang in ("en", "zh"):
            with drawing(lang):
                draw(lang).draw_without_rendering()


def test_several_levers_may_rise_together_towards_a_goal():
    asked = small(levers="subsidy,broker", together="yes", goal="co2<=-0.01%none", rounds=0)
    found = EXPERIMENT.run(asked, Direct())
    row = found.tables["thresholds"].iloc[0]
    assert row.instrument == "together" and row.aim == "co2<=-0.01%none" and row.tried == 3
    with drawing("zh"):
        next(iter(found.figures.values()))("zh").draw_without_rendering()


def test_options_that_cannot_be_are_all_named():
    with pytest.raises(InputError) as raised:
        EXPERIMENT.run(small(probability=0.0, steps=1, tolerance=0.0), Direct())
    assert len(raised.value.faults) == 3
