"""`parkloop sweep --until-halfwidth`: seeds added to each point until its means are sure enough."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from experiments.cli import options

if TYPE_CHECKING:
    from experiments.statistics.replicated import Replicated
    from experiments.study import Study


def until_width(
    study: Study,
    out: Path,
    workers: int,
    scheduler: str | None,
    texts: tuple[str, ...],
    most: int,
    as_json: bool,
) -> None:
    """Carry out a study with as many seeds a point as its half-widths need, and tell."""
    from experiments.statistics.replicated import until_half_width
    from experiments.statistics.replicates import Rule, Width
    from experiments.store.writer import StoreError
    from experiments.sweep.pool import LostError, StartError
    from experiments.sweep.runner import Runner

    widths, rule = [Width.read(text) for text in texts], Rule(most=max(most, 3))
    try:
        with (
            options.progress(len(study.points()) * rule.most, study.name, quiet=as_json) as step,
            Runner(out, workers, scheduler, progress=lambda done, _: step(done)) as runner,
        ):
            found = until_half_width(study, runner, widths, rule)
    except (StoreError, StartError, LostError) as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        options.print_json(found.as_json())
    else:
        _tell(found)


def _tell(found: Replicated) -> None:
    settled = [one for one in found.settled if one is not None]
    needed = sorted(one.needed for one in settled if one.needed is not None)
    runs = sum(one.replicates + one.failed for one in settled)
    click.echo(f"{'; '.join(width.text() for width in found.widths)}: {runs} runs")
    if needed:
        click.echo(f"{len(needed)} points needed {needed[0]} to {needed[-1]} seeds")
    for point, one in zip(found.points, found.settled, strict=True):
        if one is not None and one.capped:
            wide = ", ".join(
                f"{half:.4g} for {target:.4g}"
                for half, target in zip(one.half_width, one.target, strict=True)
            )
            click.echo(f"point {point.point_id} reached the cap of {found.rule.most}: {wide}")
