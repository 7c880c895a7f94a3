"""`parkloop finance`: what each policy of a package costs, brings and does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from experiments.cli import options

if TYPE_CHECKING:
    from experiments.finance import PublicFinance
    from experiments.finance.bands import Band

COLUMNS = (
    "cost_cny", "revenue_cny", "adders_cny", "fiscal_cny", "avoided_co2_t", "intensity_co2_t",
    "net_cost_per_tco2", "cost_per_tco2_equal_output", "cost_per_tce", "cost_per_t_waste",
    "anyway_share", "later_share", "lost_value_added_cny", "leakage_share",
)  # fmt: skip
"""Rows of the table, in order: measures and ratios; JSON and CSV have all."""


@click.command("finance")
@click.argument("park")
@options.package
@click.option(
    "--policy", "policies", multiple=True, metavar="NAME",
    help="Leave out only this policy (and all, and symbiosis). May be repeated.",
)  # fmt: skip
@click.option("--seeds", default=5, show_default=True, help="Paired seeds, 1, 2, ...")
@options.until
@click.option("--workers", default=1, show_default=True, help="Processes that run at a time.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the tables as CSV.")
@click.option("--figure", type=click.Path(path_type=Path), help="Draw cost against effect: PNG "
              "and SVG.")  # fmt: skip
@click.option("--force", is_flag=True, help="Overwrite what is there.")
@click.option("--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True)
@options.as_json
def command(
    park: str, package: str, policies: tuple[str, ...], seeds: int, until: int, workers: int,
    out: Path | None, figure: Path | None, force: bool, lang: str, as_json: bool,
) -> None:  # fmt: skip
    """Set cost and revenue of each policy of PARK's package against its effect, on paired draws.

    Each policy is left out in turn, then all of them, then symbiosis, on the same seeds: cost per
    tonne of CO2, tce and waste avoided, grants to what came anyway, output lost.
    """
    from experiments.finance import finance
    from experiments.results_io import refuse_existing
    from policies.package import read_package

    if out is not None and not force:
        refuse_existing(out)
    cases = len(set(policies) or read_package(package).strength) + 3
    with options.progress(cases * max(seeds, 0), "runs", quiet=as_json) as advance:
        found = finance(park, package, policies, range(1, seeds + 1), until, advance, workers)
    if out is not None:
        found.save(out, force)
    if figure is not None:
        from experiments.figures import save_figure
        from experiments.finance.figure import draw

        save_figure(draw(found, lang), figure.with_suffix(""))
    if as_json:
        options.print_json(found.as_json())
    else:
        _show(found, lang)


def _show(found: PublicFinance, lang: str) -> None:
    from rich.table import Table

    from experiments.finance.words import MEASURES, RATIOS, UNITS_ZH, WORDS
    from experiments.labels import policy_label

    def word(key: str) -> str:
        return WORDS[key][1 if lang == "zh" else 0]

    console = options.console()
    seeds = word("seeds").format(len(found.seeds), found.years[0], found.years[-1])
    console.print(f"{word('title')}: {found.park}, {found.package}, {seeds}", style="bold")
    for case in found.cases:
        title = word(case) if case in WORDS else policy_label(case, lang)
        table = Table(title=f"{word('without')}: {title}", title_justify="left", pad_edge=False,
                      show_header=False)  # fmt: skip
        table.add_column()
        table.add_column(justify="right")
        table.add_column(justify="right")
        for name in COLUMNS:
            told: Any = RATIOS.get(name) or MEASURES[name]
            band = found.ratio(case, name) if name in RATIOS else found.total(case, name)
            if any(value == value and value != 0.0 for value in band):
                label, unit, scale = told.label[1 if lang == "zh" else 0], told.unit, 1.0
                if unit == "CNY":
                    unit, scale = word("money"), 1e4
                elif lang == "zh":
                    unit = UNITS_ZH[unit]
                table.add_row(f"{label}, {unit}", *_cells(band, scale))
        console.print(table if table.row_count else f"{word('without')}: {title}: 0")
    overlap = found.interaction("avoided_co2_t")
    if overlap is not None:
        console.print(word("interaction").format(" ".join(_cells(overlap, 1.0))))
    console.print(f"{word('band')}; {word('horizon')}", style="dim")


def _cells(band: Band, scale: float) -> tuple[str, str]:
    """Return the mean and the interval as text."""
    mean, low, high = (value / scale for value in band)
    spread = f"({_short(low)} … {_short(high)})" if low == low else ""
    return _short(mean), spread


def _short(value: float) -> str:
    from experiments.summary import short

    return f"−{short(-value)}" if value < 0 else short(value)
