"""`parkloop sweep`: carry out a study, keeping each result as it comes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from experiments.cli import options

if TYPE_CHECKING:
    from experiments.sweep.report import Report


@click.command("sweep")
@click.argument("study", type=click.Path(path_type=Path))
@click.option(
    "--out", type=click.Path(path_type=Path), help="Folder of the results; needed but to look."
)
@click.option("--workers", default=1, show_default=True, help="Processes that run at a time.")
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="A running dask scheduler instead of workers here: tcp://HOST:PORT, or its file.",
)
@click.option(
    "--until-halfwidth", "widths", multiple=True, metavar="OUTPUT=SHARE",
    help="Add seeds to each point until the half-width of the mean is this share of it, or as"
    " OUTPUT=250abs this much in its unit. May be repeated.",
)  # fmt: skip
@click.option("--most", default=100, show_default=True, help="Most seeds of a point so added.")
@click.option(
    "--dry-run", is_flag=True, help="Say how many runs, how long and how large; carry out none."
)
@options.as_json
def command(
    study: Path,
    out: Path | None,
    workers: int,
    scheduler: str | None,
    widths: tuple[str, ...],
    most: int,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Carry out STUDY: the points of its design times seeds.

    STUDY is a TOML file (docs/studies.md), or a Python file that defines `study = Study.of(...)`;
    a Python file is executed: give only one that you trust.

    Each result is kept in OUT as it comes. Stop it at any time, by Ctrl-C or otherwise: the same
    command goes on with what is missing.

    With --until-halfwidth each point gets as many seeds as the mean of an output needs (Hoad,
    Robinson and Davies 2010, 95 percent); points that reach --most are told.
    """
    from experiments.store.writer import StoreError
    from experiments.study import Study
    from experiments.sweep.pool import LostError, StartError
    from experiments.sweep.report import Interrupted

    asked = Study.read(study)
    if dry_run:
        from experiments.cli.dry_run import dry_run as look

        look(asked, out, workers, scheduler, as_json)
        return
    if out is None:
        raise click.UsageError("name the folder of the results with --out (or add --dry-run)")
    if widths:
        from experiments.cli.until_width import until_width

        until_width(asked, out, workers, scheduler, widths, most, as_json)
        return
    total = len(asked.runs())
    try:
        with options.progress(total, asked.name, quiet=as_json) as step:
            report = asked.run(
                out, workers, progress=lambda done, _: step(done), scheduler=scheduler
            )
    except Interrupted as stopped:
        _tell(stopped.report, as_json)
        raise
    except (StoreError, StartError, LostError) as error:
        raise click.ClickException(str(error)) from error
    _tell(report, as_json)
    if report.failed:
        raise click.ClickException(f"{report.failed} runs failed; give the command again to retry")


def _tell(report: Report, as_json: bool) -> None:
    if as_json:
        options.print_json(report.as_json())
        return
    for part in report.damaged:
        click.echo(f"part {part} was damaged: moved to {report.out / 'damaged'}, its runs repeated")
    click.echo(
        f"{report.done} of {report.runs} runs are in {report.out}: {report.finished} now in"
        f" {report.seconds:.1f} s, {report.skipped} before"
    )
    for error, count in report.errors.most_common(3):
        click.echo(f"{count} x {error}")
