"""The ground of the map: what stands where, plots, scale bar, and partners beyond the edge."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from experiments.figures.style import GREY, INK, PALE
from experiments.labels import word

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from experiments.frame import Frame

Floats = NDArray[np.float64]

KM2_PER_MU = 666.67 / 1e6
_MARGIN = 0.08
PLOT_LOOKS: dict[str, dict[str, Any]] = {
    status: {
        "facecolor": "white", "edgecolor": GREY, "linestyle": "--", "linewidth": 0.6,
        "hatch": hatch,
    }
    for status, hatch in (("free", ""), ("idle", "////"))
}  # fmt: skip
_NEAR = 1.6
"""Partners within this many half-widths of the park are drawn where they stand."""


class MapFrame:
    """Where everything stands: `places` by name, in km; those in `far` on the edge of the map."""

    def __init__(self, firms: Frame, plots: Frame, partners: set[str]) -> None:
        self._plots, self._firms = plots, firms
        inside = firms.take(firms["inside"])
        x = np.concatenate((inside["x_km"], plots["x_km"]))
        half = np.concatenate((inside["land_mu"], plots["area_mu"]))
        y = np.concatenate((inside["y_km"], plots["y_km"]))
        known = ~(np.isnan(x) | np.isnan(y))
        if not known.any():
            x, y, half, known = np.zeros(1), np.zeros(1), np.ones(1), np.ones(1, dtype=bool)
        half = np.sqrt(np.maximum(np.nan_to_num(half), 0.0) * KM2_PER_MU)[known] / 2.0
        left, right, low, high = x[known] - half, x[known] + half, y[known] - half, y[known] + half
        x, y = np.concatenate((left, right)), np.concatenate((low, high))
        middle = (x.min() + x.max()) / 2, (y.min() + y.max()) / 2
        reach = max(float(x.max() - x.min()), float(y.max() - y.min()), 0.5) / 2
        self._middle, self._reach = middle, reach
        self.places: dict[str, tuple[float, float]] = {}
        self.far: dict[str, float] = {}
        self._near_extent = [float(x.min()), float(x.max()), float(y.min()), float(y.max())]
        outside = []
        for row in firms.rows():
            name, place = row["enterprise"], (row["x_km"], row["y_km"])
            if row["inside"]:
                self.places[name] = place
            elif name in partners:
                outside.append((name, place))
        self._stand_outside(outside)

    def _stand_outside(self, outside: list[tuple[str, tuple[float, float]]]) -> None:
        """Stand partners outside the fence on the map where near, else on its edge."""
        x0, x1, y0, y1 = self._near_extent
        for name, (x, y) in outside:
            away = max(abs(x - self._middle[0]), abs(y - self._middle[1]))
            if away <= _NEAR * self._reach:
                self.places[name] = (x, y)
                x0, x1, y0, y1 = min(x0, x), max(x1, x), min(y0, y), max(y1, y)
            else:
                self.far[name] = math.dist((x, y), self._middle)
        pad = 2 * _MARGIN * self._reach + (0.12 * self._reach if self.far else 0.0)
        self.extent = (x0 - pad, x1 + pad, y0 - pad, y1 + pad)
        for name, (x, y) in outside:
            if name in self.far:
                self.places[name] = self._edge(x, y)
        self._spread()

    def _edge(self, x: float, y: float) -> tuple[float, float]:
        """Return where the ray from the park's middle to a far place leaves the map."""
        x0, x1, y0, y1 = self.extent
        cx, cy = self._middle
        dx, dy = x - cx, y - cy
        reach = [(x1 - cx) / dx if dx > 0 else (x0 - cx) / dx if dx < 0 else math.inf]
        reach.append((y1 - cy) / dy if dy > 0 else (y0 - cy) / dy if dy < 0 else math.inf)
        step = min(reach) * 0.97
        return cx + step * dx, cy + step * dy

    def _spread(self) -> None:
        """Push far partners apart along the edge where they would stand on one another."""
        x0, x1, y0, y1 = self.extent
        least = 0.14 * max(x1 - x0, y1 - y0)
        placed: list[str] = []
        for name in sorted(self.far):
            x, y = self.places[name]
            for _ in range(20):
                close = [n for n in placed if math.dist(self.places[n], (x, y)) < least]
                if not close:
                    break
                on_side = min(abs(x - x0), abs(x - x1)) < min(abs(y - y0), abs(y - y1))
                x, y = (x, y - least / 2) if on_side else (x - least / 2, y)
                x, y = min(max(x, x0), x1), min(max(y, y0), y1)
            self.places[name] = (x, y)
            placed.append(name)

    def draw_ground(self, axes: Axes, lang: str) -> None:
        """Draw the land of enterprises, free and idle plots, and the scale bar."""
        for row in self._firms.rows():
            if row["inside"]:
                _square(axes, row["x_km"], row["y_km"], row["land_mu"], facecolor="#F3F3F3")
        for row in self._plots.rows():
            if not (math.isnan(row["x_km"]) or math.isnan(row["y_km"])):
                look = PLOT_LOOKS[row["status"]]
                _square(axes, row["x_km"], row["y_km"], row["area_mu"], **look)
        x0, x1, y0, y1 = self.extent
        axes.set_xlim(x0, x1)
        axes.set_ylim(y0, y1)
        axes.set_aspect("equal")
        axes.set_axis_off()
        _scale_bar(axes, self.extent, lang)

    def height(self, width: float) -> float:
        """Return the height of the map, in inches, for its width."""
        x0, x1, y0, y1 = self.extent
        return min(max(width * (y1 - y0) / (x1 - x0), 2.6), 7.5)

    def far_names(self, lang: str) -> dict[str, str]:
        """Return the labels of far partners: name and distance."""
        titles = self._firms["name_zh" if lang == "zh" else "name_en"]
        title = dict(zip(self._firms["enterprise"], titles, strict=True))
        return {
            name: f"{short_name(str(title[name]))}\n{word('far', lang).format(f'{km:.0f}')}"
            for name, km in sorted(self.far.items())
        }


def short_name(name: str) -> str:
    """Return a name without what stands in brackets or behind a slash, at most 34 characters.

    >>> short_name("Oil refinery (Tidewater 1961, Esso 1963)")
    'Oil refinery'
    """
    own = name
    for mark in ("(", "（", " / "):
        own = own.partition(mark)[0].strip() or own
    return own if len(own) <= 34 else own[:33].rstrip() + "…"


def _square(axes: Axes, x: float, y: float, area_mu: float, **look: Any) -> None:
    from matplotlib.patches import Rectangle

    side = math.sqrt(max(area_mu, 0.0) * KM2_PER_MU)
    look = {"edgecolor": PALE, "linewidth": 0.5, "zorder": 0, **look}
    axes.add_patch(Rectangle((x - side / 2, y - side / 2), side, side, **look))


def _scale_bar(axes: Axes, extent: tuple[float, float, float, float], lang: str) -> None:
    """Draw a bar of a round length, about a fifth of the map, in the lower left corner."""
    x0, x1, y0, y1 = extent
    wanted = (x1 - x0) / 5
    power = 10.0 ** math.floor(math.log10(wanted))
    length = max(step * power for step in (1.0, 2.0, 5.0) if step * power <= wanted)
    x, y = x0 + 0.02 * (x1 - x0), y0 + 0.03 * (y1 - y0)
    axes.plot([x, x + length], [y, y], color=INK, lw=2.0, solid_capstyle="butt", zorder=5)
    text = word("far", lang).format(f"{length:g}")
    axes.annotate(
        text, (x + length / 2, y), xytext=(0, 3), textcoords="offset points", ha="center",
        fontsize=7,
    )  # fmt: skip
