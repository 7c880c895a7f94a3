"""Sobol sequence: quasi-random points that fill the space; a longer one starts with the shorter."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from experiments.design.base import Complaint, Option, Options, no_power_of_two, nothing_varies
from experiments.design.space import Floats, Space


class SobolSequence:
    """Fills the space with the scrambled sequence of Sobol (1967; scrambling of Owen 1998).

    For the mean of outputs, surrogates, scenario discovery and analyses that take any points
    (PAWN, delta); variance-based indices need the design `sobol`.
    """

    name = "sobol_sequence"
    what = "quasi-random points that fill the space; a larger size keeps them"
    samples = True
    options: ClassVar[dict[str, Option]] = {
        "size": Option("points, a power of two", None, 128, least=2)
    }

    def complaints(self, space: Space, options: Options) -> Iterator[Complaint]:
        """Yield the faults of a space without factors and of an unbalanced size."""
        yield from nothing_varies(self.name, space)
        yield from no_power_of_two(int(options["size"]), "which the balance of the sequence needs")

    def count(self, space: Space, options: Options) -> int:
        """Return the size."""
        return int(options["size"])

    def points(self, space: Space, options: Options, seed: int) -> Floats:
        """Return the first points of the sequence."""
        from scipy.stats import qmc

        points: Floats = qmc.Sobol(len(space), rng=seed).random(int(options["size"]))
        return points


DESIGN = SobolSequence()
