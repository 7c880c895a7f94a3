"""`parkloop measures`: every measure of the policy documents, and what carries it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import click

from experiments.cli import options

if TYPE_CHECKING:
    from experiments.measures import Measure


@click.command("measures")
@click.option("--document", help="Measures of one document: a part of its title, or S0 to S4.")
@click.option("--module", help="Measures that one module carries or is planned for.")
@click.option("--missing", is_flag=True, help="Only what no module carries, with the reason.")
@click.option("--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True)
@options.as_json
def command(
    document: str | None, module: str | None, missing: bool, lang: str, as_json: bool
) -> None:
    """List the measures of the policy documents: clause, module, parameters, indicators, tests."""
    from experiments.measures import pairs, register
    from experiments.measures.register import CARRIED, STATES

    everything = register()
    found = [
        one
        for one in everything
        if (document is None or _of(one, document))
        and (module is None or module in one.modules)
        and not (missing and one.state == CARRIED)
    ]
    if not found:
        _refuse(document, module, everything)
    counts = Counter(one.state for one in found)
    about = {
        "measures": len(found),
        **{state: counts.get(state, 0) for state in STATES},
        "term_target_pairs": len(pairs(found)),
    }
    if as_json:
        options.print_json({**about, "register": [one.as_json() for one in found]})
        return
    _show(found, lang)
    click.echo(
        f"{len(found)} measures: {about['carried']} carried, {about['open']} open, "
        f"{about['outside']} outside a park; {about['term_target_pairs']} distinct pairs of term "
        "and target"
    )


def _of(one: Measure, document: str) -> bool:
    word = document.lower()
    return word in one.document.lower() or one.measure.lower().startswith(f"{word}_")


def _refuse(document: str | None, module: str | None, measures: tuple[Measure, ...]) -> None:
    from sim.faults import Fault, InputError

    titles = "; ".join(dict.fromkeys(one.document for one in measures))
    modules = ", ".join(sorted({name for one in measures for name in one.modules}))
    asked = " ".join(
        f"--{name} {value}"
        for name, value in (("document", document), ("module", module))
        if value is not None
    )
    mend = f"write a part of {titles}; or a module: {modules}"
    raise InputError([Fault(asked or "--missing", "no measure is found", mend)])


def _show(found: list[Measure], lang: str) -> None:
    """Print one table a document."""
    from rich.table import Table

    from experiments.labels import document_label

    console = options.console()
    for document in dict.fromkeys(one.document for one in found):
        table = Table("measure", "clause", "what carries it", "acts by, on", "shown by",
                      title=document_label(document, lang), title_justify="left")  # fmt: skip
        for one in (one for one in found if one.document == document):
            table.add_row(f"{one.measure} {one.label(lang)}", one.section, *_cells(one))
        console.print(table)


def _cells(one: Measure) -> tuple[Any, ...]:
    """Return what carries a measure, what it acts by and on, and what shows it."""
    if one.state == "outside":
        return f"outside: {one.how}", one.target, f"needs {one.needs}"
    shown = ", ".join(one.indicators)
    if one.state == "open":
        return f"{one.status} ({', '.join(one.modules)}): {one.how}", one.target, shown
    parameters = f"{', '.join(one.modules)}: {', '.join(one.parameters)}"
    terms = ", ".join(one.terms) or "scores"
    return parameters, f"{terms}, on {one.target}", shown
