"""Results for a command: a saved folder, or a park that is run first."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from experiments.cli import options

if TYPE_CHECKING:
    from experiments.results import Results


def run_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of a run that is made where the source is a park: package, seed, until."""
    text = "Where the source is a park: last year simulated."
    until = click.option("--until", default=2030, show_default=True, help=text)
    for option in (until, options.seed, options.package):
        command = option(command)
    return command


def is_folder(source: str) -> bool:
    """Say whether a source is a folder of results rather than a park."""
    return (Path(source) / "run.json").is_file()


def open_results(source: str, package: str, seed: int, until: int, quiet: bool) -> Results:
    """Load a result folder, or run a park (an example's name, a workbook, a folder of CSV).

    Errors: `InputError` with the faults of the folder, the park or the package.
    """
    from experiments.results import Results
    from experiments.scenario import Scenario

    if is_folder(source):
        return Results.load(source)
    scenario = Scenario(source, package, seed=seed, until=until)
    with options.progress(scenario.months, scenario.park.park_id, quiet) as advance:

        def tick(done: int) -> bool:
            advance(done)
            return True

        return scenario.run(tick)
