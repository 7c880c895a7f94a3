"""Labels on the map, placed where nothing else stands; one that finds no place is left out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.patches import FancyArrowPatch
    from matplotlib.text import Annotation
    from matplotlib.transforms import Bbox

Floats = NDArray[np.float64]

_ASIDE = (("left", "center", 1, 0), ("right", "center", -1, 0), ("center", "bottom", 0, 1),
          ("center", "top", 0, -1), ("left", "bottom", 0.7, 0.7), ("right", "bottom", -0.7, 0.7),
          ("left", "top", 0.7, -0.7), ("right", "top", -0.7, -0.7))  # fmt: skip


def place_labels(
    figure: Figure,
    axes: Axes,
    names: dict[str, str],
    places: dict[str, tuple[float, float]],
    areas: dict[str, float],
    arrows: Sequence[FancyArrowPatch] = (),
) -> None:
    """Write names beside their circles, in the order given, where no label or circle stands.

    Of the free places the one that covers least of the arrows is taken. `areas` are those of the
    circles in points^2.
    """
    from matplotlib.patheffects import withStroke
    from matplotlib.transforms import Bbox

    figure.draw_without_rendering()
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
    dots = figure.dpi / 72.0
    taken: list[Bbox] = [text.get_window_extent(renderer) for text in axes.texts]
    for name, area in areas.items():
        x, y = axes.transData.transform(places[name])
        radius = _radius(area) * dots
        taken.append(Bbox.from_extents(x - radius, y - radius, x + radius, y + radius))
    drawn = _points(axes, arrows)
    room = axes.get_window_extent(renderer)
    for name, title in names.items():
        if name not in places:
            continue
        off = _radius(areas.get(name, 30.0)) + 1.5
        found: list[tuple[int, int, Annotation, Bbox]] = []
        for turn, (across, upright, dx, dy) in enumerate(_ASIDE):
            text = axes.annotate(
                title, places[name], xytext=(dx * off, dy * off), textcoords="offset points",
                ha=across, va=upright, fontsize=6.5, zorder=6, linespacing=1.05,
                path_effects=[withStroke(linewidth=1.6, foreground="white")],
            )  # fmt: skip
            box = text.get_window_extent(renderer)
            if _inside(box, room) and not any(box.overlaps(other) for other in taken):
                found.append((_covered(box, drawn), turn, text, box))
            else:
                text.remove()
        found.sort(key=lambda place: place[:2])
        taken += [box for *_, box in found[:1]]
        for _, _, text, _ in found[1:]:
            text.remove()


def _covered(box: Bbox, points: Floats) -> int:
    """Count the points of arrows that lie in a box."""
    x, y = points.T
    return int(((x > box.x0) & (x < box.x1) & (y > box.y0) & (y < box.y1)).sum())


def _points(axes: Axes, arrows: Sequence[FancyArrowPatch]) -> Floats:
    """Return points along the arrows, in pixels."""
    paths = [arrow.get_path().interpolated(6).vertices for arrow in arrows]
    points = np.concatenate([np.zeros((0, 2)), *paths])
    found: Floats = axes.transData.transform(points)
    return found


def _radius(area: float) -> float:
    return math.sqrt(area / math.pi)


def _inside(box: Bbox, room: Bbox) -> bool:
    return bool(box.x0 >= room.x0 and box.x1 <= room.x1 and box.y0 >= room.y0 and box.y1 <= room.y1)
