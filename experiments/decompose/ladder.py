"""The ladders of a year: from the park's activity down to the CO2 or energy of each carrier.

C = sum over enterprises i and carriers j of
V x V_i/V x E0_i/V_i x E_i/E0_i x E_ij/E_i x H_ij/E_ij x D_ij/H_ij x P_ij/D_ij x C_ij/P_ij, with

- V, V_i: value added at constant prices of the park and of the enterprise;
- E0_i, E_i: energy that it used, tce, without the retrofits and new lines since the start, and
  with them;
- E_ij: of it as carrier j; H_ij: not from its own wastes and waste heat; D_ij: not from
  by-products and waste heat of others;
- P_ij: of it drawn over the fence rather than from plants of the park; C_ij: what counts of it.

Process CO2, CO2 of others' wastes burnt, and power and steam sold over the fence (taken off energy)
are cells of their own, V x V_i/V x X_i/V_i. What a utility of the park burns counts there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from experiments.decompose.facts import Facts, read_facts, sold_kwh, sold_mj
from sim.catalogue import EXCHANGE_WEIGHTS
from sim.recipes import STEAMS

if TYPE_CHECKING:
    from experiments.frame import Frame
    from experiments.run_data import RunData

Floats = NDArray[np.float64]
Key = tuple[str, str]

EFFECTS = (
    "activity", "structure", "entry_exit", "intensity", "technologies", "symbiosis", "fuel_mix",
    "park_plants", "process", "grid",
)  # fmt: skip
"""What moves the total: value added of the park; shares of enterprises that stay; those that enter
or leave; energy per value added for other reasons than plant; retrofits, renewed capacity and reuse
on site; by-products and waste heat of others, their CO2 included; the mix of carriers; supply by
plants of the park rather than over the fence, and sale over it; process CO2 per value added; what a
unit of power or heat counts, the grid's own change."""

MEASURES = ("co2", "energy")

PROCESS, WASTES, POWER_SOLD, HEAT_SOLD = "process", "wastes burnt", "power sold", "heat sold"
RUNGS: Mapping[str, tuple[str, ...]] = {
    "": (
        "activity", "structure", "intensity", "technologies", "fuel_mix", "technologies",
        "symbiosis", "park_plants", "grid",
    ),
    PROCESS: ("activity", "structure", "process"),
    WASTES: ("activity", "structure", "symbiosis"),
    POWER_SOLD: ("activity", "structure", "park_plants", "grid"),
    HEAT_SOLD: ("activity", "structure", "park_plants", "grid"),
}  # fmt: skip
"""The effect of each rung: of a carrier (""), and of the other cells by name."""


@dataclass
class Ladders:
    """One year of one run: the rungs that cells share, and those of each (enterprise, cell)."""

    activity: float
    firms: dict[str, tuple[float, float, float]] = field(default_factory=dict)
    """Value added (CNY), energy without and with retrofits (tce), by enterprise."""
    cells: dict[Key, tuple[float, ...]] = field(default_factory=dict)

    def of(self, key: Key) -> tuple[float, ...]:
        """Return all rungs of a cell, zero where the enterprise or the cell is not there."""
        value_added, *energy = self.firms.get(key[0], (0.0, 0.0, 0.0))
        special = RUNGS.get(key[1])
        rungs = (self.activity, value_added, *(() if special else energy))
        own = self.cells.get(key, ())
        return rungs + own + (0.0,) * (len(special or RUNGS[""]) - len(rungs) - len(own))


def ladders(results: RunData, year: int, of: str, tce: str, region: str) -> Ladders:
    """Return the ladders of a year, from the frames of results in memory or of a folder."""
    facts = read_facts(results, year, of, tce, region)
    flows = results.flows.where(year=year, region=region)
    firms = results.enterprises.where(year=year, region=region, inside=True)
    names = firms["enterprise"].tolist()
    fuels = flows.take(flows["fuel"])
    unit = facts.tce(fuels["stream"])
    # own power is the work of retrofits as what they save is
    used = _sums(fuels, (fuels["amount"] - fuels["own"]) * unit)
    added = _sums(fuels, (fuels["retrofits"] - fuels["own"]) * unit)
    found = Ladders(activity=float(firms["value_added_constant_cny"].sum()))
    for name, own in zip(names, firms["value_added_constant_cny"].tolist(), strict=True):
        energy = used.get(name, 0.0)
        found.firms[name] = (own, max(energy - added.get(name, 0.0), 0.0), energy)
    counted = _carriers(found, fuels, facts)
    if of == "co2":
        wastes = _wastes_burnt(results, year, region, facts)
        found.cells.update({(name, WASTES): (burnt,) for name, burnt in wastes.items()})
        for name, whole in zip(names, firms["scope_1_tco2e"].tolist(), strict=True):
            process = whole - counted.get(name, 0.0) - wastes.get(name, 0.0)
            found.cells[name, PROCESS] = (process if abs(process) > 1e-9 * abs(whole) else 0.0,)
        return found
    for kind, sold, tce_per_unit, factor in (
        (POWER_SOLD, sold_kwh(flows, firms, facts), "electricity", facts.per_kwh),
        (HEAT_SOLD, sold_mj(results, flows, firms, facts, year), "steam_lp", facts.per_mj),
    ):
        calorific = float(facts.tce(np.array([tce_per_unit]))[0])
        for name, amount in sold.items():
            found.cells[name, kind] = (amount * calorific, -amount * factor)
    return found


def _carriers(found: Ladders, fuels: Frame, facts: Facts) -> dict[str, float]:
    """Add the cells of carriers; return what the fuels burnt count, by enterprise.

    What the park draws over the fence in a year is shared among those who buy power, or buy steam
    or receive it from a partner outside, by amount.
    """
    stream, unit = fuels["stream"], facts.tce(fuels["stream"])
    market = np.maximum(fuels["market"], 0.0)
    power, steam = stream == "electricity", np.isin(stream, STEAMS)
    fuel = np.where(power | steam, 0.0, market)
    kwh = _scaled(np.where(power, market, 0.0), facts.imported_kwh)
    mj = _scaled(np.where(steam, market, 0.0) + fuels["fence"], facts.imported_mj)
    burnt = fuel * facts.per_unit(stream)
    rungs = np.array(
        [
            (fuels["amount"] - fuels["own"]) * unit,
            (fuels["amount"] - fuels["own"] - fuels["on_site"]) * unit,
            (market + fuels["supplied"] + fuels["mains"] + fuels["fence"]) * unit,
            (fuel + kwh + mj) * unit,
            burnt + kwh * facts.per_kwh + mj * facts.per_mj,
        ]
    )
    keys = zip(fuels["enterprise"].tolist(), stream.tolist(), strict=True)
    rows = np.maximum(rungs, 0.0).T.tolist()
    found.cells.update({key: tuple(row) for key, row in zip(keys, rows, strict=True)})
    return _sums(fuels, burnt)


def _scaled(raw: Floats, whole: float) -> Floats:
    total = raw.sum()
    return raw * (whole / total) if total > 0 else raw


def _wastes_burnt(results: RunData, year: int, region: str, facts: Facts) -> dict[str, float]:
    """Return the fossil CO2 of wastes taken over links and burnt, t by enterprise.

    One that has left may still be sent some until its links' notice ends.
    """
    links, catalogue = results.links.where(region=region, taker_inside=True), facts.catalogue
    option = [catalogue.exchange[name] for name in links["exchange"].tolist()]
    own = catalogue.exchange_weights[EXCHANGE_WEIGHTS.index("own_tco2e"), option]
    found: dict[str, float] = {}
    amounts = (links[str(year)] * 1000.0 * own).tolist()
    for name, amount in zip(links["taker"].tolist(), amounts, strict=True):
        found[name] = found.get(name, 0.0) + amount
    return found


def _sums(rows: Frame, values: Floats) -> dict[str, float]:
    found: dict[str, float] = {}
    for name, value in zip(rows["enterprise"].tolist(), values.tolist(), strict=True):
        found[name] = found.get(name, 0.0) + value
    return found
