"""The committee is assessed: gap to the plan, effort, acceptance, and what effort does."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from agents.committee import OWN_BUDGET, PURSE
from experiments.scenario import Scenario
from policies.assessment import GOALS, Assessment
from policies.package import Package
from policies.parameters import load_parameters
from sim.world import World, run_month
from tests.policies.scene import assessed, firms, terms_of, view

Standing = dict[str, np.ndarray[Any, np.dtype[np.float64]]]

RULE = Assessment(load_parameters())
PARK = "zhejiang_dyeing_60"
EFFORT = "committee_effort_factor"


def plan(years: range, used: dict[int, float]) -> Standing:
    """Let years pass, each with so much used of everything for 10^4 CNY in the year before."""
    standing: Standing = {}
    for year in years:
        books = {goal: used[year - 1] for goal in GOALS if goal != "solid_disposed_t"}
        waste = {"solid_disposed_t": used[year - 1], "solid_generated_t": 1e3}
        seen = view(["dyeing"], year, standing=standing, value_added_cny=1e4, **books, **waste)
        standing = dict(assessed(RULE, seen).standing)
    return {name.removeprefix("assessment."): column for name, column in standing.items()}


def test_standing_still_opens_a_gap_as_wide_as_the_path_has_fallen() -> None:
    still = plan(range(2021, 2025), dict.fromkeys(range(2020, 2024), 2.0))
    fall = [RULE.parameters.central(f"plan_fall_{goal}") * 3 / 5 for goal in GOALS]
    assert still["gap"][0] == pytest.approx(np.mean(1.0 / (1.0 - np.array(fall)) - 1.0))
    assert still["base_year"][0] == 2020
    assert still["energy_tce"][0] == pytest.approx(2.0)


def test_what_is_better_than_its_path_counts_as_nothing() -> None:
    better = plan(range(2021, 2024), {2020: 2.0, 2021: 1.0, 2022: 1.0})
    assert better["gap"][0] == 0.0
    assert better["effort"][0] == RULE.at("assess_weight", 2023)


def test_a_park_that_met_its_plan_is_accepted_and_a_new_plan_begins() -> None:
    years = range(2021, 2027)
    met = plan(years, {year: 2.0 * 0.95 ** (year - 2020) for year in range(2020, 2026)})
    failed = plan(years, dict.fromkeys(range(2020, 2026), 2.0))
    assert (met["accepted"][0], failed["accepted"][0]) == (1.0, 0.0)
    assert met["base_year"][0] == failed["base_year"][0] == 2025
    assert met["tco2e"][0] == pytest.approx(2.0 * 0.95**5)
    more = failed["effort"][0] - met["effort"][0]
    assert more == pytest.approx(RULE.at("assess_rectify", 2026))


def test_effort_follows_the_lever_of_each_park() -> None:
    two = firms(["dyeing", "dyeing"], park=[0, 1])
    terms = terms_of(RULE, view(two, 2023, strength=[0.0, 2.0], value_added_cny=1e4))
    assert terms[EFFORT].tolist() == [1.0, 1.0 + 2.0 * RULE.at("assess_weight", 2023)]


def run(until: int = 2030, committee: str = "fixed", **levers: float) -> World:
    package = Package("mine", strength=levers, committee=committee)
    return Scenario(PARK, package, until=until).simulate()


def test_the_park_pays_for_the_effort_of_its_committee() -> None:
    world = Scenario(PARK, Package("mine", strength={"assessment": 1.0}), until=2025).start()
    while world.month < world.months:
        run_month(world)
        paid = world.budgets.spent_cny.get((world.year, 0, PURSE, OWN_BUDGET), 0.0)
        if world.month % 12:
            more = float(world.terms[EFFORT][0]) - 1.0
            assert paid == pytest.approx(more * world.assumption["committee_effort_cny"])
    assert float(world.terms[EFFORT][0]) > 1.0


def test_acceptance_is_told_as_an_event_of_the_park() -> None:
    easy = {"assessment": {"assess_tolerance": 0.9}}
    package = Package("mine", strength={"assessment": 1.0}, parameters=easy)
    results = Scenario(PARK, package, until=2026).run()
    won = results.events.where(event="title_won")
    assert won["what"].tolist() == ["accepted"]
    assert won["period"].tolist() == ["2026-01"]
    assert won["region"].tolist() == [PARK]


def test_an_adaptive_committee_spends_more_when_it_is_assessed() -> None:
    own = {"subsidy": 0.5, "platform": 0.5, "broker": 0.5}
    pressed, left_alone = run(committee="adaptive", assessment=2.0, **own), run(
        committee="adaptive", **own
    )  # fmt: skip
    purses = [
        {move["year"]: move["purse_cny_per_year"] for move in world.moves if move["year"] > 2023}
        for world in (pressed, left_alone)
    ]
    both = purses[0].keys() & purses[1].keys()
    assert both and all(purses[0][year] > purses[1][year] for year in both)
