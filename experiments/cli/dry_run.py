"""What `parkloop sweep --dry-run` prints."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from experiments.cli import options

if TYPE_CHECKING:
    from experiments.forecast import Forecast
    from experiments.study import Study

_COLUMNS = 8
"""Columns of the table of points; further levers are counted."""


def dry_run(
    study: Study, out: Path | None, workers: int, scheduler: str | None, as_json: bool
) -> None:
    """Print how many runs a study has, how long they take, how large, and the first points."""
    from experiments.forecast import forecast

    if scheduler is not None:
        workers = _slots(scheduler)
    found = forecast(study, out, workers)
    if as_json:
        options.print_json(found.as_json())
        return
    click.echo(
        f"study {found.study}: {found.points:,} points x {found.replicates:,} replicates ="
        f" {found.runs:,} runs ({_sampled(study)})"
    )
    click.echo(f"design: {_design(study)}")
    if out is not None:
        click.echo(f"in {out}: {found.done:,} done, {found.to_come:,} to come")
    on = f"{workers} workers" if workers > 1 else "one worker"
    click.echo(f"time: about {duration(found.seconds or 0.0)} on {on} ({found.how()})")
    extent = f"{found.years} years x {found.outputs} outputs"
    click.echo(f"disk: about {size(found.bytes)} ({extent} a run)")
    _print_points(found)


def _slots(scheduler: str) -> int:
    """Return how many runs a running scheduler carries out at a time."""
    from experiments.sweep.executors import executor

    pool = executor(scheduler=scheduler)
    try:
        return pool.slots
    finally:
        pool.shutdown()


def _sampled(study: Study) -> str:
    plain = study.draws == (0,)
    seeds = f"{len(study.seeds)} seed{'s' if len(study.seeds) > 1 else ''}"
    if plain:
        return seeds
    paired = "crossed with" if study.cross_draws else "with"
    return f"{seeds} {paired} {len(study.draws)} draws of the tables"


def _design(study: Study) -> str:
    """Return the design with its options, as `sobol, size = 64, second_order = true, seed = 1`."""
    from experiments.studyfile.values import shown

    if study.design == "list":
        return "list"
    told = {name: value for name, value in study.options.items() if value != 0 or value is False}
    if study.options:
        told["seed"] = study.design_seed
    if study.design == "factorial":
        told.pop("seed", None)
    words = [study.design, *(f"{name} = {shown(value)}" for name, value in told.items())]
    count = len(study.plan.factors)
    return f"{', '.join(words)}; {count} {'lever varies' if count == 1 else 'levers vary'}"


def duration(seconds: float) -> str:
    """Return a time that a person reads at a glance.

    >>> duration(4.2), duration(500), duration(9000), duration(200000)
    ('4 s', '8 min', '2.5 h', '2.3 days')
    """
    if seconds < 100:
        return f"{seconds:.0f} s"
    if seconds < 5400:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f} h" if seconds < 129_600 else f"{seconds / 86_400:.1f} days"


def size(count: float) -> str:
    """Return a number of bytes that a person reads at a glance.

    >>> size(900), size(24_300_000), size(3.1e9)
    ('1 kB', '24 MB', '3.1 GB')
    """
    if count < 1e6:
        return f"{max(count, 500) / 1e3:.0f} kB" if count else "nothing"
    return f"{count / 1e6:.0f} MB" if count < 1e9 else f"{count / 1e9:.1f} GB"


def _print_points(found: Forecast) -> None:
    from rich.table import Table

    names = list(found.first[0])
    more = len(names) - _COLUMNS
    title = f"first {len(found.first)} of {found.points:,} points"
    if more > 0:
        title += f", {more} more lever{'s' if more > 1 else ''} not shown"
    table = Table(*headings(names)[:_COLUMNS], title=title, title_justify="left")
    for row in found.first:
        table.add_row(*(_cell(row[name]) for name in names[:_COLUMNS]))
    options.console().print(table)


def headings(columns: Sequence[str]) -> list[str]:
    """Return columns without their kind, but where two would then be called the same.

    >>> headings(["park", "strength_subsidy", "assumption_x", "uncertainty_x"])
    ['park', 'subsidy', 'assumption_x', 'uncertainty_x']
    """
    from experiments.design.space import KINDS

    short = []
    for column in columns:
        kind, _, name = column.partition("_")
        short.append(name if kind in KINDS else column)
    return [
        name if short.count(name) == 1 else column
        for name, column in zip(short, columns, strict=True)
    ]


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None:
        return ""
    return f"{value:.3g}" if isinstance(value, float) else str(value)
