"""What is kept of a run: monthly columns by enterprise, summed to parks and years at the end."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

VARIABLES: tuple[tuple[str, str], ...] = (
    ("output", "product units"),
    ("revenue_cny", "CNY"),
    ("value_added_cny", "CNY"),
    ("profit_cny", "CNY"),
    ("tax_cny", "CNY"),
    ("capex_cny", "CNY"),
    ("grants_cny", "CNY"),
    ("scope_1_tco2e", "t"),
    ("energy_tce", "tce"),
    ("fuel_tce", "tce"),
    ("power_bought_kwh", "kWh"),
    ("power_sold_kwh", "kWh"),
    ("own_power_kwh", "kWh"),
    ("power_fed_in_kwh", "kWh"),
    ("green_power_kwh", "kWh"),
    ("heat_bought_mj", "MJ"),
    ("heat_sold_mj", "MJ"),
    ("fresh_water_m3", "m3"),
    ("wastewater_m3", "m3"),
    ("solid_generated_t", "t"),
    ("solid_disposed_t", "t"),
    ("reused_t", "t"),
    ("reused_heat_gj", "GJ"),
    ("reused_water_m3", "m3"),
    ("avoided_tco2e", "t"),
    ("transport_tco2e", "t"),
    ("links", "count"),
)
"""Name and unit of each recorded column; the reused ones stand at the giver."""

VARIABLE: dict[str, int] = {name: row for row, (name, _) in enumerate(VARIABLES)}


class Record:
    """Monthly values by (variable, month, enterprise)."""

    def __init__(self, months: int, enterprises: int) -> None:
        self._room = np.zeros((len(VARIABLES), months, enterprises + enterprises // 2))
        self._values = self._room[:, :, :enterprises]

    def __deepcopy__(self, memo: dict[int, Any]) -> Record:
        """Return the same record, with room of its own."""
        _, months, enterprises = self._values.shape
        copied = Record(months, enterprises)
        copied._values[:] = self._values
        return copied

    @property
    def values(self) -> Floats:
        """The array by (variable, month, enterprise); enterprises in order of arrival."""
        return self._values

    def widen(self, enterprises: int) -> None:
        """Make room for enterprises that have entered, and for as many again as half of all."""
        if enterprises > self._room.shape[2]:
            self._room = np.zeros((*self._values.shape[:2], enterprises + enterprises // 2))
            self._room[:, :, : self._values.shape[2]] = self._values
        self._values = self._room[:, :, :enterprises]

    def page(self, month: int) -> Floats:
        """Return a month's columns by (variable, enterprise), to be written to."""
        return self._values[:, month]

    def put(self, month: int, name: str, values: Floats) -> None:
        """Store one column of a month."""
        self._values[VARIABLE[name], month] = values

    def put_all(self, month: int, **columns: Floats) -> None:
        """Store several columns of a month by name."""
        page = self._values[:, month]
        for name, values in columns.items():
            page[VARIABLE[name]] = values

    def year_sum(self, name: str, months: slice) -> Floats:
        """Sum a variable over some months, by enterprise."""
        total: Floats = self._values[VARIABLE[name], months].sum(axis=0)
        return total

    def year_sums(self, months: slice) -> Floats:
        """Sum every variable over some months: (variable, enterprise)."""
        total: Floats = self._values[:, months].sum(axis=1)
        return total

    def by_year(self, name: str) -> Floats:
        """Sum a variable over the months of each year: (year, enterprise)."""
        months = self._values[VARIABLE[name]]
        years: Floats = months.reshape(-1, 12, months.shape[1]).sum(axis=1)
        return years
