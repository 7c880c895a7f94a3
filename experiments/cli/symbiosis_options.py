"""Options and number formats that the planner's commands share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from experiments.cli import options

if TYPE_CHECKING:
    from experiments.scenario import Scenario

BY = {"money": "net_benefit_cny", "reuse": "reused_t", "co2": "co2_avoided_tco2e"}
"""What `--by` may say, and the measure it means."""

LABELS = {
    "net_benefit_cny": ("net benefit", "million CNY/yr", 1e6),
    "reused_t": ("wastes and by-products reused", "kt/yr", 1e3),
    "co2_avoided_tco2e": ("CO2 avoided", "kt/yr", 1e3),
    "heat_gj": ("heat and fuel gas", "TJ/yr", 1e3),
    "water_m3": ("water", "1000 m3/yr", 1e3),
    "capex_cny": ("new investment", "million CNY", 1e6),
}
"""Label, unit and divisor of each measure in a table."""


def planner(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that say which park is looked at, when, and where the result goes."""
    for option in (
        options.as_json,
        click.option("--force", is_flag=True, help="Overwrite files in the folder."),
        click.option("--out", type=click.Path(path_type=Path), help="Folder for CSV files."),
        options.assumptions,
        options.strengths,
        options.seed,
        options.package,
        click.option("--year", default=2030, show_default=True, help="Year looked at, to its end."),
        click.argument("park"),
    ):
        command = option(command)
    return command


by = click.option(
    "--by", type=click.Choice(list(BY)), default="money", show_default=True,
    help="What ranks: net benefit, tonnes reused or CO2 avoided.",
)  # fmt: skip
top = click.option(
    "--top", default=20, show_default=True, type=click.IntRange(min=1), help="Rows shown."
)


def scenario_of(given: dict[str, Any]) -> Scenario:
    """Return the scenario that the options describe, and refuse a folder that holds anything."""
    from experiments.results_io import refuse_existing
    from experiments.scenario import Scenario

    if given["out"] is not None and not given["force"]:
        refuse_existing(given["out"])
    return Scenario(
        given["park"],
        given["package"],
        seed=given["seed"],
        until=given["year"],
        strength=options.numbers(given["strengths"], "--set"),
        assumption=options.numbers(given["assumptions"], "--assume"),
    )


def hand_over(tables: Mapping[str, Any], result: dict[str, Any], given: dict[str, Any]) -> bool:
    """Write tables to the folder asked for; print the result as JSON if asked, and say whether."""
    from experiments.symbiosis.export import write_tables

    if given["out"] is not None:
        write_tables(given["out"], tables, given["force"])
    if given["as_json"]:
        options.print_json(result)
    return bool(given["as_json"])


def number(value: float) -> str:
    """Return a number in three digits, or a dash where there is none.

    >>> number(1234.5), number(0.04567), number(float("nan"))
    ('1,234', '0.0457', '-')
    """
    if value != value:
        return "-"
    if value == 0 or abs(value) < 1e-9:
        return "0"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def percent(value: float) -> str:
    """Return a share as percent, or a dash where there is none.

    >>> percent(0.8342)
    '83.4 %'
    """
    return "-" if value != value else f"{100.0 * value:.1f} %"
