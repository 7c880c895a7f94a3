"""The frame of flows: what each stream of an enterprise inside the fence did in a year."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from experiments.frame import Frame, chosen_text
from experiments.indicators.panel import Panel
from sim.fit import fit, standing, vintage_energy
from sim.ledger import LEDGER
from sim.sums import sum_one

Floats = NDArray[np.float64]

FLOWS = ("amount", "market", "contracts", "on_site", "supplied", "fence", "mains", "plants",
         "stock", "own", "retrofits")  # fmt: skip
"""Number columns of the frame, in base units of the stream (kg, m3, MJ, kWh).

amount: used or made = market + contracts + mains + plants + stock + own; market: bought, or
released (sold or discarded); contracts: received (units of the input replaced) or given; of these
on_site: on own site, supplied: steam and power of utilities of the park, fence: steam of a partner
outside, or anything given to one; mains: taken from the park's steam mains or put into them;
plants: taken in by a plant of the park, or sent to one; stock: drawn from a store less put into it;
own: power made on site and used there; retrofits: what retrofits and renewed capacity since the
start have added to the amount."""


def flow_frame(panel: Panel) -> Frame:
    """Return one row a year, enterprise and stream in or out that moved; years first."""
    columns, catalogue = panel.world.columns, panel.catalogue
    slots, enterprises = columns.slots, columns.enterprises
    numbers = _numbers(panel)
    moved = (numbers != 0).any(axis=1) & enterprises.inside[slots.enterprise]
    year, slot = np.nonzero(moved)
    who, stream = slots.enterprise[slot], slots.stream[slot]
    frame = {
        "year": panel.years[year],
        "region": chosen_text(columns.park_ids, enterprises.park[who]),
        "enterprise": chosen_text(enterprises.name, who),
        "stream": chosen_text(catalogue.streams, stream),
        "out": slots.out[slot],
        "product": slots.product[slot],
        "fuel": slots.fuel[slot] & ~slots.out[slot],
    }
    for k, name in enumerate(FLOWS):
        frame[name] = numbers[year, k, slot]
    return Frame(frame)


def _numbers(panel: Panel) -> Floats:
    """Return what moved by (year, `FLOWS`, slot)."""
    slots = panel.world.columns.slots
    numbers = np.zeros((len(panel.years), len(FLOWS), len(slots)))
    ledger = [FLOWS.index(name) for name in LEDGER]
    kinds = [FLOWS.index(name) for name in ("on_site", "supplied", "fence")]
    for year, amounts in enumerate(panel.world.slot_ledger.years):
        numbers[year, ledger, : amounts.shape[1]] = amounts
        for kind, sums in zip(kinds, _by_kind(panel, year), strict=True):
            numbers[year, kind] = sums
    numbers[:, FLOWS.index("retrofits")] = _retrofits(panel)
    return numbers


def _by_kind(panel: Panel, year: int) -> list[Floats]:
    """Return what contracts moved on site, from utilities and over the fence, by slot."""
    world, links = panel.world, panel.links
    contracts, enterprises = world.columns.contracts, world.columns.enterprises
    given = links.delivered[year]
    received = given * contracts.ratio
    utility = panel.catalogue.tables["sectors"]["role"][enterprises.sector[links.giver]]
    power = links.stream == panel.catalogue.stream["electricity"]
    supplied = (links.steam | power) & (utility == "utility") & links.giver_inside & links.between
    pairs = (
        (~links.between, ~links.between),
        (supplied, np.zeros_like(supplied)),
        (links.between & links.steam & ~links.giver_inside, links.between & ~links.taker_inside),
    )
    size = len(world.columns.slots)
    return [
        sum_one(contracts.taker_slot[taken], received[taken], size)
        + sum_one(contracts.giver_slot[gave], given[gave], size)
        for taken, gave in pairs
    ]


def _retrofits(panel: Panel) -> Floats:
    """Return what retrofits and new lines have added to the use of carriers, by (year, slot).

    What stood in the year is put on the coefficients of the start again.
    """
    world, catalogue = panel.world, panel.catalogue
    slots = world.columns.slots
    output, added = panel.year("output"), np.zeros((len(panel.years), len(slots)))
    everyone = np.arange(len(world.columns.enterprises))
    for year in range(len(panel.years)):
        stands, energy = standing(world, 12 * year), vintage_energy(world, 12 * year)
        now = fit(catalogue, world.columns, everyone, stands, energy=energy).coefficient
        added[year] = (now - slots.base_coefficient) * output[year, slots.enterprise]
    return added
