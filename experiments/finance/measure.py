"""What public finance needs of one run: outcomes, books by policy, firms, retrofits and grants."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.indicators.money import public_parts, revenue_parts
from experiments.indicators.panel import Panel
from experiments.results import Results

Floats = NDArray[np.float64]

OUTCOMES = {
    "co2_t": "co2",
    "energy_tce": "energy_calorific",
    "waste_t": "solid_disposed",
    "water_m3": "water_fresh",
    "reused_t": "reused",
    "elsewhere_t": "co2_avoided",
    "value_added_cny": "value_added_constant",
    "tax_cny": "tax",
    "private_cost_cny": "private_cost",
    "public_cost_cny": "public_cost",
    "public_revenue_cny": "public_revenue",
    "technologies": "technologies_installed",
}
"""Outcome of a run by year -> the indicator that it is."""

ADDERS = {
    "power_adder_cny_per_kwh": "power_bought_kwh",
    "water_adder_cny_per_m3": "fresh_water_m3",
    "sewage_adder_cny_per_m3": "wastewater_m3",
    "solid_waste_adder_cny_per_t": "solid_disposed_t",
}
"""Term that raises a price -> what it is paid on: money that goes to the seller, not a budget."""


@dataclass(frozen=True)
class Grant:
    """Support awarded to one retrofit, what is promised for later years included."""

    enterprise: str
    technology: str
    month: int
    award_cny: float


@dataclass(frozen=True)
class Measured:
    """One run, measured. Arrays are by year, or by (year, enterprise inside)."""

    seed: int
    years: tuple[int, ...]
    outcomes: dict[str, Floats]
    """By name of `OUTCOMES`."""
    spent: dict[str, Floats]
    """What budgets spent, by policy, CNY."""
    collected: dict[str, Floats]
    """What budgets collected, by policy, CNY."""
    adders: dict[str, Floats]
    """What enterprises paid sellers through `ADDERS`, by policy, CNY."""
    parties: dict[tuple[int, str, str], tuple[float, float]]
    """Spent and collected by (year, policy, payer or payee), all payees."""
    names: tuple[str, ...]
    sectors: tuple[str, ...]
    """Sector of each enterprise."""
    utilities: frozenset[str]
    """Those whose output follows demand: what they make less is no output lost."""
    output: Floats
    """Product units."""
    tco2e: Floats
    """Scope 1 and net scope 2 of each enterprise (`own_co2`)."""
    installed: dict[tuple[str, str], int]
    """First month of each retrofit, by (enterprise, technology)."""
    grants: dict[str, tuple[Grant, ...]]
    """Awards by policy."""


def measure(results: Results) -> Measured:
    """Measure a run of one park. Errors: `ValueError` for results loaded from a folder."""
    panel = results.panel
    if panel is None:
        raise ValueError("a result folder keeps no terms and no ledger; run the scenario again")
    inside = panel.inside
    enterprises, sectors = panel.world.columns.enterprises, panel.catalogue.sectors
    names = enterprises.name[inside]
    roles = panel.catalogue.tables["sectors"]["role"][enterprises.sector[inside]]
    return Measured(
        seed=int(results.info["seed"]),
        years=tuple(results.years.tolist()),
        outcomes={name: results.series(one).copy() for name, one in OUTCOMES.items()},
        spent={name: part[0].copy() for name, part in public_parts(panel).items()},
        collected={name: part[0].copy() for name, part in revenue_parts(panel).items()},
        adders=paid_through_prices(panel),
        parties=_parties(panel),
        names=tuple(str(name) for name in names),
        sectors=tuple(sectors[sector] for sector in enterprises.sector[inside].tolist()),
        utilities=frozenset(str(name) for name in names[roles == "utility"]),
        output=panel.year("output")[:, inside],
        tco2e=own_co2(panel)[:, inside],
        installed=_installed(panel),
        grants=_grants(panel),
    )


def own_co2(panel: Panel) -> Floats:
    """Return scope 1 + net power x grid factor + net heat x factor, (year, enterprise), t.

    Net is bought less sold: the enterprises inside sum to the park's CO2, save where the park sells
    more power or heat than it buys.
    """
    park = panel.world.columns.enterprises.park
    power = panel.year("power_bought_kwh") - panel.year("power_sold_kwh")
    heat = panel.year("heat_bought_mj") - panel.year("heat_sold_mj")
    found: Floats = panel.year("scope_1_tco2e") + panel.grid.T[:, park] * power
    return found + heat * panel.catalogue.heat_tco2e_per_mj


def paid_through_prices(panel: Panel) -> dict[str, Floats]:
    """Return what enterprises inside paid through `ADDERS` by policy and year, CNY.

    term x quantity, shared among the policies by what each put on the term.
    """
    world = panel.world
    paid: dict[str, Floats] = {}
    for k, terms in enumerate(world.term_years):
        for term, quantity in ADDERS.items():
            parts = terms.parts(term)
            rows = len(terms[term])
            due = terms[term] * panel.year(quantity)[k, :rows]
            due = due * world.columns.enterprises.inside[:rows]
            whole = np.sum(list(parts.values()), axis=0) if parts else np.zeros(rows)
            rate = np.divide(due, whole, out=np.zeros_like(due), where=whole != 0.0)
            for policy, part in parts.items():
                by_year = paid.setdefault(policy, np.zeros(len(panel.years)))
                by_year[k] += float(np.sum(part * rate))
    return paid


def _parties(panel: Panel) -> dict[tuple[int, str, str], tuple[float, float]]:
    budgets = panel.world.budgets
    keys = {(year, policy, party) for year, _, policy, party in budgets.spent_cny}
    keys |= {(year, policy, party) for year, _, policy, party in budgets.collected_cny}
    return {
        (year, policy, party): (
            budgets.spent_cny.get((year, 0, policy, party), 0.0),
            budgets.collected_cny.get((year, 0, policy, party), 0.0),
        )
        for year, policy, party in sorted(keys)
    }


def _installed(panel: Panel) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for event in panel.world.events:
        if event["event"] in ("technology_installed", "technology_replaced"):
            found.setdefault((event["enterprise"], event["technology"]), event["month"])
    return found


def _grants(panel: Panel) -> dict[str, tuple[Grant, ...]]:
    names, technologies = panel.world.columns.enterprises.name, panel.catalogue.technologies
    found: dict[str, list[Grant]] = {}
    for one in panel.world.appraisals:
        for policy, award in sorted(one.award_cny.items()):
            for option in one.chosen[award[one.chosen] > 0].tolist():
                found.setdefault(policy, []).append(
                    Grant(
                        enterprise=str(names[one.options.enterprise[option]]),
                        technology=technologies[one.options.technology[option]],
                        month=one.month,
                        award_cny=float(award[option]),
                    )
                )
    return {policy: tuple(grants) for policy, grants in found.items()}
