"""Each park's own package and the one for all: chosen by the stated rule, scored on other pairs."""

from __future__ import annotations

import numpy as np
import pytest

from experiments.figures.style import drawing
from experiments.pareto.trial import with_levers
from experiments.ready.asking import ask
from experiments.ready.base import Asked
from experiments.ready.one_park_one_policy import EXPERIMENT, problem_of
from experiments.ready.uniformity import CHEAPEST, COMPROMISE, held_pairs, recommend
from experiments.scenario import Scenario
from policies.package import read_package
from sim.faults import InputError
from tests.experiments.ready.direct import Direct

pytest.importorskip("pymoo")

OPTIONS = {
    "levers": "subsidy,cleaner_production_audit", "population": 4, "generations": 2, "held": 2,
    "step": 1.0, "goal": "co2<=-0.05%none", "probability": 0.5,
}  # fmt: skip


def small(**more):
    return ask(
        EXPERIMENT, ["kalundborg", "guitang"], until=2021, seeds=1, draws=0,
        options={**OPTIONS, **more},
    )  # fmt: skip


def test_the_cheapest_that_meets_the_goal_is_recommended_and_ties_go_to_the_better():
    strengths = [{"a": k} for k in range(5)]
    values = np.array([[1.0, 9.0], [5.0, 2.0], [4.0, 2.0], [0.0, 1.0], [np.nan, 0.0]])
    share = np.array([1.0, 0.9, 0.9, 0.89, 1.0])
    choice = recommend(strengths, values, share, 0.9, cost=1)
    assert choice.strength == {"a": 2} and choice.rule == CHEAPEST
    assert recommend(strengths, values, share, 0.9, cost=0).strength == {"a": 0}


def test_where_none_meets_the_goal_it_is_the_compromise_of_the_front():
    strengths = [{"a": k} for k in range(4)]
    values = np.array([[0.0, 10.0], [2.0, 3.0], [10.0, 0.0], [11.0, 11.0]])
    choice = recommend(strengths, values, np.zeros(4), 0.9, cost=1)
    assert choice.strength == {"a": 1} and choice.rule == COMPROMISE


@pytest.mark.parametrize(("seeds", "draws"), [(3, 0), (2, 2)])
def test_no_pair_held_back_shares_a_seed_or_a_draw_with_those_optimised_on(seeds, draws):
    asked = Asked((), (), seeds=seeds, draws=draws)
    held = held_pairs(asked, 3)
    assert len(set(held)) == (9 if draws else 3)
    assert not {seed for seed, _ in held} & {seed for seed, _ in asked.pairs}
    if draws:
        assert not {draw for _, draw in held} & {draw for _, draw in asked.pairs}


def test_a_small_question_is_answered_by_its_runs():
    runner = Direct()
    found = EXPERIMENT.run(small(), runner)
    packages = found.tables["packages"].set_index("park")
    regret = found.tables["regret"].set_index(["park", "objective"])
    assert list(packages.index) == ["kalundborg", "guitang", "all"]
    levers = ["subsidy", "cleaner_production_audit"]
    for park in ("kalundborg", "guitang"):
        co2 = {
            name: np.array([
                Scenario(park, with_levers(read_package("none"), dict(levels)), seed, 2021)
                .run().series("co2")[-1]
                for seed in (2, 3)
            ])
            for name, levels in (
                ("own", packages.loc[park, levers]), ("all", packages.loc["all", levers]),
                ("bare", dict.fromkeys(levers, 0.0)),
            )
        }  # fmt: skip
        gap = (co2["all"] - co2["own"]).mean() / co2["bare"].mean() * 100.0
        row = regret.loc[park, "co2:min"]
        assert row.regret == pytest.approx(gap, abs=1e-9) and row.unit == "%"
        assert row.sampled == "2 seeds, noise only"
        met = co2["own"] <= co2["bare"] * 0.9995
        assert row.goal_own == met.mean()
    candidates = found.tables["candidates"]
    for park, rows in candidates.groupby("park"):
        assert not rows.duplicated(levers).any()
        uniform = packages.loc["all", levers]
        assert (rows[levers] == uniform).all(axis=1).any(), park
        front = rows[rows.front]
        width = np.ptp(rows["co2:min"]) / 20
        assert front["co2:min"].max() >= rows["co2:min"].max() - width and len(front) < len(rows)
    scores = found.tables["scores"]
    assert np.allclose(scores.optimism, scores.gain_optimised_on - scores.gain_held_back)
    assert set(scores.held_back) == {"seeds 2-3, tables as they stand (noise only)"}
    assert "seeds 1-1" in found.said[0] and "seeds 2-3" in found.said[0]


def test_asked_again_it_answers_the_same_and_its_figures_are_drawn_in_both_languages():
    runner = Direct()
    first, again = (EXPERIMENT.run(small(), runner) for _ in range(2))
    assert all(first.tables[name].equals(again.tables[name]) for name in first.tables)
    assert first.said == again.said
    for draw in first.figures.values():
        for lang in ("en", "zh"):
            with drawing(lang):
                draw(lang).draw_without_rendering()


def test_options_that_cannot_be_are_all_named():
    with pytest.raises(InputError) as raised:
        problem_of(small(cost=7, probability=1.5, held=1, objectives="co2"))
    assert len(raised.value.faults) == 4
    with pytest.raises(InputError, match="co2"):
        problem_of(small(goal="co3<=1"))


def test_one_park_alone_is_one_search_for_its_front():
    asked = ask(EXPERIMENT, ["guitang"], until=2021, seeds=2, draws=0, options=OPTIONS)
    runner = Direct()
    found = EXPERIMENT.run(asked, runner)
    packages = found.tables["packages"].drop(columns=["park"])
    assert (packages.iloc[0] == packages.iloc[1]).all()
    assert len(found.tables["candidates"]) == 8 and "one_park-all" not in runner.calls
    assert (found.tables["regret"].regret == 0.0).all()
