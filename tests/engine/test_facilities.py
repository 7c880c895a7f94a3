"""Facilities that a policy orders: when they are built, how large, where, and who pays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pytest

from sim.money import ACCOUNT
from sim.need import served_streams, unmet_need
from sim.policy import FacilityOrder, View
from sim.synth import synth
from sim.world import World
from tests.engine.worlds import fingerprint, run, world_of
from tests.market.actors import Writes, events_of, park_of, slot_of

MILL = {"sector": "dyeing", "output": 12_000.0}
PARK = park_of(MILL, MILL | {"x_km": 3.0}, MILL | {"x_km": 4.0, "inside": "no"})
COUNTY = "county"


@dataclass(frozen=True)
class Orders(Writes):
    """A policy that orders a facility in some years."""

    order: FacilityOrder = field(default_factory=lambda: FacilityOrder(0, "boiler_gas"))
    payer: str = COUNTY
    years: tuple[int, ...] = (2021,)

    def orders(self, view: View) -> Sequence[FacilityOrder]:
        """Order it."""
        return (self.order,) if view.year in self.years else ()


def built(order: FacilityOrder, years: int, **changed: float) -> World:
    """Return the park of dye works after some years of orders, without other choices of chance."""
    policy = Orders({}, order=order)
    world = world_of(PARK, months=12 * years + 1, policies=[policy], **changed)
    world.columns.free_land_mu[:] = 500.0
    world.overrides["leave"] = lambda wish: wish.fill(0.0)
    return run(world)


def ordered(world: World) -> list[int]:
    """Return the rows of ordered facilities."""
    rows: list[int] = np.flatnonzero(world.columns.enterprises.ordered).tolist()
    return rows


def test_a_facility_is_sized_for_what_the_park_bought_outside() -> None:
    world = built(FacilityOrder(0, "boiler_gas", need_share=0.5), 1)
    slots = [slot_of(world, k, "steam_lp") for k in (0, 1)]
    bought_gj = world.slot_ledger.years[0][1][slots].sum() / 1000.0
    (row,) = ordered(world)
    capacity = world.columns.enterprises.capacity[row] * 12.0
    assert bought_gj > 0 and capacity == pytest.approx(0.5 * 1.2 * bought_gj)
    assert 0.0 <= world.columns.enterprises.x_km[row] <= 3.0


def test_it_runs_when_its_time_has_come_and_is_built_once() -> None:
    for lead, start in ((1, 24), (12, 24), (18, 36)):
        world = built(FacilityOrder(0, "boiler_gas", lead_months=lead), 4)
        (row,) = ordered(world)
        made = world.record.values[0, :, row] > 0
        assert not made[:start].any() and made[start:].any()
        (event,) = events_of(world, "facility_ordered")
        assert (event["month"], event["start_month"]) == (12, start)
        assert [e["month"] for e in events_of(world, "entered", planned=True)] == [start]


@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_the_public_share_is_booked_and_the_rest_is_the_operators(share: float) -> None:
    world = built(FacilityOrder(0, "boiler_gas", public_share=share), 1, facility_equity=0.3)
    (row,) = ordered(world)
    (event,) = events_of(world, "facility_ordered")
    capex = event["capex_cny"]
    assert event["public_cny"] == pytest.approx(share * capex) and capex > 0
    paid = world.budgets.spent_cny
    assert paid == ({(2021, 0, "writes", COUNTY): pytest.approx(share * capex)} if share else {})
    money, enterprises = world.flows.money[:, row], world.columns.enterprises
    assert money[ACCOUNT["capex"]] == pytest.approx(-capex)
    assert money[ACCOUNT["grants"]] == pytest.approx(share * capex)
    assert enterprises.fixed_assets[row] == pytest.approx(capex)
    own = 0.3 * (1.0 - share) * capex
    assert enterprises.cash[row] == pytest.approx(
        event["working_cny"] + own - (1.0 - share) * capex + money[ACCOUNT["income_tax"]]
    )


@pytest.mark.parametrize("sector", ["boiler_gas", "wte_chp"])
def test_users_join_a_new_plant_year_by_year(sector: str) -> None:
    park = synth(40, 5, "dyeing_textile")
    joined = []
    policy = Orders({}, order=FacilityOrder(0, sector, capacity_per_year=200_000.0))
    world = world_of(park, months=72, policies=[policy], mains_take_up=0.4)
    world.columns.free_land_mu[:] = 5000.0
    for _ in range(6):
        run(world, 12)
        mine = np.isin(world.columns.slots.enterprise[world.mains.pairs.plant], ordered(world))
        joined.append(set(world.mains.pairs.user[mine].tolist()))
    assert [len(users) for users in joined[:2]] == [0, 0]
    assert 0 < len(joined[2]) < len(joined[3]) < len(joined[4])
    assert joined[2] <= joined[3] <= joined[4]


def test_nothing_is_built_without_land_or_need() -> None:
    no_land = world_of(PARK, months=13, policies=[Orders({})])
    no_land.columns.free_land_mu[:] = no_land.columns.idle_land_mu[:] = 0.0
    no_land.overrides["leave"] = lambda wish: wish.fill(0.0)
    assert not ordered(run(no_land))
    dry = Orders({}, order=FacilityOrder(0, "desalination", need_share=0.0))
    assert not ordered(run(world_of(PARK, months=13, policies=[dry])))


def test_an_order_of_nothing_leaves_every_bit() -> None:
    orders = Orders({}, order=FacilityOrder(0, "boiler_gas", need_share=0.0))
    with_it, without = (
        run(world_of(synth(30, 3, "dyeing_textile"), months=36, policies=policies))
        for policies in ([orders], [])
    )
    assert fingerprint(with_it) == fingerprint(without)


@pytest.mark.parametrize("sector", ["wwtp", "haz_waste_plant", "wte", "coal_chp", "boiler_gas"])
def test_need_is_what_plants_of_a_sector_could_take_over(sector: str) -> None:
    world = run(world_of(synth(40, 5, "fine_chemical"), months=12))
    served, waste, per_unit = served_streams(world.catalogue, sector)
    assert per_unit > 0 and served.any() and waste is (sector in ("wwtp", "haz_waste_plant", "wte"))
    need = unmet_need(world, sector)
    assert need.shape == (len(world.columns.enterprises),) and (need >= 0).all()
    assert (need[~world.columns.enterprises.inside] == 0).all()


def test_a_waste_plant_that_is_ordered_takes_the_parks_waste() -> None:
    park = park_of({"sector": "pharma_api", "output": 5_000.0})
    order = FacilityOrder(0, "haz_waste_plant", lead_months=12)
    world = world_of(park, months=48, policies=[Orders({}, order=order)])
    world.columns.free_land_mu[:] = 500.0
    world.overrides["leave"] = lambda wish: wish.fill(0.0)
    run(world)
    (row,) = ordered(world)
    assert world.record.by_year("output")[3, row] > 0
    sent = world.slot_ledger.years[3][4][world.columns.slots.enterprise == 0]
    assert sent.sum() > 0


def test_draws_of_others_stay_as_they_were() -> None:
    park = synth(30, 3, "dyeing_textile")
    order = FacilityOrder(0, "boiler_gas", capacity_per_year=100_000.0)
    one = run(world_of(park, months=36, policies=[Orders({}, order=order)]))
    other = run(world_of(park, months=36))
    rows = np.flatnonzero(~one.columns.enterprises.ordered)
    keys = one.columns.enterprises.key[rows]
    same = np.isin(keys, other.columns.enterprises.key)
    at = [int(np.flatnonzero(other.columns.enterprises.key == key)[0]) for key in keys[same]]
    assert len(ordered(one)) == 1
    np.testing.assert_array_equal(
        one.memory["shocks"][:, rows[same]], other.memory["shocks"][:, at]
    )
