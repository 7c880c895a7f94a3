"""`parkloop check`: list every fault of a park file, or say that it is sound."""

from __future__ import annotations

import click

from experiments.cli import options


@click.command("check")
@click.argument("park")
@options.as_json
def command(park: str, as_json: bool) -> None:
    """Check PARK (a workbook, a folder of CSV or an example's name): every fault at once."""
    from sim.parkfile import read_park

    found = read_park(park)
    sizes = {
        name: len(next(iter(sheet.values())))
        for name, sheet in (
            ("enterprises", found.enterprises), ("links", found.links),
            ("facilities", found.facilities), ("plots", found.plots), ("wastes", found.wastes),
        )
    }  # fmt: skip
    if as_json:
        options.print_json({"park": found.park_id, "faults": [], "rows": sizes})
    else:
        click.echo(f"{found.park_id} is sound: {options.counted(sizes)}")
