"""A trace: what the facts read of one run, small enough to keep for many runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from agents.routine import MONTH
from experiments.facts.sample import Place
from experiments.indicators.linkbook import LinkBook
from experiments.indicators.stream_class import class_of
from policies.instrument import Instrument
from policies.parameters import load_parameters
from sim.assumptions import assumptions
from sim.catalogue import EXCHANGE_WEIGHTS, FIRST_YEAR, load_catalogue
from sim.park import Park
from sim.policy import View
from sim.stream_facts import LINK_CLASSES, stream_facts
from sim.terms import Entry
from sim.world import World, run_month, start_world

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

Terms = tuple[tuple[str, float], ...]
"""Terms that stand all the time, as (name, value)."""


@dataclass(frozen=True)
class Standing(Instrument):
    """Writes fixed terms, so that a mechanism is seen without the policy that would pay for it."""

    name: ClassVar[str] = "standing"
    standing_terms: Terms = ()

    def write(self, view: View) -> Sequence[Entry]:
        """Return the fixed terms."""
        return [Entry(term, "base", value) for term, value in self.standing_terms]


@dataclass(frozen=True)
class Trace:
    """One run: enterprises by row, contracts by row, link events, deliveries by month."""

    months: int
    sector: NDArray[Any]
    """Sector by enterprise."""
    names: NDArray[Any]
    firm: Flags
    """Firms inside the park, utilities and partners outside apart."""
    active: Flags
    """Enterprises that stand at the end."""
    link: Flags
    """Contracts between two enterprises that ran; on-site reuse is none."""
    from_file: Flags
    giver: Ints
    taker: Ints
    option: Ints
    stream: NDArray[Any]
    """The stream given, by contract."""
    option_class: NDArray[Any]
    """heat, water, gas or bulk."""
    ending: Ints
    start: Ints
    end: Ints
    previous: Ints
    """The contract that each one renews, or -1."""
    born: Flags
    died: Flags
    monthly: Floats
    """Units given by (month, contract)."""
    mass_kg: Floats
    """Mass of a unit given, water and heat apart, by contract."""
    co2_kg_per_unit: Floats
    """CO2 avoided elsewhere or in the books less that of transport, by contract."""
    giver_cny_per_unit: Floats
    """Gain of the giver as agreed at signing, nan for the park file's links, by contract."""
    taker_cny_per_unit: Floats
    """The same of the taker, its annuity deducted."""
    events: list[Mapping[str, Any]]
    """Link and broker events."""
    options: tuple[str, ...]

    @cached_property
    def running(self) -> Flags:
        """Links that run in the last month."""
        running: Flags = self.link & (self.start < self.months) & (self.end >= self.months)
        return running

    @cached_property
    def first(self) -> Ints:
        """The contract with which each link began: itself, or the first of its renewals."""
        first = np.arange(len(self.previous))
        for row, before in enumerate(self.previous.tolist()):
            if before >= 0:
                first[row] = first[before]
        return first

    @cached_property
    def last_month(self) -> Ints:
        """The month in which the link that began with a contract ended, renewals included."""
        last = np.zeros(len(self.end), dtype=np.int64)
        np.maximum.at(last, self.first, np.where(self.link, self.end, 0))
        return last

    def links_in(self, year: int) -> list[tuple[str, str, float]]:
        """Return the links of a year of the run (0 the first) as (giver, taker, t), water apart."""
        kg = self.monthly[12 * year : 12 * year + 12].sum(axis=0) * self.mass_kg
        rows = self.link & (kg > 0)
        ends = self.names[self.giver[rows]], self.names[self.taker[rows]]
        return list(zip(*ends, (kg[rows] / 1000.0).tolist(), strict=True))


@cache
def trace(place: Place, seed: int, until: int = 2030, terms: Terms = ()) -> Trace:
    """Run a park without any policy, `terms` apart, and return its trace."""
    return run(place.park(), seed, until, terms)


def run(
    park: Park,
    seed: int,
    until: int = 2030,
    terms: Terms = (),
    before: Callable[[World], None] | None = None,
) -> Trace:
    """Run a described park and return its trace; `before` may change the world before a month."""
    catalogue = load_catalogue()
    months = (until - FIRST_YEAR + 1) * 12
    world = start_world(
        catalogue,
        [park],
        seed,
        assumptions(catalogue, None),
        [Standing(load_parameters(), terms)] if terms else [],
        np.ones((1, 1 if terms else 0)),
        months,
        MONTH,
    )
    delivered = []
    for _ in range(months):
        if before is not None:
            before(world)
        so_far = world.columns.contracts.delivered_year.copy() if world.month % 12 else None
        run_month(world)
        after = world.columns.contracts.delivered_year.copy()
        if so_far is not None:
            after[: len(so_far)] -= so_far
        delivered.append(after)
    return _of(world, delivered)


def _of(world: World, delivered: Sequence[Floats]) -> Trace:
    book, catalogue, columns = LinkBook(world), world.catalogue, world.columns
    contracts, enterprises = columns.contracts, columns.enterprises
    facts = stream_facts(catalogue)
    sectors = catalogue.tables["sectors"]
    monthly = np.zeros((len(delivered), len(book)))
    for month, amounts in enumerate(delivered):
        monthly[month, : len(amounts)] = amounts
    dry = np.array([class_of(stream) not in ("water", "heat") for stream in catalogue.streams])
    weight = dict(zip(EXCHANGE_WEIGHTS, catalogue.exchange_weights[:, book.exchange], strict=True))
    road = weight["carried_t"] * contracts.km * world.assumption["transport_tco2e_per_tkm"]
    giver_gains, taker_gains = _gains(world)
    wanted = ("link_signed", "link_ended", "broker_proposed", "broker_studied")
    return Trace(
        months=world.month,
        sector=sectors["sector"][enterprises.sector],
        names=np.array([str(name) for name in enterprises.name], dtype=object),
        firm=enterprises.inside & (sectors["role"][enterprises.sector] == "firm"),
        active=enterprises.active.copy(),
        link=book.counted,
        from_file=contracts.signed_month < 0,
        giver=book.giver,
        taker=book.taker,
        option=book.exchange.copy(),
        stream=np.array(catalogue.streams, dtype=object)[book.stream],
        option_class=np.array(LINK_CLASSES, dtype=object)[facts.link_class[book.exchange]],
        ending=contracts.ending.copy(),
        start=book.start.copy(),
        end=book.end.copy(),
        previous=book.previous,
        born=book.born,
        died=book.died,
        monthly=monthly,
        mass_kg=np.where(dry, facts.mass_kg, 0.0)[book.stream],
        co2_kg_per_unit=1000.0 * (weight["avoided_tco2e"] - road),
        giver_cny_per_unit=giver_gains,
        taker_cny_per_unit=taker_gains,
        events=[event for event in world.events if event["event"] in wanted],
        options=tuple(catalogue.exchanges),
    )


def _gains(world: World) -> tuple[Floats, Floats]:
    """Return what giver and taker gain per unit by contract, as agreed when it was signed."""
    contracts = world.columns.contracts
    signed = [event for event in world.events if event["event"] == "link_signed"]
    rows = np.flatnonzero((contracts.signed_month >= 0) & ~contracts.on_site)
    assert len(rows) == len(signed)
    giver, taker = np.full((2, len(contracts)), np.nan)
    for row, event in zip(rows.tolist(), signed, strict=True):
        price = event["price_cny_per_unit"]
        giver[row] = price - event["forgone_cny_per_unit"]
        spent = event["handling_cny_per_unit"] + event["annuity_cny_per_unit"]
        spent += event["power_cny_per_unit"]
        taker[row] = event["worth_cny_per_unit"] - spent - price
    return giver, taker
