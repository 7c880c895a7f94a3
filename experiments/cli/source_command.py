"""`parkloop source`: where a number comes from, and who uses it."""

from __future__ import annotations

from pathlib import Path

import click

from experiments.cli import options

FOLDERS = ("sim/data", "policies/data", "experiments/data")


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
    from rich.console import Console
    from rich.table import Table

    table = Table("number", "value", "range", "unit", "date", "place", "confidence", "source", "used by")
    for n in found:
        low, high = (f"{bound:g}" if bound is not None else "" for bound in (n.low, n.high))
        span = f"{low} to {high}" if low or high else ""
        value = f"{n.value:g}" if isinstance(n.value, float) else str(n.value)
        source = f"{n.source} ({n.basis})" if n.basis else n.source
        table.add_row(n.id, value, span, n.unit, n.date, n.place, n.confidence, source, n.used_by)
    Console().print(table)
