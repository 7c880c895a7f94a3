"""Conversions of fuel, parts of a micro-grid, and entrants judged by coal and carbon."""

from __future__ import annotations

import numpy as np
import pytest

from agents.entrants import carbon_per_value_added
from policies.carbon_assessment import CarbonAssessment
from policies.coal_replacement import CoalReplacement
from policies.fuel_substitution import FuelSubstitution
from policies.micro_grid import BIOMASS, SOURCES, MicroGrid
from policies.parameters import load_parameters
from sim.catalogue import load_catalogue
from tests.policies.runs import example, run
from tests.policies.scene import firms, terms_of, view
from tests.policies.test_promotion import written

TABLE, CATALOGUE = load_parameters(), load_catalogue()


def test_conversions_alone_are_granted() -> None:
    rule = FuelSubstitution(TABLE)
    seen = view(firms(["dyeing"] * 2, park=[0, 1]), 2024, strength=[1.0, 2.0])
    award = rule.award_rule(seen)
    assert award is not None and award.eligible is not None
    assert award.share == pytest.approx([0.15, 0.3])
    assert award.budget_cny == pytest.approx([4e6, 8e6])
    assert award.project_cap_cny == 2e6
    assert {CATALOGUE.technologies[k] for k in award.eligible} >= {"coal_to_gas", "elec_boiler"}
    assert CATALOGUE.technologies.index("pv_rooftop") not in award.eligible


def test_who_burns_fuel_is_called() -> None:
    seen = view(["dyeing", "machinery"], 2024, strength=2.0, scope_1_tco2e=[10.0, 0.0])
    assert terms_of(FuelSubstitution(TABLE), seen)["consider_factor"] == pytest.approx([1.4, 1.0])


def test_parts_of_a_micro_grid_are_granted_and_roofs_offered() -> None:
    rule, seen = MicroGrid(TABLE), view(["dyeing"], 2024, strength=2.0)
    award = rule.award_rule(seen)
    assert award is not None
    assert award.share == pytest.approx([0.24])
    assert award.budget_cny == pytest.approx([1.2e7])
    assert terms_of(rule, seen)["pv_offer_share"] == pytest.approx([0.1])
    assert rule.award_rule(view(["dyeing"], 2020)) is None
    assert not rule.write(view(["dyeing"], 2020))


def test_biomass_is_a_part_of_the_grid_where_a_package_says_so() -> None:
    without = MicroGrid(TABLE.changed({"grid_biomass": 0.0})).eligible(CATALOGUE, 2024)
    with_it = MicroGrid(TABLE).eligible(CATALOGUE, 2024)
    assert {CATALOGUE.technologies[k] for k in without} == set(SOURCES)
    assert {CATALOGUE.technologies[k] for k in with_it - without} == set(BIOMASS)


def test_new_coal_users_need_closures() -> None:
    seen = view(firms(["brick"] * 2, park=[0, 1]), 2024, strength=[1.0, 0.5])
    terms = written(CoalReplacement(TABLE), seen)
    ratio = terms["closed_per_new_capacity"].reshape(2, len(CATALOGUE.sectors))
    clinker, dyeing = CATALOGUE.sector["cement_clinker"], CATALOGUE.sector["dyeing"]
    assert ratio[:, clinker] == pytest.approx([1.2, 0.6])
    assert ratio[:, dyeing].tolist() == [0.0, 0.0]


def test_an_assessment_refuses_entrants_of_much_carbon() -> None:
    seen = view(firms(["dyeing"] * 2, park=[0, 1]), 2024, strength=[1.0, 2.0])
    bound = written(CarbonAssessment(TABLE), seen)["entry_carbon_limit_t_per_10k_cny"]
    assert bound == pytest.approx([2.5, 1.25])
    early = written(CarbonAssessment(TABLE), view(["dyeing"], 2020))
    assert early["entry_carbon_limit_t_per_10k_cny"] == pytest.approx([999.0])


def test_the_carbon_of_a_new_plant_counts_fuel_process_and_power() -> None:
    world = run(example("zhejiang_dyeing_60"), [], [], 3, 1)
    emits = carbon_per_value_added(world, 0)
    order = [emits[CATALOGUE.sector[name]] for name in ("cement_clinker", "pcb", "machinery")]
    assert order == sorted(order, reverse=True) and order[-1] > 0.0
    world.memory["grid"] = np.zeros(1)
    assert carbon_per_value_added(world, 0)[CATALOGUE.sector["machinery"]] < order[-1]
