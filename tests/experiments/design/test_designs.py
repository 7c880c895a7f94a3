"""The designs: their points, their order, that they repeat, and what a larger one keeps."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from experiments.design.libraries import salib, unit_problem
from experiments.design.plan import Plan
from experiments.design.registry import designs
from experiments.design.space import Range
from sim.faults import InputError

THREE = {
    "strength": {"subsidy": Range(0.0, 2.0), "land_use": (1.0,)},
    "assumption": {"known_share": Range(0.1, 0.6)},
    "uncertainty": {"coal_price": Range(0.0, 1.0)},
}
SMALL: dict[str, dict[str, Any]] = {
    "latin_hypercube": {"size": 12},
    "sobol": {"size": 4, "second_order": True},
    "sobol_sequence": {"size": 8},
    "morris": {"trajectories": 5, "levels": 4},
    "fast": {"size": 65, "harmonics": 4},
}


def plan(method: str, seed: int = 1, **changes: Any) -> Plan:
    return Plan(method, {**SMALL[method], **changes}, seed, THREE)


def test_every_design_that_samples_is_tried_here() -> None:
    assert {name for name, design in designs().items() if design.samples} == set(SMALL)


@pytest.mark.parametrize("method", SMALL)
def test_rows_lie_in_the_ranges_and_are_as_many_as_counted(method: str) -> None:
    found = plan(method)
    assert [factor.column for factor in found.factors] == [
        "strength_subsidy", "assumption_known_share", "uncertainty_coal_price",
    ]  # fmt: skip
    assert found.rows.shape == (found.count(), 3)
    low, high = np.array([factor.bounds for factor in found.factors]).T
    assert (found.rows >= low).all() and (found.rows <= high).all()
    assert (np.ptp(found.rows, axis=0) > 0.5 * (high - low)).all()


@pytest.mark.parametrize("method", SMALL)
def test_a_seed_gives_the_same_rows_and_another_seed_others(method: str) -> None:
    assert np.array_equal(plan(method).rows, plan(method).rows)
    assert not np.array_equal(plan(method).rows, plan(method, seed=2).rows)


@pytest.mark.parametrize(
    ("method", "option"),
    [("latin_hypercube", "size"), ("sobol", "size"), ("sobol_sequence", "size"),
     ("morris", "trajectories")],
)  # fmt: skip
def test_a_design_twice_as_large_starts_with_the_smaller(method: str, option: str) -> None:
    small = plan(method)
    large = plan(method, **{option: 2 * SMALL[method][option]})
    assert large.count() == 2 * small.count()
    assert np.array_equal(large.rows[: small.count()], small.rows)


@pytest.mark.parametrize("size", [2, 12, 25, 96])
def test_a_hypercube_has_one_point_in_each_part_of_each_factor(size: int) -> None:
    parts = np.floor(plan("latin_hypercube", size=size).positions * size).astype(int)
    for column in parts.T:
        assert sorted(column.tolist()) == list(range(size))


def test_the_rows_of_sobol_and_morris_are_those_their_analysis_expects() -> None:
    ours = plan("sobol", second_order=False, seed=7).positions
    theirs = salib("sample.sobol").sample(unit_problem(3), 4, calc_second_order=False, seed=7)
    assert np.array_equal(ours, theirs) and len(ours) == 4 * (3 + 2)
    assert plan("sobol").count() == 4 * (2 * 3 + 2)
    steps = np.diff(plan("morris").positions.reshape(5, 4, 3), axis=1)
    assert ((np.abs(steps) > 0).sum(axis=2) == 1).all()


def test_listed_values_take_equal_shares_of_the_positions() -> None:
    levers = {"strength": {"subsidy": (0.0, 1.0, 2.0), "land_use": Range(0.0, 2.0)}}
    found = Plan("latin_hypercube", {"size": 30}, 1, levers)
    values, counts = np.unique(found.rows[:, 0], return_counts=True)
    assert (values.tolist(), counts.tolist()) == ([0.0, 1.0, 2.0], [10, 10, 10])


def test_a_factorial_crosses_the_last_factor_fastest() -> None:
    levers = {"strength": {"subsidy": (0.0, 2.0), "land_use": (0.5, 1.0, 1.5)}}
    found = Plan("factorial", {"levels": 0}, 1, levers)
    assert found.rows.tolist() == [
        [0.0, 0.5], [0.0, 1.0], [0.0, 1.5], [2.0, 0.5], [2.0, 1.0], [2.0, 1.5],
    ]  # fmt: skip
    assert Plan("factorial", {"levels": 0}, 1, {}).settings() == [
        {"strength": {}, "assumption": {}, "uncertainty": {}}
    ]


@pytest.mark.parametrize("method", SMALL)
def test_a_plan_comes_back_from_what_a_store_remembers(method: str) -> None:
    found = plan(method)
    again = Plan.of_form({"name": "x", **found.form()})
    assert again == found and np.array_equal(again.rows, found.rows)


def test_a_library_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "SALib.sample.sobol", None)
    with pytest.raises(InputError, match=r"pip install 'parkloop\[analysis\]'"):
        plan("sobol").rows  # noqa: B018
