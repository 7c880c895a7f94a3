"""What a stored study gives in Python: frame, IAMC table, EMA tuple and xarray."""

from __future__ import annotations

import warnings
from inspect import signature
from pathlib import Path

import numpy as np
import pytest

from experiments.export.names import policy_names
from experiments.store.reader import Stored
from experiments.store.writer import Store
from sim.faults import InputError
from tests.experiments.export.studies import known
from tests.experiments.store.stores import OUTPUTS, failing, finished, run_id, runs


def test_a_frame_is_the_design_joined_with_the_outputs(tmp_path: Path) -> None:
    table = known(tmp_path).frame()
    assert list(table.columns) == [
        "run_id", "point_id", "replicate", "seed", "draw", "park", "package", "symbiosis",
        "strength_subsidy", "status", "error", "year", "co2_scope_1", "links_active",
    ]  # fmt: skip
    assert len(table) == 11 * 2, "the run that was not carried out is left out"
    row = table[(table["run_id"] == run_id(4)) & (table["year"] == 2020)].iloc[0]
    assert (row["co2_scope_1"], row["links_active"]) == (40.0, 40.1)
    assert row["strength_subsidy"] == runs()[4].point.package.strength["subsidy"]
    failed = table[table["status"] == "error"]
    assert set(failed["run_id"]) == {run_id(1)}
    assert failed[list(OUTPUTS)].isna().all(axis=None)


def test_a_frame_of_one_year_has_a_row_a_run(tmp_path: Path) -> None:
    study = known(tmp_path)
    table = study.frame(2021)
    assert table["co2_scope_1"].tolist()[2:4] == [-2.0, -3.0]
    assert (len(table), set(table["year"])) == (11, {2021})
    with pytest.raises(InputError, match="year 2031: the runs do not have it; write a year from"):
        study.frame(2031)


def test_failed_runs_say_why(tmp_path: Path) -> None:
    failed = known(tmp_path).failed
    assert failed["run_id"].tolist() == [run_id(1)]
    assert failed["error"].tolist() == ["BookError: a leak"]


def test_a_study_of_failures_has_no_numbers(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        store.enter("one", runs()[:2], OUTPUTS)
        store.commit([failing(0), failing(1)], OUTPUTS)
    study = Stored(tmp_path).study()
    assert study.years == ()
    assert len(study.failed) == len(study.frame()) == 2
    assert len(study.to_iamc()) == 0
    with pytest.raises(InputError, match="no run chosen is finished"):
        study.to_ema()


def test_the_iamc_table_has_the_columns_and_no_key_twice(tmp_path: Path) -> None:
    table = known(tmp_path).to_iamc()
    key = ["model", "scenario", "region", "variable", "unit", "year"]
    assert list(table.columns) == [*key, "value"]
    assert not table.duplicated(key).any()
    assert np.isfinite(table["value"]).all()
    assert len(table) == 10 * 3, "failed runs and missing numbers are left out"
    assert set(table["scenario"]) == {_scenario(k) for k in range(12) if k not in (1, 11)}
    assert set(table["unit"]) == {"t CO2/yr", "count"}


def _scenario(k: int) -> str:
    run = runs()[k]
    return f"{run.point.package.name} (subsidy={run.point.strength['subsidy']:g})|seed {run.seed}"


def test_the_ema_tuple_holds_finished_runs(tmp_path: Path) -> None:
    experiments, outcomes = known(tmp_path).to_ema()
    assert len(experiments) == 10
    assert list(experiments.columns[-3:]) == ["scenario", "policy", "model"]
    assert set(outcomes) == {"TIME", *OUTPUTS}
    assert all(values.shape == (10, 2) for values in outcomes.values())
    assert outcomes["co2_scope_1"][:, 0].tolist() == [0.0, *(10.0 * k for k in range(2, 11))]
    assert outcomes["TIME"][3].tolist() == [2020.0, 2021.0]
    assert experiments["scenario"].nunique() == 2, "two seeds"
    assert experiments["policy"].nunique() == 6


@pytest.mark.filterwarnings("ignore")
def test_ema_workbench_takes_the_tuple(tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        workbench = pytest.importorskip("ema_workbench")
        from ema_workbench.analysis import prim
    experiments, outcomes = known(tmp_path).to_ema()
    for name in outcomes:
        workbench.ArrayOutcome(name)  # registers it, which saving asks for
    target = tmp_path / "ema.tar.gz"
    workbench.save_results((experiments, outcomes), target)
    back, numbers = workbench.load_results(target)
    assert back["strength_subsidy"].tolist() == experiments["strength_subsidy"].tolist()
    assert {name for name in numbers if name != "TIME"} == set(OUTPUTS)
    x = experiments[["strength_subsidy", "seed", "policy"]]
    more = {"threshold": 0.5} if "threshold" in signature(prim.Prim).parameters else {}
    found = prim.Prim(x, outcomes["co2_scope_1"][:, 0] > 40.0, **more)
    assert found.find_box() is not None


def test_the_dataset_is_by_point_replicate_and_year(tmp_path: Path) -> None:
    pytest.importorskip("xarray")
    data = known(tmp_path).to_xarray()
    assert dict(data.sizes) == {"point": 6, "replicate": 2, "year": 2}
    run = runs()[7]
    one = data["co2_scope_1"].sel(point=run.point.point_id, replicate=run.replicate, year=2020)
    assert float(one) == 70.0
    where = {"point": run.point.point_id, "replicate": run.replicate}
    assert str(data["run_id"].sel(where).item()) == run.run_id
    assert int(data["seed"].sel(where)) == run.seed
    assert data["co2_scope_1"].attrs["units"] == "t CO2/yr"
    lost = runs()[1]
    gone = data["co2_scope_1"].sel(point=lost.point.point_id, replicate=lost.replicate)
    assert np.isnan(gone.values).all()


def test_a_missing_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    study = known(tmp_path)
    monkeypatch.setitem(__import__("sys").modules, "xarray", None)
    with pytest.raises(InputError, match=r"pip install 'parkloop\[xarray\]'"):
        study.to_xarray()


def test_points_that_would_share_a_name_are_told_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = known(tmp_path)
    monkeypatch.setattr(type(study), "parameters", [])
    names = policy_names(study, study.design)
    assert len(set(names)) == 6
    assert names[0] == f"none (point {runs()[0].point.point_id})"
    table = study.to_iamc()
    assert not table.drop(columns="value").duplicated().any()


def test_studies_of_other_outputs_join(tmp_path: Path) -> None:
    known(tmp_path)
    with Store(tmp_path) as store:
        store.enter("other", runs()[:3], ("public_cost",))
        store.commit([finished_alone(0)], ("public_cost",))
    study = Stored(tmp_path).study("known")
    found = study.outcomes(["co2_scope_1", "public_cost"])
    assert found.values[0, 0].tolist() == [0.0, 0.0]
    assert found.errors[run_id(2)] == "not carried out yet for public_cost"
    with pytest.raises(InputError, match="output nothing: the store does not hold it; write"):
        study.outcomes(["nothing"])


def finished_alone(k: int) -> object:
    """Return an outcome of one output."""
    from dataclasses import replace

    return replace(finished(k), values=finished(k).values[:, :1])
