"""Where things stand in a composed park: plots cut out of a rectangle by area."""

from __future__ import annotations

import math
from collections.abc import Sequence

KM2_PER_MU = 2000.0 / 3.0 / 1e6


def cut_plots(areas_mu: Sequence[float], land_share: float) -> list[tuple[float, float]]:
    """Return the centre (x_km, y_km) of one plot per area, in a park 3:2 in plan.

    Neighbours in the list are neighbours on the ground: the park is cut in two by area along its
    longer side, and each part again, until one plot is left in each. Roads, green and water take
    the `1 - land_share` of every cut evenly. Coordinates are rounded to 10 m.
    """
    gross_km2 = [max(area, 1.0) * KM2_PER_MU / land_share for area in areas_mu]
    height = math.sqrt(sum(gross_km2) / 1.5)
    centres: list[tuple[float, float]] = []
    _cut(gross_km2, (0.0, 0.0, 1.5 * height, height), centres)
    return centres


def _cut(
    areas: Sequence[float],
    box: tuple[float, float, float, float],
    centres: list[tuple[float, float]],
) -> None:
    left, bottom, right, top = box
    if len(areas) <= 1:
        if areas:
            centres.append((round((left + right) / 2, 2), round((bottom + top) / 2, 2)))
        return
    at = _half_way(areas)
    part = sum(areas[:at]) / sum(areas)
    if right - left >= top - bottom:
        middle = left + part * (right - left)
        boxes = (left, bottom, middle, top), (middle, bottom, right, top)
    else:
        middle = bottom + part * (top - bottom)
        boxes = (left, bottom, right, middle), (left, middle, right, top)
    _cut(areas[:at], boxes[0], centres)
    _cut(areas[at:], boxes[1], centres)


def _half_way(areas: Sequence[float]) -> int:
    """Return how many areas of the front come nearest to half of the whole, at least one."""
    half, so_far = sum(areas) / 2, 0.0
    for at, area in enumerate(areas[:-1], start=1):
        if so_far + area >= half:
            return at if at == 1 or so_far + area - half <= half - so_far else at - 1
        so_far += area
    return len(areas) - 1
