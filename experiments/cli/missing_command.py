"""`parkloop missing`: which kind of enterprise would close most loops if the park attracted it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from experiments.cli import options
from experiments.cli.symbiosis_options import BY, by, hand_over, number, planner, scenario_of, top

if TYPE_CHECKING:
    from rich.table import Table

    from experiments.symbiosis.missing import Missing

SHOWN_FLOWS = 3

NOTE = (
    "What a candidate adds is the optimum with it less the optimum without it, a year: it counts "
    "exchanges only, not what it earns or emits itself."
)


@click.command("missing")
@planner
@by
@top
@click.option(
    "--size", default=1.0, show_default=True, type=click.FloatRange(min=0.0, min_open=True),
    help="Output over that of the sector's typical plant.",
)  # fmt: skip
def command(by: str, top: int, size: float, **given: Any) -> None:
    """Rank the kinds of enterprise by what each would add to the optimum of PARK.

    One typical plant of every sector, utilities included, is tried at the park's centre.
    """
    from experiments.symbiosis.missing import missing

    found = missing(scenario_of(given), BY[by], size, top)
    if hand_over(found.tables(), vars(found), given):
        return
    console = options.console()
    console.print(_table(found))
    console.print(NOTE, style="dim")


def _table(found: Missing) -> Table:
    from rich.table import Table

    title = (
        f"{found.park}, {found.package}, end of {found.year}: what one more plant would add; "
        f"{number(found.free_land_mu)} mu of land are free"
    )
    table = Table(title=title, show_lines=True)
    table.add_column("kind of enterprise")
    for head in ("output\na year", "land, mu", "million\nCNY/yr", "kt\nreused", "kt\nCO2"):
        table.add_column(head, justify="right")
    for head in ("takes", "gives"):
        table.add_column(head)
    for row in found.rows:
        adds = row["adds"]
        table.add_row(
            f"{row['name_en']}\n{row['sector']}",
            f"{number(row['output_per_year'])}\n{row['unit']}",
            number(row["land_mu"]) + ("" if row["fits"] else "\n(too much)"),
            number(adds["net_benefit_cny"] / 1e6),
            number(adds["reused_t"] / 1e3),
            number(adds["co2_avoided_tco2e"] / 1e3),
            _flows(row["takes"], "giver", "from"),
            _flows(row["gives"], "taker", "to"),
        )
    return table


def _flows(flows: list[dict[str, Any]], side: str, word: str) -> str:
    from experiments.labels import stream_label

    lines = [
        f"{stream_label(flow['stream'], 'en')} {number(flow['amount_per_year'])} {flow['unit']}"
        f" {word} {flow[side]}"
        for flow in flows[:SHOWN_FLOWS]
    ]
    more = len(flows) - SHOWN_FLOWS
    return "\n".join(lines + ([f"and {more} more"] if more > 0 else []))
