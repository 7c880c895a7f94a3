"""The tables of a run beside its baseline, as plain rows that every file format takes."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from experiments.labels import policy_label, variable_label

if TYPE_CHECKING:
    from experiments.results import Results

SCENARIO, BASELINE = "scenario", "baseline"


@dataclass(frozen=True)
class Table:
    """Columns and rows of text, numbers and None where there is no value."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


def tables(results: Results, baseline: Results, command: str, changed: Mapping[str, float]) -> dict[
    str, Table
]:  # fmt: skip
    """Return about, indicators, targets, levers and links of a run beside its baseline by name.

    `changed` are the levers moved away from the package. Amounts are in the unit of their row.
    """
    return {
        "about": _about(results, baseline, command),
        "indicators": _indicators(results, baseline),
        "targets": _targets(results, baseline),
        "levers": _levers(results, baseline, changed),
        "links": _links(results, baseline),
    }


def _about(results: Results, baseline: Results, command: str) -> Table:
    """Return what determined both runs, and the hashes of what came out."""
    info, park = results.info, results.info["parks"][0]
    package = info["package"]
    rows: list[tuple[str, Any]] = [
        ("model", info["model"]),
        ("command", command),
        ("run_id", results.run_id),
        ("result_hash", results.result_hash),
        ("baseline_run_id", baseline.run_id),
        ("baseline_result_hash", baseline.result_hash),
        *((name, park.get(name)) for name in ("park_id", "name_en", "name_zh", "kind", "note")),
        ("park_digest", park["digest"]),
        ("package", package["name"]),
        ("package_title_en", package["title_en"]),
        ("package_title_zh", package["title_zh"]),
        ("package_digest", package["digest"]),
        ("baseline_package", baseline.info["package"]["name"]),
        ("baseline_package_digest", baseline.info["package"]["digest"]),
        *((name, info[name]) for name in ("seed", "first_year", "until", "symbiosis", "draw")),
        ("tables_digest", info["tables_digest"]),
        *((f"version_{name}", found) for name, found in info["versions"].items()),
        *((f"assumption_{name}", value) for name, value in info["assumption"].items()),
        *((f"uncertainty_{name}", value) for name, value in info["uncertainty"].items()),
    ]
    return Table(("what", "value"), tuple(rows))


def _indicators(results: Results, baseline: Results) -> Table:
    years = [str(year) for year in results.years.tolist()]
    rows = []
    for run, found in ((SCENARIO, results), (BASELINE, baseline)):
        chinese = {row["variable"]: variable_label(row["variable"], "zh")
                   for row in found.indicators().rows()}  # fmt: skip
        for row in found.indicators().rows():
            known = (row["name"], row["variable"], row["label"], chinese[row["variable"]])
            values = (plain(row[year]) for year in years)
            rows.append((run, row["region"], *known, row["unit"], *values))
    heads = ("run", "region", "name", "variable", "label_en", "label_zh", "unit", *years)
    return Table(heads, tuple(rows))


_TARGET = (
    "region", "target", "document", "place", "text", "indicator", "rule", "sign", "unit",
    "base_year", "target_year", "threshold", "value", "met", "distance", "first_year_met",
    "reason",
)  # fmt: skip
_BESIDE = ("value", "met", "first_year_met")


def _targets(results: Results, baseline: Results) -> Table:
    before = {(one.region, one.target): one.as_json() for one in baseline.targets()}
    rows = []
    for one in results.targets():
        found, other = one.as_json(), before.get((one.region, one.target), {})
        cells = [*(found[name] for name in _TARGET), *(other.get(name) for name in _BESIDE)]
        rows.append(tuple(plain(cell) for cell in cells))
    return Table((*_TARGET, *(f"baseline_{name}" for name in _BESIDE)), tuple(rows))


def _levers(results: Results, baseline: Results, changed: Mapping[str, float]) -> Table:
    """Return every policy that either run has, with its strength in both; 0 is absent."""
    ours, theirs = results.info["strength"], baseline.info["strength"]
    rows = [
        (name, policy_label(name, "en"), policy_label(name, "zh"), ours.get(name, 0.0),
         theirs.get(name, 0.0), name in changed)
        for name in sorted({*ours, *theirs, *changed})
    ]  # fmt: skip
    heads = ("policy", "label_en", "label_zh", "strength", "baseline_strength", "moved")
    return Table(heads, tuple(rows))


def _links(results: Results, baseline: Results) -> Table:
    heads: tuple[str, ...] = ("run", *results.links.columns)
    rows = [
        (run, *(plain(cell) for cell in row.values()))
        for run, found in ((SCENARIO, results), (BASELINE, baseline))
        for row in found.links.rows()
    ]
    return Table(heads, tuple(rows))


def plain(cell: Any) -> Any:
    """Return a cell with None for a number that is none."""
    value = cell.item() if hasattr(cell, "item") else cell
    return None if isinstance(value, float) and not math.isfinite(value) else value
