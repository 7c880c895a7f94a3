"""`parkloop compare`: packages side by side on paired seeds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from experiments.cli import options

if TYPE_CHECKING:
    from experiments.comparison import Comparison


@click.command("compare")
@click.argument("park")
@click.option(
    "--package", "packages", multiple=True, default=("none", "baseline"), show_default=True,
    help="Two or more packages; the first is what the others are compared with.",
)  # fmt: skip
@click.option("--seeds", default=10, show_default=True, help="Number of seeds, the same for each.")
@options.until
@click.option("--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True)
@options.as_json
def command(
    park: str, packages: tuple[str, ...], seeds: int, until: int, lang: str, as_json: bool
) -> None:
    """Compare policy packages on PARK: paired seeds, mean differences with bands over the seeds."""
    from experiments.comparison import compare
    from sim.faults import Fault, InputError

    if seeds < 1:
        raise InputError([Fault("--seeds", f"{seeds} seeds are none", "write 1 or more")])
    with options.progress(len(packages) * seeds, "runs", quiet=as_json) as advance:
        found = compare(park, packages, range(1, seeds + 1), until, advance)
    if as_json:
        options.print_json(found.as_json())
    else:
        _show(found, lang)


def _show(found: Comparison, lang: str) -> None:
    from rich.table import Table

    from experiments.comparison import BAND
    from experiments.labels import unit_label, variable_label

    last, first = found.years[-1], found.packages[0]
    table = Table(title=f"{found.park}, {last}, {len(found.seeds)} paired seeds")
    table.add_column("")
    table.add_column(first, justify="right")
    for package in found.packages[1:]:
        table.add_column(f"{package} against {first}", justify="right")
    for name in found.values:
        unit = unit_label(found.units[name], lang)
        name_of = variable_label(found.variables[name], lang)
        label = f"{name_of}, {unit}" if unit else name_of
        cells = [_short(float(found.at(name, last)[0].mean()))]
        for k in range(1, len(found.packages)):
            mean, low, high = found.difference(name, k, last)
            cells.append(f"{_short(mean, sign=True)}  ({_short(low)} to {_short(high)})")
        table.add_row(label, *cells)
    console = options.console()
    console.print(table)
    console.print(BAND)


def _short(value: float, sign: bool = False) -> str:
    plus = "+" if sign and value > 0 else ""
    return "-" if value != value else f"{plus}{value:,.4g}"
