"""`parkloop opportunities`: the links not yet formed, and what would unblock each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from experiments.cli import options
from experiments.cli.symbiosis_options import BY, by, hand_over, number, planner, scenario_of, top

if TYPE_CHECKING:
    from rich.table import Table

    from experiments.symbiosis.opportunities import Opportunities

NOTE = (
    "Amounts are what both sides have left beside all contracts (if blocked by capacity: without "
    "them). Opportunities compete for the same streams; 'plan' is the share of the amount that the "
    "best plan beside today's contracts would take. Each instrument alone would do."
)


@click.command("opportunities")
@planner
@by
@top
def command(by: str, top: int, **given: Any) -> None:
    """Rank the exchanges that firms of PARK could make and do not.

    Each comes with its tonnes, the money to each side, CO2, water, distance, what blocks it and
    which instrument would unblock it. `--by reuse` and `--by co2` list those that lose money too.
    """
    from experiments.symbiosis.opportunities import opportunities

    scenario = scenario_of(given)
    found = opportunities(scenario, BY[by], top)
    if hand_over(found.tables(), vars(found), given):
        return
    console = options.console()
    if not found.rows:
        console.print(f"{found.park}: none is left that would add to {by}; try another --by")
        return
    console.print(_table(found))
    console.print(NOTE, style="dim")


def _table(found: Opportunities) -> Table:
    from rich.table import Table

    from experiments.labels import stream_label

    title = (
        f"{found.park}, {found.package}, end of {found.year}: {found.running} links run of "
        f"{found.feasible} that are feasible"
    )
    table = Table(title=title, show_lines=True)
    table.add_column("giver, taker", overflow="fold")
    table.add_column("stream", max_width=20)
    for head in ("a year", "1000 CNY/yr\ngiver, taker", "t CO2", "km", "plan"):
        table.add_column(head, justify="right")
    table.add_column("blocked by; what unblocks it", ratio=1)
    for row in found.rows:
        money = "\n".join(number(row[f"{side}_gain_cny"] / 1e3) for side in ("giver", "taker"))
        table.add_row(
            f"{row['giver']}\n{row['taker']}",
            f"{stream_label(row['stream'], 'en')}\n{row['exchange']}",
            f"{number(row['amount_per_year'])}\n{row['unit']}",
            money,
            number(row["co2_avoided_tco2e"]),
            f"{row['km']:.1f}",
            f"{row['in_best_plan']:.0%}",
            _why(row),
        )
    return table


def _why(row: dict[str, Any]) -> str:
    first = f"[bold]{row['reason']}[/]" + (f": {row['detail']}" if row["detail"] else "")
    lines = [
        f"{one['instrument']}: {number(one['needed'])} {one['unit']}" for one in row["instruments"]
    ]
    return "\n".join((first, *lines))
