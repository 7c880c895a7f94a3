"""The block on history of `docs/validation.md`: figures, prices, and what moves them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from experiments.facts.fact import Figure
from experiments.history.comparison import Comparison, compare
from experiments.history.judged import figures
from experiments.history.record import read_case, tables
from sim.catalogue import load_catalogue

SEEDS, FEW_SEEDS = 30, 10
"""Seeds of the figures, and of each end of an assumption's range."""

PROPOSALS = 6.0
"""What the broker of the page proposes a year: Ulsan had 40 projects in about six years."""

MOVED_BY = (
    "known_share", "common_practice", "knowledge_own", "knowledge_neighbour", "knowledge_partner",
    "talks_rate", "partners_met", "trust_start", "risk_premium", "site_cost_sd",
)  # fmt: skip
"""The assumptions that a replay could hang on."""

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "validation.md"

_BLOCK = re.compile(
    r"(<!-- history: written by experiments\.history -->\n).*?(\n<!-- end -->)", re.S
)

Row = Sequence[str]


def measure(seeds: int = SEEDS) -> list[Figure]:
    """Return the figures of both cases; Kalundborg's with a broker beside."""
    return [
        figure
        for name, proposals in (("kalundborg", PROPOSALS), ("guitang", 0.0))
        for figure in figures(compare(read_case(name), range(1, seeds + 1), proposals))
    ]


def page() -> str:
    """Return the whole block in Markdown."""
    return "\n\n".join((figure_table(measure()), price_table(), range_table()))


def rewritten(text: str, block: str) -> str:
    """Return a document with this block of history."""
    return _BLOCK.sub(lambda match: f"{match[1]}\n{block}\n{match[2]}", text)


def figure_table(measured: Sequence[Figure]) -> str:
    """Return figures as a table that marks what misses its band."""
    rows = [
        (f.sampled, f.what, f"{f.value:.2f}", f.band_from, _holds(f)) for f in measured
    ]  # fmt: skip
    return _table(("sampled", "figure", "found", "expected", "holds"), rows)


def _holds(figure: Figure) -> str:
    return ("yes" if figure.holds else "**missed**") if figure.judged else ""


def price_table() -> str:
    """Return the declared prices beside those of 2023."""
    declared, streams = tables()["prices"], load_catalogue().tables["streams"]
    columns = {"price": "price_cny_per_unit", "released": "fallback_cny_per_unit"}
    rows = []
    for row in map(declared.row_at, range(len(declared))):
        usual = streams.row(row["stream"])[columns[row["what"]]]
        ends = f"{row['low']:g} to {row['high']:g}"
        rows.append(
            (row["stream"], row["what"], f"{row['value']:g}", ends, f"{usual:.3g}", row["unit"],
             row["confidence"])
        )  # fmt: skip
    return _table(("stream", "what", "replay", "range", "2023", "unit", "confidence"), rows)


def range_table(seeds: int = FEW_SEEDS) -> str:
    """Return what each assumption's low and high end do to Kalundborg's rate and order."""
    assumed, case = load_catalogue().tables["assumptions"], read_case("kalundborg")
    usual = _measures(compare(case, range(1, seeds + 1)))
    rows, idle = [("as they are", "", *usual)], []
    for name in MOVED_BY:
        row = assumed.row(name)
        ends = {
            end: _measures(compare(case, range(1, seeds + 1), assumption={name: row[end]}))
            for end in ("low", "high")
        }
        if set(ends.values()) == {usual}:
            idle.append(f"`{name}`")
        else:
            rows += [
                (name, f"{row[end]:g} for {row['value']:g}", *found) for end, found in ends.items()
            ]
    heads = ("assumption", "value", "links a year", "first half", "order of links", "of kinds")
    said = f"Kalundborg, {seeds} seeds, one assumption at a time at the ends of its range."
    still = f" Without effect: {', '.join(idle)}." if idle else ""
    return f"{said}{still}\n\n{_table(heads, rows)}"


def _measures(found: Comparison) -> tuple[str, ...]:
    numbers = (
        float(np.median(found.rates(found.replays))),
        found.early_shares()[0],
        found.order_of_links(),
        found.order_of_kinds(),
    )
    return tuple(f"{number:.2f}" for number in numbers)


def _table(heads: Row, rows: Sequence[Row]) -> str:
    lines = (heads, ["---"] * len(heads), *rows)
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
