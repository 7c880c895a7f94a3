"""What technologies that work by the hour bring in a year: the plant's power with less without."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.kernel import kernel
from sim.power.alone import grid_of, run_year
from sim.power.equipment import Equipment, added, standing_sums
from sim.power.sites import Sites, flat_price, movable_kw, sites_of
from sim.recipes import POWER
from sim.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class PowerGain(NamedTuple):
    """What a technology brings in a year, one row each."""

    cny: Floats
    """Purchases avoided, each at the price of its hour, and what surplus sells for."""
    drawn_kwh: Floats
    """Less drawn from the grid, net of what is fed into it."""


class Known(NamedTuple):
    """Years of power that have been run: (cost in CNY, kWh drawn) by enterprise or retrofit."""

    owned: Floats
    """What stood when they were, by (quantity, enterprise); nan before the first."""
    round: Ints
    """How often that has changed, by enterprise."""
    without: Floats
    """With what stands alone: (number, enterprise)."""
    size: Floats
    """Size that was tried, by retrofit."""
    tried: Ints
    """The owner's `round` in which it was; -1 before the first."""
    beside: Floats
    """With that beside what stands: (number, retrofit)."""


class PowerWorth:
    """What technologies that work by the hour bring, as appraised in one January.

    A year of power is run again only where what stands, or the size to be tried, has changed:
    loads, prices and terms stay as they are while enterprises invest.
    """

    def __init__(self, world: World) -> None:
        enterprises, retrofits = len(world.columns.enterprises), len(world.columns.retrofits)
        self._world = world
        self._known = Known(
            owned=np.full((4, enterprises), np.nan),
            round=np.zeros(enterprises, dtype=np.int64),
            without=np.zeros((2, enterprises)),
            size=np.zeros(retrofits),
            tried=np.full(retrofits, -1),
            beside=np.zeros((2, retrofits)),
        )

    def gain(self, row: Ints, size: Floats) -> PowerGain:
        """Return what retrofits of some sizes bring their owners; 0 for those without a size.

        gain = cost without - cost with, cost = sum over hours of purchase x (flat price x tariff
        of the hour + adders) - export x on-grid price - awards, on typical days at last year's
        load, beside what stands. Energy management earns what terms pay for load that it can move.
        `row` rises.
        """
        world, known = self._world, self._known
        owner, tech_row = world.columns.retrofits.enterprise, world.columns.retrofits.tech_row
        sums = standing_sums(world)
        asked, tried = list_unknown(row, size, owner, sums, known)
        if len(asked):
            extra = added(
                world.catalogue, tech_row[tried], np.where(tried >= 0, known.size[tried], 0.0)
            )
            sites = sites_of(world, asked, extra, Equipment(*sums))
            self._keep(asked, tried, sites)
        cny, kwh = compare(row, size, owner, known)
        response = world.terms["demand_response_cny_per_kw"]
        if response.any():
            managed = added(world.catalogue, tech_row[row], size).managed > 0.0
            paid = movable_kw(world, np.ones(len(response))) * response
            cny = np.where(size != 0.0, cny, np.where(managed, paid[owner[row]], 0.0))
        return PowerGain(cny, kwh)

    def _keep(self, asked: Ints, tried: Ints, sites: Sites) -> None:
        """Run the years of some enterprises and keep what they cost and draw."""
        world = self._world
        place = world.carrier_slots[:, POWER]
        weigh_years(
            asked, tried, run_year(sites, grid_of(world)), sites, flat_price(world, asked), place,
            world.prices.burden, world.terms["pv_award_cny_per_kwh"], self._known,
        )  # fmt: skip


@kernel
def list_unknown(
    row: Ints, size: Floats, owner: Ints, owned: Floats, known: Known
) -> tuple[Ints, Ints]:
    """Return the years to be run: enterprise, and the retrofit to be tried or -1 for none.

    What they are run with is noted in `known`. Rows without a size are passed over.
    """
    asked, tried = np.empty((2, 2 * len(row)), dtype=np.int64)
    count, last = 0, -1
    for i in range(len(row)):
        r, e = row[i], owner[row[i]]
        if size[i] == 0.0:
            continue
        if e != last:
            last, changed = e, False
            for k in range(len(owned)):
                changed = changed or known.owned[k, e] != owned[k, e]
                known.owned[k, e] = owned[k, e]
            if changed:
                asked[count], tried[count] = e, -1
                known.round[e] += 1
                count += 1
        if known.tried[r] != known.round[e] or known.size[r] != size[i]:
            asked[count], tried[count] = e, r
            known.size[r], known.tried[r] = size[i], known.round[e]
            count += 1
    return asked[:count], tried[:count]


@kernel
def weigh_years(
    asked: Ints, tried: Ints, sums: Floats, sites: Sites, flat: Floats, place: Ints,
    burden: Floats, award: Floats, known: Known,
) -> None:  # fmt: skip
    """Write what years of power cost, CNY, and what they draw from the grid, kWh.

    `sums` and `sites` are those of `asked`; so is `flat`, what a flat load pays a kWh. `burden` is
    what terms add to a unit bought, by slot, `award` what they pay for sun, by enterprise.
    """
    for i in range(len(asked)):
        e, bought, exported = asked[i], sums[0, i], sums[2, i]
        added_cny = burden[place[e]] if place[e] >= 0 else 0.0
        cost = bought + sites.spread[i] * sums[1, i] - exported * sites.sell[i]
        cost = cost * flat[i] + bought * added_cny - sums[3, i] * award[e]
        if tried[i] < 0:
            known.without[0, e], known.without[1, e] = cost, bought - exported
        else:
            known.beside[0, tried[i]], known.beside[1, tried[i]] = cost, bought - exported


@kernel
def compare(row: Ints, size: Floats, owner: Ints, known: Known) -> Floats:
    """Return years without retrofits less those with them, by (cost or kWh, retrofit)."""
    less = np.zeros((2, len(row)))
    for i in range(len(row)):
        if size[i] != 0.0:
            for k in range(2):
                less[k, i] = known.without[k, owner[row[i]]] - known.beside[k, row[i]]
    return less
