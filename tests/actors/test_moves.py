"""The package with an adaptive committee, and the table of what it moved."""

from __future__ import annotations

import json

from experiments.lever_moves import lever_moves
from experiments.results import Results
from experiments.scenario import Scenario
from policies.package import read_package
from policies.registry import all_policies

PARK = "zhejiang_mixed_120"


def run(package: str, until: int = 2030) -> Results:
    return Scenario(PARK, package, until=until).run()


def test_the_table_tells_each_move_with_its_numbers() -> None:
    scenario = Scenario(PARK, "adaptive")
    world, results = scenario.simulate(), run("adaptive")
    moves = lever_moves(results)
    assert len(moves["year"]) == len(world.moves) > 0
    assert moves["strength"].tolist() == [move["strength"] for move in world.moves]
    assert moves["lever"].tolist() == [move["policy"] for move in world.moves]
    assert moves["year"].tolist() == [move["year"] for move in world.moves]
    assert set(moves["region"].tolist()) == {PARK}
    assert (moves["gap"] > 0).any()
    assert (moves["purse_cny_per_year"] > 0).all()
    assert json.loads(results.events.where(event="lever_moved")["detail"][0])


def test_it_may_start_what_the_package_leaves_at_nothing() -> None:
    package = read_package("adaptive")
    local = {name for name in package.strength if all_policies()[name].local}
    moves = lever_moves(run("adaptive"))
    assert set(moves["lever"].tolist()) <= local
    started = {name for name in local if package.strength[name] == 0}
    assert started & set(moves["lever"].tolist())


def test_a_fixed_committee_moves_nothing() -> None:
    assert len(lever_moves(run("baseline", until=2023))["year"]) == 0
