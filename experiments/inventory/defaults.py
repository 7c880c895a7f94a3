"""Default factors of an inventory, each noted when it is used."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from experiments.inventory.row import Row
from experiments.inventory.units import COAL, HEAT, MASS, VOLUME, per_unit
from sim.factors import GRID, NATION, Carriers, Factor
from sim.tables import read_tables

C_TO_CO2 = 44.0 / 12.0
BASE_YEAR = 2020
"""Year whose grid factor tells the park's own change from the grid's."""

YEARS = tuple(range(BASE_YEAR, 2031))
"""Years of the grid factors in the tables."""

_HEAT = ("lhv", "lhv_mass", "lhv_model", "lhv_ghg_default")
_COAL = ("to_tce", "to_tce_mass")
_CARBON = ("co2_per_gj_inventory", "co2_per_gj")
HEAT_CO2 = ("heat_purchased", "co2_per_gj")


def places() -> tuple[str, ...]:
    """Return the nation and the provinces whose grid factor is known."""
    provinces = read_tables()["provinces"]
    known = ~np.isnan(provinces["grid_tco2_per_mwh_2022"])
    return (NATION, *provinces["province"][known].tolist())


@dataclass
class Defaults:
    """Looks factors up for a year and place, and keeps those that were used."""

    year: int
    place: str
    carriers: Carriers = field(
        default_factory=lambda: Carriers(read_tables()["carriers"], read_tables()["provinces"])
    )
    used: dict[tuple[str, str, str], Factor] = field(default_factory=dict)

    def take(self, factor: Factor) -> float:
        """Return a factor's value and note that it was used."""
        self.used[factor.name, factor.place, factor.year] = factor
        return factor.value

    def get(self, carrier: str, parameter: str) -> float:
        """Return a national factor of the year."""
        return self.take(self.carriers.factor(carrier, parameter, self.year))

    def bases(self, fuel: str) -> tuple[str, ...]:
        """Return the base units in which a fuel has a heating value, GJ and tce among them."""
        known = {per_unit(self.carriers.unit(fuel, p))[0] for p in self._have(fuel, _HEAT)}
        return (*(base for base in (MASS, VOLUME) if base in known), HEAT, COAL)

    def heat_of(self, row: Row) -> float:
        """Return the energy of a row in GJ: fuel by lower heating value, steam by enthalpy."""
        if row.base in (HEAT, COAL):
            return row.amount * (self.get("tce", "energy_content") if row.base == COAL else 1.0)
        if not math.isnan(row.heating_value):
            return row.amount * row.heating_value
        if row.carrier == "steam":
            return row.amount * self.get("steam_purchased", "enthalpy")
        return row.amount * self._per_base(row, _HEAT)

    def coal_of(self, row: Row) -> float:
        """Return the coal equivalent of a fuel row, tce.

        GB/T 2589-2020: the standard's coefficient, or a heating value over 29.3076 GJ/tce.

        >>> from experiments.inventory.row import Row
        >>> coal = Row("", "mill", "fuel burnt", "raw_coal", 1000.0, "t")
        >>> round(Defaults(2022, "CN-ZJ").coal_of(coal), 1)
        714.3
        """
        if row.base == COAL:
            return row.amount
        if row.base != HEAT and math.isnan(row.heating_value) and self._fitting(row, _COAL):
            return row.amount * self._per_base(row, _COAL)
        return self.heat_of(row) / self.get("tce", "energy_content")

    def fuel_co2(self, row: Row) -> float:
        """Return the fossil CO2 of a fuel row, t.

        Guideline defaults: heating value x carbon content x oxidation rate x 44/12; a fuel without
        (raw coal) by the provincial guideline's factor per GJ; what was measured comes first.
        NDRC guidelines for enterprises, bituminous coal: 23.204 x 0.02618 x 0.93 x 44/12 t/t.

        >>> from experiments.inventory.row import Row
        >>> coal = Row("", "mill", "fuel burnt", "bituminous_coal", 1000.0, "t")
        >>> round(Defaults(2022, "CN-ZJ").fuel_co2(coal), 1)
        2071.5
        """
        if not math.isnan(row.co2_factor):
            return row.amount * row.co2_factor
        fuel = row.carrier
        if self.carriers.has(fuel, "carbon_content"):
            carbon = self.get(fuel, "carbon_content") * self.get(fuel, "oxidation_rate")
            return self._guideline_heat(row) * carbon * C_TO_CO2
        return self.heat_of(row) * self.get(fuel, self._have(fuel, _CARBON)[0])

    def biogenic_co2(self, row: Row) -> float:
        """Return the biogenic CO2 of a fuel row, t; reported apart from every total."""
        if not self.carriers.has(row.carrier, "co2_biogenic_per_gj"):
            return 0.0
        return self.heat_of(row) * self.get(row.carrier, "co2_biogenic_per_gj")

    def steam_co2(self, row: Row) -> float:
        """Return the CO2 of steam or heat, t; of steam its enthalpy less that of water at 20 degC.

        NDRC guidelines for enterprises, purchased heat: 0.11 t/GJ.

        >>> from experiments.inventory.row import Row
        >>> steam = Row("", "dyer", "heat bought", "steam", 1000.0, "t")
        >>> round(Defaults(2022, "CN-ZJ").steam_co2(steam), 1)
        295.5
        """
        if not math.isnan(row.co2_factor):
            return row.amount * row.co2_factor
        heat = self.heat_of(row)
        if row.base == MASS:
            heat -= row.amount * self.get("steam_purchased", "water_enthalpy")
        return heat * self.get(*HEAT_CO2)

    def power_co2(self, row: Row, year: int | None = None) -> float:
        """Return the location-based CO2 of power, t; at another year's grid where one is given."""
        if not math.isnan(row.co2_factor):
            return row.amount * row.co2_factor
        factor = self.carriers.grid(self.place, self.year if year is None else year)
        return row.amount * self.take(factor) / per_unit(factor.unit)[1]

    def market_co2(self, row: Row) -> float:
        """Return the CO2 of power at the residual mix, t."""
        if not math.isnan(row.co2_factor):
            return row.amount * row.co2_factor
        factor = self.carriers.residual_mix(self.year)
        return row.amount * self.take(factor) / per_unit(factor.unit)[1]

    def process_co2(self, row: Row) -> float:
        """Return the process CO2 of a material or of a sector's product, t."""
        if not math.isnan(row.co2_factor):
            return row.amount * row.co2_factor
        if self.carriers.has(row.carrier, "co2_process"):
            return row.amount * self.get(row.carrier, "co2_process")
        sector = read_tables()["sectors"].row(row.carrier)
        factor = Factor(
            f"sectors.{row.carrier}.process_co2", sector["process_co2_kg_per_unit"] / 1000.0,
            "tCO2/t", "", NATION, sector["source"], sector["confidence"],
        )  # fmt: skip
        return row.amount * self.take(factor)

    def coal_of_power(self, switch: str) -> float:
        """Return tce per GJ of power at calorific or equal value."""
        name = "to_tce_equivalent_value" if switch == "calorific" else "to_tce_equal_value"
        return self.get(GRID, name) / per_unit(self.carriers.unit(GRID, name))[1]

    def coal_of_heat(self, switch: str) -> float:
        """Return tce per GJ of heat at calorific or equal value."""
        name = "to_tce_equivalent_value" if switch == "calorific" else "to_tce_equal_value"
        return self.get("heat_purchased", name)

    def clean_grid_share(self) -> float:
        """Return the non-fossil share of the grid's power: the province's use, or the nation's."""
        return self.take(self.carriers.clean_share(self.place, self.year))

    def _have(self, carrier: str, parameters: tuple[str, ...]) -> list[str]:
        return [name for name in parameters if self.carriers.has(carrier, name)]

    def _fitting(self, row: Row, parameters: tuple[str, ...]) -> str:
        """Return the first parameter that is per the row's base unit, or nothing."""
        units = {p: self.carriers.unit(row.carrier, p) for p in self._have(row.carrier, parameters)}
        return next((p for p, unit in units.items() if per_unit(unit)[0] == row.base), "")

    def _per_base(self, row: Row, parameters: tuple[str, ...]) -> float:
        name = self._fitting(row, parameters)
        return self.get(row.carrier, name) / per_unit(self.carriers.unit(row.carrier, name))[1]

    def _guideline_heat(self, row: Row) -> float:
        """Return the energy of a row by the guideline's own heating value, GJ."""
        stated = row.base in (HEAT, COAL) or not math.isnan(row.heating_value)
        return self.heat_of(row) if stated else row.amount * self._per_base(row, _HEAT[::-1])
