"""What the points and replicates of a study are called outside of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas

    from experiments.export.source import Source

_MOST_NAMED = 3


def policy_names(study: Source, rows: pandas.DataFrame) -> NDArray[np.object_]:
    """Return for each row its package and what was changed: `baseline (subsidy=0.5)`.

    Named are up to three parameters that vary in the study; where more do, or where two points of
    a park would have one name, the point's id stands there. Parks are told apart elsewhere.
    """
    varied = [name for name in study.parameters if study.design[name].nunique() > 1]
    by_id = len(varied) > _MOST_NAMED
    changes: list[list[str]] = [[] for _ in range(len(rows))]
    for name in () if by_id else varied:
        short = name.partition("_")[2]
        for found, value in zip(changes, rows[name].tolist(), strict=True):
            found.append(f"{short}={value:.12g}")
    for found, links in zip(changes, rows["symbiosis"].tolist(), strict=True):
        found += [] if links else ["no symbiosis"]
    names = _joined(rows, changes)
    points = [f"{park}{point}" for park, point in zip(rows["park"], rows["point_id"], strict=True)]
    pairs = {(p, n) for p, n in zip(zip(rows["park"], names, strict=True), points, strict=True)}
    if by_id or len(pairs) > len({pair for pair, _ in pairs}):
        for found, point in zip(changes, rows["point_id"].tolist(), strict=True):
            found.append(f"point {point}")
        names = _joined(rows, changes)
    return np.array(names, dtype=object)


def replicate_names(rows: pandas.DataFrame) -> NDArray[np.object_]:
    """Return for each row its seed and draw: `seed 1`, `seed 1 draw 3`."""
    return np.array(
        [
            f"seed {seed} draw {draw}" if draw else f"seed {seed}"
            for seed, draw in zip(rows["seed"].tolist(), rows["draw"].tolist(), strict=True)
        ],
        dtype=object,
    )


def _joined(rows: pandas.DataFrame, changes: list[list[str]]) -> list[str]:
    return [
        f"{package} ({', '.join(found)})" if found else str(package)
        for package, found in zip(rows["package"].tolist(), changes, strict=True)
    ]
