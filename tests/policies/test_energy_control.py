"""Energy-use rights, the energy budget and the border adjustment: who is asked, and what for."""

from __future__ import annotations

import numpy as np
import pytest

from policies.benchmarks import archetype_tco2e
from policies.carbon_label_border import CarbonLabelBorder
from policies.energy_budget import EnergyBudget
from policies.energy_rights import EnergyRights
from policies.package import read_package
from policies.parameters import load_parameters
from tests.policies.runs import example, run_package
from tests.policies.scene import assessed, terms_of, view

TABLE = load_parameters()
RIGHTS, BUDGET, BORDER = EnergyRights(TABLE), EnergyBudget(TABLE), CarbonLabelBorder(TABLE)


def test_rights_are_asked_of_firms_above_the_control_level() -> None:
    seen = view(
        ["dyeing", "dyeing", "coal_chp"], 2025, energy_equal_tce=[590.0, 610.0, 1e6],
        value_added_cny=1e7,
    )  # fmt: skip
    terms = terms_of(RIGHTS, seen)
    assert terms["energy_price_cny_per_tce"].tolist() == [0.0, 150.0, 0.0]
    assert terms["energy_quota_tce"][1] == pytest.approx(610.0 * 0.98), (
        "no benchmark is known of dye works"
    )


def test_a_quota_follows_the_benchmark_of_the_product() -> None:
    """The worse a clinker plant, the less of last year's use is its right."""
    seen = view(
        ["cement_clinker"] * 3, 2025, energy_equal_tce=1e4, value_added_cny=1e7,
        over_base=[0.9, 0.97, 1.5],
    )  # fmt: skip
    share = terms_of(RIGHTS, seen)["energy_quota_tce"] / 1e4
    assert share[0] > share[1] >= share[2] == 0.95


def test_rights_are_paid_and_sold_in_a_run() -> None:
    world = run_package(example("zhejiang_dyeing_60"), read_package("energy_rights"), 2, 60)
    got = world.budgets.collected_cny
    assert {key[2:] for key in got} == {("energy_rights", "local")}
    assert {key[0] for key in got} == {2021, 2022, 2023, 2024}


def budget_after(second_year_tce: float, year: int = 2024, **book: float) -> dict[str, float]:
    first = assessed(BUDGET, view(["dyeing"], year - 1, energy_equal_tce=6000.0, tco2e=9000.0))
    later = view(
        ["dyeing"], year, energy_equal_tce=second_year_tce, standing=first.standing, **book
    )
    terms = terms_of(BUDGET, later)
    return {name: float(terms[name][0]) for name in BUDGET.terms}


def test_a_firm_over_its_budget_is_warned_and_held_back() -> None:
    assert budget_after(6000.0) == {
        "consider_factor": 1.0, "expansion_share": 1.0, "power_adder_cny_per_kwh": 0.0,
    }  # fmt: skip
    assert budget_after(6200.0) == {
        "consider_factor": 1.3, "expansion_share": 0.5, "power_adder_cny_per_kwh": 0.05,
    }  # fmt: skip


def test_the_smallest_tier_is_warned_only() -> None:
    first = assessed(BUDGET, view(["dyeing"], 2023, energy_equal_tce=500.0))
    later = view(["dyeing"], 2024, energy_equal_tce=600.0, standing=first.standing)
    terms = terms_of(BUDGET, later)
    assert terms["consider_factor"].tolist() == [1.3]
    assert terms["power_adder_cny_per_kwh"].tolist() == [0.0]


def test_a_budget_falls_by_its_tier_each_year() -> None:
    seen = assessed(BUDGET, view(["dyeing"], 2021, energy_equal_tce=6000.0))
    for year in (2022, 2023):
        later = view(["dyeing"], year, energy_equal_tce=6000.0, standing=seen.standing)
        seen = assessed(BUDGET, later)
    budget = seen.standing["energy_budget.budget_per_unit"]
    assert budget == pytest.approx([6000.0 * 0.97**2])


def test_from_2026_the_budget_is_one_of_carbon() -> None:
    first = assessed(BUDGET, view(["dyeing"], 2025, energy_equal_tce=6000.0))
    turn = assessed(
        BUDGET,
        view(["dyeing"], 2026, energy_equal_tce=9000.0, tco2e=9000.0, standing=first.standing),
    )
    assert turn.standing["energy_budget.budget_per_unit"].tolist() == [9000.0]
    assert np.isnan(turn.standing["energy_budget.over"]).all(), "a new start, no punishment"
    saved = view(["dyeing"], 2027, energy_equal_tce=9900.0, tco2e=8500.0, standing=turn.standing)
    assert terms_of(BUDGET, saved)["power_adder_cny_per_kwh"].tolist() == [0.0]
    over = view(["dyeing"], 2027, energy_equal_tce=6000.0, tco2e=9300.0, standing=turn.standing)
    assert terms_of(BUDGET, over)["power_adder_cny_per_kwh"].tolist() == [0.05]


def test_the_border_charges_covered_goods_from_2026_above_what_is_free() -> None:
    names = ["steel_bfbof", "dyeing"]
    before = terms_of(BORDER, view(names, 2025))
    assert before["border_price_cny_per_t"].tolist() == [0.0, 0.0]
    assert before["consider_factor"] == pytest.approx([1.1, 1.0])
    seen = view(names, 2030)
    terms = terms_of(BORDER, seen)
    assert terms["border_price_cny_per_t"] == pytest.approx([0.03 * 580.0, 0.0])
    own = archetype_tco2e(seen.catalogue)[seen.enterprises.sector[0]]
    free = (1.0 - 0.485) * 0.9 * own
    assert terms["border_free_tco2e_per_unit"] == pytest.approx([free, 0.0])


def test_a_carbon_price_at_home_is_deducted_at_the_border() -> None:
    rule = CarbonLabelBorder(TABLE.changed({"cbam_home_price": 100.0}))
    terms = terms_of(rule, view(["steel_bfbof"], 2030))
    assert terms["border_price_cny_per_t"] == pytest.approx([0.03 * 480.0])
