"""A look at a running world: its programme, and what its contracts exchange, in a common frame."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from agents.amounts import planned
from agents.feasible import Feasible, feasible_pairs
from experiments.scenario import Scenario
from experiments.symbiosis.programme import CO2, REUSE, Limits, Programme
from sim.catalogue import EXCHANGE_WEIGHTS
from sim.columns import Contracts
from sim.sums import sum_one
from sim.world import World, run_month

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Look:
    """One world at the end of a year; amounts are units given a year, by feasible pair."""

    world: World
    quantity: Floats
    """Made or used in the year by slot; a heat plant's steam is what it could have made."""

    @cached_property
    def pairs(self) -> Feasible:
        """The feasible pairs."""
        return feasible_pairs(self.world)

    @cached_property
    def programme(self) -> Programme:
        """The programme at the output on which enterprises plan contracts."""
        return make_programme(self.world, self.pairs, self._limits(12.0 * planned(self.world)))

    @cached_property
    def running(self) -> Floats:
        """What the contracts that run take of planned output."""
        return self._agreed(self.in_force & (self._contracts.start_month < self.world.month))

    @cached_property
    def waiting(self) -> Floats:
        """What contracts that are signed and have not started will take."""
        return self._agreed(self.in_force & (self._contracts.start_month >= self.world.month))

    @cached_property
    def delivered(self) -> Floats:
        """What contracts delivered in the year."""
        rows = np.flatnonzero(~self._contracts.on_site & (self._contracts.delivered_year > 0))
        return self._on_pairs(rows, self._contracts.delivered_year[rows])

    @cached_property
    def past(self) -> Programme:
        """The programme of the year as it went: limits are what was made and used.

        What a taker put into its store counts as needed.
        """
        contracts, pairs = self._contracts, self.pairs
        limits = self._limits(self.quantity)
        on_site = np.flatnonzero(contracts.on_site)
        given = contracts.delivered_year[on_site]
        size, ratio = len(self.quantity), contracts.ratio[on_site]
        supply = self.quantity - sum_one(contracts.giver_slot[on_site], given, size)
        need = self.quantity - sum_one(contracts.taker_slot[on_site], given * ratio, size)
        taken = self.delivered * pairs.deal.ratio
        limits = Limits(
            supply=np.maximum(supply, sum_one(pairs.giver_slot, self.delivered, size)),
            need=np.maximum(need, sum_one(pairs.taker_slot, taken, size)),
            option_need=np.maximum(
                limits.option_need, sum_one(pairs.taker, taken, len(limits.option_need))
            ),
        )
        return make_programme(self.world, pairs, limits)

    @cached_property
    def in_force(self) -> Flags:
        """Contracts that have not ended, by row of the contracts."""
        return self._contracts.end_month > self.world.month

    @property
    def _contracts(self) -> Contracts:
        return self.world.columns.contracts

    def _limits(self, quantity: Floats) -> Limits:
        """Return the limits at a quantity a year by slot, less what on-site exchanges hold."""
        columns, contracts = self.world.columns, self._contracts
        own = np.flatnonzero(contracts.on_site & self.in_force)
        slots, prospects = len(columns.slots), len(columns.prospects)
        given, taken = contracts.giver_share[own], contracts.taker_share[own]
        by_option = sum_one(contracts.taker_prospect[own], taken, prospects)
        most = self.world.market.facts.max_share[columns.prospects.exchange]
        return Limits(
            supply=quantity * (1.0 - sum_one(contracts.giver_slot[own], given, slots)),
            need=quantity * (1.0 - sum_one(contracts.taker_slot[own], taken, slots)),
            option_need=quantity[columns.prospects.slot] * (most - by_option),
        )

    def _agreed(self, which: Flags) -> Floats:
        """Return what contracts take of planned output: the lesser of both sides' shares."""
        world, contracts = self.world, self._contracts
        rows = np.flatnonzero(which & ~contracts.on_site)
        plan = planned(world)
        offered = contracts.giver_share[rows] * plan[contracts.giver_slot[rows]]
        wanted = contracts.taker_share[rows] * plan[contracts.taker_slot[rows]]
        wanted /= contracts.ratio[rows]
        return self._on_pairs(rows, 12.0 * np.minimum(offered, wanted))

    def _on_pairs(self, rows: Ints, amount: Floats) -> Floats:
        """Sum amounts of contracts by feasible pair; what is given by who left counts nowhere."""
        contracts = self._contracts
        pair = self.pairs.rows(contracts.giver_prospect[rows], contracts.taker_prospect[rows])
        found = pair >= 0
        return sum_one(pair[found], amount[found], len(self.pairs))


def make_programme(world: World, pairs: Feasible, limits: Limits) -> Programme:
    """Return the programme of feasible pairs under limits, with what a unit given weighs.

    Reuse is what indicator `reused` counts: tonnes of wastes and by-products. CO2 avoided is that
    of the exchange table, net of the fossil carbon of a waste burnt, less that of transport.
    """
    weight = dict(zip(EXCHANGE_WEIGHTS, world.catalogue.exchange_weights, strict=True))
    option = pairs.exchange
    on_road = weight["carried_t"][option] * pairs.deal.km
    road = world.assumption["transport_tco2e_per_tkm"]
    built = zip(pairs.giver.tolist(), pairs.taker.tolist(), strict=True)
    return Programme(
        pairs=pairs,
        limits=limits,
        standing=12.0 * np.array([world.built.get(pair, 0.0) for pair in built]),
        per_unit={
            REUSE: weight["waste_t"][option],
            CO2: weight["avoided_tco2e"][option] - on_road * road,
            "heat_gj": weight["heat_gj"][option],
            "water_m3": weight["water_m3"][option],
        },
    )


def walk(scenario: Scenario, years: Collection[int]) -> Iterator[tuple[int, Look]]:
    """Run a scenario month by month and yield a look at the end of each of `years`.

    What is yielded is the running world itself: read it before going on.
    """
    world = scenario.start()
    quantity = np.zeros(0)
    for _ in range(scenario.months):
        year, opens = world.year, world.month % 12 == 0
        run_month(world)
        made = _could_make(world)
        quantity = made if opens else quantity + made
        if world.month % 12 == 0 and year in years:
            yield year, Look(world, quantity)


def last_look(scenario: Scenario) -> tuple[int, Look]:
    """Run a scenario and return its last year with the look at its end."""
    return next(walk(scenario, {scenario.until}))


def _could_make(world: World) -> Floats:
    """Return the month's quantities by slot, a heat plant's steam at its capacity."""
    quantity, slots = world.flows.quantity.copy(), world.columns.slots
    steam, enterprises = world.plants.heat_slots, world.columns.enterprises
    plant = slots.enterprise[steam]
    power = enterprises.capacity[plant] * enterprises.active[plant]
    quantity[steam] = np.maximum(quantity[steam], power * slots.coefficient[steam])
    return quantity
