"""Income tax relief: what the law gives by article, what a run uses, and what it is worth."""

from __future__ import annotations

import numpy as np
import pytest

from agents.tax import TaxRelief, allow_relief, settle_relief, worth_of_relief
from policies.income_tax_relief import IncomeTaxRelief, price_cny_per_t
from policies.package import read_package
from policies.parameters import load_parameters
from sim.catalogue import load_catalogue
from sim.money import ACCOUNT
from sim.world import World, run_month
from tests.engine.worlds import run, world_of
from tests.policies.runs import example, same_bits, small_park
from tests.policies.scene import terms_of, view

RULE = IncomeTaxRelief(load_parameters())
CIT = 0.25


def test_a_tonne_of_ash_in_blocks_spares_tax_on_a_tenth_of_its_price() -> None:
    catalogue = load_catalogue()
    blocks = catalogue.sector["aac_block"]
    price = float(price_cny_per_t(catalogue, 2025)[blocks])
    relief = RULE.cny_per_t(catalogue, 2025)[blocks]
    assert relief == pytest.approx(0.25 * 0.1 * price / 1.13 / 0.7)


def test_what_is_written_and_for_whom() -> None:
    seen = view(["aac_block", "aac_block", "dyeing"], 2025, profit_cny=np.array([1e6, -1e6, 1e6]))
    terms = terms_of(RULE, seen)
    relief = terms["reuse_relief_cny_per_t"]
    assert relief[0] > 0 and relief[1:].tolist() == [0.0, 0.0]
    assert terms["equipment_tax_credit"] == pytest.approx([0.07] * 3)
    assert terms["project_tax_free_years"].tolist() == [3.0] * 3


def in_a_january(profit_cny: float) -> World:
    world = world_of(small_park(), policies=[RULE], months=36)
    for _ in range(12):
        run_month(world)
    world.tax_reliefs.clear()
    world.budgets.spent_cny.clear()
    world.profit_so_far[0] = profit_cny
    return world


def test_income_of_the_project_goes_first_and_a_credit_is_carried_on() -> None:
    world = in_a_january(1e6)
    one = TaxRelief(RULE.name, 0, 2020, 3e5, 1e5, 3.0)
    world.tax_reliefs = [one]
    settle_relief(world)
    assert world.budgets.spent_cny == {(2021, 0, RULE.name, RULE.payer): pytest.approx(CIT * 1e6)}
    assert one.credit_cny == pytest.approx(3e5 - (CIT * 1e6 - 1e5))
    allow_relief(world)
    assert world.memory["tax allowance"][0] == pytest.approx(one.credit_cny + 1e5)
    world.month += 24
    assert one.spared(world.year) == pytest.approx(5e4), "half after three years"


def test_without_a_profit_nothing_is_used_and_a_credit_lapses_after_five_years() -> None:
    world = in_a_january(-1e6)
    world.tax_reliefs = [TaxRelief(RULE.name, 0, 2020, 3e5, 0.0, 3.0)]
    settle_relief(world)
    assert world.budgets.spent_cny == {} and len(world.tax_reliefs) == 1
    world.month = 72
    settle_relief(world)
    assert world.tax_reliefs == []


def test_the_tax_posted_falls_by_what_is_booked() -> None:
    with_it = world_of(example("zhejiang_mixed_120"), policies=[RULE], months=36)
    posted = np.zeros(0)
    for month in range(36):
        run_month(with_it)
        if month == 12:
            posted = np.zeros(0)
        tax = -with_it.flows.money[ACCOUNT["income_tax"]]
        posted = np.pad(posted, (0, len(tax) - len(posted))) + tax
        if month == 23:
            due = CIT * np.maximum(with_it.profit_so_far, 0.0)
            spared = np.minimum(with_it.memory["tax allowance"], due)
            np.testing.assert_allclose(posted, due - spared, atol=1e-3)
            assert spared.sum() > 1e5
            said = float(spared.sum())
    booked = with_it.budgets.spent_cny[2022, 0, RULE.name, RULE.payer]
    assert booked >= said, "the tax of 2021 is booked in 2022, beside relief for waste"


def test_the_worth_is_bounded_by_the_tax_that_is_paid() -> None:
    world = world_of(small_park(), policies=[RULE], months=24)
    run(world, 13)
    who, green = np.array([0, 0]), np.array([True, False])
    capex, saving, life = np.full(2, 1e6), np.full(2, 4e5), np.full(2, 10.0)
    world.last_book.profit_cny[0] = 1e12
    full = worth_of_relief(world, who, green, capex, saving, life)
    hurdle = float(world.memory["hurdle"][0])
    tax = CIT * (4e5 - 1e5)
    share = (1.0, 1.0, 1.0, 0.5, 0.5, 0.5)
    expected = [tax * s / (1 + hurdle) ** (k + 1) for k, s in enumerate(share)]
    assert full == pytest.approx([np.sum(expected) + 0.07 * 1e6 / (1 + hurdle), 0.0])
    world.last_book.profit_cny[0] = 0.0
    none = worth_of_relief(world, who, green, capex, saving, life)
    assert np.asarray(none).tolist() == [0.0, 0.0]


def test_without_the_terms_nothing_changes() -> None:
    plain = run(world_of(small_park(), months=36))
    zero = world_of(small_park(), policies=[RULE], levers=[[0.0]], months=36)
    assert same_bits(plain, run(zero))
    assert plain.tax_reliefs == []


def test_the_refund_is_part_of_what_is_in_force() -> None:
    strengths = {
        name: dict(zip((p.name for p in package.policies()), package.strengths(), strict=True))
        for name in ("baseline", "brokered")
        for package in (read_package(name),)
    }
    assert all(found["utilisation_relief"] == 1.0 for found in strengths.values())
