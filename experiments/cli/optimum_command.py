"""`parkloop optimum`: what the best planner could reach, what firms reach, and what blocks them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from experiments.cli import options
from experiments.cli.symbiosis_options import (
    LABELS,
    hand_over,
    number,
    percent,
    planner,
    scenario_of,
)

if TYPE_CHECKING:
    from rich.table import Table

    from experiments.symbiosis.optimum import Benchmarks, YearOfOptimum

HEADS = {
    "net_benefit_cny": "most benefit",
    "reused_t": "most reuse",
    "co2_avoided_tco2e": "least CO2",
}


@click.command("optimum")
@planner
@click.option("--every-year", is_flag=True, help="Every year up to --year.")
def command(every_year: bool, **given: Any) -> None:
    """Compare PARK's market with the planner's optimum and with no symbiosis at all.

    The optimum is a linear programme over every exchange that two firms could make, known to them
    or not: most net benefit, most reuse or least CO2.
    """
    from experiments.symbiosis.optimum import benchmarks
    from sim.catalogue import FIRST_YEAR

    scenario = scenario_of(given)
    years = range(FIRST_YEAR if every_year else scenario.until, scenario.until + 1)
    with options.progress(len(years), "years", quiet=given["as_json"]) as advance:
        found = benchmarks(scenario, years, advance)
    if hand_over(found.tables(), found.as_json(), given):
        return
    console = options.console()
    if every_year:
        console.print(_shares(found))
    last = found.years[-1]
    console.print(_measures(found, last))
    console.print(_blocks(last))
    console.print(_twin(found))
    console.print(found.note, style="dim")


def _measures(found: Benchmarks, year: YearOfOptimum) -> Table:
    """Return the measures of the market and of each optimum, and the share reached."""
    from rich.table import Table

    table = Table(title=f"{found.park}, {found.package}, {year.year}: market and optimum, a year")
    for head in ("", "delivered", "agreed", *HEADS.values(), "agreed, share"):
        table.add_column(head, justify="right" if head else "left")
    for measure, (label, unit, size) in LABELS.items():
        values = [year.delivered, year.market, *(year.optimum[one] for one in HEADS)]
        share = percent(year.share(measure)) if measure in HEADS else ""
        cells = [number(value[measure] / size) for value in values]
        table.add_row(f"{label}, {unit}", *cells, share)
    return table


def _blocks(year: YearOfOptimum) -> Table:
    """Return how much of each optimum the market reaches and what blocks the rest, in percent."""
    from rich.table import Table

    from experiments.symbiosis.blocks import REASONS

    table = Table(title=f"{year.year}: what firms reach of each optimum and what blocks the rest")
    for head in ("", *HEADS.values(), "meaning"):
        table.add_column(head, justify="right" if head in HEADS.values() else "left")
    for name in ("market", *REASONS):
        parts = [year.blocks[one][name] / (year.optimum[one][one] or float("nan")) for one in HEADS]
        if any(abs(part) >= 5e-4 for part in parts):
            table.add_row(name, *map(percent, parts), REASONS.get(name, "contracts that run"))
    return table


def _twin(found: Benchmarks) -> Table:
    """Return the indicators of the last year with and without symbiosis."""
    from rich.table import Table

    from experiments.labels import unit_label, variable_label

    table = Table(title=f"{found.years[-1].year}: the same firms without symbiosis")
    for head in ("", "with", "without", "difference"):
        table.add_column(head, justify="right" if head else "left")
    for name, (one, other) in found.twin.items():
        label = (
            f"{variable_label(found.variables[name], 'en')}, {unit_label(found.units[name], 'en')}"
        )
        cells = (one[-1], other[-1], one[-1] - other[-1])
        table.add_row(label, *(f"{value:,.4g}" for value in cells))
    return table


def _shares(found: Benchmarks) -> Table:
    """Return the market's share of each optimum by year."""
    from rich.table import Table

    table = Table(title=f"{found.park}, {found.package}: share of the optimum that firms reach")
    for head in (
        "year",
        *HEADS.values(),
        "most benefit, million CNY",
        "delivered of what was possible",
    ):
        table.add_column(head, justify="right")
    for year in found.years:
        shares = (percent(year.share(one)) for one in HEADS)
        best = number(year.optimum["net_benefit_cny"]["net_benefit_cny"] / 1e6)
        table.add_row(
            str(year.year), *shares, best, percent(year.delivered_share("net_benefit_cny"))
        )
    return table
