"""Extended FAST: each factor swept at its own frequency, for first and total indices."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

import numpy as np

from experiments.design.base import Complaint, Option, Options, nothing_varies
from experiments.design.libraries import salib, unit_problem
from experiments.design.space import Floats, Space


class Fast:
    """The rows that `SALib.analyze.fast` expects (Saltelli, Tarantola and Chan 1999).

    A larger size moves every point: it reuses nothing of the smaller.
    """

    name = "fast"
    what = "each lever swept at its own frequency, for first and total indices"
    samples = True
    options: ClassVar[dict[str, Option]] = {
        "size": Option("rows a lever, more than 4 x harmonics squared", None, 65, least=5),
        "harmonics": Option("harmonics M that the analysis sums", 4, 4),
    }

    def complaints(self, space: Space, options: Options) -> Iterator[Complaint]:
        """Yield the faults of a space with fewer than two factors and of too few rows."""
        yield from nothing_varies(self.name, space)
        if len(space) == 1:
            yield Complaint("", "fast compares levers, and one varies", "vary another lever")
        size, harmonics = int(options["size"]), int(options["harmonics"])
        if size <= 4 * harmonics**2:
            wrong = f"is {size}; {harmonics} harmonics need more than {4 * harmonics**2}"
            yield Complaint("size", wrong, f"write {4 * harmonics**2 + 1} or more")

    def count(self, space: Space, options: Options) -> int:
        """Return the rows of all factors."""
        return int(options["size"]) * len(space)

    def points(self, space: Space, options: Options, seed: int) -> Floats:
        """Return the rows of SALib's sampler."""
        rows = salib("sample.fast_sampler").sample(
            unit_problem(len(space)), int(options["size"]), M=int(options["harmonics"]), seed=seed
        )
        return np.asarray(rows, dtype=np.float64)


DESIGN = Fast()
