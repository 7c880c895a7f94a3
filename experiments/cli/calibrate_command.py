"""`parkloop calibrate`: history matching of a park or of a recorded case."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from experiments.cli import options

if TYPE_CHECKING:
    from experiments.statistics.calibration import Calibration
    from experiments.statistics.matching import Wave


@click.command("calibrate")
@click.option("--park", required=True, help="An example's name, or a park file.")
@click.option("--case", "case", is_flag=True, help="Match the park's recorded history instead.")
@click.option("--package", default="baseline", show_default=True, help="What was in force.")
@click.option("--vary", multiple=True, metavar="NAME", help="Factor to vary; may be repeated.")
@click.option("--observe", multiple=True, metavar="NAME", help="Observable; may be repeated.")
@click.option("--waves", default=3, show_default=True, type=click.IntRange(1))
@click.option(
    "--size", default=80, show_default=True, type=click.IntRange(4), help="Points a wave."
)
@click.option("--seeds", default=3, show_default=True, type=click.IntRange(1))
@click.option("--cutoff", default=3.0, show_default=True, help="Standard deviations.")
@click.option("--workers", default=1, show_default=True, help="Processes that run at a time.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Store and results.")
@click.option("--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True)
@options.as_json
def command(
    park: str, case: bool, package: str, out: Path, workers: int, lang: str, as_json: bool,
    **asked: Any,
) -> None:  # fmt: skip
    """Rule out inputs whose runs cannot be what happened, wave by wave; misses are shown.

    A park is run 2020-2025 and compared with the outcomes of its province or of China; with --case
    its replay is compared with its record. Runs are kept in OUT: the same command goes on.
    """
    asked = {
        "waves": asked["waves"],
        "size": asked["size"],
        "seeds": asked["seeds"],
        "cutoff": asked["cutoff"],
        "observables": asked["observe"],
        **({"factors": asked["vary"]} if asked["vary"] else {}),
    }
    with options.progress(asked["waves"], "waves", quiet=as_json) as advance:

        def told(number: int, wave: Wave) -> None:
            advance(number)

        found = _case(park, out, asked, told) if case else (
            _park(park, package, out, workers, asked, told)
        )  # fmt: skip
    _save(found, out / "calibration", lang)
    if as_json:
        options.print_json(found.as_json())
        return
    _show(found)
    click.echo(f"tables and figures are in {out / 'calibration'}")


def _case(park: str, out: Path, asked: dict[str, Any], told: Any) -> Calibration:
    from experiments.history.record import read_case
    from experiments.statistics.calibration import calibrate_case

    return calibrate_case(read_case(park), out, told=told, **asked)


def _park(
    park: str, package: str, out: Path, workers: int, asked: dict[str, Any], told: Any
) -> Calibration:
    from experiments.statistics.calibration import calibrate
    from experiments.sweep.runner import Runner
    from policies.package import read_package
    from sim.parkfile import read_park

    with Runner(out, workers) as runner:
        return calibrate(read_park(park), read_package(package), runner, told=told, **asked)


def _save(found: Calibration, folder: Path, lang: str) -> None:
    """Write tables, figures (PNG and SVG) and the sentences."""
    from experiments.atomic import write_whole
    from experiments.figures import save_figure
    from experiments.statistics.figures.matching import draw_outputs, draw_pairs
    from experiments.statistics.tables import write_rows

    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in found.tables().items():
        write_rows(folder / f"{name}.csv", rows)
    save_figure(draw_pairs(found, lang), folder / "pairs")
    save_figure(draw_outputs(found, lang), folder / "outputs")
    write_whole(folder / "summary.md", "\n".join(f"- {s}" for s in found.said()).encode() + b"\n")


def _show(found: Calibration) -> None:
    from rich.table import Table

    table = Table("observation", "observed", "runs from", "to", "least implausibility", "")
    for row in found.tables()["observations"]:
        numbers = ("observed", "lowest_run", "highest_run", "least_implausibility")
        cells = [f"{row[name]:.3g}" for name in numbers]
        side = f"all {row['all_runs_lie']}" if row["all_runs_lie"] else ""
        table.add_row(row["observation"], *cells, "missed" if row["missed"] else side)
    options.console().print(table)
    for sentence in found.said():
        click.echo(sentence)
