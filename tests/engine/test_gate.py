"""Gate fees: who pays the park's plants for waste and waste water, and how use moves the fee."""

from __future__ import annotations

import numpy as np
import pytest

from sim.gate import post_gates
from sim.money import ACCOUNT
from sim.synth import synth
from sim.world import World
from tests.engine.worlds import run, world_of
from tests.market.actors import at_output, park_of, slot_of

THRESHOLD, SLOPE = 0.8, 2.5
MILL = {"sector": "dyeing", "output": 12_000.0}
SEWAGE_FEE, MILL_FEE = 3.5, 5.0
"""CNY/m3: fee of a waste-water plant, and that with a mill's own pretreatment (streams table)."""


def asked_of(share: float, months: int = 13, **assumed: float) -> World:
    """Return a mill and a waste-water plant of which it asks this share of its capacity."""
    world = world_of(
        park_of(MILL, {"sector": "wwtp", "output": 3_000.0}), symbiosis=False, **assumed
    )
    columns, plant = world.columns, slot_of(world, 1, "sewage")
    made = columns.enterprises.capacity[0] * columns.slots.coefficient[world.plants.sewage].sum()
    columns.enterprises.capacity[1] = made / share / columns.slots.coefficient[plant]
    at_output(world, 1.0, 1.0)
    return run(world, months)


def fee(world: World) -> float:
    return float(world.gates.fee[slot_of(world, 0, "wastewater")])


@pytest.mark.parametrize(
    ("share", "factor"), [(0.3, 1.0), (0.8, 1.0), (0.9, 1.25), (1.0, 1.5), (1.6, 1.5)]
)
def test_the_fee_follows_the_use_of_the_year_before(share: float, factor: float) -> None:
    assert factor == 1.0 + SLOPE * min(max(share - THRESHOLD, 0.0), 1.0 - THRESHOLD)
    assert fee(asked_of(share, months=12)) == pytest.approx(SEWAGE_FEE), "no year came before"
    assert fee(asked_of(share)) == pytest.approx(SEWAGE_FEE * factor)


def test_what_the_mill_pays_the_plant_earns_and_the_rest_is_its_own_treatment() -> None:
    world = asked_of(0.9)
    slot, money = slot_of(world, 0, "wastewater"), world.flows.money
    moved = world.flows.treated.sum()
    assert moved > world.flows.treated[slot] > 0
    due = SEWAGE_FEE * 1.25 * moved
    assert money[ACCOUNT["gate_payments"]] == pytest.approx([-due, 0.0])
    assert money[ACCOUNT["gate_income"]] == pytest.approx([0.0, due])
    assert money[ACCOUNT["service_fees"]] == pytest.approx([0.0, 0.0], abs=1e-6)
    assert world.prices.value[slot] == pytest.approx(-MILL_FEE - 0.25 * SEWAGE_FEE)


@pytest.mark.parametrize("months", [1, 13])
def test_what_finds_no_room_pays_the_fee_of_a_full_plant(months: int) -> None:
    world = asked_of(2.0, months)
    slot = slot_of(world, 0, "wastewater")
    treated, released = world.flows.treated[slot], world.flows.released[slot]
    assert treated == pytest.approx(released)
    assert world.gates.overflow[slot] == pytest.approx(0.5 * SEWAGE_FEE - world.gates.rise[slot])
    mine = (world.columns.slots.enterprise == 0) & (world.prices.value < 0)
    moved, over = world.flows.treated + world.flows.released, world.flows.released
    full = np.where(np.isin(np.arange(len(mine)), world.plants.sewage), 0.5 * SEWAGE_FEE, 0.0)
    paid = world.prices.value * moved + (world.gates.rise - full) * over
    posted = world.flows.money[[ACCOUNT["gate_payments"], ACCOUNT["disposal"]], 0].sum()
    assert posted == pytest.approx(paid[mine].sum())


def test_a_flat_fee_is_that_of_the_tables_at_any_use() -> None:
    world = asked_of(2.0, gate_fee_slope=0.0)
    assert fee(world) == pytest.approx(SEWAGE_FEE) and not world.gates.overflow.any()


def test_without_a_plant_in_the_park_nothing_changes() -> None:
    world = run(world_of(park_of(MILL), symbiosis=False), 13)
    assert not world.gates.fee.any()
    assert world.prices.value[slot_of(world, 0, "wastewater")] == -MILL_FEE


def test_gate_fees_balance_in_every_park_and_spare_the_town_fee() -> None:
    parks = (synth(30, 7, "dyeing_textile+fine_chemical"), synth(30, 3, "fine_chemical"))
    world = run(world_of(*parks, months=36))
    money, park = world.flows.money, world.columns.enterprises.park
    earned, paid = (money[ACCOUNT[name]] for name in ("gate_income", "gate_payments"))
    for number in range(2):
        assert earned[park == number].sum() > 0
        assert earned[park == number].sum() == pytest.approx(-paid[park == number].sum())
    plants = np.unique(world.gates.owner)
    assert set(np.flatnonzero(earned)) <= set(plants.tolist())
    whole = world.flows.output * world.columns.enterprises.service_fee_cny_per_unit
    town = money[ACCOUNT["service_fees"]]
    assert (town[plants] <= whole[plants] * (1 + 1e-9)).all()
    assert (town[plants] >= -1e-6).all()


def test_a_dearer_gate_takes_nothing_from_who_sends_less() -> None:
    world = run(world_of(synth(30, 7, "dyeing_textile+fine_chemical"), months=36))
    gates = world.gates
    assert (gates.rise >= 0).all() and (gates.overflow >= -1e-12).all()
    tables = np.maximum(-world.prices.value[gates.sent], 0.0)
    assert (gates.fee[gates.sent] <= tables * (1 + 1e-9)).all()


def test_the_kernel_and_its_plain_twin_have_the_same_bits() -> None:
    world = run(world_of(synth(30, 7, "dyeing_textile+fine_chemical"), months=36), 20)
    flows, slots, found = world.flows, world.columns.slots, []
    for plain in (False, True):
        served, money = flows.output.copy(), np.zeros_like(flows.money)
        (post_gates.py_func if plain else post_gates)(  # type: ignore[attr-defined]
            world.gates, flows.treated, flows.released, flows.stored, flows.inflow, flows.drawn,
            slots.coefficient, slots.enterprise, served, money,
        )  # fmt: skip
        assert money.any()
        found.append(served.tobytes() + money.tobytes())
    assert found[0] == found[1]
