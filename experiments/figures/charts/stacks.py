"""Stacked bars: the parts of a whole by case or year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from experiments.figures.style import grid

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Floats = NDArray[np.float64]


def stacks(
    axes: Axes,
    x: ArrayLike,
    parts: Mapping[str, Floats],
    colours: Mapping[str, str],
    labels: Mapping[str, str],
    width: float = 0.68,
    flat: bool = False,
    hatches: Mapping[str, str] | None = None,
) -> None:
    """Stack the parts, (x,) each, in their order from the axis outwards; `flat` lies them down.

    Parts below 0 stack away from 0 on their own side.
    """
    x = np.asarray(x, dtype=np.float64)
    above, below = np.zeros(len(x)), np.zeros(len(x))
    for name, values in parts.items():
        size = np.asarray(values, dtype=np.float64)
        base = np.where(size >= 0.0, above, below)
        more = {"hatch": hatches[name]} if hatches and name in hatches else {}
        look: dict[str, Any] = {
            "color": colours[name],
            "label": labels[name],
            "lw": 0.4,
            "ec": "white",
            **more,
        }
        if flat:
            axes.barh(x, size, width, left=base, **look)
        else:
            axes.bar(x, size, width, bottom=base, **look)
        above, below = above + np.maximum(size, 0.0), below + np.minimum(size, 0.0)
    if flat:
        axes.grid(axis="x", color="#d9d9d9", linewidth=0.5)
        axes.set_axisbelow(True)
    else:
        grid(axes)


def largest_first(parts: Mapping[str, Floats], keep: int, rest: str) -> dict[str, Floats]:
    """Return the `keep` largest parts, the largest first, and the others summed as `rest`.

    >>> found = largest_first({"a": np.ones(1), "b": np.full(1, 3.0), "c": np.zeros(1)}, 1, "rest")
    >>> {name: part.tolist() for name, part in found.items()}
    {'b': [3.0], 'rest': [1.0]}
    """
    order: Sequence[str] = sorted(parts, key=lambda name: -float(np.nansum(np.abs(parts[name]))))
    order = [name for name in order if np.nansum(np.abs(parts[name])) > 0.0]
    found = {name: parts[name] for name in order[:keep]}
    if len(order) > keep:
        found[rest] = np.sum([parts[name] for name in order[keep:]], axis=0)
    return found
