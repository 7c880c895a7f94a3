"""Vintages: capacity has an age, is renewed when it is old and pays, and else goes."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from agents.renew import energy_bill, retire_line
from sim.money import ACCOUNT
from sim.synth import synth
from sim.vintage import plant_life_years, wears
from sim.world import World
from tests.engine.technologies import choosing
from tests.engine.worlds import fingerprint, run, world_of
from tests.market.actors import events_of, park_of, slot_of

Floats = NDArray[np.float64]

DYER = park_of({"sector": "dyeing"})


def dyer(**changed: float) -> World:
    """Return a dye works, alone in its park, that takes no technology; any number may be set."""
    world = choosing(world_of(DYER, months=36))
    world.assumption.update(changed, consider_share=0.0)
    return world


def old_dyer(**changed: float) -> World:
    """Return a dye works whose lines are all due in the second January."""
    world = dyer(expansion_trigger=9.0, **changed)
    world.overrides["leave"] = stay
    world.columns.vintages.built_month[:] = 12 - 15 * 12
    return world


def stay(wish: Floats) -> None:
    wish[:] = 0.0


def energy(world: World) -> float:
    return float(world.columns.slots.coefficient[slot_of(world, 0, "electricity")])


def test_the_lines_of_the_start_are_the_plant_as_it_was() -> None:
    world = world_of(synth(200, 4), months=12)
    vintages, enterprises = world.columns.vintages, world.columns.enterprises
    size = len(enterprises)
    owner = vintages.enterprise
    capacity = np.bincount(owner, weights=vintages.capacity, minlength=size)
    assert capacity == pytest.approx(enterprises.capacity)
    mean = np.bincount(owner, weights=vintages.capacity * vintages.energy, minlength=size)
    assert mean / np.maximum(capacity, 1e-12) == pytest.approx(np.ones(size))
    assert (enterprises.vintage_energy == 1.0).all()
    slots, base = world.columns.slots, world.columns.slots.base_coefficient
    assert slots.coefficient.tobytes() == base.tobytes()
    age = -vintages.built_month / 12.0
    assert (age >= 0).all()
    assert (age < plant_life_years(world.catalogue)[enterprises.sector[owner]]).all()
    assert 8.0 < age.mean() < 13.0


def test_older_plant_uses_more_energy() -> None:
    world = world_of(synth(400, 4), months=12)
    vintages, enterprises = world.columns.vintages, world.columns.enterprises
    own = np.log(enterprises.efficiency)[vintages.enterprise]
    assert 0.25 < np.corrcoef(own, -vintages.built_month)[0, 1] < 0.75
    one = vintages.enterprise == int(np.argmax(np.bincount(vintages.enterprise)))
    order = np.argsort(vintages.built_month[one])
    assert (np.diff(vintages.energy[one][order]) <= 0).all()


def test_an_old_line_that_pays_is_renewed_and_uses_less() -> None:
    world = run(old_dyer(), 12)
    before, capacity = energy(world), world.columns.enterprises.capacity[0]
    cash = world.columns.enterprises.cash[0]
    run(world, 1)
    lines = len(world.columns.vintages)
    renewed = events_of(world, "capacity_renewed")
    assert len(renewed) == lines
    assert world.columns.enterprises.capacity[0] == capacity
    fuel = energy(world) / before
    assert fuel == pytest.approx(world.columns.enterprises.vintage_energy[0])
    assert fuel < 0.96
    capex = sum(e["capex_cny"] for e in renewed)
    enterprises, assumption = world.columns.enterprises, world.assumption
    value_added = capacity * 12.0 * enterprises.value_added_cny_per_unit[0]
    share = assumption["renewal_capex"] * assumption["capital_per_value_added"]
    assert capex == pytest.approx(value_added * share)
    assert enterprises.cash[0] < cash + capex
    run(world)


def test_an_old_line_that_does_not_pay_is_retired_and_its_owner_leaves() -> None:
    world = old_dyer(renewal_capex=50.0)
    del world.overrides["leave"]
    run(world, 13)
    gone = events_of(world, "capacity_retired")
    assert {e["reason"] for e in gone} == {"unprofitable"}
    assert world.columns.enterprises.capacity[0] == 0.0
    assert [e["reason"] for e in events_of(world, "left")] == ["worn_out"]


def test_a_line_worth_renewing_waits_for_money_and_no_longer_than_allowed() -> None:
    world = old_dyer(overrun_years=2.0, max_debt_ratio=0.0)

    def spend(world: World, months: int) -> None:
        for _ in range(months):
            world.columns.enterprises.committed_cny[0] = 1e15
            run(world, 1)

    run(world, 12)
    spend(world, 12)
    assert not events_of(world, "capacity_renewed")
    assert not events_of(world, "capacity_retired")
    world.columns.enterprises.committed_cny[0] = 1e15
    world.columns.vintages.built_month[:] -= 24
    run(world, 1)
    gone = events_of(world, "capacity_retired")
    assert {e["reason"] for e in gone} == {"unaffordable"}


def test_an_expansion_is_a_line_of_the_best_vintage() -> None:
    world = dyer(expansion_trigger=0.1)
    world.overrides["leave"] = stay
    run(world, 25)
    expanded = events_of(world, "expanded")
    assert expanded
    vintages = world.columns.vintages
    new = vintages.built_month > 0
    assert new.sum() == len(expanded)
    assert (vintages.energy[new] < vintages.energy[~new].min()).all()
    enterprises = world.columns.enterprises
    assert enterprises.capacity[0] == pytest.approx(vintages.capacity.sum())
    mean = (vintages.capacity * vintages.energy).sum() / vintages.capacity.sum()
    assert enterprises.vintage_energy[0] == pytest.approx(mean)
    assert energy_bill(world)[0] > 0


def test_utilities_and_outside_actors_do_not_wear() -> None:
    world = world_of(park_of({"sector": "coal_chp"}, {"sector": "dyeing"}), months=12)
    assert wears(world.catalogue, world.columns.enterprises).tolist() == [False, True]
    assert world.columns.enterprises.upkeep_share.tolist() == [1.0, 0.6]


def test_who_starts_later_starts_with_new_plant() -> None:
    park = park_of({"sector": "dyeing"}, {"sector": "dyeing", "start_year": 2024})
    world = world_of(park, months=12)
    vintages = world.columns.vintages
    mine = vintages.enterprise == 1
    assert vintages.built_month[mine].tolist() == [48]
    same = world_of(park_of({"sector": "dyeing"}, {"sector": "dyeing"}), months=12)
    ratio = world.columns.enterprises.efficiency / same.columns.enterprises.efficiency
    assert ratio == pytest.approx([1.0, 1.008 ** -(12 + 4)])


def test_renewal_keeps_the_books_and_the_bits() -> None:
    park = synth(30, 8, "building_materials")
    one, two = (run(world_of(park, months=72)) for _ in range(2))
    assert events_of(one, "capacity_renewed")
    assert fingerprint(one) == fingerprint(two)


def test_a_line_that_goes_leaves_the_balance_sheet() -> None:
    """Two equal lines, one twice as old as the asset life: its book value, and no more, is lost."""
    world = run(world_of(synth(20, 3, "building_materials"), months=36), 12)
    enterprises, vintages = world.columns.enterprises, world.columns.vintages
    owner, count = np.unique(vintages.enterprise, return_counts=True)
    e = int(owner[(count >= 2) & enterprises.active[owner]][0])
    rows = np.flatnonzero(vintages.enterprise == e)
    vintages.capacity[rows] = 0.0
    vintages.capacity[rows[:2]] = enterprises.capacity[e] / 2.0
    life = world.assumption["asset_life_years"] * 12.0
    vintages.built_month[rows[:2]] = world.month - np.array([120, 240])
    assets, before = enterprises.fixed_assets[e], enterprises.equity[e]
    world.flows.money[ACCOUNT["write_offs"]] = 0.0
    retire_line(world, int(rows[1]))
    lost = -world.flows.money[ACCOUNT["write_offs"], e]
    kept = (1.0 - 1.0 / life) ** np.array([120, 240])
    assert lost == pytest.approx(assets * kept[1] / kept.sum())
    assert enterprises.equity[e] == before, "posted now, settled with the month"
