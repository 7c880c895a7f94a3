"""An explicit list: the points stand in the study itself, as [[points]]."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

import numpy as np

from experiments.design.base import Complaint, Option, Options
from experiments.design.space import Floats, Space


class Listed:
    """Adds no factor of its own: each of the study's points gives its own values."""

    name = "list"
    what = "the points that stand under [[points]]"
    samples = False
    options: ClassVar[dict[str, Option]] = {}

    def complaints(self, space: Space, options: Options) -> Iterator[Complaint]:
        """Yield nothing: the form checks the points."""
        yield from ()

    def count(self, space: Space, options: Options) -> int:
        """Return 1: each of the study's points as it stands."""
        return 1

    def points(self, space: Space, options: Options, seed: int) -> Floats:
        """Return one point without factors."""
        return np.empty((1, 0))


DESIGN = Listed()
