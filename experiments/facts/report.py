"""All facts as the table of `docs/validation.md`."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from pathlib import Path

from experiments.facts import (
    brokered,
    cycling,
    deaths,
    hub,
    linear,
    planned,
    programme,
    saving,
    steady,
    uneven,
)
from experiments.facts.fact import FACTS, Figure
from experiments.facts.sample import Sample

MODULES = (
    linear, cycling, hub, planned, programme, saving, uneven, deaths, brokered, steady,
)  # fmt: skip
"""The files of facts; importing them registers their facts."""

ORDER = (
    "linear", "cycling", "hub", "planned", "programme", "saving", "uneven", "fuel", "deaths",
    "growth", "funnel", "cheap", "platform", "step", "gas",
)  # fmt: skip
"""The facts as the page lists them."""

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "validation.md"

_BLOCK = re.compile(r"(<!-- facts: written by experiments\.facts -->\n).*?(\n<!-- end -->)", re.S)

Measured = dict[str, list[Figure]]


def measure(sample: Sample) -> Measured:
    """Return the figures of every fact for a sample."""
    return {name: list(FACTS[name].measure(sample)) for name in ORDER}


def table(measured: Measured) -> str:
    """Return the claims as a list and their figures as a table, in Markdown."""
    claims = [f"- **{f.name}**: {f.claim} ({f.source})." for f in map(FACTS.__getitem__, ORDER)]
    heads = ["fact", "figure", "found", "expected", "why", "holds", "sampled"]
    rows = [_row(name, figure) for name, figures in measured.items() for figure in figures]
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join([*claims, "", *("| " + " | ".join(line) + " |" for line in lines)])


def rewritten(text: str, measured: Measured) -> str:
    """Return a document with the block of facts as measured now."""
    return _BLOCK.sub(lambda match: f"{match[1]}\n{table(measured)}\n{match[2]}", text)


def _row(name: str, figure: Figure) -> list[str]:
    holds = ("yes" if figure.holds else "**no**") if figure.judged else ""
    return [name, figure.what, f"{figure.value:.3g}", _band(figure), figure.band_from, holds,
            figure.sampled]  # fmt: skip


def _band(figure: Figure) -> str:
    ends: Iterable[float] = (figure.low, figure.high)
    low, high = (f"{end:.3g}" if abs(end) > 1e-6 else "0" for end in ends)
    if not figure.judged:
        return ""
    if math.isinf(figure.low):
        return f"below {high}"
    if math.isinf(figure.high):
        return f"above {low}"
    return low if low == high else f"{low} to {high}"
