"""An enterprise's year: terms by policy, decisions, money by account, energy, carbon and water."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from experiments.explain.decisions import Row, awards, happened, talked, weighed
from experiments.explain.terms import flow_rows, standing_rows, term_rows
from experiments.indicators.panel import Panel
from sim.catalogue import FIRST_YEAR
from sim.money import ACCOUNTS, CAPITAL, COSTS, INCOME
from sim.record import VARIABLES

KINDS = {
    **dict.fromkeys(INCOME, "income"),
    **dict.fromkeys(COSTS, "cost"),
    **dict.fromkeys(CAPITAL, "capital"),
}
"""Account -> whether it is income, a cost, or moves capital."""


@dataclass(frozen=True)
class EnterpriseYear:
    """One enterprise in one year; each list holds rows ready for JSON."""

    region: str
    enterprise: str
    year: int
    about: Row
    """Sector, role, months that it ran, land and jobs."""
    standing: list[Row]
    """What policies assessed of its last year: policy, name, value."""
    terms: list[Row]
    """Terms that some policy wrote, with their parts (`terms.term_rows`)."""
    weighed: list[Row]
    """Retrofits weighed in January with NPV and verdict (`decisions.weighed`)."""
    awards: list[Row]
    """Awards by policy and technology, promises included."""
    talks: list[Row]
    """Exchanges talked about, signed or refused, with the numbers of both sides."""
    events: list[Row]
    """What it did and what happened to it: links, technologies, capacity, entry and exit."""
    accounts: list[Row]
    """Money by account: kind (income, cost, capital), CNY in the year, + in and - out."""
    quantities: list[Row]
    """Recorded quantities and own CO2: name, unit, value, and value of the year before."""
    flows: list[Row]
    """Streams used and made, with their origin and price (`terms.flow_rows`)."""

    def as_json(self) -> dict[str, Any]:
        """Return everything, ready for `json.dumps`."""
        return dict(vars(self))


def explain_enterprise(panel: Panel, row: int, year: int) -> EnterpriseYear:
    """Return the year of the enterprise in a row of the columns; it must have stood then."""
    enterprises = panel.world.columns.enterprises
    name = str(enterprises.name[row])
    return EnterpriseYear(
        region=panel.world.columns.park_ids[enterprises.park[row]],
        enterprise=name,
        year=year,
        about=_about(panel, row, year),
        standing=standing_rows(panel, row, year),
        terms=term_rows(panel, row, year),
        weighed=weighed(panel, row, year),
        awards=awards(panel, row, year),
        talks=talked(panel, row, year),
        events=happened(panel, name, year),
        accounts=account_rows(panel, row, year),
        quantities=quantity_rows(panel, row, year),
        flows=flow_rows(panel, row, year),
    )


def _about(panel: Panel, row: int, year: int) -> Row:
    enterprises, sectors = panel.world.columns.enterprises, panel.catalogue.tables["sectors"]
    sector, first = int(enterprises.sector[row]), (year - FIRST_YEAR) * 12
    return {
        "sector": str(sectors["sector"][sector]),
        "role": str(sectors["role"][sector]),
        "product_unit": str(sectors["product_unit"][sector]),
        "inside": bool(enterprises.inside[row]),
        "months": int(panel.active[first : first + 12, row].sum()),
        "land_mu": float(enterprises.land_mu[row]),
        "jobs": float(enterprises.jobs[row]),
    }


def account_rows(panel: Panel, row: int, year: int) -> list[Row]:
    """Return what moved on each account in a year, CNY: + in, - out; empty accounts left out."""
    moved = panel.world.account_ledger.years[year - FIRST_YEAR][:, row].tolist()
    return [
        {"account": name, "kind": KINDS[name], "cny": cny}
        for name, cny in zip(ACCOUNTS, moved, strict=True)
        if cny != 0.0
    ]


def quantity_rows(panel: Panel, row: int, year: int) -> list[Row]:
    """Return the recorded quantities that are not 0, and CO2 of scopes 1 and 2 of its own ledger.

    CO2 = scope 1 + power bought x grid factor (location-based) + heat bought x factor.
    """
    index, park = year - FIRST_YEAR, int(panel.world.columns.enterprises.park[row])
    years = [index] if index == 0 else [index - 1, index]
    series = {name: panel.year(name)[years, row] for name, _ in VARIABLES if name != "links"}
    units = dict(VARIABLES)
    series["links"], units["co2"] = panel.month("links")[11::12][years, row], "t"
    series["co2"] = (
        series["scope_1_tco2e"]
        + series["power_bought_kwh"] * panel.grid[park, years]
        + series["heat_bought_mj"] * panel.catalogue.heat_tco2e_per_mj
    )
    return [
        {
            "name": name,
            "unit": units[name],
            "value": float(values[-1]),
            "before": float(values[0]) if index else None,
        }
        for name, values in series.items()
        if values.any()
    ]
