"""`parkloop history`: firms enter in their years, links emerge, and the record stands beside."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from experiments.cli import options

if TYPE_CHECKING:
    from rich.table import Table

    from experiments.history.comparison import Comparison


@click.command("history")
@click.argument("park")
@click.option(
    "--seeds", default=30, show_default=True, type=click.IntRange(min=1), help="Seeds 1 to this."
)
@click.option(
    "--brokered", default=0.0, metavar="N", type=click.FloatRange(min=0),
    help="Replay also with a broker who proposes N exchanges a year.",
)  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path), help="Folder for tables and the figure.")
@click.option("--force", is_flag=True, help="Overwrite files in the folder.")
@click.option("--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True)
@options.as_json
def command(
    park: str, seeds: int, brokered: float, out: Path | None, force: bool, lang: str, as_json: bool
) -> None:
    """Replay the recorded years of PARK (kalundborg or guitang) and compare kinds, order and rate.

    Firms enter in their years, prices and demand are constant, nobody invests, and the market has
    the rules of every run. Never judged on a year or on money.
    """
    from experiments.history.comparison import compare
    from experiments.history.judged import as_json as plain
    from experiments.history.record import read_case
    from experiments.results_io import refuse_existing

    case = read_case(park)
    if out is not None and not force:
        refuse_existing(out)
    with options.progress(seeds * (2 if brokered else 1), "replays", quiet=as_json) as advance:
        found = compare(case, range(1, seeds + 1), brokered, advance)
    if out is not None:
        _write(found, out, lang, force)
    if as_json:
        options.print_json(plain(found))
        return
    console = options.console()
    for table in (_exchanges(found), _growth(found), _figures(found)):
        console.print(table)
    for exchange in case.left_out:
        who = f"{exchange.giver} to {exchange.taker}, {exchange.year}"
        console.print(f"not counted: {who}: {exchange.why}", style="dim")


def _write(found: Comparison, out: Path, lang: str, force: bool) -> None:
    """Write the tables and the figure into a folder."""
    from experiments.figures import save_figure
    from experiments.history.figure import draw
    from experiments.history.judged import as_json as plain
    from experiments.symbiosis.export import write_tables

    figure = draw(found, lang)
    rows = plain(found)
    names = ("growth", "kinds", "exchanges", "figures", "left_out")
    write_tables(out, {name: rows[name] for name in names}, force)
    save_figure(figure, out / "figures" / "history")


def _exchanges(found: Comparison) -> Table:
    """Return the exchanges with their recorded year and when replays found them."""
    table = _table(
        f"{found.case.name}: recorded exchanges and those found, {len(found.replays)} seeds",
        "giver", "taker", "kind", ">recorded", ">found", ">first year (10-50-90 %)",
    )  # fmt: skip
    for row in found.exchanges():
        known = row["recorded"] or ("no year" if row["counted"] else "-")
        years = [row[name] for name in ("low", "median", "high")]
        spread = "-" if years[0] is None else " - ".join(f"{year:.0f}" for year in years)
        share = f"{100 * row['share']:.0f} %"
        table.add_row(row["giver"], row["taker"], row["kind"], str(known), share, spread)
    return table


def _growth(found: Comparison) -> Table:
    """Return links by the end of every fifth year."""
    rows = [row for row in found.growth() if row["year"] % 5 == 0 or row["year"] == found.years[-1]]
    table = _table(f"{found.case.name}: links that had emerged", *(f">{name}" for name in rows[0]))
    for row in rows:
        table.add_row(*(f"{value:g}" for value in row.values()))
    return table


def _figures(found: Comparison) -> Table:
    """Return what is expected of the replay and whether it holds."""
    from experiments.history.judged import figures

    table = _table("kinds, order and rate", "figure", ">found", "expected", "holds")
    for one in figures(found):
        holds = ("yes" if one.holds else "NO") if one.judged else ""
        table.add_row(one.what, f"{one.value:.3g}", one.band_from, holds)
    return table


def _table(title: str, *heads: str) -> Table:
    """Return a table; a head that begins with > stands right."""
    from rich.box import SIMPLE
    from rich.table import Table

    table = Table(title=title, box=SIMPLE)
    for head in heads:
        table.add_column(head.lstrip(">"), justify="right" if head.startswith(">") else "left")
    return table
