"""`parkloop policies`: the instruments with their clauses and parameters, and the packages."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

import click

from experiments.cli import options

if TYPE_CHECKING:
    from policies.instrument import Instrument


@click.command("policies")
@click.argument("name", required=False)
@options.as_json
def command(name: str | None, as_json: bool) -> None:
    """List the policy instruments and packages, or show one instrument's clauses and numbers."""
    from policies.package import packages, read_package
    from policies.registry import all_policies

    known = all_policies()
    if name is not None and name not in known:
        import difflib

        from sim.faults import Fault, InputError

        near = difflib.get_close_matches(name, known, 3) or sorted(known)
        wrong, mend = "there is no such policy", f"write one of {', '.join(near)}"
        raise InputError([Fault(f"policy {name}", wrong, mend)])
    described = {k: _described(v) for k, v in known.items() if name in (None, k)}
    listed = {} if name else {k: read_package(k) for k in packages()}
    if as_json:
        chosen = {k: dict(p.strength) for k, p in listed.items()}
        options.print_json({"policies": described, "packages": chosen})
        return
    from rich.table import Table

    console = options.console()
    if name is not None:
        _print_one(console, described[name])
        return
    table = Table("policy", "title", "who pays", "terms written")
    for key, one in described.items():
        table.add_row(
            key, f"{one['title_en']}\n{one['title_zh']}", one["payer"], ", ".join(one["terms"])
        )
    console.print(table)
    table = Table("package", "title", "strengths")
    for key, package in listed.items():
        strengths = ", ".join(f"{k} {v:g}" for k, v in package.strength.items())
        table.add_row(key, f"{package.title_en}\n{package.title_zh}", strengths or "no policy")
    console.print(table)


def _described(kind: type[Instrument]) -> dict[str, Any]:
    from policies.documents import documents
    from policies.parameters import load_parameters

    parameters = load_parameters()
    return {
        "title_en": kind.title_en,
        "title_zh": kind.title_zh,
        "what": _prose(kind),
        "payer": kind.payer,
        "terms": list(kind.terms),
        "clauses": [
            {**vars(clause), "of": vars(documents()[clause.document])} for clause in kind.clauses
        ],
        "parameters": [vars(row) for used in kind.uses for row in parameters.steps(used)],
    }


def _prose(kind: type[Instrument]) -> str:
    """Return an instrument's docstring up to its worked example."""
    return (inspect.getdoc(kind) or "").split(">" * 3)[0].strip()


def _print_one(console: Any, one: dict[str, Any]) -> None:
    from rich.table import Column, Table

    console.print(f"[bold]{one['title_en']}[/] / {one['title_zh']}\n\n{one['what']}\n")
    for clause in one["clauses"]:
        of = clause["of"]
        told = ", ".join(filter(None, (of["number"], of["dated"])))
        console.print(f"{of['name']}, {clause['section']} ({told}): {clause['says']}")
        console.print(f"{of['title_zh']}：{clause['says_zh']}")
    heads = ("value", "range", "unit", "from", "place", "confidence")
    table = Table(Column("parameter", no_wrap=True), *heads)
    for row in one["parameters"]:
        span = f"{row['low']:g} to {row['high']:g}" if row["low"] is not None else ""
        value = row["text"] or f"{row['value']:g}"
        facts = (row[key] for key in ("unit", "valid_from", "place", "confidence"))
        table.add_row(row["name"], value, span, *facts)
    console.print(table)
    console.print("sources: parkloop source PARAMETER")
