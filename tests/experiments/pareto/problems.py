"""Problems whose fronts are known, on the grid of a search."""

from __future__ import annotations

import numpy as np

from experiments.pareto.space import Space


def box(low, high, step):
    names = tuple(f"x{k}" for k in range(len(low)))
    return Space(names, tuple(low), tuple(high), (step,) * len(low))


def zdt1(variables=8):
    """Zitzler, Deb and Thiele 2000: f2 = 1 - sqrt(f1) on [0, 1]."""
    space = box([0.0] * variables, [1.0] * variables, 0.01)

    def judge(positions):
        x = space.values(positions)
        g = 1.0 + 9.0 * x[:, 1:].mean(axis=1)
        return np.stack([x[:, 0], g * (1.0 - np.sqrt(x[:, 0] / g))], axis=1), _free(x)

    return space, judge, 0


def bnh():
    """Binh and Korn 1997: x1 = x2 from 0 to 3, then x2 = 3 and x1 from 3 to 5."""
    space = box([0.0, 0.0], [5.0, 3.0], 0.01)

    def judge(positions):
        a, b = space.values(positions).T
        values = np.stack([4 * a**2 + 4 * b**2, (a - 5) ** 2 + (b - 5) ** 2], axis=1)
        excess = np.stack([(a - 5) ** 2 + b**2 - 25, 7.7 - (a - 8) ** 2 - (b + 3) ** 2], axis=1)
        return values, excess

    return space, judge, 2


def tnk():
    """Tanaka 1995: the front is the part of a wavy circle that nothing betters."""
    space = box([0.005, 0.005], [3.145, 3.145], 0.005)

    def judge(positions):
        x = space.values(positions)
        return x, tnk_excess(x)

    return space, judge, 2


def tnk_excess(x):
    a, b = x.T
    wave = 0.1 * np.cos(16.0 * np.arctan2(a, b))
    inside = (a - 0.5) ** 2 + (b - 0.5) ** 2 - 0.5
    return np.stack([1.0 + wave - a**2 - b**2, inside], axis=1)


def sphere(variables=6):
    """DTLZ2 (Deb 2002): an eighth of the unit sphere, three objectives."""
    space = box([0.0] * variables, [1.0] * variables, 0.02)

    def judge(positions):
        x = space.values(positions)
        g = ((x[:, 2:] - 0.5) ** 2).sum(axis=1)
        a, b = np.pi / 2 * x[:, 0], np.pi / 2 * x[:, 1]
        shape = np.stack([np.cos(a) * np.cos(b), np.cos(a) * np.sin(b), np.sin(a)], axis=1)
        return (1.0 + g)[:, None] * shape, _free(x)

    return space, judge, 0


def _free(x):
    return np.zeros((len(x), 0))
