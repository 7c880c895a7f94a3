"""`parkloop metrics`: network science on a flow table, or on a saved run year by year."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from experiments.cli import options
from experiments.network.run_flows import QUANTITIES
from sim.faults import Fault, raise_faults

HEADLINES = {
    "n": "nodes",
    "L": "links",
    "prey_predator_ratio": "prey per predator",
    "cyclicity_max_real_eigenvalue": "cyclicity",
    "TST_throughflow": "TST",
    "average_path_length": "path length",
    "finn_cycling_index": "Finn",
    "relative_ascendency_alpha": "alpha",
    "robustness_minus_a_ln_a": "robustness",
}
"""What the table of a run shows of each year: metric -> head of the column."""

GROUP_ENDS = ("specialised_predator_fraction", "finn_cycling_index", "trophic_depth", "modularity")
"""The last metric of each group in the table of one network."""


@click.command("metrics")
@click.argument("flows", type=click.Path(path_type=Path))
@click.option(
    "--boundary", type=click.Path(path_type=Path),
    help="CSV with node, input, export, respiration; left out, every node is balanced.",
)  # fmt: skip
@click.option(
    "--quantity", type=click.Choice(QUANTITIES), help="Which flows of a run.  [default: mass_t]"
)
@options.as_json
def command(flows: Path, boundary: Path | None, quantity: str | None, as_json: bool) -> None:
    """Work out the network metrics of FLOWS: a CSV with from, to, flow, or a result folder.

    Food-web ratios, throughflow and cycling, ascendency, structure, and what is lost when a node
    or a link fails. Flows share one unit; parallel streams are one link. A result folder gives one
    network a year.
    """
    if flows.is_dir():
        _refuse("--boundary", boundary, "a run balances its own", "leave it out")
        _run(flows, quantity or QUANTITIES[0], as_json)
        return
    if flows.is_file():
        _refuse("--quantity", quantity, "a flow table has but one", "leave it out")
    from experiments.network import metrics, read_flow_network

    found = metrics(read_flow_network(flows, boundary))
    if as_json:
        options.print_json(found)
    else:
        _show(flows.name, found)


def _refuse(option: str, value: Any, wrong: str, mend: str) -> None:
    raise_faults([] if value is None else [Fault(f"{option} {value}", wrong, mend)])


def _run(folder: Path, quantity: str, as_json: bool) -> None:
    """Print the metrics of a run, an object or a row a year."""
    from experiments.network import metrics
    from experiments.network.run_flows import run_networks
    from experiments.results import Results

    results = Results.load(folder)
    years = [{"year": y, **metrics(network)} for y, network in run_networks(results, quantity)]
    if as_json:
        options.print_json({"run_id": results.run_id, "quantity": quantity, "years": years})
        return
    from rich.box import SIMPLE
    from rich.table import Table

    title = f"{results.regions[0]}: exchange network by year, {quantity}"
    table = Table(title=title, box=SIMPLE)
    for head in ("year", *HEADLINES.values()):
        table.add_column(head, justify="right", overflow="fold")
    for found in years:
        table.add_row(str(found["year"]), *(_short(found[name]) for name in HEADLINES))
    options.console().print(table)
    click.echo("boundary balanced; --json holds every metric, structure and resilience")


def _show(name: str, found: dict[str, Any]) -> None:
    """Print one network's metrics by group, then structure and the worst failures."""
    from rich.table import Table

    shape, lost = found["structure"], found["resilience"]
    table = Table("metric", title=f"{name}, boundary {found['boundary']}")
    table.add_column("value", justify="right")
    numbers = {key: value for key, value in found.items() if isinstance(value, int | float)}
    for key, value in numbers.items():
        table.add_row(key, _short(value), end_section=key in GROUP_ENDS)
    for key in ("components", "largest_component", "self_loops", "reciprocity", "modularity"):
        table.add_row(key, _short(shape[key]), end_section=key in GROUP_ENDS)
    for loss in (*lost["nodes"][:3], *lost["links"][:3]):
        who = loss.get("node") or f"{loss['from']} to {loss['to']}"
        table.add_row(f"lost without {who}", f"{loss['throughflow_lost_share']:.1%} of TST")
    options.console().print(table)


def _short(value: float) -> str:
    """Return a count whole, a number above a thousand too, any other to three figures."""
    if value != value:
        return "-"
    return f"{value:,.0f}" if isinstance(value, int) or value >= 1000 else f"{value:.3g}"
