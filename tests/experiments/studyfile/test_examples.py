"""The example studies are sound, and run in miniature."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from experiments.design.libraries import salib
from experiments.statistics.problem import sample
from experiments.store.reader import Stored, read_store
from experiments.study import Study

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.toml")), ids=lambda path: path.stem)
def test_an_example_is_sound(path: Path) -> None:
    study = Study.read(path)
    assert 1 < len(study.runs()) < 1000
    assert study.name == path.stem


def test_the_policy_grid_runs(tmp_path: Path) -> None:
    study = Study.read(EXAMPLES / "policy_grid.toml")
    assert (len(study.points()), len(study.runs())) == (9, 90)
    short = replace(study, until=2021, seeds=(1,), strength={**study.strength, "subsidy": (0.0,)})
    assert short.run(tmp_path).finished == 3
    table = read_store(tmp_path).where(year=2021)
    assert sorted(table["strength_ladder_tariff"].tolist()) == [0.0, 1.0, 2.0]
    assert all(np.isfinite(table[name]).all() for name in study.outputs)


def test_the_sobol_study_runs_and_is_analysed(tmp_path: Path) -> None:
    study = Study.read(EXAMPLES / "sobol_levers.toml")
    assert (len(study.points()), len(study.runs())) == (32 * (6 + 2), 3 * 256)
    short = replace(study, until=2021, seeds=(1,), options={"size": 2, "second_order": False})
    assert short.run(tmp_path).finished == 2 * (6 + 2)
    found = sample(Stored(tmp_path).study(), "public_cost")
    assert np.array_equal(found.inputs, short.plan.rows)
    assert np.isfinite(found.outputs).all() and np.ptp(found.outputs) > 0
    sixteen = replace(short, options={"size": 16, "second_order": False})
    assert {run.run_id for run in short.runs()} < {run.run_id for run in sixteen.runs()}
    indices = salib("analyze.sobol").analyze(
        found.problem, found.outputs[:, 0], calc_second_order=False, seed=1
    )
    assert len(indices["ST"]) == 6 and np.isfinite(indices["ST"]).all()


def test_the_uncertain_study_runs_with_levers_factors_and_draws(tmp_path: Path) -> None:
    study = Study.read(EXAMPLES / "levers_and_uncertainties.toml")
    assert (len(study.points()), len(study.runs())) == (64, 192)
    short = replace(study, until=2020, seeds=(1, 2), draws=(1, 2), options={"size": 2})
    assert short.run(tmp_path).finished == 4
    kept = Stored(tmp_path).study()
    design = kept.design
    assert design[["seed", "draw"]].to_numpy().tolist() == [[1, 1], [1, 1], [2, 2], [2, 2]]
    columns = [factor.column for factor in short.plan.factors]
    assert len(columns) == 7 and (design[columns].nunique() == 2).all()
    values = kept.outcomes(["value_added_constant"]).of("value_added_constant", 2020)
    run = short.runs()[3]
    assert (run.seed, run.draw) == (2, 2)
    alone = run.scenario().run().series("value_added_constant")
    assert values[kept.run_ids.index(run.run_id)] == alone[0]
    assert len(set(values.tolist())) == 4
