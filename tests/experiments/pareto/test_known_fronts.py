"""The search finds fronts that are known in closed form, through its own ask and tell."""

from __future__ import annotations

import numpy as np
import pytest

from experiments.pareto import Settings, search
from tests.experiments.pareto.problems import bnh, sphere, tnk, tnk_excess, zdt1

pytest.importorskip("pymoo")


def area(front, corner):
    """The area that a front of two objectives dominates below `corner`."""
    rows = front[np.argsort(front[:, 0])]
    right = np.append(rows[1:, 0], corner[0])
    return float(((right - rows[:, 0]) * (corner[1] - rows[:, 1])).sum())


def found_area(problem, corner, settings):
    space, judge, constraints = problem
    found = search(space, judge, 2, settings, constraints)
    return area(found.values[found.front], corner)


@pytest.mark.parametrize("algorithm", ["nsga2", "unsga3"])
def test_zdt1(algorithm):
    known = 0.1 + 2.0 / 3.0 + 0.11
    got = found_area(zdt1(), (1.1, 1.1), Settings(40, 50, 1, algorithm))
    assert 0.97 * known < got <= known


def test_bnh_with_its_constraints():
    x = np.linspace(0.0, 5.0, 20001)
    y = np.minimum(x, 3.0)
    front = np.stack([4 * x**2 + 4 * y**2, (x - 5) ** 2 + (y - 5) ** 2], axis=1)
    known = area(front, (140.0, 50.0))
    got = found_area(bnh(), (140.0, 50.0), Settings(40, 25))
    assert 0.98 * known < got <= 1.001 * known


def test_tnk_whose_front_is_made_by_its_constraints():
    angle = np.linspace(0.0, np.pi / 2, 40001)
    radius = np.sqrt(1.0 + 0.1 * np.cos(16.0 * angle))
    edge = np.stack([radius * np.sin(angle), radius * np.cos(angle)], axis=1)
    edge = edge[tnk_excess(edge)[:, 1] <= 0.0]
    known = area(_lower(edge), (1.2, 1.2))
    got = found_area(tnk(), (1.2, 1.2), Settings(40, 40))
    assert 0.93 * known < got <= 1.001 * known


def _lower(edge):
    """The points of a dense curve that no other betters: a running least from the left."""
    rows = edge[np.argsort(edge[:, 0])]
    least = np.minimum.accumulate(rows[:, 1])
    return rows[rows[:, 1] <= least]


def test_three_objectives_reach_the_sphere():
    space, judge, _ = sphere()
    found = search(space, judge, 3, Settings(36, 30))
    radius = np.sqrt((found.archive.values**2).sum(axis=1))
    assert np.median(radius) < 1.05 and radius.min() >= 1.0 - 1e-9
    assert found.archive.values.max(axis=0) == pytest.approx(1.0, abs=0.1)
