"""What a study file means: its points, ranges, seeds, draws and outputs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from experiments.design.space import Range
from experiments.indicators import INDICATORS
from experiments.runs import Run
from experiments.study import Study
from experiments.sweep import describe
from experiments.uncertainty.factors import factors, table_factors
from policies.package import Package
from policies.registry import all_policies
from sim.faults import InputError
from sim.parkfile import read_park
from tests.experiments.sweep.studies import PYTHON_STUDY, park, small, write_small


def test_paths_are_looked_for_beside_the_study(tmp_path: Path) -> None:
    study = Study.read(write_small(tmp_path))
    assert study.parks["park"].digest() == read_park(tmp_path / "park").digest()


def test_a_grid_crosses_everything_with_the_same_seeds() -> None:
    study = small(
        seeds=[3, 5], symbiosis=[True, False], assumption={"known_share": {"steps": 2}},
        strength={"subsidy": [0.0, 1.0], "land_use": 0.5},
    )  # fmt: skip
    points = study.points()
    assert len(points) == 2 * 2 * 2 * 2
    assert {point.assumption["known_share"] for point in points} == {0.1, 0.6}
    assert {point.strength["land_use"] for point in points} == {0.5}
    runs = study.runs()
    assert [run.seed for run in runs] == [3] * 16 + [5] * 16
    assert [run.point.point_id for run in runs[:16]] == [run.point.point_id for run in runs[16:]]
    assert len({run.run_id for run in runs}) == 32


def test_a_range_is_evenly_spaced_with_both_ends() -> None:
    study = small(strength={"subsidy": {"low": 0.0, "high": 0.6, "steps": 4}})
    assert study.strength == {"subsidy": (0.0, 0.2, 0.4, 0.6)}
    assert small(strength={"subsidy": {"steps": 3}}).strength == {"subsidy": (0.0, 1.0, 2.0)}


def test_a_range_is_taken_whole_where_the_design_samples() -> None:
    every = small(
        design={"method": "latin_hypercube", "size": 8, "seed": 3},
        packages=["baseline"], assumption={"known_share": {}},
        strength={"subsidy": True, "land_use": {"high": 1.5}, "broker": [0, 1], "package": 1},
    )  # fmt: skip
    assert every.strength == {
        "subsidy": Range(0.0, 2.0), "land_use": Range(0.0, 1.5), "broker": (0.0, 1.0),
        "ladder_tariff": (1.0,), "utilisation_relief": (1.0,),
    }  # fmt: skip
    assert every.assumption == {"known_share": Range(0.1, 0.6)}
    points = every.points()
    assert len(points) == 8 and every.design_seed == 3
    assert {point.package.strength["ladder_tariff"] for point in points} == {1.0}
    assert {point.strength["broker"] for point in points} == {0.0, 1.0}


def test_names_alone_take_their_default_ranges() -> None:
    morris = {"method": "morris", "trajectories": 2}
    assert small(design=morris, strength="package").strength == dict.fromkeys(
        ("subsidy", "ladder_tariff", "land_use", "utilisation_relief"), Range(0.0, 2.0)
    )
    assert set(small(design=morris, strength="all").strength) == set(all_policies())
    levels = {"method": "factorial", "levels": 3}
    assert small(design=levels, strength=["broker"]).strength == {"broker": (0.0, 1.0, 2.0)}


def test_factors_of_the_tables_are_named_one_by_one_or_together() -> None:
    cube = {"method": "latin_hypercube", "size": 4}
    text = {"coal_price": {"low": 0.25}, "parameter": {"tou_peak": "range"}, "grid_factor": 0}
    found = small(design=cube, strength={}, uncertainty=text)
    assert found.uncertainty == {
        "coal_price": Range(0.25, 1.0), "parameter.tou_peak": Range(0.0, 1.0), "grid_factor": (0.0,)
    }  # fmt: skip
    scenario = found.runs()[0].scenario()
    assert set(scenario.uncertainty) == set(found.uncertainty)
    many = {
        word: small(design=cube, strength={}, uncertainty=word).uncertainty
        for word in ("all", "tables", "package")
    }
    assert set(many["all"]) == set(factors()) and set(many["tables"]) == set(table_factors())
    assert all(name.startswith("parameter.") for name in many["package"])
    assert 0 < len(many["package"]) < len(many["all"]) - len(many["tables"])


def test_rows_that_repeat_are_one_point() -> None:
    study = small(
        packages=["none"], design={"method": "morris", "trajectories": 8, "levels": 2},
        strength=["subsidy", "broker"], seeds=1,
    )  # fmt: skip
    assert len(study.plan.rows) == 24
    assert len(study.points()) == len(study.runs()) == 4


def test_a_larger_design_keeps_the_runs_of_the_smaller() -> None:
    def ids(size: int) -> set[str]:
        design = {"method": "sobol", "size": size, "second_order": False}
        return {run.run_id for run in small(design=design, strength=["subsidy", "broker"]).runs()}

    assert len(ids(4)) == 2 * 2 * 4 * (2 + 2) and ids(4) < ids(8)


def test_draws_are_paired_with_seeds() -> None:
    def pairs(**given: Any) -> list[tuple[int, int]]:
        runs = small(packages=["none"], strength={}, **given).runs()
        assert len({(run.point.point_id) for run in runs}) == 1
        assert [run.replicate for run in runs] == list(range(1, len(runs) + 1))
        return [(run.seed, run.draw) for run in runs]

    assert pairs(seeds=2) == [(1, 0), (2, 0)]
    assert pairs(seeds=2, draws=2) == [(1, 1), (2, 2)]
    assert pairs(seeds=[5], draws=[0, 3]) == [(5, 0), (5, 3)]
    crossed = pairs(seeds=2, draws=3, cross_draws=True)
    assert crossed == [(1, 1), (2, 1), (1, 2), (2, 2), (1, 3), (2, 3)]
    study = Study.of(name="x", park=park(), draws=3)
    assert (study.seeds, study.draws) == ((1, 2, 3), (1, 2, 3))


def test_a_package_that_speaks_against_its_levers_is_told_once_for_all_points() -> None:
    growing = Package(
        "growing", strength={"capacity_replacement": 1.0},
        parameters={"capacity_replacement": {"cr_ratio_cement": 0.8}},
    )  # fmt: skip
    study = small(packages=[growing], strength={"new_capacity_ban": [0, 1, 2]})
    with pytest.raises(InputError, match="while new_capacity_ban lets none be added") as raised:
        study.points()
    assert len(raised.value.faults) == 1


def test_a_study_in_python(tmp_path: Path) -> None:
    path = tmp_path / "s.py"
    path.write_text(PYTHON_STUDY, encoding="utf-8")
    assert len(Study.read(path).runs()) == 3


def test_a_listed_point_stands_for_all_it_does_not_name() -> None:
    points: list[dict[str, Any]] = [
        {"strength": {"subsidy": 0.5}},
        {"package": "none", "symbiosis": False},
    ]
    study = small(design="list", points=points, strength={})
    with pytest.raises(InputError, match="a list takes its values from its points"):
        small(design="list", points=points)
    found = [
        (point.package.name, dict(point.strength), point.symbiosis) for point in study.points()
    ]
    assert found == [
        ("none", {"subsidy": 0.5}, True),
        ("baseline", {"subsidy": 0.5}, True),
        ("none", {}, False),
    ]


def test_a_study_runs_to_2030_unless_it_says_otherwise() -> None:
    assert Study.of(name="x", park=park()).until == 2030


def test_all_indicators_are_outputs_unless_some_are_named() -> None:
    assert Study.of(name="x", park=park(), package="none").outputs == tuple(INDICATORS)


def test_a_star_stands_for_all_that_it_matches() -> None:
    found = small(outputs=["reused", "co2_scope_*", "co2_scope_1"]).outputs
    assert found == ("reused", *(name for name in INDICATORS if name.startswith("co2_scope_")))


def test_two_points_that_are_the_same_run_are_refused() -> None:
    points: list[dict[str, Any]] = [{"package": "none"}, {"symbiosis": True}]
    study = Study.of(
        name="x", park=park(), packages=["none", "baseline"], design="list", points=points
    )
    with pytest.raises(InputError, match=r"^study x: 1 of 3 points equal another one; name parks"):
        study.points()


def test_a_run_is_the_scenario_it_names() -> None:
    run = small().runs()[0]
    scenario = run.scenario()
    assert scenario.run_id() == run.run_id
    assert (scenario.seed, scenario.until, scenario.package.name) == (1, 2021, "none")


def test_a_draw_belongs_to_the_replicate_and_an_uncertainty_to_the_point() -> None:
    point = small().points()[0]
    other = replace(point, uncertainty={"prices": 0.0})
    assert point.drawn(0) is point and point.drawn(3).draw == 3
    assert point.drawn(3).point_id == point.point_id != other.point_id
    run = Run(other.drawn(3), 1, 1)
    assert (run.draw, run.uncertainty) == (3, {"prices": 0.0})
    job = describe.job(Run(point.drawn(0), 1, 1))
    assert (job.uncertainty, job.draw) == ({}, 0)
