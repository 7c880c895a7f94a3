"""`parkloop explain`: an enterprise's year, or the park committee's, with the numbers behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from experiments.cli import options
from experiments.cli.opening import open_results

if TYPE_CHECKING:
    from experiments.explain import EnterpriseYear


@click.command("explain")
@click.argument("park")
@click.option(
    "--enterprise", required=True,
    help="An enterprise by id or name, or `committee` for the park's committee.",
)  # fmt: skip
@click.option("--year", type=int, required=True, help="The year to explain.")
@options.package
@options.seed
@options.until
@click.option("--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True)
@options.as_json
def command(park: str, enterprise: str, year: int, lang: str, as_json: bool, **given: Any) -> None:
    """Explain a year of an enterprise of PARK, which is run first.

    Terms by policy (every price, subsidy and constraint with its parts), prices, retrofits weighed
    with NPV, links and events with their numbers, money by account, energy, carbon and water. Of
    `committee`: levers by year, its moves, and what each policy cost and brought.
    """
    from experiments.explain import CommitteeYear

    results = open_results(park, given["package"], given["seed"], given["until"], as_json)
    found = results.explain(enterprise, year)
    if as_json:
        about = {"run_id": results.run_id, "scenario": results.info["scenario"]}
        options.print_json({**about, **found.as_json()})
        return
    from experiments.caption import caption
    from experiments.cli import explain_tables

    console = options.console()
    console.print(caption(results, lang))
    if isinstance(found, CommitteeYear):
        explain_tables.show_committee(console, found, lang)
    else:
        console.print(_headline(found, lang), style="bold")
        explain_tables.show_enterprise(console, found, lang)


def _headline(found: EnterpriseYear, lang: str) -> str:
    from experiments.explain.words import head
    from experiments.labels import role_label, sector_label

    about = found.about
    facts = (
        f"{found.enterprise}, {found.year}",
        sector_label(about["sector"], lang),
        role_label(about["role"], lang),
        head("ran", lang).format(about["months"]),
    )
    return " · ".join(facts)
