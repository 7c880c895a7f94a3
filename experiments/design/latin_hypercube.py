"""Latin hypercube: each factor's range in as many equal parts as there are points, one in each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

import numpy as np

from experiments.design.base import Complaint, Option, Options, nothing_varies
from experiments.design.space import Floats, Space


class LatinHypercube:
    """Spreads points evenly along every factor at once (McKay, Beckman and Conover 1979).

    Nested by doubling (Qian 2009, nested Latin hypercube designs): with the same seed and factors
    the first `n` points of size 2n are those of size `n`, which is why a study that doubles its
    size reruns nothing.
    """

    name = "latin_hypercube"
    what = "points spread evenly along every lever; doubling the size keeps them"
    samples = True
    options: ClassVar[dict[str, Option]] = {"size": Option("points", None, 100, least=2)}

    def complaints(self, space: Space, options: Options) -> Iterator[Complaint]:
        """Yield the fault of a space in which everything is fixed."""
        yield from nothing_varies(self.name, space)

    def count(self, space: Space, options: Options) -> int:
        """Return the size."""
        return int(options["size"])

    def points(self, space: Space, options: Options, seed: int) -> Floats:
        """Return a hypercube of the odd part of the size, doubled until it has the size."""
        from scipy.stats import qmc

        size = int(options["size"])
        odd = size
        while odd % 2 == 0:
            odd //= 2
        rng = np.random.default_rng([seed, odd])
        points: Floats = qmc.LatinHypercube(len(space), rng=rng).random(odd)
        while len(points) < size:
            points = np.concatenate([points, _between(points, rng)])
        return points


def _between(points: Floats, rng: np.random.Generator) -> Floats:
    """Return as many points again, in the halves of the parts that `points` leave free."""
    count, factors = points.shape
    added = np.empty((count, factors))
    for k in range(factors):
        taken = np.minimum((points[:, k] * 2 * count).astype(np.int64), 2 * count - 1)
        free = np.setdiff1d(np.arange(2 * count), taken, assume_unique=True)
        added[:, k] = (rng.permutation(free) + rng.random(count)) / (2 * count)
    return added


DESIGN = LatinHypercube()
