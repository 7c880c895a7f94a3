"""`parkloop synth`: compose a plausible park from a sector mix."""

from __future__ import annotations

from pathlib import Path

import click

from experiments.cli import options


@click.command("synth")
@click.option("--enterprises", required=True, type=int, help="Number of enterprises.")
@options.seed
@click.option("--mix", default="dyeing_textile", show_default=True, help="Park type; join with +.")
@click.option("--province", default="CN-ZJ", show_default=True)
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder or .xlsx.")
@click.option("--force", is_flag=True, help="Overwrite an existing park.")
@options.as_json
def command(
    enterprises: int, seed: int, mix: str, province: str, out: Path, force: bool, as_json: bool
) -> None:
    """Compose a park of so many enterprises; the same seed gives the same park."""
    from sim.parkfile import write_park
    from sim.synth import synth

    park = synth(enterprises, seed, mix, province)
    path = write_park(park, out, overwrite=force)
    if as_json:
        options.print_json({"written": str(path), "park": park.park_id, "digest": park.digest()})
    else:
        click.echo(f"wrote {path}: {park.info['name_en']}")
