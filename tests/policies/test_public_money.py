"""Public money that is no award: running costs, relief per tonne reused, and the fee on waste."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from agents.bargain import distances, pair_trust, value_deals
from policies.instrument import Instrument
from policies.parameters import load_parameters
from sim.assess import book_paid
from sim.money import ACCOUNT
from sim.policy import FacilityOrder, View
from sim.record import VARIABLE
from sim.synth import synth
from sim.terms import Entry
from sim.world import World, run_month
from tests.engine.worlds import run, world_of
from tests.policies.runs import same_bits

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Writes(Instrument):
    """A policy that adds one number to one term and costs some money a year."""

    name: str = "one"  # type: ignore[misc]
    payer: str = "county"  # type: ignore[misc]
    term: str = "reuse_relief_cny_per_t"
    value: float = 0.0
    cost_cny: float = 0.0

    def write(self, view: View) -> Sequence[Entry]:
        return (Entry(self.term, "add", self.value),)

    def orders(self, view: View) -> Sequence[FacilityOrder]:
        """Order nothing."""
        return ()

    def public_cost(self, view: View) -> Floats | None:
        return self.cost_cny * view.park_strength if self.cost_cny else None


def writes(term: str, value: float, name: str = "one", cost_cny: float = 0.0) -> Writes:
    return Writes(load_parameters(), name=name, term=term, value=value, cost_cny=cost_cny)


def park_with(*policies: Writes, parks: int = 1) -> World:
    described = [synth(30, 7 + park, "paper") for park in range(parks)]
    return world_of(*described, seed=3, policies=policies)


def relief_and_tonnes(world: World) -> tuple[float, float]:
    """Run to the end; return the relief posted and the tonnes of waste taken in, on site too."""
    relief = tonnes = 0.0
    slots, contracts = world.columns.slots, world.columns.contracts
    for _ in range(world.months):
        run_month(world)
        relief += world.flows.money[ACCOUNT["reliefs"]].sum()
        given = slots.stream[contracts.giver_slot[world.live]]
        tonnes += contracts.delivered[world.live] @ world.market.facts.solid_t[given]
    return float(relief), float(tonnes)


@cache
def without() -> World:
    world = park_with()
    run(world)
    return world


def test_running_cost_is_booked_once_a_year_to_each_park() -> None:
    world = park_with(writes("platform_share", 0.0, cost_cny=5e5), parks=2)
    run(world)
    years = (2020, 2021)
    assert world.budgets.spent_cny == {(y, p, "one", "county"): 5e5 for y in years for p in (0, 1)}


def test_a_relief_is_paid_per_tonne_and_booked_to_who_wrote_it() -> None:
    term = "reuse_relief_cny_per_t"
    world = park_with(writes(term, 30.0), writes(term, 10.0, "two"))
    paid, taken_t = relief_and_tonnes(world)
    assert paid == pytest.approx(40.0 * taken_t) and taken_t > 1000.0
    spent: dict[str, float] = {}
    for (_, park, policy, payer), amount in world.budgets.spent_cny.items():
        assert (park, payer) == (0, "county")
        spent[policy] = spent.get(policy, 0.0) + amount
    assert spent == {
        "one": pytest.approx(0.75 * paid), "two": pytest.approx(0.25 * paid),
    }  # fmt: skip


def test_a_relief_is_worth_its_tonnes_to_the_taker_and_nothing_for_heat() -> None:
    relieved, plain = park_with(writes("reuse_relief_cny_per_t", 50.0)), park_with()
    deals = []
    for world in (relieved, plain):
        run_month(world)
        giver, taker = world.market.candidates(world.market.givers)
        seller, buyer = world.market.enterprise[giver], world.market.enterprise[taker]
        apart = np.flatnonzero(seller != buyer)
        pair = seller[apart], buyer[apart]
        trust, km = pair_trust(world, *pair), distances(world, *pair)
        deals.append(value_deals(world, giver[apart], taker[apart], trust, km))
    slot = plain.columns.prospects.slot[giver[apart]]
    tonnes = plain.market.facts.solid_t[plain.columns.slots.stream[slot]]
    assert {0.0, 0.001} <= set(tonnes)
    np.testing.assert_allclose(deals[0].worth - deals[1].worth, 50.0 * tonnes, atol=1e-9)


def test_relief_that_no_policy_wrote_is_refused() -> None:
    world = park_with(writes("reuse_relief_cny_per_t", 30.0))
    run_month(world)
    world.terms.entries.clear()
    with pytest.raises(ValueError, match="no policy wrote"):
        book_paid(world, "reuse_relief_cny_per_t", np.ones(len(world.columns.enterprises)))


def test_a_fee_on_solid_waste_is_paid_on_what_is_released_as_waste() -> None:
    charged, free = park_with(writes("solid_waste_adder_cny_per_t", 25.0)), park_with()
    run_month(charged)
    run_month(free)
    left = charged.flows.released + charged.flows.treated
    without_fee = np.where(charged.columns.slots.product, 0.0, free.prices.value) * left
    accounts = [ACCOUNT[name] for name in ("byproduct_sales", "disposal", "gate_payments")]
    paid = charged.flows.money[accounts].sum()
    disposed_t = charged.record.values[VARIABLE["solid_disposed_t"], 0].sum()
    assert disposed_t > 100.0
    assert paid == pytest.approx(without_fee.sum() - 25.0 * disposed_t)


def test_what_a_giver_forgoes_falls_by_the_fee_it_is_spared() -> None:
    charged, free = park_with(writes("solid_waste_adder_cny_per_t", 25.0)), park_with()
    for world in (charged, free):
        run_month(world)
    prices = free.prices
    fall = prices.opportunity - charged.prices.opportunity
    made = free.prices.steam_cost != 0.0
    assert (fall[made] <= 0.0).all() and made.any(), "steam bears the charge on its ash"
    fall[made] = 0.0
    np.testing.assert_allclose(fall, 25.0 * prices.released[3], atol=1e-12)
    np.testing.assert_allclose(charged.prices.burden - prices.burden, fall, atol=1e-12)


@pytest.mark.parametrize(
    "term", ["reuse_relief_cny_per_t", "solid_waste_adder_cny_per_t", "platform_share"]
)
def test_a_term_of_zero_leaves_every_bit(term: str) -> None:
    world = park_with(writes(term, 0.0))
    run(world)
    assert same_bits(world, without())
