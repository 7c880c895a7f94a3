"""`parkloop source`: where a number comes from, and who uses it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from experiments.cli import options

if TYPE_CHECKING:
    from sim.sources import Number

FOLDERS = ("sim/data", "policies/data", "experiments/data", "experiments/history/data")


@click.command("source")
@click.argument("name")
@options.as_json
def command(name: str, as_json: bool) -> None:
    """Show value, range, unit, date, place, source and users of NAME.

    NAME is an id (hpm_share_A), table.row.column (streams.fly_ash.price_cny_per_unit) or a part of
    one, which lists what matches.
    """
    from sim.sources import find

    root = Path(__file__).resolve().parents[2]
    found = find(name, [root / folder for folder in FOLDERS])
    if as_json:
        options.print_json({"numbers": [vars(number) for number in found]})
        return
    for number in found:
        _print(number)


def _print(number: Number) -> None:
    """Print one number, a line a fact."""
    from rich.table import Table

    value = f"{number.value:g}" if isinstance(number.value, float) else number.value
    facts = {"value": f"{value} {number.unit}".strip()}
    if number.low is not None and number.high is not None:
        facts["range"] = f"{number.low:g} to {number.high:g} {number.unit}"
    facts |= {
        "date": number.date,
        "place": number.place,
        "confidence": number.confidence,
        "source": number.source,
        "basis": number.basis,
        "used by": number.used_by,
        "table": number.table,
    }
    table = Table.grid(padding=(0, 2))
    for name, fact in facts.items():
        if fact:
            table.add_row(f"[dim]{name}[/]", fact)
    console = options.console()
    console.print(f"[bold]{number.id}[/]")
    console.print(table)
