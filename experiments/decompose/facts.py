"""What a year's park trades over its fence in power and heat, and what a unit of each counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from experiments.indicators.factors import tce_per_gj_heat, tce_per_mwh
from sim.build import DISPATCH
from sim.catalogue import Catalogue
from sim.recipes import STEAMS

if TYPE_CHECKING:
    from experiments.frame import Frame
    from experiments.run_data import RunData

Floats = NDArray[np.float64]
Array = NDArray[Any]

STEAM_LED = [sector for sector, how in DISPATCH.items() if how == DISPATCH["coal_chp"]]
"""Sectors whose steam is made only when asked for: none of it is sold unasked."""


@dataclass(frozen=True)
class Facts:
    """One year of one park; factors are t CO2 or tce per kWh, MJ and base unit of a fuel."""

    catalogue: Catalogue
    imported_kwh: float
    imported_mj: float
    per_kwh: float
    per_mj: float
    of: str

    def tce(self, streams: Array) -> Floats:
        """Return the coal equivalent of streams by calorific value, tce per base unit."""
        return self.catalogue.tce_calorific[self._rows(streams)]

    def per_unit(self, streams: Array) -> Floats:
        """Return what a base unit of a fuel counts: its CO2, or its coal equivalent."""
        co2 = self.of == "co2"
        return self.catalogue.fuel_tco2e[self._rows(streams)] if co2 else self.tce(streams)

    def _rows(self, streams: Array) -> NDArray[np.int64]:
        stream = self.catalogue.stream
        return np.array([stream[name] for name in streams.tolist()], dtype=np.int64)


def read_facts(results: RunData, year: int, of: str, tce: str, region: str) -> Facts:
    """Return the facts of a year; the factor of power in CO2 is what the inventory applied."""
    catalogue, at = results.catalogue, int(np.flatnonzero(results.years == year)[0])
    imported_mwh = float(results.series("power_imported", region)[at])
    if of == "co2":
        co2 = float(results.series("co2_power", region)[at])
        per_mwh = co2 / imported_mwh if imported_mwh > 0 else 0.0
        per_gj = catalogue.heat_tco2e_per_mj * 1000.0
    else:
        per_mwh = float(tce_per_mwh(catalogue, tce, year, 1)[0])
        per_gj = float(tce_per_gj_heat(catalogue, tce, year, 1)[0])
    return Facts(
        catalogue=catalogue,
        imported_kwh=imported_mwh * 1000.0,
        imported_mj=float(results.series("heat_imported", region)[at]) * 1000.0,
        per_kwh=per_mwh / 1000.0,
        per_mj=per_gj / 1000.0,
        of=of,
    )


def sold_kwh(flows: Frame, firms: Frame, facts: Facts) -> dict[str, float]:
    """Return the power that leaves over the fence, shared among its sellers, kWh.

    Sellers are plants that put out power and those who feed surplus of their own into the grid.
    """
    power = flows["stream"] == "electricity"
    bought = flows["market"][power & flows["fuel"]].sum()
    sold = firms["power_sold_kwh"]
    return _shared(firms, sold, facts.imported_kwh - bought + sold.sum())


def sold_mj(
    results: RunData, flows: Frame, firms: Frame, facts: Facts, year: int
) -> dict[str, float]:
    """Return the steam sold or given over the fence, shared among those who put it out, MJ.

    Net heat over the fence is what is bought and received over it less what is put out over it, as
    `experiments.indicators.energy.heat_balance` has it: what mains lose counts as put out, save by
    plants led by steam.
    """
    steam = np.isin(flows["stream"], STEAMS)
    bought = flows["market"][steam & flows["fuel"]].sum()
    links = results.links.where(region=flows["region"][0]) if len(flows) else results.links
    over = np.isin(links["stream"], STEAMS) & ~links["giver_inside"] & links["taker_inside"]
    received = links[str(year)][over].sum() * 1000.0
    out = flows.take(steam & flows["out"])
    names = firms["enterprise"].tolist()
    sector = dict(zip(names, firms["sector"].tolist(), strict=True))
    arrived = dict(zip(names, firms["heat_sold_mj"].tolist(), strict=True))
    owner = out["enterprise"].tolist()
    led = np.array([sector.get(name) in STEAM_LED for name in owner], dtype=bool)
    lost = np.maximum(out["mains"] - [arrived.get(name, 0.0) for name in owner], 0.0)
    amount = out["fence"] + np.where(led, 0.0, out["market"] + out["on_site"] + lost)
    return _shared(out, amount, facts.imported_mj - (bought + received - amount.sum()))


def _shared(rows: Frame, weights: Floats, whole: float) -> dict[str, float]:
    """Share an amount among enterprises by weight; rounding below 1e-9 of the weights is none."""
    total = weights.sum()
    if total <= 0 or whole <= 1e-9 * total:
        return {}
    found: dict[str, float] = {}
    shares = (weights * (whole / total)).tolist()
    for name, amount in zip(rows["enterprise"].tolist(), shares, strict=True):
        found[name] = found.get(name, 0.0) + amount
    return found
