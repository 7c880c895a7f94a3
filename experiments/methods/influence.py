"""What the store itself says of sensitivity: rank correlations of a study, and screenings kept."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from experiments.methods.facts import StudyFacts

if TYPE_CHECKING:
    from experiments.store.reader import StoredStudy

LEAST = 10
"""Points a varied factor below which rank correlations say nothing."""

LOOSE = 0.3
"""Correlation of two columns of a design from which an effect of one may be that of the other."""

NAMED = 3

Floats = NDArray[np.float64]


def strongest(study: StoredStudy, facts: StudyFacts) -> list[tuple[str, str]]:
    """Return for each output the varied columns with the largest Spearman correlation.

    Of points with a finished run: their means at the last year. Empty where fewer than `LEAST`
    points a factor are finished, or where columns of the design go together, as those of Morris
    trajectories do: a correlation would then show one for the other.
    """
    columns = [f"{one.kind}_{one.name}" for one in facts.varied]
    if not columns or not facts.done:
        return []
    frame = study.frame()
    frame = frame[frame["status"] == "ok"]
    last = frame[frame["year"] == frame.groupby("run_id")["year"].transform("max")]
    means = last.groupby("point_id")[[*columns, *study.outputs]].mean()
    if len(means) < LEAST * len(columns) or not _apart(means[columns].to_numpy(dtype=np.float64)):
        return []
    found = []
    for output in study.outputs:
        values = means[output].to_numpy(dtype=np.float64)
        if not np.ptp(values) > 0.0:
            continue
        rank = [(spearman(means[c].to_numpy(dtype=np.float64), values), c) for c in columns]
        rank.sort(key=lambda pair: -abs(pair[0]))
        said = ", ".join(f"{name} {r:+.2f}" for r, name in rank[:NAMED])
        label = facts.outputs[output]["en"]
        found.append((f"Rank correlation with {label} over {len(means)} points", said))
    return found


def _apart(columns: Floats) -> bool:
    """Say whether no two columns of a design go together."""
    if columns.shape[1] < 2:
        return True
    together = np.abs(np.corrcoef(columns, rowvar=False))
    return bool(np.nanmax(together - np.eye(len(together))) < LOOSE)


def spearman(x: Floats, y: Floats) -> float:
    """Return Spearman's rank correlation; 0 where one of both is constant.

    >>> spearman(np.array([1.0, 2.0, 3.0]), np.array([1.0, 4.0, 9.0]))
    1.0
    """
    from scipy.stats import rankdata

    a, b = (rankdata(column) - (len(column) + 1) / 2.0 for column in (x, y))
    size = float(np.sqrt(np.sum(a * a) * np.sum(b * b)))
    return float(np.sum(a * b) / size) if size > 0.0 else 0.0


def screened(folder: Path) -> list[tuple[str, str]]:
    """Return what the screening of `what_matters` left in a store: its largest effects."""
    path = folder / "what_matters" / "tables" / "screening.csv"
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        named = found.setdefault((row["park"], row["outcome"]), [])
        if len(named) < NAMED:
            named.append(f"{row['factor']} {float(row['mu_star']):.3g} {row['unit']}")
    return [
        (f"Morris mu* over whole ranges, {park}, {outcome}", ", ".join(named))
        for (park, outcome), named in found.items()
    ]
