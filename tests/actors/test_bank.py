"""The bank: loans for investment within a yearly pool, by rank, and rates of projects that save."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from agents.bank import ALL, GREEN, POOL, lend, open_pools, within_pools
from agents.bargain import hurdle_rates, project_hurdle_rates
from agents.contract import spending_power
from policies.parameters import load_parameters
from policies.registry import all_policies
from sim.loans import loan_rates, note_project_debt, project_debt
from sim.terms import compose
from sim.world import World, run_month
from tests.engine.worlds import fingerprint, run, world_of
from tests.market.actors import Writes
from tests.policies.runs import example, small_park
from tests.policies.scene import firms, terms_of, view

TABLE = load_parameters()


def bank(general: float, green: float = 0.0, ratio: tuple[float, ...] = (0.5, 0.2, 0.4)) -> World:
    """Return a park in February whose first three firms have no cash and owe a share of assets."""
    world = world_of(small_park(), bank_lending_share=1.0)
    run_month(world)
    enterprises = world.columns.enterprises
    enterprises.cash[:3] = enterprises.committed_cny[:3] = enterprises.receivables[:3] = 0.0
    enterprises.fixed_assets[:3], enterprises.park[:3] = 1e8, 0
    enterprises.debt[:3] = 1e8 * np.array(ratio)
    world.memory[POOL] = np.array([[general], [green]])
    return world


FIRST = np.arange(3)


def test_the_least_indebted_borrow_first_until_the_pool_is_empty() -> None:
    world = bank(10e6)
    granted = lend(world, FIRST, np.array([5e6, 6e6, 5e6]))
    assert granted.tolist() == [False, True, False]
    assert world.memory[POOL][ALL, 0] == pytest.approx(4e6)
    refused = [event for event in world.events if event["event"] == "loan_refused"]
    assert [event["loan_cny"] for event in refused] == [5e6, 5e6]


def test_who_is_refused_leaves_the_rest_to_the_next_and_cash_needs_no_loan() -> None:
    world = bank(6e6)
    assert lend(world, FIRST, np.array([4e6, 7e6, 3e6])).tolist() == [False, False, True]
    world = bank(1e6)
    world.columns.enterprises.cash[1] = 6e6
    assert lend(world, FIRST[1:2], np.array([7e6])).tolist() == [True]
    assert world.memory[POOL][ALL, 0] == pytest.approx(0.0)


def test_ties_go_by_key_whatever_the_order_of_the_rows() -> None:
    keys = bank(1.0).columns.enterprises.key[:3]
    for rows in (np.array([0, 1, 2]), np.array([2, 0, 1])):
        world = bank(5e6, ratio=(0.3, 0.3, 0.3))
        granted = lend(world, rows, np.full(3, 5e6))
        assert rows[granted].tolist() == [int(np.argmin(keys))]


def test_projects_that_save_draw_on_what_is_kept_for_them() -> None:
    world = bank(3e6, green=4e6)
    granted = lend(world, FIRST, np.array([4e6, 5e6, 3e6]), np.array([False, True, False]))
    assert granted.tolist() == [False, True, False], "2 of 3 million are left for the others"
    assert world.memory[POOL][:, 0] == pytest.approx([2e6, 0.0])
    assert world.memory[POOL][GREEN, 0] == 0.0


def test_lines_of_several_borrowers_never_pass_the_pool() -> None:
    world = bank(20e6)
    power = within_pools(world, spending_power(world), FIRST)
    assert power[:3].sum() == pytest.approx(20e6)
    assert power[1] == pytest.approx(20e6), "the least indebted may take it all"
    del world.memory[POOL]
    assert within_pools(world, spending_power(world), FIRST) is not None


@cache
def limited(share: float) -> World:
    world = world_of(example("zhejiang_mixed_120"), months=72, bank_lending_share=share)
    return run(world)


def test_the_pool_holds_over_a_run_and_no_limit_is_bit_equal_to_none() -> None:
    assert fingerprint(limited(99.0)) == fingerprint(limited(98.0)), "a limit out of reach"
    tight = limited(0.0)
    assert fingerprint(tight) != fingerprint(limited(99.0))
    assert (tight.memory[POOL] >= 0.0).all()
    refused, free = (
        sum(event["event"] == "loan_refused" for event in world.events)
        for world in (tight, limited(99.0))
    )
    assert refused > 20 and free == 0, "investment on cash alone"
    spent, all_spent = (
        float(world.record.by_year("capex_cny").sum()) for world in (tight, limited(99.0))
    )
    assert spent < all_spent


def test_pools_follow_debt_and_the_green_share() -> None:
    world = world_of(
        small_park(), policies=[Writes({"green_lending_share": 0.05})], bank_lending_share=0.1
    )
    run_month(world)
    open_pools(world)
    owed = float((world.columns.enterprises.debt * world.columns.enterprises.active).sum())
    assert world.memory[POOL][:, 0] == pytest.approx([0.1 * owed, 0.05 * owed])


def rates(**terms: float) -> World:
    world = world_of(small_park(), policies=[Writes(terms)])
    run_month(world)
    return world


def test_loan_rates_enter_the_hurdle_by_the_share_that_is_borrowed() -> None:
    plain, dear = rates(), rates(loan_spread_pp=1.0)
    green = rates(project_loan_spread_pp=-0.5)
    assert hurdle_rates(dear) - hurdle_rates(plain) == pytest.approx(0.007)
    assert np.array_equal(hurdle_rates(green), hurdle_rates(plain))
    assert project_hurdle_rates(green) - hurdle_rates(plain) == pytest.approx(-0.0035)
    assert np.array_equal(project_hurdle_rates(plain), hurdle_rates(plain))


def test_a_project_loan_is_paid_back_and_cheaper_on_what_is_left_of_it() -> None:
    world = rates(project_loan_spread_pp=-0.5)
    world.project_loans.add(3, enterprise=[0, 0, 1], year=2020, cny=[4e6, 1e6, 2e6])
    world.month = 24
    assert project_debt(world)[:2] == pytest.approx([3e6, 1.2e6])
    note_project_debt(world)
    world.columns.enterprises.debt[:2] = 6e6, 1e6
    change = (loan_rates(world) - world.year_costs.loan_rate)[:2]
    assert change == pytest.approx([-0.0025, -0.005]), "at most all of the debt"
    world.month = 60
    assert project_debt(world)[0] == 0.0


def test_a_higher_limit_lets_a_firm_spend_more() -> None:
    plain, more = rates(), rates(debt_ratio_added=0.1)
    for world in (plain, more):
        world.columns.enterprises.debt[0] = 0.0
        world.columns.enterprises.fixed_assets[0] = 1e8
    gap = spending_power(more)[0] - spending_power(plain)[0]
    assert gap >= 0.1 * 1e8


def test_the_cheaper_of_loan_and_bond_holds_and_never_both() -> None:
    credit, bond = (all_policies()[name](TABLE) for name in ("green_credit", "green_bond"))
    seen = view(["dyeing", "machinery"], 2025, revenue_cny=np.array([2e9, 1e8]))
    entries = {"green_credit": credit.write(seen), "green_bond": bond.write(seen)}
    alone = terms_of(credit, seen)["project_loan_spread_pp"]
    both = compose(entries, 2, 1)["project_loan_spread_pp"]
    assert alone == pytest.approx([-0.395, -0.395]) and both == pytest.approx([-0.6, -0.395])


def test_renewal_helps_smaller_firms_since_2023() -> None:
    rule = all_policies()["loan_renewal"](TABLE)
    park = firms(["dyeing", "dyeing"], size=[1, 3])
    spread = {y: terms_of(rule, view(park, y))["loan_spread_pp"].tolist() for y in (2022, 2023)}
    assert spread[2022] == [0.0, 0.0] and spread[2023] == pytest.approx([-0.45, 0.0])


def test_a_guarantee_serves_small_firms_and_costs_what_is_drawn() -> None:
    rule = all_policies()["loan_guarantee"](TABLE)
    park = firms(["dyeing"] * 3, size=[1, 3, 0], fixed_assets=5e7, debt=[1e7, 1e7, 1e6])
    seen = view(park, 2025)
    assert terms_of(rule, seen)["debt_ratio_added"] == pytest.approx([0.08, 0.0, 0.08])
    cost = rule.public_cost(seen)
    assert cost is not None and cost[0] == pytest.approx(0.015 * (4e6 + 1e6))


def test_allowances_are_a_pledge_of_those_in_the_carbon_market() -> None:
    rule = all_policies()["loan_guarantee"](TABLE)
    park = firms(["cement_clinker"] * 2, size=3, fixed_assets=1e8)
    standing = {
        "carbon_market.benchmark_tco2e_per_unit": np.array([0.8, np.nan]),
        "carbon_market.price_cny_per_t": np.array([60.0, 60.0]),
    }
    seen = view(park, 2025, output=1e6, standing=standing)
    added = terms_of(rule, seen, assess=False)["debt_ratio_added"]
    assert added == pytest.approx([0.5 * 0.8 * 60.0 * 1e6 / 1e8, 0.0])


def test_the_facility_costs_the_central_bank_what_it_forgoes() -> None:
    rule = all_policies()["green_credit"](TABLE)
    owed = np.array([1e7, 3e7])
    cost = rule.public_cost(view(["dyeing"] * 2, 2023, project_debt_cny=owed))
    assert cost is not None and cost[0] == pytest.approx(0.0045 * 4e7)
    assert rule.public_cost(view(["dyeing"] * 2, 2021, project_debt_cny=owed)) is None
