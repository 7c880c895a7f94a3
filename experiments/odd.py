"""The tables of `docs/ODD.md` that the code itself writes: schedule, terms, hooks, ranges, designs.

`python -m experiments.odd` rewrites them in place; a test holds the document to them.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "ODD.md"

_BLOCK = re.compile(r"(<!-- (\w+): written by experiments\.odd -->\n).*?(<!-- end -->)", re.S)


def blocks() -> dict[str, str]:
    """Return every generated block by name."""
    from agents.january import JANUARY
    from agents.routine import MONTH
    from experiments.enterprise import HOOKS, Enterprise
    from sim.record import VARIABLES
    from sim.tables import read_tables
    from sim.terms import SHEET

    assumed = read_tables()["assumptions"]
    rows = [assumed.row_at(i) for i in range(len(assumed))]
    return {
        "month": _table(("phase", "what it does"), _steps(MONTH)),
        "january": _table(("step", "what it does"), _steps(JANUARY)),
        "terms": _table(
            ("term", "rows", "unit", "default", "meaning"),
            ((t.name, t.rows, t.unit, f"{t.default:g}", t.meaning) for t in SHEET.values()),
        ),
        "hooks": _table(
            ("hook", "what it returns"), ((h, _first(getattr(Enterprise, h))) for h in HOOKS)
        ),
        "recorded": _table(("variable", "unit"), VARIABLES),
        "assumptions": _table(
            ("assumption", "value", "range", "unit", "confidence", "what it is", "source"),
            (
                (
                    r["assumption"], f"{r['value']:g}", _span(r), r["unit"], r["confidence"],
                    r["basis"], r["source"],
                )
                for r in rows
            ),
        ),
        **_studies(),
    }  # fmt: skip


def _studies() -> dict[str, str]:
    """Return the blocks of uncertainty and of designs."""
    from experiments.design.registry import designs
    from experiments.uncertainty import parameter_factors, table_factors, tables

    settled = tables()["settled"]
    known = designs().values()
    counted = sum(len(factor.parameters) for factor in parameter_factors().values())
    return {
        "factors": _table(
            ("factor", "English", "Chinese", "cells", "drawn", "what moves, on what it rests"),
            (
                (f.name, f.label_en, f.label_zh, str(f.rows), "yes" if f.drawn else "no", f.note)
                for f in table_factors().values()
            ),
        )
        + f"\n\nBeside these {len(parameter_factors())} parameters of instruments "
        f"({counted} dated rows) are factors of their own, `parameter.<name>`.",
        "settled": _table(
            ("table", "columns", "why no factor and no draw moves them"),
            (settled.row_at(i).values() for i in range(len(settled))),
        ),
        "designs": _table(
            ("design", "what it is", "options"),
            ((one.name, one.what, _options(one.options)) for one in known),
        ),
    }


def _options(options: Mapping[str, Any]) -> str:
    """Return the options of a design, with the value taken where none is given."""
    given = (
        f"{name}: {one.what}" + ("" if one.default is None else f" (default {one.default})")
        for name, one in options.items()
    )
    return "; ".join(given)


def rewritten(text: str) -> str:
    """Return the document with every generated block as the code has it now."""
    written = blocks()

    def fill(match: re.Match[str]) -> str:
        return f"{match[1]}\n{written[match[2]]}\n\n{match[3]}"

    return _BLOCK.sub(fill, text)


def _steps(steps: Iterable[tuple[str, Callable[..., Any]]]) -> Iterable[tuple[str, str]]:
    return ((f"{k}. {name}", _first(step)) for k, (name, step) in enumerate(steps, 1))


def _first(thing: Any) -> str:
    return (inspect.getdoc(thing) or "").split("\n\n")[0].replace("\n", " ")


def _span(row: dict[str, Any]) -> str:
    known = row["low"] == row["low"]
    return f"{row['low']:g} to {row['high']:g}" if known else ""


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = list(head)
    lines = [head, ["---"] * len(head), *(list(row) for row in rows)]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


if __name__ == "__main__":
    DOCUMENT.write_text(rewritten(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")
