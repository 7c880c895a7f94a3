"""Runs whose tables are placed or drawn: same bits at the centre, balanced books, kept in files."""

from __future__ import annotations

import gc
import json
import weakref
from pathlib import Path

import pytest
from click.testing import CliRunner

from experiments.cli.main import group
from experiments.results import Results
from experiments.scenario import Scenario
from experiments.uncertainty import catalogue_of, factors, parameters_of, table_factors
from experiments.uncertainty.drawn import KEPT
from sim.faults import InputError
from tests.conservation.balances import open_balances, simulate
from tests.conservation.runs import random_run

UNTIL = 2021


def run(**given: object) -> Results:
    return Scenario("kalundborg", until=UNTIL, **given).run()  # type: ignore[arg-type]


def test_the_centre_of_every_factor_gives_the_same_bits() -> None:
    centre = run(uncertainty=dict.fromkeys(factors(), 0.5), package="baseline")
    assert centre.result_hash == run(package="baseline").result_hash


def test_ids_of_plain_runs_do_not_know_of_uncertainty() -> None:
    plain = Scenario("kalundborg").run_id()
    assert Scenario("kalundborg", uncertainty={}, draw=0).run_id() == plain
    others = [{"draw": 1}, {"draw": 2}, {"uncertainty": {"coal_price": 0.2}}]
    ids = [Scenario("kalundborg", **other).run_id() for other in others]  # type: ignore[arg-type]
    assert len({plain, *ids}) == 4


def test_every_fault_is_named_with_the_nearest_factor() -> None:
    with pytest.raises(InputError) as raised:
        Scenario("kalundborg", uncertainty={"coal_prise": 0.5, "gas_price": 1.5}, draw=-1)
    text = str(raised.value)
    assert "coal_price" in text and "1.5 is no position" in text and "-1 is no draw" in text


def test_results_keep_position_and_draw_and_find_their_tables_again(tmp_path: Path) -> None:
    results = run(uncertainty={"coal_price": 1.0}, draw=3)
    loaded = Results.load(results.save(tmp_path / "kept"))
    assert loaded.info["uncertainty"] == {"coal_price": 1.0} and loaded.info["draw"] == 3
    assert loaded.catalogue is catalogue_of({"coal_price": 1.0}, 3)
    assert results.info["scenario"] == "baseline (coal_price=1, draw 3)"


def test_the_command_passes_both_on(tmp_path: Path) -> None:
    out = tmp_path / "run"
    call = ["run", "kalundborg", "--until", str(UNTIL), "--uncertainty", "coal_price=0.8"]
    done = CliRunner().invoke(group, [*call, "--draw", "3", "--no-figures", "--out", str(out)])
    assert done.exit_code == 0, done.output
    info = json.loads((out / "run.json").read_text(encoding="utf-8"))["run"]
    assert (info["uncertainty"], info["draw"]) == ({"coal_price": 0.8}, 3)


@pytest.mark.parametrize("number", [0, 2])
@pytest.mark.parametrize("draw", range(1, 6))
def test_a_park_balances_under_a_draw(number: int, draw: int) -> None:
    plain = random_run(number, firms=25, years=3)
    levers = dict(plain.strength)
    scenario = Scenario(
        plain.park, "none", seed=plain.seed, until=plain.until, strength=levers, draw=draw
    )
    gaps = open_balances(simulate(scenario))
    assert {name: gap for name, gap in gaps.items() if not gap <= 1e-9} == {}


def test_a_draw_moves_the_outcome_and_an_assumption_given_stays() -> None:
    drawn = run(draw=5, assumption={"talks_rate": 0.1})
    assert drawn.result_hash != run(assumption={"talks_rate": 0.1}).result_hash
    assumed = drawn.info["assumptions"]
    assert assumed["talks_rate"] == 0.1
    assert assumed["shock_sd"] != run().info["assumptions"]["shock_sd"]


def test_a_parameter_reaches_the_instruments() -> None:
    name = "parameter.cea_projection"
    table = parameters_of({name: 1.0})
    assert table is not None and table.at("cea_projection", 2030) == 200.0
    rules = Scenario("kalundborg", uncertainty={name: 1.0}).start().policies
    plain = Scenario("kalundborg").start().policies
    assert [rule.name for rule in rules] == [rule.name for rule in plain]
    assert rules != plain


def test_thousands_of_draws_do_not_stay_in_memory() -> None:
    seen = []
    for draw in range(1, 5 * KEPT):
        world = Scenario("kalundborg", "none", until=2020, draw=draw).simulate()
        seen.append(weakref.ref(world.catalogue))
        del world
    gc.collect()
    assert sum(one() is not None for one in seen) <= KEPT


@pytest.mark.long
def test_each_factor_of_the_tables_moves_one_of_three_parks() -> None:
    parks = ("zhejiang_mixed_120", "guitang", "zhejiang_dyeing_60")
    given = {"package": "baseline", "until": 2027}
    plain = {park: Scenario(park, **given).run().result_hash for park in parks}  # type: ignore[arg-type]
    still = []
    for name in table_factors():
        moved = (
            Scenario(park, **given, uncertainty={name: 1.0}).run().result_hash != plain[park]  # type: ignore[arg-type]
            for park in parks
        )
        if not any(moved):
            still.append(name)
    assert still == []
