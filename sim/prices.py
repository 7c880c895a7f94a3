"""What a unit bought, sold or discarded costs each enterprise, and what it weighs in the accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.catalogue import FIRST_YEAR, STEAMS, Catalogue
from sim.columns import BY_HEAT, BY_WATER

if TYPE_CHECKING:
    from sim.build import ParkColumns
    from sim.terms import Terms

Floats = NDArray[np.float64]

BOUGHT = ("cost_cny", "fuel_tco2e", "fuel_tce", "power_kwh", "heat_mj", "water_m3")
"""What a purchased unit adds to the accounts: rows of `SlotPrices.bought`."""
RELEASED = ("product_cny", "byproduct_cny", "disposal_cny", "waste_t", "wastewater_m3", "power_kwh")
"""What a released unit adds to the accounts: rows of `SlotPrices.released`."""

QUANTITY = ("mass", "solid_t", "energy_tce")
"""What a unit used or made weighs: rows of `SlotPrices.quantity`; mass counts outputs negative."""

REFERENCE_YEAR = 2023
"""The year of the price level of the streams table."""

_WASTE_ROUTES = (
    "landfill", "landfill_hazardous", "own_stack", "wte", "haz_waste_plant", "own_treatment",
)  # fmt: skip


class SlotPrices:
    """Unit prices and account weights of every slot, rewritten when the year or the terms change.

    `price` is what an input costs, CNY per base unit; `value` what an output brings when released
    outside (negative: a fee); `opportunity` what a giver forgoes by giving a unit away.
    """

    def __init__(self, catalogue: Catalogue, columns: ParkColumns) -> None:
        slots, enterprises = columns.slots, columns.enterprises
        self._catalogue, self._columns = catalogue, columns
        streams = catalogue.tables["streams"]
        stream = slots.stream
        self.starts = enterprises.first_slot
        self._factor = catalogue.price_factor[enterprises.sector[slots.enterprise], stream]
        self._is = {
            name: stream == catalogue.stream[name]
            for name in ("electricity", "fresh_water", "wastewater", "hot_wastewater", *STEAMS)
        }
        route = streams["disposal_route"][stream]
        self._waste = slots.out & ~slots.product & np.isin(route, _WASTE_ROUTES)
        mass = streams["mass_kg_per_unit"][stream]
        solid = slots.out & ~slots.product & (streams["unit"][stream] == "kg")
        solid &= np.isin(streams["category"][stream], ("by-product", "waste"))
        solid &= stream != catalogue.stream["exhaust"]
        self._solid_t = np.where(solid, mass / 1000.0, 0.0)
        self._sewage = slots.out & (route == "wwtp")
        self._free_product = slots.product & (enterprises.dispatch[slots.enterprise] == BY_WATER)
        self._heat_led = (
            slots.out
            & (self._is["steam_mp"] | self._is["steam_lp"])
            & (enterprises.dispatch[slots.enterprise] == BY_HEAT)
        )
        self.price = np.zeros(len(slots))
        self.base_price = np.zeros(len(slots))
        self.value = np.zeros(len(slots))
        self.opportunity = np.zeros(len(slots))
        self.bought = np.zeros((len(BOUGHT), len(slots)))
        self.released = np.zeros((len(RELEASED), len(slots)))
        self.quantity = np.zeros((len(QUANTITY), len(slots)))
        self.quantity[0] = np.where(slots.out, -1.0, 1.0) * mass
        self._weigh_quantities()

    def _weigh_quantities(self) -> None:
        """Fill the weights that no price moves: carbon, energy, water and waste."""
        slots, catalogue = self._columns.slots, self._catalogue
        fuel = slots.fuel & ~slots.out
        tce = np.where(fuel, catalogue.tce_calorific[slots.stream], 0.0)
        power = fuel & self._is["electricity"]
        steam = fuel & (self._is["steam_mp"] | self._is["steam_lp"])
        self.bought[1] = np.where(fuel, catalogue.fuel_tco2e[slots.stream], 0.0)
        self.bought[2] = tce
        self.bought[3] = power
        self.bought[4] = steam
        self.bought[5] = self._is["fresh_water"] & ~slots.out
        self.released[3] = np.where(self._waste, self._solid_t, 0.0)
        self.released[4] = self._sewage
        self.released[5] = slots.out & self._is["electricity"]
        self.quantity[1] = self._solid_t
        self.quantity[2] = tce

    def rewrite(self, year: int, terms: Terms) -> None:
        """Price every slot for a year under the terms."""
        slots, catalogue = self._columns.slots, self._catalogue
        enterprise, stream = slots.enterprise, slots.stream
        now = catalogue.year_index(year)
        market = catalogue.price[stream, now]
        self.base_price = np.where(slots.out, 0.0, market * self._factor)
        self.price = self.base_price + np.where(
            slots.out,
            0.0,
            self._is["electricity"] * terms["power_adder_cny_per_kwh"][enterprise]
            + self._is["fresh_water"] * terms["water_adder_cny_per_m3"][enterprise],
        )
        self.value = self._values(market, now, terms)
        self.opportunity = self._opportunities()
        self.bought[0] = self.price
        self.released[0] = np.where(slots.product, self.value, 0.0)
        self.released[1] = np.where(slots.product, 0.0, np.maximum(self.value, 0.0))
        self.released[2] = np.where(slots.product, 0.0, np.maximum(-self.value, 0.0))

    def _values(self, market: Floats, now: int, terms: Terms) -> Floats:
        slots, catalogue = self._columns.slots, self._catalogue
        streams = catalogue.tables["streams"]
        fallback = streams["fallback_cny_per_unit"][slots.stream]
        reference = catalogue.price[slots.stream, REFERENCE_YEAR - FIRST_YEAR]
        trend = np.where(reference > 0, market / np.where(reference > 0, reference, 1.0), 1.0)
        value = np.where(slots.product, market, np.where(fallback > 0, fallback * trend, fallback))
        value = np.where(self._is["electricity"], catalogue.power_sale[now], value)
        value = np.where(self._free_product, 0.0, value)
        value -= self._sewage * terms["sewage_adder_cny_per_m3"][slots.enterprise]
        return np.where(slots.out, value, 0.0)

    def _opportunities(self) -> Floats:
        """Forgone by giving: the released value; for heat-led steam its marginal cost.

        A heat-led plant makes steam on request: one unit costs its share of fuel and other inputs
        less the power that comes with it.
        """
        slots, enterprises = self._columns.slots, self._columns.enterprises
        if not self._heat_led.any():
            return self.value
        unit_margin = np.bincount(
            slots.enterprise,
            weights=slots.coefficient * np.where(self._heat_led, 0.0, self.value - self.price),
            minlength=len(enterprises),
        )
        unit_cost = enterprises.other_purchases_cny_per_unit - unit_margin
        per_steam = unit_cost[slots.enterprise] / np.where(self._heat_led, slots.coefficient, 1.0)
        return np.where(self._heat_led, np.maximum(self.value, per_steam), self.value)
