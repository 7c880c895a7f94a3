"""`parkloop template`: an empty park workbook with drop-downs and notes."""

from __future__ import annotations

from pathlib import Path

import click

from experiments.cli import options


@click.command("template")
@click.argument("out", type=click.Path(path_type=Path), default=Path("park.xlsx"))
@click.option("--force", is_flag=True, help="Overwrite an existing file.")
@options.as_json
def command(out: Path, force: bool, as_json: bool) -> None:
    """Write an empty park workbook to OUT (default park.xlsx), in English and Chinese."""
    from sim.parkfile import write_template

    path = write_template(out, overwrite=force)
    if as_json:
        options.print_json({"written": str(path)})
    else:
        click.echo(f"wrote {path}: fill in the sheets, then `parkloop check {path}`")
