"""`parkloop inventory`: energy, CO2 and pollutants of a table of quantities, with the factors."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from experiments.cli import options
from sim.faults import Fault, raise_faults

if TYPE_CHECKING:
    from rich.table import Table

    from experiments.inventory import Inventory

LINES = (
    ("scope_1_fuels", "CO2 of fuels, scope 1, t"),
    ("scope_1_process", "CO2 of processes, scope 1, t"),
    ("scope_2_location", "CO2 of power and heat bought, scope 2, location-based, t"),
    ("scope_2_market", "CO2 of power and heat bought, scope 2, market-based, t"),
    ("sold_location", "CO2 of power and heat sold (taken off), t"),
    ("co2_location", "CO2, location-based, t"),
    ("co2_market", "CO2, market-based, t"),
    ("co2_location_2020_grid", "CO2 at the grid factor of 2020, t"),
    ("co2_of_grid_since_2020", "of the grid's own change since 2020, t"),
    ("biogenic_co2", "biogenic CO2, apart, t"),
    ("energy_tce_calorific", "comprehensive energy, calorific value, tce"),
    ("energy_tce_equal_value", "comprehensive energy, equal value, tce"),
    ("air_equivalents", "air pollution equivalents"),
    ("water_equivalents", "water pollution equivalents"),
    ("fresh_water_m3", "fresh water, m3"),
    ("water_consumed_m3", "of it not discharged, m3"),
    ("solid_waste_generated_t", "solid waste generated, t"),
    ("solid_waste_to_store_t", "of it neither used nor disposed of, t"),
)
"""Items that the table shows, in order, with their labels."""


@click.command("inventory")
@click.argument("table", type=click.Path(path_type=Path), required=False)
@click.option("--year", default=2023, show_default=True, help="Year of the grid's factors.")
@click.option("--province", default="CN-ZJ", show_default=True, help="CN or a province.")
@click.option(
    "--equal-value", is_flag=True, help="Count power and heat at equal value, not 3.6 MJ."
)
@click.option("--template", type=click.Path(path_type=Path), help="Write an example table instead.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the account as CSV.")
@click.option("--force", is_flag=True, help="Overwrite what is there.")
@options.as_json
def command(
    table: Path | None,
    year: int,
    province: str,
    equal_value: bool,
    template: Path | None,
    out: Path | None,
    force: bool,
    as_json: bool,
) -> None:
    """Work out energy, CO2 by scope, pollutants, water and waste of TABLE, with every factor.

    TABLE is a CSV with enterprise, activity, carrier, quantity, unit and, where one enterprise
    sells to another, counterpart; names may be English or Chinese.
    """
    raise_faults(list(_faults(table, template, year, province)))
    if template is not None:
        from experiments.inventory.template import write_example

        path = write_example(template, force)
        if as_json:
            options.print_json({"written": str(path)})
        else:
            click.echo(f"wrote {path}: change it, then `parkloop inventory {path}`")
        return
    from experiments.inventory import inventory
    from experiments.symbiosis.export import write_tables

    assert table is not None
    found = inventory(table, year, province, "equal_value" if equal_value else "calorific")
    if out is not None:
        write_tables(out, found.tables(), force)
    if as_json:
        options.print_json(found.as_json())
        return
    console = options.console()
    console.print(_account(found))
    console.print(_indicators(found))
    console.print(_factors(found))
    for note in found.notes:
        console.print(note, style="dim")


def _faults(table: Path | None, template: Path | None, year: int, province: str) -> Iterator[Fault]:
    """Yield what is wrong with the options."""
    from experiments.inventory.defaults import YEARS, places

    if (table is None) == (template is None):
        mend = "name a table, or --template and a file to write"
        yield Fault("TABLE", "and --template are both given or both missing", mend)
    if year not in YEARS:
        yield Fault(f"--year {year}", "has no factors", f"write {YEARS[0]} to {YEARS[-1]}")
    if province not in places():
        mend = f"write one of {', '.join(places())}"
        yield Fault(f"--province {province}", "has no grid factor", mend)


def _account(found: Inventory) -> Table:
    """Return the main items by enterprise and for the park."""
    from rich.table import Table

    table = Table(title=f"account of {found.year}, {found.place}")
    table.add_column("", overflow="fold")
    for name in (*found.firms, "park"):
        table.add_column(name, justify="right")
    for item, label in LINES:
        values = [totals.get(item) for totals in (*found.firms.values(), found.park)]
        if any(values):
            cells = ("" if value is None else f"{value:,.1f}" for value in values)
            table.add_row(label, *cells)
    return table


def _indicators(found: Inventory) -> Table:
    """Return the indicators of a zero-carbon park that the table allows."""
    from rich.table import Table

    table = Table("zero-carbon park indicator", title=f"park, energy at {found.tce} value")
    table.add_column("value", justify="right")
    for name, value in found.indicators.items():
        if value == value:
            table.add_row(name.replace("_", " "), f"{value:.3g}")
    return table


def _factors(found: Inventory) -> Table:
    """Return every factor used, with its source."""
    from rich.table import Table

    table = Table(title="factors used")
    for head in ("factor", "value", "unit", "year", "place", "confidence", "source"):
        table.add_column(head, justify="right" if head == "value" else "left", overflow="fold")
    for row in found.factors:
        cells = (str(row[name]) for name in ("unit", "year", "place", "confidence", "source"))
        table.add_row(row["factor"], f"{row['value']:.5g}", *cells)
    return table
