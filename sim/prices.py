"""What a unit bought, sold or discarded costs each enterprise, and weighs in the accounts."""

from __future__ import annotations

from functools import cache
from operator import itemgetter
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.catalogue import Catalogue
from sim.price_kernels import (
    BOUGHT,
    RELEASED,
    Adders,
    Priced,
    Weighing,
    Year,
    list_weights,
    price_slots,
)
from sim.price_layout import QUANTITY as QUANTITY
from sim.price_layout import REFERENCE_YEAR as REFERENCE_YEAR
from sim.price_layout import kinds_of

if TYPE_CHECKING:
    from sim.park_columns import ParkColumns
    from sim.terms import Terms

Floats = NDArray[np.float64]

WEIGHED = np.repeat([0, 1, 2], [len(BOUGHT), len(RELEASED), len(QUANTITY)])
"""For each row of `SlotPrices.weights`: 0 weighs what is bought, 1 what leaves, 2 what is used."""

POLLUTANTS = ("so2", "nox", "pm", "voc", "cod", "nh3n")
"""Columns of the sectors table that technologies change."""

RESOURCE_TAXES = ("resource_tax_share", "resource_tax_cny_per_m3")
QUARRIED = ("limestone",)
"""Minerals that a plant may quarry itself."""
CHARGES = {
    "carbon": ("carbon_",),
    "border": ("border_",),
    "energy": ("energy_price",),
    "resource": RESOURCE_TAXES,
    "unit": tuple(f"{name}_charge" for name in POLLUTANTS),
}
"""Charges that go to others than a seller: kind and how the names of its terms start."""

ADDED = (
    "power_adder_cny_per_kwh", "green_power_share", "green_power_premium_cny_per_kwh",
    "green_certificate_share", "green_certificate_cny_per_kwh", "water_adder_cny_per_m3",
    "steam_tariff_factor", "sewage_adder_cny_per_m3", "discharge_cost_factor",
    "solid_waste_adder_cny_per_t", "landfill_cost_factor",
)  # fmt: skip
"""Terms, in the order of `Adders`."""
_added = itemgetter(*ADDED)


def kinds_charged(terms: Terms) -> frozenset[str]:
    """Return the kinds of `CHARGES` of which some policy wrote a term."""
    return _kinds_of(frozenset([entry.term for _, entry in terms.entries]))


@cache
def _kinds_of(written: frozenset[str]) -> frozenset[str]:
    """Return the kinds of `CHARGES` of some terms, of which many are no charge."""
    return frozenset(
        kind for kind, starts in CHARGES.items() if any(name.startswith(starts) for name in written)
    )


def by_table(rows: Floats) -> tuple[Floats, Floats, Floats]:
    """Split rows like those of `SlotPrices.weights` into `BOUGHT`, `RELEASED` and `QUANTITY`."""
    first, last = len(BOUGHT), len(BOUGHT) + len(RELEASED)
    return rows[:first], rows[first:last], rows[last:]


class SlotPrices:
    """Unit prices and account weights of every slot, rewritten when the year or the terms change.

    `price` is what an input costs, CNY per base unit, and `tariff` the part of it that the seller
    gets: charges for carbon, energy and resources go elsewhere. `value` is what an output brings
    when released outside (negative: a fee; steam of a heat-led plant that nobody asks for: 0);
    `burden` what the terms add to the cost of either; `worth` the value of an output, less the
    price of an input, `traded` the same at the tariff;
    `opportunity` what a giver forgoes by giving a unit away; `steam_cost` what a unit of steam
    costs a heat plant that makes it on request, 0 for steam that comes in any case. `out` is 1 for
    an output, `into` 1 for an input, and 0 else. `bought`, `released` and `quantity` are the rows
    of `weights`.
    """

    def __init__(self, catalogue: Catalogue, columns: ParkColumns) -> None:
        slots, enterprises = columns.slots, columns.enterprises
        self._catalogue, self._columns = catalogue, columns
        self.starts = enterprises.first_slot
        self._kinds, self.weights = kinds_of(catalogue, columns)
        self.bought, self.released, self.quantity = by_table(self.weights)
        self._take(Priced(*np.zeros((len(Priced._fields), len(slots)))))
        self.energy_tce = np.zeros(len(slots))
        """Energy at equal value in a unit bought; filled where it has a price."""
        self.resource_cny: dict[str, Floats] = {}
        """Resource taxes on a unit taken in, by term."""
        self.unit_charge: Floats = np.zeros(len(enterprises))
        """What the terms put on a product unit, by enterprise."""
        self.green_share: Floats = np.zeros(len(enterprises))
        """Share of purchased power that contracts and certificates cover, by enterprise."""
        self.charged: frozenset[str] = frozenset()
        """Kinds of charges that some policy wrote."""
        self._weighing: Weighing | None = None
        self.out: Floats = slots.out.astype(np.float64)
        self.into: Floats = 1.0 - self.out

    def _take(self, priced: Priced) -> None:
        """Let prices be those of a table."""
        self.base_price, self.tariff, self.price, self.value, self.burden = priced[:5]
        self.steam_cost, self.opportunity, self.worth, self.traded = priced[5:]

    def rewrite(
        self,
        year: int,
        terms: Terms,
        power_factor: Floats | None = None,
        unit_charge: Floats | None = None,
        waste_rise: Floats | None = None,
    ) -> None:
        """Price every slot for a year under the terms.

        `power_factor` is an enterprise's mean price of power over that of a flat load (1 if None),
        `unit_charge` what the terms put on its product unit (nothing if None), `waste_rise` what a
        unit of waste costs above the tables, plants and landfills being full (nothing if None).
        """
        catalogue, slots = self._catalogue, self._columns.slots
        if unit_charge is not None:
            self.unit_charge = unit_charge
        now = catalogue.year_index(year)
        market = catalogue.price[slots.stream, now]
        ahead = Year(
            market=market,
            waste_rise=np.zeros(len(slots)) if waste_rise is None else waste_rise,
            levied=self._levied(now, terms, market),
            power_factor=np.ones(len(self.unit_charge)) if power_factor is None else power_factor,
            unit_charge=self.unit_charge,
            power_sale=float(catalogue.power_sale[now]),
        )
        adders = Adders(*_added(terms.values))
        priced = Priced(*np.empty((len(Priced._fields), len(slots))))
        self.green_share = price_slots(
            self._kinds, ahead, adders, slots.coefficient, priced, self.weights
        )
        self._weighing = None
        self._take(priced)

    @property
    def weighing(self) -> Weighing:
        """The weights that are not 0, listed when they are first asked for under these prices."""
        if self._weighing is None:
            self._weighing = Weighing(*list_weights(self.weights, self._kinds.owner))
        return self._weighing

    def _levied(self, now: int, terms: Terms, market: Floats) -> Floats:
        """Return what is owed for each input to others than its seller; empty where nothing is."""
        self.charged, self.resource_cny = kinds_charged(terms), {}
        if not self.charged - {"unit"}:
            return np.zeros(0)
        slots, catalogue = self._columns.slots, self._catalogue
        enterprise, taken = slots.enterprise, ~slots.out
        levied = np.zeros(len(slots))
        if "carbon" in self.charged:
            paths = [catalogue.grid_tco2e_per_kwh[place][now] for place in self._columns.provinces]
            grid = np.array(paths)[self._columns.enterprises.park]
            on_power = (grid * terms["carbon_power_share"])[enterprise] * self.bought[3]
            on_heat = terms["carbon_power_share"][enterprise] * self.bought[4]
            tonnes = self.bought[1] + on_power + on_heat * catalogue.heat_tco2e_per_mj
            levied += terms["carbon_price_cny_per_t"][enterprise] * tonnes
        if "border" in self.charged:
            levied = levied + terms["border_price_cny_per_t"][enterprise] * self.bought[1]
        if "energy" in self.charged:
            of_power = catalogue.power_tce_equal[now] * self.bought[3]
            self.energy_tce = np.where(self._kinds.power, of_power, self.bought[2])
            levied += terms["energy_price_cny_per_tce"][enterprise] * self.energy_tce
        if "resource" in self.charged:
            mineral = taken & np.isin(slots.stream, [catalogue.stream[name] for name in QUARRIED])
            share, per_m3 = (terms[name][enterprise] for name in RESOURCE_TAXES)
            listed = market * self._kinds.factor
            values = mineral * share * listed, self.bought[5] * per_m3
            self.resource_cny = dict(zip(RESOURCE_TAXES, values, strict=True))
            levied = levied + values[0] + values[1]
        return levied
