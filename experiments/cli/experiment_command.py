"""`parkloop experiment`: the ready experiments, listed or carried out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from experiments.cli import options

if TYPE_CHECKING:
    from experiments.ready.base import Asked, Experiment
    from experiments.ready.carry import Carried


@click.command("experiment")
@click.argument("name", required=False)
@click.option("--park", "parks", multiple=True, help="A park; may be repeated.  [default: its own]")
@click.option("--package", "packages", multiple=True, help="A package; may be repeated.  "
              "[default: its own]")  # fmt: skip
@options.until
@click.option("--seeds", type=int, help="Seeds 1, 2, ...  [default: its own]")
@click.option(
    "--draws", type=int,
    help="Draws of the tables, each with every seed; 0 takes them as they stand.  "
    "[default: its own]",
)  # fmt: skip
@click.option(
    "--option", "given", multiple=True, metavar="NAME=VALUE",
    help="An option of the experiment. May be repeated.",
)  # fmt: skip
@click.option("--workers", default=1, show_default=True, help="Processes that run at a time.")
@click.option("--scheduler", help="An existing dask scheduler: its address or file.")
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path("experiments_out"), show_default=True,
    help="Folder of the runs; what is found goes to OUT/NAME.",
)  # fmt: skip
@click.option("--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True)
@options.as_json
def command(name: str | None, as_json: bool, **asked: Any) -> None:
    """List the ready experiments, or carry out NAME.

    Each run is kept in OUT as it comes. Stop it at any time, by Ctrl-C or otherwise: the same
    command goes on with what is missing, and other experiments use the same runs.
    """
    if name is None:
        _list(asked["lang"], as_json)
        return
    from experiments.ready.asking import ask
    from experiments.ready.registry import find

    experiment = find(name)
    question = ask(
        experiment, asked["parks"], asked["packages"], asked["until"], asked["seeds"],
        asked["draws"], asked["lang"], _pairs(asked["given"]),
    )  # fmt: skip
    carried = _carry_out(experiment, question, asked, as_json)
    if as_json:
        options.print_json(_content(experiment, question, carried))
        return
    for line in carried.found.said:
        click.echo(line)
    click.echo(f"\n{len(carried.files)} files in {asked['out'] / experiment.name}")


def _carry_out(
    experiment: Experiment, question: Asked, asked: dict[str, Any], quiet: bool
) -> Carried:
    from experiments.ready.carry import carry_out
    from experiments.ready.sample import AllFailed
    from experiments.store.writer import StoreError
    from experiments.sweep.pool import LostError, StartError
    from experiments.sweep.report import Interrupted

    try:
        with _bar(experiment.name, quiet) as progress:
            return carry_out(
                experiment, question, asked["out"], asked["workers"], asked["scheduler"], progress
            )
    except Interrupted as stopped:
        click.echo(f"{stopped}: the same command goes on", err=True)
        raise
    except (AllFailed, StartError, LostError, StoreError) as error:
        raise click.ClickException(str(error)) from error


@contextmanager
def _bar(label: str, quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """Show a bar on standard error where a person looks at it; each round has its own total."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, disable=quiet or not console.is_terminal, transient=True) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _list(lang: str, as_json: bool) -> None:
    from experiments.ready.registry import all_experiments
    from experiments.ready.summary import titles

    known = all_experiments().values()
    if as_json:
        options.print_json([_about(one) for one in known])
        return
    from rich.table import Table

    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(no_wrap=True)
    for one in known:
        table.add_row(one.name, titles(one, lang)[1])
    options.console().print(table)


def _about(one: Experiment) -> dict[str, Any]:
    options_of = {n: {"default": o.default, "help": o.help} for n, o in one.options.items()}
    names = ("name", "title_en", "title_zh", "question_en", "question_zh", "parks", "packages",
             "seeds", "draws")  # fmt: skip
    return {**{name: getattr(one, name) for name in names}, "options": options_of}


def _pairs(given: tuple[str, ...]) -> dict[str, str]:
    """Read NAME=VALUE pairs; all faults at once."""
    from sim.faults import Fault, raise_faults

    raise_faults([
        Fault(f"--option {pair}", "there is no =", "write NAME=VALUE")
        for pair in given if "=" not in pair
    ])  # fmt: skip
    return {name.strip(): value for name, _, value in (pair.partition("=") for pair in given)}


def _content(experiment: Experiment, asked: Asked, carried: Carried) -> dict[str, Any]:
    from experiments.ready.sample import sampled
    from experiments.ready.summary import command_line

    tables = {name: table.to_dict("records") for name, table in carried.found.tables.items()}
    return {
        "experiment": experiment.name,
        "command": command_line(experiment, asked),
        "sampled": sampled(asked),
        "said": carried.found.said,
        "tables": tables,
        "files": [str(path) for path in carried.files],
    }
