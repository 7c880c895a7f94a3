"""`parkloop replay`: run a stored run again and compare it bit by bit."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from experiments.cli import options

if TYPE_CHECKING:
    from experiments.store.replay import Replayed

_SHOWN = 10


@click.command("replay")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.argument("run_id")
@click.option("--out", default=None, type=click.Path(path_type=Path), help="Save the results here.")
@click.option("--force", is_flag=True, help="Overwrite the results in --out.")
@options.as_json
def command(folder: Path, run_id: str, out: Path | None, force: bool, as_json: bool) -> None:
    """Rebuild the run RUN_ID from DIR alone, run it, and compare it with its row bit by bit.

    The beginning of the id is enough. Exit code 0: equal; 1: it differs; 2: there is no such run.
    """
    from experiments.results_io import refuse_existing
    from experiments.store.replay import replay

    if out is not None and not force:
        refuse_existing(out)
    found = replay(folder, run_id)
    if out is not None and found.results is not None:
        found.results.save(out, overwrite=force)
    if as_json:
        options.print_json(_content(found))
    else:
        _tell(found, out)
    if not found.equal:
        sys.exit(1)


def _tell(found: Replayed, out: Path | None) -> None:
    for change in found.changed:
        click.echo(f"not as when the run was made: {change}")
    name = f"run {found.run_id} of {found.study}"
    if found.equal and found.error:
        click.echo(f"{name}: fails as it did then ({found.error})")
    elif found.equal:
        click.echo(f"{name}: equal, all {found.compared} numbers bit by bit")
    elif found.differences:
        click.echo(f"{name}: {len(found.differences)} of {found.compared} numbers differ")
        for one in found.differences[:_SHOWN]:
            click.echo(f"  {one}")
        if len(found.differences) > _SHOWN:
            click.echo(f"  and {len(found.differences) - _SHOWN} more; --json lists all")
    else:
        then, now = (error or "it ran" for error in (found.stored_error, found.error))
        click.echo(f"{name}: differs. Then: {then}. Now: {now}")
    if out is not None and found.results is not None:
        click.echo(f"results saved in {out}")


def _content(found: Replayed) -> dict[str, object]:
    return {
        "run_id": found.run_id,
        "study": found.study,
        "equal": found.equal,
        "changed": found.changed,
        "compared": found.compared,
        "differences": [vars(one) for one in found.differences],
        "stored_error": found.stored_error,
        "error": found.error,
    }
