"""`parkloop run`: simulate one park under one package and save its results."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from experiments.cli import options

if TYPE_CHECKING:
    from experiments.results import Results


@click.command("run")
@click.argument("park")
@options.package
@options.until
@options.seed
@options.strengths
@options.assumptions
@options.uncertainties
@options.draw
@click.option(
    "--no-symbiosis",
    is_flag=True,
    help="The counterfactual without any exchange between enterprises.",
)
@click.option("--out", type=click.Path(path_type=Path), help="Folder for tables and figures.")
@click.option("--force", is_flag=True, help="Overwrite an existing result folder.")
@click.option("--figures/--no-figures", default=True, help="Draw the figures into the folder.")
@click.option("--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True)
@options.as_json
def command(
    park: str,
    package: str,
    until: int,
    seed: int,
    strengths: tuple[str, ...],
    assumptions: tuple[str, ...],
    uncertainties: tuple[str, ...],
    draw: int,
    no_symbiosis: bool,
    out: Path | None,
    force: bool,
    figures: bool,
    lang: str,
    as_json: bool,
) -> None:
    """Simulate PARK (a workbook, a folder of CSV or an example's name) month by month."""
    from experiments.results_io import refuse_existing
    from experiments.scenario import Scenario

    if out is not None and not force:
        refuse_existing(out)
    scenario = Scenario(
        park,
        package,
        seed=seed,
        until=until,
        strength=options.numbers(strengths, "--set"),
        assumption=options.numbers(assumptions, "--assume"),
        symbiosis=not no_symbiosis,
        uncertainty=options.numbers(uncertainties, "--uncertainty"),
        draw=draw,
    )
    with options.progress(scenario.months, scenario.park.park_id, quiet=as_json) as advance:

        def tick(done: int) -> bool:
            advance(done)
            return True

        results = scenario.run(tick)
    if out is not None:
        results.save(out, overwrite=force)
        if figures:
            _draw(results, out, lang, quiet=as_json)
    if as_json:
        options.print_json(results.as_json())
    else:
        _show(results, lang)
        if out is not None:
            click.echo(f"tables and figures are in {out}")


def _draw(results: Results, out: Path, lang: str, quiet: bool) -> None:
    """Draw every figure as PNG and SVG into the folder's `figures`."""
    from experiments.figures import FIGURES, save_figure

    with options.progress(len(FIGURES), "figures", quiet) as advance:
        for done, name in enumerate(FIGURES, 1):
            save_figure(results.figure(name, lang=lang), out / "figures" / name)
            advance(done)


def _show(results: Results, lang: str) -> None:
    """Print the summary a planner reads."""
    from experiments.summary import summary_table

    options.console().print(summary_table(results, lang))
