"""`parkloop why`: what made CO2 or energy change between two years or two runs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from experiments.cli import options
from experiments.cli.opening import is_folder, open_results, run_options
from sim.faults import Fault, raise_faults

if TYPE_CHECKING:
    from rich.table import Table

    from experiments.decompose import Decomposition
    from experiments.frame import Frame
    from experiments.results import Results

SHOWN_EVENTS, SHOWN_EFFECTS = 12, 3


@click.command("why")
@click.argument("source")
@click.argument("other", required=False)
@click.option("--from", "first", type=int, help="First year.  [default: the run's; with two runs "
              "the last year]")  # fmt: skip
@click.option("--to", "last", type=int, help="Last year.  [default: the run's]")
@click.option("--of", type=click.Choice(["co2", "energy"]), default="co2", show_default=True)
@click.option(
    "--by", type=click.Choice(["enterprise", "sector", "carrier"]), default="sector",
    show_default=True, help="Split the effects further.",
)  # fmt: skip
@click.option("--enterprise", help="One enterprise, its carriers and what happened to it.")
@click.option("--top", default=10, show_default=True, help="Rows shown of the further split.")
@click.option("--against", help="Run the park under this package too and explain the difference.")
@click.option(
    "--tce", type=click.Choice(["calorific", "equal_value"]), default="calorific",
    show_default=True, help="How power and heat count in energy.",
)  # fmt: skip
@click.option("--figure", type=click.Path(path_type=Path), help="Draw the waterfall: PNG and SVG.")
@run_options
@click.option("--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True)
@options.as_json
def command(source: str, other: str | None, **given: Any) -> None:
    """Split the change of SOURCE between two years, or its difference to OTHER, into effects.

    SOURCE and OTHER are result folders, or parks that are run first. The effects (activity,
    structure, entry and exit, intensity, technologies, symbiosis, fuel mix, plants of the park,
    process, grid factor) sum to the change exactly: additive LMDI over enterprises and carriers.
    """
    from experiments.decompose import decompose

    results, second = _runs(source, other, given)
    last = given["last"] or int((second or results).years[-1])
    first = given["first"] or (int(results.years[0]) if second is None else last)
    found = decompose(results, first, last, given["of"], second, given["tce"])
    events: list[dict[str, Any]] = []
    if given["enterprise"]:
        found = found.enterprise(given["enterprise"])
        events = _events(second or results, given["enterprise"], first, last)
    by = "carrier" if given["enterprise"] else given["by"]
    if given["figure"]:
        _draw(results, second, first, last, given)
    if given["as_json"]:
        happened = {"events": events} if given["enterprise"] else {}
        options.print_json({**found.as_json(by), **happened})
    else:
        _show(found, by, events, given)


def _runs(source: str, other: str | None, given: dict[str, Any]) -> tuple[Results, Results | None]:
    """Open or run what the arguments name."""
    against = given["against"]
    faults = []
    if against and other:
        faults.append(Fault("--against", f"{other} is compared already", "leave one of them out"))
    if against and is_folder(source):
        mend = "name the folder of the other run as second argument"
        faults.append(Fault("--against", f"{source} is a folder, not a park", mend))
    raise_faults(faults)
    run = given["seed"], given["until"], given["as_json"]
    results = open_results(source, given["package"], *run)
    if against:
        return results, open_results(source, against, *run)
    return results, open_results(other, given["package"], *run) if other else None


def _events(results: Results, name: str, first: int, last: int) -> list[dict[str, Any]]:
    """Return what happened to an enterprise after the first year, up to the last."""
    frame = results.events
    mine = (frame["enterprise"] == name) | (frame["partner"] == name)
    years = [int(period[:4]) for period in frame["period"].tolist()]
    begin = int(results.years[0]) - 1 if first == last else first
    rows = frame.take(mine & [begin < year <= last for year in years])
    return list(rows.rows())


def _draw(
    results: Results, second: Results | None, first: int, last: int, given: dict[str, Any]
) -> None:
    from experiments.figures import save_figure

    options_of = {"first": first, "last": last, "of": given["of"], "tce": given["tce"]}
    drawn = results.figure("why", lang=given["lang"], other=second, **options_of)
    save_figure(drawn, given["figure"].with_suffix(""))


def _show(
    found: Decomposition, by: str, events: list[dict[str, Any]], given: dict[str, Any]
) -> None:
    from rich.table import Table

    from experiments.labels import effect_label, unit_label, word

    lang = given["lang"]
    unit = unit_label(f"{found.unit}/yr", lang)
    table = Table()
    table.add_column(word(f"why {found.of}", lang))
    table.add_column(unit, justify="right")
    table.add_column(f"% {found.before}", justify="right")
    table.add_row(found.before, f"{found.start:,.0f}", "", end_section=True)
    noise = 1e-9 * max(abs(found.start), abs(found.end))
    for name, value in found.effects.items():
        if abs(value) <= noise:
            continue
        table.add_row(effect_label(name, lang), f"{value:+,.0f}", _percent(value, found.start))
    table.add_section()
    table.add_row(found.after, f"{found.end:,.0f}", _percent(found.end - found.start, found.start))
    console = options.console()
    console.print(found.region, style="bold")
    console.print(table)
    own = _percent(found.without_grid, found.start)
    console.print(word("without grid", lang).format(f"{found.without_grid:+,.0f} ({own} %)"))
    console.print(_split(found.by(by), by, given["top"], lang))
    for event in events[-SHOWN_EVENTS:]:
        what = " ".join(event[key] for key in ("event", "partner", "what") if event[key])
        console.print(f"{event['period']}  {what}", style="dim")


def _split(frame: Frame, by: str, top: int, lang: str) -> Table:
    """Return the table of the largest changes, each with the effects that moved it most."""
    from rich.table import Table

    from experiments.decompose import EFFECTS
    from experiments.labels import carrier_label, effect_label, sector_label

    label = {"sector": sector_label, "carrier": carrier_label}.get(by, lambda name, _: name)
    table = Table()
    for head in ("", "before", "after", "change"):
        table.add_column(head, justify="right" if head else "left")
    table.add_column("of this")
    for row in list(frame.rows())[:top]:
        largest = sorted(EFFECTS, key=lambda name: -abs(row[name]))[:SHOWN_EFFECTS]
        parts = [f"{effect_label(k, lang)} {row[k]:+,.0f}" for k in largest if abs(row[k]) >= 0.5]
        if parts:
            ends = [f"{row[name]:,.0f}" for name in ("before", "after")]
            change = f"{row['after'] - row['before']:+,.0f}"
            table.add_row(label(row[by], lang), *ends, change, ", ".join(parts))
    return table


def _percent(value: float, whole: float) -> str:
    return f"{value / whole * 100.0:+.1f}" if whole else "-"
