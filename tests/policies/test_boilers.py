"""Closure orders and the elimination of coal boilers: who must go, when, and who supplies then."""

from __future__ import annotations

import numpy as np
import pytest

from policies.boiler_elimination import HOURS_PER_MONTH, BoilerElimination
from policies.central_heating import CentralHeating
from policies.parameters import load_parameters
from sim.money import ACCOUNT
from sim.policy import View
from sim.synth import synth
from sim.world import World
from tests.engine.worlds import run, world_of
from tests.market.actors import Writes, events_of, park_of, slot_of
from tests.policies.scene import firms, terms_of, view

TABLE = load_parameters()
GJ_PER_T = 2.77
BOILER = {"sector": "boiler_coal", "output": 100_000.0}
GAS = {"sector": "boiler_gas", "output": 150_000.0}
MILL = {"sector": "dyeing", "output": 12_000.0}


def ordered(year: int, strength: float = 1.0) -> list[float]:
    """Return the orders on boilers of 34 and 36 t/h, a gas boiler and a dye works."""
    size = np.array([34.0, 36.0, 10.0, 1.0]) * HOURS_PER_MONTH * GJ_PER_T
    park = firms(["boiler_coal", "boiler_coal", "boiler_gas", "dyeing"], capacity=size)
    terms = terms_of(BoilerElimination(TABLE), view(park, year, strength=strength))
    order: list[float] = terms["closure_order"].tolist()
    return order


def test_only_coal_boilers_below_the_limit_are_ordered_to_close() -> None:
    assert ordered(2025) == [0.95, 0.0, 0.0, 0.0]


@pytest.mark.parametrize(
    ("year", "strength", "share"),
    [(2020, 1.0, 0.0), (2023, 0.5, 0.275), (2023, 1.0, 0.55), (2023, 2.0, 1.0), (2030, 2.0, 1.0)],
)
def test_the_share_rises_by_date_and_strength(year: int, strength: float, share: float) -> None:
    assert ordered(year, strength)[0] == pytest.approx(share)


def closed(world: World) -> list[str]:
    """Return who left by order, in order of time."""
    return [str(e["enterprise"]) for e in events_of(world, "left", reason="closed_by_order")]


def test_an_order_closes_in_the_second_january_and_the_mains_take_over() -> None:
    world = world_of(park_of(BOILER, GAS, MILL), policies=[Writes({"closure_order": 0.0})])
    plain = run(world, 13)
    rule = BoilerElimination(TABLE.changed({"boiler_closed_share": 1.0}))
    world = run(world_of(park_of(BOILER, GAS, MILL), policies=[rule]), 12)
    assert world.columns.enterprises.active.all() and not closed(world)
    run(world, 1)
    assert closed(world) == ["0_boiler_coal"] and not closed(plain)
    assert world.flows.output[0] == 0.0 < plain.flows.output[0]
    assert world.flows.output[1] > plain.flows.output[1], "the gas boiler serves the dye works"
    need, got = world.flows.quantity, world.flows.mains + world.flows.received
    steam = slot_of(world, 2, "steam_lp")
    assert got[steam] + world.flows.bought[steam] == pytest.approx(need[steam])


def test_contracts_of_a_plant_closed_by_order_end_with_notice() -> None:
    world = run(world_of(synth(40, 5, "dyeing_textile"), months=60), 36)
    contracts, enterprises = world.columns.contracts, world.columns.enterprises
    assert (contracts.end_month > 37).any()
    world.policies, world.levers = [Writes({"closure_order": 1.0})], np.ones((1, 1))
    run(world, 1)
    assert (contracts.end_month[contracts.start_month <= 36] <= 37).all()
    assert not (enterprises.active & enterprises.inside & (enterprises.start_month < 36)).any()


def test_a_larger_share_closes_more_and_never_others() -> None:
    park, found = synth(60, 5, "comprehensive"), []
    for share in (0.0, 0.2, 0.5, 1.0):
        world = run(world_of(park, policies=[Writes({"closure_order": share})]), 13)
        found.append(set(closed(world)))
    assert found[0] == set()
    assert found[0] < found[1] < found[2] < found[3]


def heated(year: int, strength: float = 1.0) -> View:
    """Return a view of a park with a central plant since 2023, and of one with none."""
    park = firms(
        ["boiler_gas", "boiler_coal", "dyeing", "boiler_coal"],
        park=[0, 0, 0, 1],
        ordered=[True, False, False, False],
        start_month=[36, 0, 0, 0],
    )
    return view(park, year, strength=strength)


@pytest.mark.parametrize(("strength", "closed", "tariff"), [(1.0, 1.0, 1.05), (0.5, 0.5, 1.025)])
def test_central_supply_closes_boilers_and_sets_the_tariff_where_it_runs(
    strength: float, closed: float, tariff: float
) -> None:
    rule = CentralHeating(TABLE)
    terms = terms_of(rule, heated(2025, strength))
    assert terms["closure_order"] == pytest.approx([0.0, closed, 0.0, 0.0])
    assert terms["steam_tariff_factor"] == pytest.approx([tariff] * 3 + [1.0])
    early = terms_of(rule, heated(2023, strength))
    assert early["closure_order"].tolist() == [0.0] * 4


def test_central_supply_is_ordered_from_its_first_year_by_share_and_strength() -> None:
    rule = CentralHeating(TABLE)
    assert rule.orders(heated(2021)) == []
    orders = rule.orders(heated(2022, 0.5))
    assert [(order.park, order.sector, order.need_share) for order in orders] == [
        (0, "boiler_gas", 0.4), (1, "boiler_gas", 0.4),
    ]  # fmt: skip
    assert [order.need_share for order in rule.orders(heated(2022, 2.0))] == [1.0, 1.0]


def test_a_tariff_of_steam_is_paid_by_its_users_alone() -> None:
    worlds = [
        run(world_of(park_of(GAS, MILL), policies=[Writes({"steam_tariff_factor": factor})]), 1)
        for factor in (1.0, 1.1)
    ]
    slot = slot_of(worlds[0], 1, "steam_lp")
    plain, dear = (world.prices for world in worlds)
    assert dear.tariff[slot] == pytest.approx(1.1 * plain.tariff[slot])
    others = np.arange(len(plain.tariff)) != slot
    np.testing.assert_array_equal(dear.tariff[others], plain.tariff[others])
    paid = [float(world.flows.money[ACCOUNT["heat_sales"], 0]) for world in worlds]
    used = [float(world.flows.mains[slot]) for world in worlds]
    assert paid[1] / used[1] == pytest.approx(1.1 * paid[0] / used[0]) and paid[0] > 0


def test_a_park_with_central_supply_buys_less_steam_outside_and_books_its_cost() -> None:
    park = park_of(BOILER, MILL, MILL | {"x_km": 2.5})
    plain, world = (
        world_of(park, months=96, policies=policies, mains_take_up=1.0)
        for policies in ([], [CentralHeating(TABLE)])
    )
    for one in (plain, world):
        one.columns.free_land_mu[:] = 100.0
        run(one)
    plants = np.flatnonzero(world.columns.enterprises.ordered)
    assert len(plants) and (world.record.by_year("output")[-1, plants] > 0).any()
    assert {key[2:] for key in world.budgets.spent_cny} == {("central_heating", "park")}
    assert closed(world) == ["0_boiler_coal"]
    outside = [
        [float(w.slot_ledger.years[-1][1][slot_of(w, k, "steam_lp")]) for k in (1, 2)]
        for w in (plain, world)
    ]
    assert sum(outside[1]) < 0.5 * sum(outside[0])
