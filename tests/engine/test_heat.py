"""Steam mains: what heat plants supply where no contract does, to whom, and what it costs."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.heat import post_heat, supply
from sim.money import ACCOUNT
from sim.record import VARIABLE
from sim.synth import synth
from sim.world import World
from tests.engine.worlds import run, world_of
from tests.market.actors import at_output, park_of, slot_of

LOSS_PER_KM = 0.02
CHP = {"sector": "coal_chp", "output": 100_000.0}
MILL = {"sector": "dyeing", "output": 12_000.0}


def mains_of(*firms: dict[str, Any]) -> World:
    """Return a park of these enterprises after a month at full capacity, nobody in a contract."""
    world = world_of(park_of(*firms), symbiosis=False)
    at_output(world, *(1.0 for _ in firms))
    return run(world, 1)


def sent(world: World, plant: int, stream: str) -> float:
    """Return the steam that a plant put into the mains, MJ."""
    return float(world.flows.mains[slot_of(world, plant, stream)])


def test_a_plant_supplies_what_its_neighbour_needs_and_what_the_pipe_loses() -> None:
    world = mains_of(CHP, MILL)
    slot = slot_of(world, 1, "steam_lp")
    needed = world.flows.quantity[slot]
    assert needed > 0 and world.flows.bought[slot] == 0.0
    assert world.flows.mains[slot] == pytest.approx(needed)
    assert sent(world, 0, "steam_mp") == pytest.approx(needed / (1.0 - LOSS_PER_KM))
    assert world.flows.output[0] == pytest.approx(sent(world, 0, "steam_mp") / 6000.0)


def test_the_user_pays_the_price_of_purchased_steam_to_the_plant() -> None:
    world = mains_of(CHP, MILL)
    slot = slot_of(world, 1, "steam_lp")
    paid = world.flows.quantity[slot] * world.prices.price[slot]
    assert world.flows.money[ACCOUNT["heat_sales"]] == pytest.approx([paid, 0.0])
    assert world.flows.money[ACCOUNT["heat_purchases"]] == pytest.approx([0.0, -paid])
    far = mains_of(CHP, MILL | {"x_km": 50.0})
    bought = far.flows.money[ACCOUNT["purchases"], 1]
    assert bought == pytest.approx(world.flows.money[ACCOUNT["purchases"], 1] - paid)


def test_steam_from_the_mains_is_heat_bought_in_the_accounts() -> None:
    near, far = mains_of(CHP, MILL), mains_of(CHP, MILL | {"x_km": 50.0})
    for name in ("heat_bought_mj", "fuel_tce", "energy_tce"):
        row = VARIABLE[name]
        assert near.record.values[row, 0, 1] == pytest.approx(far.record.values[row, 0, 1])
    sold, bought = (near.record.values[VARIABLE[n], 0] for n in ("heat_sold_mj", "heat_bought_mj"))
    assert sold == pytest.approx([bought[1], 0.0])


@pytest.mark.parametrize(("km", "reached"), [(7.9, True), (8.1, False)])
def test_a_main_reaches_as_far_as_its_steam(km: float, reached: bool) -> None:
    world = mains_of(CHP, MILL | {"x_km": km})
    assert (sent(world, 0, "steam_mp") > 0) is reached


def test_mains_end_at_the_fence() -> None:
    world = mains_of(CHP, MILL | {"inside": "no"})
    assert len(world.mains.users) == 0 and world.flows.bought[slot_of(world, 1, "steam_lp")] > 0


def test_high_pressure_may_serve_low_and_never_the_other_way() -> None:
    boiler = {"sector": "boiler_coal", "output": 1e6}
    tyres = {"sector": "tyre", "output": 50_000.0}
    alone = mains_of(boiler, tyres)
    assert sent(alone, 0, "steam_lp") == 0.0
    assert alone.flows.output[0] == 0.0, "a boiler stands still when nobody asks"
    both = mains_of(boiler, tyres, CHP)
    assert both.flows.bought[slot_of(both, 1, "steam_mp")] == 0.0


def test_plants_supply_in_merit_order() -> None:
    plants = [
        {"sector": "boiler_gas", "output": 40_000.0},
        {"sector": "boiler_coal", "output": 40_000.0},
        {"sector": "coal_chp", "output": 10_000.0},
        {"sector": "wte_chp", "output": 10_000.0},
    ]
    streams = ("steam_lp", "steam_lp", "steam_mp", "steam_lp")
    idle = 0
    for mill in (500.0, 4_000.0, 7_000.0, 9_000.0):
        world = mains_of(*plants, MILL | {"output": mill})
        made = [world.flows.quantity[slot_of(world, k, s)] for k, s in enumerate(streams)]
        at_work = [sent(world, k, s) > 0 for k, s in enumerate(streams)]
        first = at_work.index(True)
        assert all(at_work[first:]), "each supplies only when the ones before it do"
        for k in range(first + 1, len(plants)):
            assert sent(world, k, streams[k]) == pytest.approx(made[k]), "and they are full"
        idle += first
    assert idle > 3, "not every boiler is needed for every mill"


def test_short_supply_is_shared_by_need() -> None:
    world = mains_of(CHP | {"output": 20_000.0}, MILL, MILL | {"output": 6_000.0})
    slots = [slot_of(world, k, "steam_lp") for k in (1, 2)]
    shares = world.flows.mains[slots] / world.flows.quantity[slots]
    assert 0.0 < shares[0] < 1.0 and shares[0] == pytest.approx(shares[1])
    assert world.flows.bought[slots] == pytest.approx((1 - shares) * world.flows.quantity[slots])


def test_mains_bring_what_contracts_leave() -> None:
    park = synth(40, 5, "dyeing_textile")
    world = run(world_of(park, months=36))
    flows, users = world.flows, world.mains.users
    both = (flows.received[users] > 0) & (flows.mains[users] > 0)
    assert both.any()
    over = flows.received[users] - flows.laid_in[users] + flows.mains[users] + flows.drawn[users]
    assert (over <= flows.quantity[users] * (1 + 1e-9)).all()
    plants = np.unique(world.mains.pairs.plant)
    most = flows.quantity[plants] * (1 + 1e-9)
    assert (flows.given[plants] + flows.mains[plants] <= most).all()


def alone(fee_cny_per_mwh: float, ramp: float = 0.2) -> World:
    """Return a park of one heat plant that nobody asks for steam, paid a fee per MWh."""
    world = world_of(park_of(CHP), symbiosis=False, must_run_share=0.3, must_run_ramp=ramp)
    at_output(world, 0.8)
    world.columns.enterprises.service_fee_cny_per_unit[0] = fee_cny_per_mwh
    return run(world, 1)


def margin_of(world: World) -> tuple[float, float]:
    """Return margin on variable cost and revenue of a plant's unit, steam earning nothing."""
    slots, enterprises = world.columns.slots, world.columns.enterprises
    coefficient = slots.coefficient
    steam = slot_of(world, 0, "steam_mp")
    worth = np.where(np.arange(len(slots)) == steam, 0.0, world.prices.worth) * coefficient
    fee = float(enterprises.service_fee_cny_per_unit[0])
    sold = float(worth[worth * slots.out > 0].sum()) + fee
    other = float(enterprises.other_purchases_cny_per_unit[0] * world.year_costs.trend[0])
    other += float(enterprises.technology_cost_cny_per_unit[0])
    return float(worth.sum()) + fee - other, sold


def test_steam_that_nobody_asked_for_earns_nothing() -> None:
    world = alone(fee_cny_per_mwh=400.0)
    steam = slot_of(world, 0, "steam_mp")
    assert world.flows.released[steam] > 0 and world.prices.value[steam] == 0.0
    sold = np.delete(world.flows.released * np.maximum(world.prices.value, 0.0), steam)
    money = world.flows.money[:, 0]
    earned = money[ACCOUNT["product_sales"]] + money[ACCOUNT["byproduct_sales"]]
    assert earned == pytest.approx(sold.sum())
    assert world.record.values[VARIABLE["heat_sold_mj"]].sum() == 0.0


@pytest.mark.parametrize("ramp", [0.1, 0.4])
def test_power_alone_rises_smoothly_with_its_margin(ramp: float) -> None:
    most, fees = 0.8 * 0.3, np.linspace(0.0, 700.0, 36)
    shares = []
    for fee in fees.tolist():
        world = alone(fee, ramp)
        margin, sold = margin_of(world)
        x = min(max(margin / sold / ramp, 0.0), 1.0)
        share = float(world.flows.output[0] / world.columns.enterprises.capacity[0])
        assert share == pytest.approx(most * x * x * (3.0 - 2.0 * x))
        shares.append(share)
    assert shares[0] == 0.0 and shares[-1] == pytest.approx(most)
    assert sum(0.0 < share < most * 0.999 for share in shares) >= 2, "no edge"


def test_heat_is_supplied_without_symbiosis_too() -> None:
    park = synth(40, 5, "dyeing_textile")
    alone = run(world_of(park, months=24, symbiosis=False))
    assert alone.record.by_year("links").sum() == 0
    assert (alone.record.by_year("heat_sold_mj").sum(axis=1) > 0).all()
    assert alone.record.by_year("reused_heat_gj").sum() == 0


def test_kernels_and_their_plain_twins_have_the_same_bits() -> None:
    world = run(world_of(synth(40, 5, "dyeing_textile"), months=36), 30)
    flows, columns, mains = world.flows, world.columns, world.mains
    contracts, pages = columns.contracts, []
    for plain in (False, True):
        moved, piped = np.zeros_like(flows.mains), np.zeros_like(world.piped)
        (supply.py_func if plain else supply)(  # type: ignore[attr-defined]
            world.kept["merit order"], mains.lines, mains.pairs, mains.users, world.live,
            contracts.stage, contracts.taker_slot, contracts.taker_share, flows.quantity,
            flows.received, flows.drawn, columns.slots.store_share, flows.given, moved, piped,
        )  # fmt: skip
        money, page = np.zeros_like(flows.money), np.zeros_like(world.record.page(0))
        (post_heat.py_func if plain else post_heat)(  # type: ignore[attr-defined]
            mains.pairs, piped, columns.slots.enterprise, world.prices.price,
            world.prices.bought[2], world.prices.bought[4], money, page,
        )  # fmt: skip
        pages.append(b"".join(array.tobytes() for array in (moved, piped, money, page)))
        assert piped.any() and money.any()
    assert pages[0] == pages[1]
