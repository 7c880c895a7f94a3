"""Saltelli's design for Sobol indices: which share of an output's variance each factor explains."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

import numpy as np

from experiments.design.base import Complaint, Option, Options, no_power_of_two, nothing_varies
from experiments.design.libraries import salib, unit_problem
from experiments.design.space import Floats, Space


class Sobol:
    """The rows that `SALib.analyze.sobol` expects, in its order.

    `size` base points N give N(2D+2) rows over D factors, or N(D+2) without second-order indices.
    A larger size starts with the rows of the smaller (Saltelli 2002; Saltelli et al. 2010).
    """

    name = "sobol"
    what = "the rows that variance-based sensitivity indices need; a larger size keeps them"
    samples = True
    options: ClassVar[dict[str, Option]] = {
        "size": Option("base points N, a power of two", None, 64, least=2),
        "second_order": Option(
            "whether pairs of levers get an index: 2D+2 rows for D+2", True, True
        ),
    }

    def complaints(self, space: Space, options: Options) -> Iterator[Complaint]:
        """Yield the faults of a space without factors and of an unbalanced size."""
        yield from nothing_varies(self.name, space)
        yield from no_power_of_two(int(options["size"]), "which the balance of the sequence needs")
        if len(space) == 1 and options["second_order"]:
            mend = "write second_order = false, or vary another lever"
            yield Complaint("second_order", "one lever has no pairs", mend)

    def count(self, space: Space, options: Options) -> int:
        """Return N(2D+2) or N(D+2)."""
        per_base = (2 * len(space) if options["second_order"] else len(space)) + 2
        return int(options["size"]) * per_base

    def points(self, space: Space, options: Options, seed: int) -> Floats:
        """Return the rows of SALib's sampler."""
        rows = salib("sample.sobol").sample(
            unit_problem(len(space)),
            int(options["size"]),
            calc_second_order=bool(options["second_order"]),
            seed=seed,
        )
        return np.asarray(rows, dtype=np.float64)


DESIGN = Sobol()
