"""The epsilon-box archive: a front no finer than a stated resolution. Less is better."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


class Archive:
    """Keeps one member a box of the objective space, and no member whose box is dominated.

    Boxes are `epsilon` wide by objective, in its unit; 0 stands for no boxes along it, so that the
    plain front is kept. Of two members of one box the nearer to its lower corner stays. Whatever
    is offered, some member is worse by at most epsilon in every objective.
    Source: Laumanns et al. 2002, Evolutionary Computation 10(3).
    """

    def __init__(self, epsilon: Sequence[float]) -> None:
        self.epsilon = np.array(epsilon, dtype=np.float64)
        self._positions: list[Ints] = []
        self._values: list[Floats] = []

    def __len__(self) -> int:
        return len(self._values)

    @property
    def positions(self) -> Ints:
        """The members' positions by (member, variable), in the order of the first objective."""
        return np.array([self._positions[k] for k in self._order()], dtype=np.int64)

    @property
    def values(self) -> Floats:
        """The members' objectives by (member, objective), in the same order."""
        return np.array([self._values[k] for k in self._order()], dtype=np.float64)

    def offer(self, position: Ints, value: Floats) -> bool:
        """Take a point in where no member is better; return whether it was."""
        keep = []
        for k, held in enumerate(self._values):
            winner = self._compare(held, value)
            if winner < 0:
                return False
            if winner == 0:
                keep.append(k)
        self._positions = [*(self._positions[k] for k in keep), position.copy()]
        self._values = [*(self._values[k] for k in keep), value.copy()]
        return True

    def _compare(self, held: Floats, value: Floats) -> int:
        """Return -1 where the held member keeps the new one out, 1 where it gives way, else 0."""
        mine, other = self._box(held), self._box(value)
        if (mine == other).all():
            width = np.where(self.epsilon > 0, self.epsilon, 1.0)
            near, far = (
                ((v - box * width) / width) ** 2 for v, box in ((held, mine), (value, other))
            )
            return 1 if far.sum() < near.sum() else -1
        if (mine <= other).all():
            return -1
        return 1 if (other <= mine).all() else 0

    def _box(self, value: Floats) -> Floats:
        width = np.where(self.epsilon > 0, self.epsilon, 1.0)
        boxes: Floats = np.where(self.epsilon > 0, np.floor(value / width), value)
        return boxes

    def _order(self) -> list[int]:
        return sorted(range(len(self)), key=lambda k: tuple(self._values[k].tolist()))
