"""Morris trajectories: one factor moved at a time, to screen which matter at all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

import numpy as np

from experiments.design.base import Complaint, Option, Options, nothing_varies, only_ranges
from experiments.design.libraries import salib, unit_problem
from experiments.design.space import Floats, Space


class Morris:
    """The rows that `SALib.analyze.morris` expects: each trajectory has one row more than factors.

    Factors stand on an even number of `levels` of their range (Morris 1991). More trajectories
    start with those of fewer.
    """

    name = "morris"
    what = "one lever moved at a time along trajectories, to screen many; more keep the first"
    samples = True
    options: ClassVar[dict[str, Option]] = {
        "trajectories": Option("trajectories", None, 20, least=2),
        "levels": Option("levels of each range, an even number", 4, 4, least=2),
    }

    def complaints(self, space: Space, options: Options) -> Iterator[Complaint]:
        """Yield the faults of a space without ranges and of odd levels."""
        yield from nothing_varies(self.name, space)
        yield from only_ranges(self.name, space)
        levels = int(options["levels"])
        if levels % 2:
            mend = f"write {levels - 1} or {levels + 1}" if levels > 2 else "write 4"
            yield Complaint(
                "levels", f"is {levels}; steps of half the range need even levels", mend
            )

    def count(self, space: Space, options: Options) -> int:
        """Return the rows of all trajectories."""
        return int(options["trajectories"]) * (len(space) + 1)

    def points(self, space: Space, options: Options, seed: int) -> Floats:
        """Return the rows of SALib's sampler."""
        rows = salib("sample.morris").sample(
            unit_problem(len(space)),
            int(options["trajectories"]),
            num_levels=int(options["levels"]),
            seed=seed,
        )
        return np.asarray(rows, dtype=np.float64)


DESIGN = Morris()
