"""`parkloop evaluate`: the evaluation systems on a park's runs, or on saved results."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from experiments.cli import options

if TYPE_CHECKING:
    from experiments.frame import Frame
    from experiments.results import Results


@click.command("evaluate")
@click.argument("park")
@options.package
@click.option("--system", help="One system only; left out, all of them.")
@click.option("--seeds", default=1, show_default=True, help="Runs, of seeds 1, 2, ...")
@options.until
@click.option(
    "--tce", type=click.Choice(["calorific", "equal_value"]), default="calorific",
    show_default=True, help="How power and heat count in coal equivalent.",
)  # fmt: skip
@click.option("--market", is_flag=True, help="Market-based CO2 for zero-carbon parks.")
@click.option(
    "--give", multiple=True, metavar="INDICATOR=VALUE",
    help="What only the park knows, as in HJ29=18. May be repeated.",
)  # fmt: skip
@click.option("--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True)
@options.as_json
def command(
    park: str,
    package: str,
    system: str | None,
    seeds: int,
    until: int,
    tce: str,
    market: bool,
    give: tuple[str, ...],
    lang: str,
    as_json: bool,
) -> None:
    """Score PARK by the evaluation systems year by year, or the runs saved in a result folder."""
    from experiments.evaluation import evaluate, verdicts
    from experiments.figures.band import sampled

    given = options.numbers(give, "--give")
    if system is not None:
        from experiments.evaluation import rows_of

        rows_of(system)
    runs = _runs(park, package, seeds, until, quiet=as_json)
    asked: dict[str, Any] = {"tce": tce, "market": market, "given": given, "lang": lang}
    found, judged = evaluate(runs, system, **asked), verdicts(runs, system, **asked)
    if as_json:
        about = {"park": runs[0].regions[0], "run_ids": [run.run_id for run in runs],
                 "sampled": sampled(runs, "en"), "tce": tce, "market": market}  # fmt: skip
        options.print_json({**about, "systems": _content(found, judged)})
        return
    _show(found, judged, runs, lang)


def _runs(park: str, package: str, seeds: int, until: int, quiet: bool) -> list[Results]:
    """Return the results of a folder, or one run a seed."""
    from experiments.results import Results
    from experiments.scenario import Scenario
    from sim.faults import Fault, InputError

    if (Path(park) / "run.json").is_file():
        return [Results.load(park)]
    if seeds < 1:
        raise InputError([Fault(f"--seeds {seeds}", "no run would be made", "write 1 or more")])
    first = Scenario(park, package, 1, until)
    with options.progress(seeds, first.park.park_id, quiet) as advance:
        runs = []
        for seed in range(1, seeds + 1):
            runs.append(Scenario(first.park, first.package, seed, until).run())
            advance(seed)
    return runs


def _content(found: Frame, judged: Frame) -> list[dict[str, Any]]:
    """Return one object a system: verdicts by year and its indicators with their years."""
    by_system: dict[str, dict[str, Any]] = {}
    for row in judged.rows():
        one = by_system.setdefault(
            row["system"],
            {"system": row["system"], "name": row["label"], "verdicts": [], "indicators": {}},
        )
        names = ("year", "passed", "probability", "score", "judged", "met", "indicators")
        one["verdicts"].append({name: row[name] for name in names})
    for row in found.rows():
        indicators = by_system[row["system"]]["indicators"]
        names = ("indicator", "label", "unit", "standing", "sign", "first_year_met", "reason")
        one = indicators.setdefault(
            row["indicator"], {**{name: row[name] for name in names}, "years": {}}
        )
        numbers = ("value", "threshold", "met", "distance", "probability")
        one["years"][str(row["year"])] = {name: row[name] for name in numbers}
    return [{**one, "indicators": list(one["indicators"].values())} for one in by_system.values()]


def _show(found: Frame, judged: Frame, runs: list[Results], lang: str) -> None:
    """Print one table a system, its verdict above and what has no value below."""
    from experiments.caption import caption
    from experiments.figures.band import sampled
    from experiments.labels import word

    console = options.console()
    console.print(caption(runs[0], lang))
    if len(runs) > 1:
        console.print(word("evaluated runs", lang).format(len(runs), sampled(runs, lang)))
    for system in dict.fromkeys(found["system"].tolist()):
        _show_system(console, found.where(system=system), judged.where(system=system), lang)


def _show_system(console: Any, found: Frame, judged: Frame, lang: str) -> None:
    from rich.table import Table

    from experiments.labels import word
    from experiments.summary import short

    last = int(found["year"].max())
    table = Table(title=_headline(judged, last, lang), title_justify="left", pad_edge=False)
    table.add_column("", no_wrap=True)
    table.add_column(word("indicator", lang))
    heads = (str(int(found["year"].min())), str(last), "threshold", "met", "distance",
             "first met", "odds")  # fmt: skip
    for head in heads:
        table.add_column(head if head.isdigit() else word(head, lang), justify="right")
    missing: dict[str, list[str]] = {}
    for name in dict.fromkeys(found["indicator"].tolist()):
        years = list(found.where(indicator=name).rows())
        row = years[-1]
        if all(math.isnan(year["value"]) for year in years):
            missing.setdefault(row["reason"], []).append(f"{name} {row['label']}")
            continue
        values = [short(years[0]["value"]), short(row["value"])]
        table.add_row(name, f"{row['label']} ({row['unit']})", *values, *_verdict(row, lang))
    console.print(table)
    for reason, names in missing.items():
        console.print(f"  {word('no value', lang)} ({reason}): {'; '.join(names)}")


def _headline(judged: Frame, last: int, lang: str) -> str:
    """Return the system's name with its verdict and score in the last year."""
    from experiments.labels import word
    from experiments.summary import short

    row = next(judged.where(year=last).rows())
    text = f"{row['label']}, {last}: "
    if math.isnan(row["passed"]):
        text += word("no verdict", lang)
    else:
        text += word("passes" if row["passed"] else "fails", lang)
        text += f" ({row['probability']:.0%})" if row["runs"] > 1 else ""
    if not math.isnan(row["score"]):
        text += f", {word('score', lang)} {short(row['score'])}"
    counts = (round(row[name], 1) for name in ("met", "judged", "indicators"))
    return f"{text}, {word('met of judged', lang).format(*(f'{n:g}' for n in counts))}"


def _verdict(row: dict[str, Any], lang: str) -> list[str]:
    """Return threshold, verdict, distance, first year and probability as text."""
    from experiments.labels import word
    from experiments.summary import short

    if math.isnan(row["met"]):
        level = "" if math.isnan(row["threshold"]) else f"{row['sign']} {row['threshold']:g}"
        return [level, "-", "", "", ""]
    first = "-" if math.isnan(row["first_year_met"]) else f"{row['first_year_met']:.0f}"
    return [
        f"{row['sign']} {short(row['threshold'])}",
        word("yes" if row["met"] else "no", lang),
        short(row["distance"]) if row["distance"] >= 0 else f"−{short(-row['distance'])}",
        first,
        f"{row['probability']:.0%}" if row["runs"] > 1 else "",
    ]
