"""What a unit bought, sold or discarded costs each enterprise, and weighs in the accounts."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.catalogue import FIRST_YEAR, Catalogue
from sim.columns import BY_HEAT, BY_WATER
from sim.stream_facts import LANDFILLS, StreamFacts, stream_facts

if TYPE_CHECKING:
    from sim.park_columns import ParkColumns
    from sim.terms import Terms

Floats = NDArray[np.float64]

BOUGHT = ("cost_cny", "fuel_tco2e", "fuel_tce", "power_kwh", "heat_mj", "water_m3")
"""What a purchased unit adds to the accounts: rows of `SlotPrices.bought`."""
RELEASED = ("product_cny", "byproduct_cny", "disposal_cny", "waste_t", "wastewater_m3", "power_kwh")
"""What a released unit adds to the accounts: rows of `SlotPrices.released`."""

QUANTITY = ("mass", "solid_t", "energy_tce")
"""What a unit used or made weighs: rows of `SlotPrices.quantity`; mass counts outputs negative."""

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

REFERENCE_YEAR = 2023
"""The year of the price level of the streams table."""


def kinds_charged(terms: Terms) -> frozenset[str]:
    """Return the kinds of `CHARGES` of which some policy wrote a term."""
    return frozenset(_kind_of(entry.term) for _, entry in terms.entries) - {""}


@cache
def _kind_of(term: str) -> str:
    """Return the kind of `CHARGES` of a term, empty where it is no charge."""
    kinds = [kind for kind, starts in CHARGES.items() if term.startswith(starts)]
    return kinds[0] if kinds else ""


def by_table(rows: Floats) -> tuple[Floats, Floats, Floats]:
    """Split rows like those of `SlotPrices.weights` into `BOUGHT`, `RELEASED` and `QUANTITY`."""
    first, last = len(BOUGHT), len(BOUGHT) + len(RELEASED)
    return rows[:first], rows[first:last], rows[last:]


def green_shares(terms: Terms) -> tuple[Floats, Floats]:
    """Return by enterprise the shares of purchased power that contracts and certificates cover.

    Together at most 1: certificates are bought for what contracts leave.
    """
    contract = np.clip(terms["green_power_share"], 0.0, 1.0)
    return contract, np.clip(terms["green_certificate_share"], 0.0, 1.0) * (1.0 - contract)


def green_adder(terms: Terms) -> Floats:
    """Return what green power and certificates add to a purchased kWh, CNY by enterprise."""
    contract, certificate = green_shares(terms)
    adder: Floats = contract * terms["green_power_premium_cny_per_kwh"]
    adder += certificate * terms["green_certificate_cny_per_kwh"]
    return adder


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
        facts, stream = stream_facts(catalogue), slots.stream
        self.starts = enterprises.first_slot
        self._factor = catalogue.price_factor[enterprises.sector[slots.enterprise], stream]
        self._power, self._water = facts.power[stream], facts.fresh_water[stream]
        self._steam = facts.steam[stream]
        self._fallback = facts.fallback[stream]
        self._sewage = slots.out & facts.sewage[stream]
        self._treatment = np.where(self._sewage, np.maximum(-self._fallback, 0.0), 0.0)
        buried = np.isin(catalogue.tables["streams"]["disposal_route"][stream], LANDFILLS)
        buried &= slots.out & ~slots.product
        self._landfill = np.where(buried, np.maximum(-self._fallback, 0.0), 0.0)
        dispatch = enterprises.dispatch[slots.enterprise]
        self._free_product = slots.product & (dispatch == BY_WATER)
        self._heat_led = slots.out & facts.steam[stream] & (dispatch == BY_HEAT)
        self.price = np.zeros(len(slots))
        self.base_price = np.zeros(len(slots))
        self.tariff = np.zeros(len(slots))
        self.traded = np.zeros(len(slots))
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
        self.burden = np.zeros(len(slots))
        self.value = np.zeros(len(slots))
        self.opportunity = np.zeros(len(slots))
        self.steam_cost = np.zeros(len(slots))
        self.worth = np.zeros(len(slots))
        self.out: Floats = slots.out.astype(np.float64)
        self.into: Floats = 1.0 - self.out
        self.weights = np.zeros((len(BOUGHT) + len(RELEASED) + len(QUANTITY), len(slots)))
        self.bought, self.released, self.quantity = by_table(self.weights)
        self._weigh_quantities(facts)

    def _weigh_quantities(self, facts: StreamFacts) -> None:
        """Fill the weights that no price moves: mass, carbon, energy, water and waste."""
        slots, catalogue = self._columns.slots, self._catalogue
        stream = slots.stream
        fuel = slots.fuel & ~slots.out
        solid = np.where(slots.out & ~slots.product, facts.solid_t[stream], 0.0)
        tce = np.where(fuel, catalogue.tce_calorific[stream], 0.0)
        self.bought[1] = np.where(fuel, catalogue.fuel_tco2e[stream], 0.0)
        self.bought[2] = tce
        self.bought[3] = fuel & self._power
        self.bought[4] = fuel & facts.steam[stream]
        self.bought[5] = self._water & ~slots.out
        self.released[3] = np.where(facts.waste[stream], solid, 0.0)
        self.released[4] = self._sewage
        self.released[5] = slots.out & self._power
        self.quantity[0] = np.where(slots.out, -1.0, 1.0) * facts.mass_kg[stream]
        self.quantity[1] = solid
        self.quantity[2] = tce

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
        slots, catalogue = self._columns.slots, self._catalogue
        enterprise, stream = slots.enterprise, slots.stream
        now = catalogue.year_index(year)
        contract, certificate = green_shares(terms)
        self.green_share = contract + certificate
        market = catalogue.price[stream, now]
        self.base_price = np.where(slots.out, 0.0, market * self._factor)
        if power_factor is not None:
            self.base_price *= np.where(self._power, power_factor[enterprise], 1.0)
        self.price = self.tariff = self.base_price + np.where(
            slots.out,
            0.0,
            self._power * (terms["power_adder_cny_per_kwh"] + green_adder(terms))[enterprise]
            + self._water * terms["water_adder_cny_per_m3"][enterprise]
            + self._steam * self.base_price * (terms["steam_tariff_factor"][enterprise] - 1.0),
        )
        if unit_charge is not None:
            self.unit_charge = unit_charge
        self._charge_inputs(now, terms)
        self.value = self._values(market, now, terms)
        if waste_rise is not None:
            self.value -= waste_rise
        self.burden = self.price - self.base_price
        self.burden += self._charges(terms)
        self.opportunity = self._opportunities()
        self.worth = self.traded = np.where(slots.out, self.value, -self.price)
        if self.price is not self.tariff:
            self.traded = np.where(slots.out, self.value, -self.tariff)
        self.bought[0] = self.tariff
        self.released[0] = np.where(slots.product, self.value, 0.0)
        self.released[1] = np.where(slots.product, 0.0, np.maximum(self.value, 0.0))
        self.released[2] = np.where(slots.product, 0.0, np.maximum(-self.value, 0.0))
        self.weighing = np.nonzero(self.weights)

    def _charge_inputs(self, now: int, terms: Terms) -> None:
        """Put on each input what is owed for it to others than its seller."""
        self.charged = kinds_charged(terms)
        if not self.charged:
            return
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
            self.energy_tce = np.where(self._power, of_power, self.bought[2])
            levied += terms["energy_price_cny_per_tce"][enterprise] * self.energy_tce
        self.resource_cny = {}
        if "resource" in self.charged:
            mineral = taken & np.isin(slots.stream, [catalogue.stream[name] for name in QUARRIED])
            share, per_m3 = (terms[name][enterprise] for name in RESOURCE_TAXES)
            values = mineral * share * self.base_price, self.bought[5] * per_m3
            self.resource_cny = dict(zip(RESOURCE_TAXES, values, strict=True))
            levied = levied + values[0] + values[1]
        self.price = self.tariff + levied

    def _values(self, market: Floats, now: int, terms: Terms) -> Floats:
        slots, catalogue = self._columns.slots, self._catalogue
        fallback = self._fallback
        reference = catalogue.price[slots.stream, REFERENCE_YEAR - FIRST_YEAR]
        trend = np.where(reference > 0, market / np.where(reference > 0, reference, 1.0), 1.0)
        value = np.where(slots.product, market, np.where(fallback > 0, fallback * trend, fallback))
        value = np.where(self._power, catalogue.power_sale[now], value)
        value = np.where(self._free_product | self._heat_led, 0.0, value)
        return np.where(slots.out, value - self._charges(terms), 0.0)

    def _charges(self, terms: Terms) -> Floats:
        """Return what the terms add to the fee of a released unit: waste water and solid waste."""
        enterprise = self._columns.slots.enterprise
        sewage = self._sewage * terms["sewage_adder_cny_per_m3"][enterprise]
        sewage += self._treatment * (terms["discharge_cost_factor"][enterprise] - 1.0)
        solid: Floats = self.released[3] * terms["solid_waste_adder_cny_per_t"][enterprise]
        solid += self._landfill * (terms["landfill_cost_factor"][enterprise] - 1.0)
        return sewage + solid

    def _opportunities(self) -> Floats:
        """Forgone by giving: the released value; for heat-led steam its marginal cost.

        A heat-led plant makes steam on request: one unit costs its share of the inputs less the
        power and by-products that come with it. Other purchases are taken as fixed.
        """
        slots, enterprises = self._columns.slots, self._columns.enterprises
        if not self._heat_led.any():
            return self.value
        unit_margin = np.bincount(
            slots.enterprise,
            weights=slots.coefficient * np.where(self._heat_led, 0.0, self.value - self.price),
            minlength=len(enterprises),
        )
        steam = np.where(self._heat_led, slots.coefficient, 1.0)
        cost = (self.unit_charge - unit_margin)[slots.enterprise] / steam
        self.steam_cost = np.where(self._heat_led, cost, 0.0)
        return np.where(self._heat_led, np.maximum(self.value, cost), self.value)
