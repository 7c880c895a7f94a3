"""`parkloop analyse`: sensitivity, scenario discovery and regret on a finished study."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from experiments.cli import options

if TYPE_CHECKING:
    from experiments.statistics.analyse import Analysis

_SHOWN = (
    "box", "factor", "option", "low", "high", "low_p", "high_p", "coverage", "density",
    "mu_star", "mu_star_interval", "mu_star_noise", "sigma", "ST", "ST_interval", "ST_noise",
    "S1", "S1_interval", "median", "median_noise", "maximum", "delta", "delta_interval",
    "worst", "mean", "percentile", "regret", "regret_percentile", "satisfied",
)  # fmt: skip
"""Columns on the screen, in this order; the file has them all."""

METHODS = ("sobol", "morris", "pawn", "delta", "prim", "cart", "regret")


@click.command("analyse")
@click.argument("store", type=click.Path(path_type=Path))
@click.option("--study", help="Study of the store, by name; the only one by default.")
@click.option("--method", required=True, type=click.Choice(METHODS))
@click.option("--output", required=True, help="Output to analyse, as co2_scope_1.")
@click.option("--year", type=int, help="Year; the last one by default.")
@click.option(
    "--threshold",
    type=float,
    help="Runs at or above it are of interest; regret counts who meet it.",
)
@click.option("--below", is_flag=True, help="Runs at or below the threshold are of interest.")
@click.option("--density", default=0.8, show_default=True, help="Density that PRIM and CART ask.")
@click.option("--park", help="One park of the study.")
@click.option("--package", help="One package of the study.")
@click.option(
    "--drop", type=click.Choice(("blocks", "replicates")),
    help="Leave out what holds failed runs: whole points or trajectories, or replicates.",
)  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path), help="Folder for table and figure.")
@click.option("--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True)
@options.as_json
def command(
    store: Path, study: str | None, out: Path | None, lang: str, as_json: bool, **asked: Any
) -> None:
    """Analyse a study in the folder STORE that `parkloop sweep` filled.

    sobol and morris need a study of that design; pawn, delta, prim and cart take any; regret takes
    each point as an option and each seed and draw as a state. Failed runs are refused, or --drop.
    """
    from experiments.statistics.analyse import analyse
    from experiments.store.reader import Stored

    found = analyse(Stored(store).study(study), **{**asked, "drop": asked["drop"] or ""})
    if out is not None:
        _save(found, out, f"{found.method}-{asked['output']}-{found.json['year']}", lang)
    if as_json:
        options.print_json(found.json)
        return
    _show(found)
    if out is not None:
        click.echo(f"table and figure are in {out}")


def _save(found: Analysis, out: Path, name: str, lang: str) -> None:
    """Write table and figure (PNG and SVG)."""
    from experiments.figures import save_figure
    from experiments.statistics.tables import write_rows

    out.mkdir(parents=True, exist_ok=True)
    write_rows(out / f"{name}.csv", found.rows)
    save_figure(found.draw(lang), out / name)


def _show(found: Analysis) -> None:
    from rich.table import Table

    heads = [head for head in _SHOWN if found.rows and head in found.rows[0]]
    table = Table(*heads or ("nothing found",))
    for row in found.rows:
        table.add_row(*(_short(row[head]) for head in heads))
    options.console().print(table)
    for sentence in found.said:
        click.echo(sentence)


def _short(cell: Any) -> str:
    if cell is None or cell != cell:
        return "-"
    return f"{cell:.4g}" if isinstance(cell, float) else str(cell)
