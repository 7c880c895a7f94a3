"""Full factorial: every value of each factor with every value of the others."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from typing import ClassVar

import numpy as np

from experiments.design.base import Complaint, Option, Options
from experiments.design.space import Floats, Range, Space


class Factorial:
    """Crosses the values of all factors; the last factor moves fastest."""

    name = "factorial"
    what = "every value of each lever with every value of the others"
    samples = False
    options: ClassVar[dict[str, Option]] = {
        "levels": Option("values of a range that gives no `steps`", 0, 3, least=2)
    }

    def complaints(self, space: Space, options: Options) -> Iterator[Complaint]:
        """Yield nothing: a study without factors is one point."""
        yield from ()

    def count(self, space: Space, options: Options) -> int:
        """Return the product of the numbers of values."""
        return math.prod(_sizes(space))

    def points(self, space: Space, options: Options, seed: int) -> Floats:
        """Return the middle of each value's share of 0..1, crossed."""
        shares = [(np.arange(size) + 0.5) / size for size in _sizes(space)]
        return np.array(list(itertools.product(*shares)), dtype=np.float64).reshape(
            self.count(space, options), len(space)
        )


def _sizes(space: Space) -> list[int]:
    sizes = []
    for factor in space:
        assert not isinstance(factor.values, Range), "a factorial's ranges are read as values"
        sizes.append(len(factor.values))
    return sizes


DESIGN = Factorial()
