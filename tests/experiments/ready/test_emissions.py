"""Emissions to 2030: targets judged as a run judges them, costs a tonne, the experiment small."""

from __future__ import annotations

import math

import numpy as np
import pytest

from experiments import Scenario
from experiments.figures.style import drawing
from experiments.ready.asking import ask
from experiments.ready.avoided import avoided, per_tonne
from experiments.ready.emission_targets import judge, target_outputs
from experiments.ready.emissions_2030 import EXPERIMENT
from experiments.ready.sample import Case, Sample, gather, reference_of
from experiments.study_outputs import values_by_year
from tests.experiments.ready.direct import Direct


@pytest.fixture(scope="module")
def sample() -> Sample:
    """Two packages on two seeds to 2025, when most targets are due."""
    asked = ask(EXPERIMENT, ["zhejiang_dyeing_60"], ["none", "baseline"], 2025, seeds=2)
    cases = [Case(asked.parks[0], package) for package in asked.packages]
    names = (*dict.fromkeys((*target_outputs(), "co2", "private_cost", "public_cost")),)
    return gather(asked, Direct(), cases, names, "x")


def test_targets_are_judged_as_each_run_judges_them(sample: Sample) -> None:
    park = sample.cases[0].park
    judged = judge(park, sample, [0, 1])
    assert len(judged) > 15
    for case in (0, 1):
        runs = [Scenario(park, sample.cases[case].package, seed, 2025).run() for seed in (1, 2)]
        told = [{one.target: one for one in run.targets()} for run in runs]
        seen = {name for one in judged for name in one.same}
        measured = {name for name, one in told[0].items() if one.met is not None}
        assert seen ^ measured <= {"s2_core_small"}  # which asks parks of a size: the median run's
        for one in judged:
            for name in set(one.same) & measured:
                met = [bool(each[name].met) for each in told]
                assert one.probability[case].share == pytest.approx(np.mean(met)), name
                first = [each[name].first_year_met for each in told]
                never = np.mean([year is None for year in first])
                assert one.year[case].never == pytest.approx(never), name
                years = sorted(year or 9999 for year in first)
                assert (one.year[case].low or 9999) == years[0], name
                assert (one.year[case].high or 9999) == years[-1], name


def test_avoided_is_the_paired_sum_over_the_years(sample: Sample) -> None:
    found = avoided(sample, 0, 1)
    by_hand = (sample.of(1, "co2") - sample.of(0, "co2")).sum(axis=1)
    assert found.tco2e.mean == pytest.approx(by_hand.mean())
    cost = sum(
        (sample.of(0, name) - sample.of(1, name)).sum(axis=1)
        for name in ("private_cost", "public_cost")
    )
    assert found.cny.mean == pytest.approx(np.mean(cost))
    same = avoided(sample, 1, 1)
    assert same.tco2e.mean == 0.0 and math.isnan(same.cny_per_t[0])


def test_a_tonne_has_a_cost_only_where_tonnes_are_avoided_for_sure() -> None:
    tonnes = np.array([100.0, 110.0, 90.0, 105.0])
    value, low, high = per_tonne(3.0 * tonnes + np.array([1.0, -1.0, 2.0, -2.0]), tonnes)
    assert low < value < high and value == pytest.approx(3.0)
    assert math.isnan(per_tonne(tonnes, np.array([1.0, -1.0, 2.0, -2.0]))[0])
    crossed = tonnes[:, None] + np.array([0.0, 30.0, -30.0])
    wide = per_tonne(3.0 * crossed + 5.0, crossed)
    rows = per_tonne((3.0 * crossed + 5.0).mean(axis=1), crossed.mean(axis=1))
    assert wide[1] <= rows[1] and wide[2] >= rows[2]


def test_the_experiment_in_miniature() -> None:
    asked = ask(EXPERIMENT, ["kalundborg"], ["none", "baseline"], 2022, seeds=2)
    assert reference_of(asked) == 1
    found = EXPERIMENT.run(asked, Direct())
    run = Scenario("kalundborg", "none", 1, 2022).run()
    years, values = values_by_year(run, ["co2"])
    table = found.tables["trajectories"]
    co2 = table[(table["output"] == "co2") & (table["package"] == "none")]
    assert co2["year"].tolist() == list(years)
    low, high = co2["p05"].to_numpy(), co2["p95"].to_numpy()
    other = Scenario("kalundborg", "none", 2, 2022).run().series("co2")
    assert co2["mean"].to_numpy() == pytest.approx((values[:, 0] + other) / 2.0)
    assert (low <= high).all()
    effects = found.tables["effects"]
    total = effects[effects["package"] == "none"]["mean_tco2e"].sum()
    assert total == pytest.approx(co2["mean"].iloc[-1] - co2["mean"].iloc[0])
    assert set(found.tables["avoided"]["of"]) == {
        "co2_avoided_tco2e", "cost_cny", "cost_cny_per_tco2e"
    }  # fmt: skip
    assert {"co2_bands", "co2_effects", "avoided"} <= set(found.figures)
    for name in ("co2_effects", "avoided"):
        with drawing("zh"):
            found.figures[name]("zh").draw_without_rendering()
