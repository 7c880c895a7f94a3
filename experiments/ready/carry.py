"""Carrying out a ready experiment: its runs into the store, what it found into files."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from experiments.ready.base import Asked, Experiment, Found
from experiments.ready.summary import summary_text

if TYPE_CHECKING:
    from pandas import DataFrame

Progress = Callable[[int, int], None]


@dataclass
class Carried:
    """An experiment carried out: what it found, and the files written, in their order."""

    found: Found
    files: list[Path]


def carry_out(
    experiment: Experiment,
    asked: Asked,
    out: str | Path,
    workers: int = 1,
    scheduler: str | None = None,
    progress: Progress | None = None,
    cancel: threading.Event | None = None,
) -> Carried:
    """Run what the store `out` lacks, then write `out/NAME/`: tables, figures, two pages.

    The pages are summary.md and, of the studies that the store holds of it, methods.md.

    `progress` hears how many runs of the present round are through, and how many it has. Errors:
    as of `Runner`; what was finished before is kept, and the same call goes on from it.
    """
    from experiments.methods import write_beside
    from experiments.sweep.runner import Runner

    with Runner(Path(out), workers, scheduler, progress=progress, cancel=cancel) as runner:
        found = experiment.run(asked, runner)
    files = write(experiment, asked, found, Path(out) / experiment.name)
    return Carried(
        found, [*files, *write_beside(Path(out), experiment.name, experiment.question_en)]
    )


def write(experiment: Experiment, asked: Asked, found: Found, folder: Path) -> list[Path]:
    """Write tables (CSV), figures (PNG, SVG) and summary.md; files of the same name are replaced.

    Returns the files written.
    """
    from experiments.figures import save_figure
    from experiments.figures.style import drawing

    files = [_table(folder / "tables" / f"{name}.csv", t) for name, t in found.tables.items()]
    for name, draw in found.figures.items():
        with drawing(asked.language):
            files.extend(save_figure(draw(asked.language), folder / "figures" / name))
    summary = folder / "summary.md"
    folder.mkdir(parents=True, exist_ok=True)
    summary.write_text(summary_text(experiment, asked, found), encoding="utf-8")
    return [*files, summary]


def _table(path: Path, table: DataFrame) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    table.to_csv(path, index=False, lineterminator="\n")
    return path
