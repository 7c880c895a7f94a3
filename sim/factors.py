"""Dated factors of energy carriers: one look-up for the run, its indicators and inventories."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.table_form import Table

Floats = NDArray[np.float64]

NATION = "CN"
GRID = "electricity_grid"
PUBLISHED = (2021, 2022)
"""Years whose factor of each province stands in the provinces table."""


@dataclass(frozen=True)
class Factor:
    """One number with what speaks for it; `year` is that of the row, as published."""

    name: str
    value: float
    unit: str
    year: str
    place: str
    source: str
    confidence: str
    basis: str = ""
    low: float = float("nan")
    high: float = float("nan")


class Carriers:
    """Reads the carriers table: linear between the years of a series, flat beyond them."""

    def __init__(self, table: Table, provinces: Table) -> None:
        self._table, self._provinces = table, provinces
        self._rows: dict[tuple[str, str, str], list[int]] = {}
        order = np.argsort(table["year"], kind="stable").tolist()
        names = (table["carrier"], table["parameter"], table["place"])
        keys = list(zip(*(column.tolist() for column in names), strict=True))
        for row in order:
            self._rows.setdefault(keys[row], []).append(row)

    def has(self, carrier: str, parameter: str, place: str = NATION) -> bool:
        """Return whether the table holds a series."""
        return (carrier, parameter, place) in self._rows

    def names(self, parameter: str) -> list[str]:
        """Return the carriers that have a parameter for the nation."""
        return [c for c, p, place in self._rows if (p, place) == (parameter, NATION)]

    def unit(self, carrier: str, parameter: str, place: str = NATION) -> str:
        """Return the unit of a series."""
        return str(self._table["unit"][self._rows[carrier, parameter, place][0]])

    def path(self, carrier: str, parameter: str, place: str, years: Iterable[float]) -> Floats:
        """Return a series at some years."""
        rows = self._rows[carrier, parameter, place]
        at = np.asarray(list(years), dtype=np.float64)
        held: Floats = np.interp(at, self._table["year"][rows], self._table["value"][rows])
        return held

    def latest(self, carrier: str, parameter: str, place: str = NATION) -> float:
        """Return the last value of a series."""
        return float(self._table["value"][self._rows[carrier, parameter, place][-1]])

    def factor(self, carrier: str, parameter: str, year: int, place: str = NATION) -> Factor:
        """Return a series at a year with its source; between or beyond its years an estimate.

        A series of one row is a constant: the row stands for every year.
        """
        rows, table = self._rows[carrier, parameter, place], self._table
        years = table["year"][rows]
        at = int(np.clip(np.searchsorted(years, year, side="right") - 1, 0, len(rows) - 1))
        row = table.row_at(rows[at])
        exact = len(rows) == 1 or years[at] == year
        basis = row["basis"]
        if not exact:
            between = years[0] < year < years[-1]
            how = f"between the dates of {place}" if between else f"held from {years[at]:g}"
            basis = f"{how}; {basis}" if basis else how
        return Factor(
            name=f"{carrier}.{parameter}",
            value=float(self.path(carrier, parameter, place, [year])[0]),
            unit=row["unit"],
            year=row["date"] if exact else f"{year}",
            place=place,
            source=row["source"],
            confidence=row["confidence"] if exact else "estimate",
            basis=basis,
            low=row["low"] if exact else float("nan"),
            high=row["high"] if exact else float("nan"),
        )

    def grid(self, place: str, year: int) -> Factor:
        """Return the location-based factor of grid power, tCO2/MWh, of a province or the nation.

        A province without a series of its own has its published factors and moves with the
        nation's in other years. Errors: `KeyError` for a place that is neither.

        >>> from sim.tables import read_tables
        >>> tables = read_tables()
        >>> carriers = Carriers(tables["carriers"], tables["provinces"])

        MEE and NBS announcements: nation and Zhejiang 2022; 2023 of the nation.

        >>> [carriers.grid(*at).value for at in (("CN", 2022), ("CN-ZJ", 2022), ("CN", 2023))]
        [0.5366, 0.5153, 0.5306]
        """
        name = "co2_location_based"
        if self._own_path(place):
            return self.factor(GRID, name, year, place)
        exact = year in PUBLISHED
        known = min(max(year, PUBLISHED[0]), PUBLISHED[-1])
        return Factor(
            name=f"{GRID}.{name}",
            value=float(self._province_path(place, [year])[0]),
            unit=self.unit(GRID, name),
            year=str(year),
            place=place,
            source=f"MEE and NBS announcement of the electricity CO2 factors of {known}",
            confidence="verified" if exact else "estimate",
            basis="" if exact else f"factor of {known}, moved with the nation's",
        )

    def grid_paths(self, years: Iterable[float]) -> dict[str, Floats]:
        """Return `grid` of the nation and every province by year, t/kWh.

        Tibet, of which none is published, counts 0: hydro-dominated (table `provinces`, estimate).

        >>> from sim.tables import read_tables
        >>> tables = read_tables()
        >>> paths = Carriers(tables["carriers"], tables["provinces"]).grid_paths([2021, 2022])
        >>> (paths["CN-JS"] * 1000).round(4).tolist()
        [0.6451, 0.5978]
        """
        name, at = "co2_location_based", list(years)
        places = (NATION, *self._provinces["province"].tolist())
        return {
            place: (
                self.path(GRID, name, place, at)
                if self._own_path(place)
                else self._province_path(place, at)
            )
            / 1000.0
            for place in places
        }

    def _province_path(self, place: str, years: Iterable[float]) -> Floats:
        """Return the published factors of a province, moved with the nation's in other years.

        0 where none is published.
        """
        row = self._provinces.row(place)
        at = np.asarray(list(years), dtype=np.float64)
        known = np.clip(at, PUBLISHED[0], PUBLISHED[-1]).round()
        own = [row[f"grid_tco2_per_mwh_{year:.0f}"] for year in known]
        name = "co2_location_based"
        nation = self.path(GRID, name, NATION, at) / self.path(GRID, name, NATION, known)
        path: Floats = np.nan_to_num(own) * nation
        return path

    def _own_path(self, place: str) -> bool:
        """Whether a place has a series of its own, past the published years."""
        rows = self._rows.get((GRID, "co2_location_based", place), [])
        return bool(rows) and bool(self._table["year"][rows[-1]] > PUBLISHED[-1])

    def residual_mix(self, year: int) -> Factor:
        """Return the market-based factor of grid power without green contracts, tCO2/MWh.

        The published national average without non-fossil power sold in the market; in other years
        its ratio of the nearest published year to the national average holds, as an estimate.
        """
        name = "co2_residual_mix"
        rows = self._rows[GRID, name, NATION]
        years = self._table["year"][rows]
        nearest = int(np.clip(year, years[0], years[-1]))
        found = self.factor(GRID, name, nearest)
        if nearest == year:
            return found
        average = self.path(GRID, "co2_location_based", NATION, [year, nearest])
        return Factor(
            name=found.name,
            value=found.value * float(average[0] / average[1]),
            unit=found.unit,
            year=str(year),
            place=NATION,
            source=found.source,
            confidence="estimate",
            basis=f"none published: ratio to the national average of {nearest} held",
        )

    def clean_share(self, place: str, year: int) -> Factor:
        """Return the non-fossil share of the power a province uses, or else the nation makes."""
        own = "nonfossil_share_consumption"
        if self.has(GRID, own, place):
            return self.factor(GRID, own, year, place)
        return self.factor(GRID, "nonfossil_share_generation", year)
