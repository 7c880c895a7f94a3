"""Objectives and goals are read from a line, and judged as the targets of a single run are."""

from __future__ import annotations

import numpy as np
import pytest

from experiments.pareto.goal import Demand, Goal
from experiments.pareto.objective import Objective
from experiments.scenario import Scenario
from experiments.targets import evaluate, judged_by, met_by_year, target_names
from sim.faults import InputError

YEARS = (2020, 2021, 2022)


def test_an_objective_says_year_aggregate_and_direction():
    worth = np.array([[1.0, 2.0, 4.0], [3.0, 2.0, 8.0]])
    assert Objective.read("co2").of_runs(worth, YEARS).tolist() == [4.0, 8.0]
    assert Objective.read("co2@2021").of_runs(worth, YEARS).tolist() == [2.0, 2.0]
    total = Objective.read("public_cost@sum:p90:min")
    assert total.of_runs(worth, YEARS).tolist() == [7.0, 13.0]
    assert total.over(np.array([7.0, 13.0])) == pytest.approx(12.4)
    assert total.label == "public_cost@sum:p90:min" and total.unit == "CNY"
    assert Objective.read("reused").sign == -1.0


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("co3", "co2"),
        ("co2+reused", "one unit"),
        ("co2@", "INDICATOR"),
        ("links_active_", "links_active"),
        ("investment", "min"),
    ],
)
def test_an_objective_that_cannot_be_names_what_can(text, near):
    with pytest.raises(InputError, match=near):
        Objective.read(text)


def test_goals_against_a_level_a_year_and_the_bare_park():
    co2 = np.array([[100.0, 95.0, 80.0], [100.0, 99.0, 90.0]])
    bare = np.array([[100.0, 98.0, 84.0], [100.0, 99.0, 100.0]])
    assert Goal.read("co2<=80").met(co2, YEARS).tolist() == [True, False]
    assert Goal.read("co2<=-10%2020").met(co2, YEARS).tolist() == [True, True]
    assert Goal.read("co2<=-10%none").met(co2, YEARS, bare).tolist() == [False, True]
    assert Goal.read("co2<=96@2021").met(co2, YEARS).tolist() == [True, False]
    assert Demand(Goal.read("co2<=80"), 0.9).excess(np.array([True, False])) == pytest.approx(0.4)


@pytest.mark.parametrize("text", ["co3<=1", "co2<80", "n_co2_gdp_15"])
def test_a_goal_that_cannot_be_names_what_can(text):
    with pytest.raises(InputError):
        Goal.read(text)


def test_a_goal_without_values_is_not_reached():
    co2 = np.array([[np.nan] * 11, np.linspace(100.0, 40.0, 11)])
    assert Goal.read("n_co2_gdp_155").met(co2, tuple(range(2020, 2031))).tolist() == [False, True]


def test_targets_judged_over_many_runs_are_those_of_each_run():
    runs = [Scenario("guitang", "in_force", seed).run() for seed in (1,)]
    years = runs[0].years.tolist()
    checked = 0
    for name in target_names():
        series = np.array([run.series(judged_by(name)) for run in runs])
        said = [one for run in runs for one in evaluate(run, run.regions[0]) if one.target == name]
        met = met_by_year(name, series, years)
        for one, flag in zip(said, met.tolist(), strict=True):
            if not one.reason:
                assert one.met == flag, name
                checked += 1
    assert checked >= 10


def test_an_objective_may_add_up_indicators_of_one_unit():
    values = np.array([[[1.0, 10.0], [2.0, 20.0]]])
    both = Objective.read("public_cost+private_cost@sum")
    assert both.worth(values, ("private_cost", "public_cost"), (2020, 2021)).tolist() == [33.0]
    assert both.label == "public_cost+private_cost@sum:min"
