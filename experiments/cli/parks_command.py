"""`parkloop parks`: the example parks."""

from __future__ import annotations

import click

from experiments.cli import options


@click.command("parks")
@options.as_json
def command(as_json: bool) -> None:
    """List the example parks: what they are and how large."""
    from sim.parkfile import example_parks, read_park

    rows = []
    for name in sorted(example_parks()):
        park = read_park(name)
        rows.append(
            {
                "park": name,
                "name_en": park.info["name_en"],
                "name_zh": park.info["name_zh"],
                "kind": park.info["kind"],
                "enterprises": len(park.enterprises["sector"]),
                "facilities": len(park.facilities["sector"]),
                "links": len(park.links["link_id"]),
                "note": park.info["note"],
            }
        )
    if as_json:
        options.print_json({"parks": rows})
        return
    for row in rows:
        size = options.counted({name: row[name] for name in ("enterprises", "facilities", "links")})
        click.echo(f"{row['park']} ({row['kind']}): {size}")
        click.echo(f"  {row['name_en']} / {row['name_zh']}")
