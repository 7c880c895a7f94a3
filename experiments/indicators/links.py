"""Links and enterprises: how many run, begin and end, who adopts, who comes and leaves."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from experiments.indicators.panel import Panel, sum_months
from experiments.indicators.registry import FLOW, STOCK, monthly, over, yearly

Floats = NDArray[np.float64]


@monthly(
    "links_active",
    "Links|Active",
    "count",
    "Symbiosis links running",
    "运行中的共生链接数",
    "+",
    STOCK,
)
def links_active(panel: Panel) -> Floats:
    """Contracts that run, between two enterprises of which at least one is inside."""
    return panel.links.active(panel.parks, panel.months)


@yearly("links_born", "Links|Born", "count", "Links begun", "新增链接数", "+", FLOW)
def links_born(panel: Panel) -> Floats:
    """Links whose first deliveries fall in the year; renewals within 12 months do not count."""
    links = panel.links
    return links.count(links.born, links.start, panel.parks, len(panel.years))


@yearly("links_died", "Links|Died", "count", "Links ended", "终止链接数", "-", FLOW)
def links_died(panel: Panel) -> Floats:
    """Links that end in the year and are not renewed within 12 months."""
    links = panel.links
    return links.count(links.died, links.end, panel.parks, len(panel.years))


@monthly("firms_active", "Firms|Active", "count", "Firms in the park", "在园企业数", "", STOCK)
def firms_active(panel: Panel) -> Floats:
    """Firms inside that have started and not left; utilities do not count."""
    return panel.count_parks(panel.active & is_firm(panel))


@yearly("firms_entered", "Firms|Entered", "count", "Firms that entered", "新进企业数", "", FLOW)
def firms_entered(panel: Panel) -> Floats:
    """Firms that started in the park in the year."""
    return panel.count_parks((panel.sum_events("entered") > 0) & is_firm(panel))


@yearly("firms_left", "Firms|Left", "count", "Firms that left", "退出企业数", "", FLOW)
def firms_left(panel: Panel) -> Floats:
    """Firms that closed or left in the January of the year."""
    return panel.count_parks((panel.sum_events("left") > 0) & is_firm(panel))


@yearly(
    "firms_adopted",
    "Firms|Adopted",
    "count",
    "Firms that have adopted a technology",
    "累计实施改造的企业数",
    "+",
    STOCK,
)
def firms_adopted(panel: Panel) -> Floats:
    """Firms and utilities that have installed a technology since 2020, those gone since too."""
    return panel.count_parks(np.cumsum(panel.sum_events("technology_installed"), axis=0) > 0)


@yearly(
    "technologies_installed",
    "Technologies|Installed",
    "count",
    "Technologies installed",
    "实施改造项目数",
    "+",
    FLOW,
)
def technologies_installed(panel: Panel) -> Floats:
    """Technologies installed in the year."""
    return panel.sum_parks(panel.sum_events("technology_installed"))


@monthly("jobs", "Jobs", "persons", "Jobs", "从业人数", "+", STOCK)
def jobs(panel: Panel) -> Floats:
    """People employed by the enterprises that stand in the park."""
    return panel.sum_parks(panel.active * panel.world.columns.enterprises.jobs)


@yearly(
    "value_added_per_mu",
    "Value Added per Land",
    "10^4 CNY/mu",
    "Value added per mu",
    "亩均增加值",
    "+",
)
def value_added_per_mu(panel: Panel) -> Floats:
    """Value added at current prices / land of the enterprises that stand in the park."""
    return over(panel.park_years("value_added_cny") / 1e4, land_held(panel))


@yearly("tax_per_mu", "Tax per Land", "10^4 CNY/mu", "Taxes per mu", "亩均税收", "+")
def tax_per_mu(panel: Panel) -> Floats:
    """VAT, income tax and land use tax / land of the enterprises that stand in the park."""
    return over(panel.park_years("tax_cny") / 1e4, land_held(panel))


def land_held(panel: Panel) -> Floats:
    """Return the land held, averaged over the year's months, by (park, year), mu."""
    held = panel.sum_parks(panel.active * panel.world.columns.enterprises.land_mu)
    return sum_months(held.T).T / 12.0


def is_firm(panel: Panel) -> NDArray[np.bool_]:
    """Say of each enterprise whether it is a firm, no utility or partner outside."""
    role = panel.catalogue.tables["sectors"]["role"]
    firm: NDArray[np.bool_] = role[panel.world.columns.enterprises.sector] == "firm"
    return firm
