"""`parkloop sankey`: the balanced flows of a year, for drawing."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import click

from experiments.cli import options
from experiments.cli.opening import open_results, run_options

if TYPE_CHECKING:
    from experiments.sankey import Sankey


@click.command("sankey")
@click.argument("source")
@click.option("--year", type=int, help="Which year.  [default: the last]")
@click.option(
    "--kind", type=click.Choice(["energy", "water", "material"]), default="energy",
    show_default=True,
)  # fmt: skip
@click.option(
    "--level", type=click.Choice(["sector", "enterprise", "class"]), default="sector",
    show_default=True, help="What inner nodes are; class: of streams, around the park.",
)  # fmt: skip
@click.option("--csv", "table", type=click.Path(path_type=Path), help="Write the links: a new CSV.")
@click.option("--top", default=15, show_default=True, help="Links shown.")
@run_options
@options.as_json
def command(
    source: str,
    year: int | None,
    kind: str,
    level: str,
    table: Path | None,
    top: int,
    package: str,
    seed: int,
    until: int,
    as_json: bool,
) -> None:
    """Show where energy (GJ), water (m3) or materials (t) of SOURCE come from and go.

    SOURCE is a result folder, or a park that is run first. Every inner node balances: what enters
    a firm, a network or a plant leaves it. The CSV has from, to, stream and flow, as `parkloop
    metrics` reads it.
    """
    from experiments.sankey import sankey

    if table is not None:
        _refuse_existing(table)
    results = open_results(source, package, seed, until, quiet=as_json)
    shown = int(results.years[-1]) if year is None else year
    found = sankey(results, shown, kind, level)
    if table is not None:
        with table.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(("from", "to", "stream", "flow"))
            writer.writerows(row.values() for row in found.links.rows())
    if as_json:
        head = {"kind": kind, "unit": found.unit, "level": level, "year": shown}
        nodes, links = (list(frame.rows()) for frame in (found.nodes, found.links))
        options.print_json({**head, "nodes": nodes, "links": links})
    else:
        _show(found, f"{results.regions[0]}, {shown}: {kind}, {found.unit}", top)


def _refuse_existing(path: Path) -> None:
    from sim.faults import Fault, InputError

    if path.exists():
        raise InputError([Fault(str(path), "exists already", "name a new file")])


def _show(found: Sankey, title: str, top: int) -> None:
    """Print the largest links, then what all sources give and all sinks take."""
    import numpy as np
    from rich.table import Table

    table = Table(title=title)
    for name in ("from", "to", "stream"):
        table.add_column(name)
    table.add_column(found.unit, justify="right")
    for row in found.links.take(np.arange(min(top, len(found.links)))).rows():
        table.add_row(row["from"], row["to"], row["stream"], f"{row['value']:,.0f}")
    console = options.console()
    console.print(table)
    for role, side in (("source", "outflow"), ("sink", "inflow")):
        rows = found.nodes.where(role=role)
        parts = [
            f"{name} {value:,.0f}" for name, value in zip(rows["node"], rows[side], strict=True)
        ]
        console.print(f"{role}s: {', '.join(parts)}; in all {rows[side].sum():,.0f} {found.unit}")
